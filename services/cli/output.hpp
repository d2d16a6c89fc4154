// SPDX-License-Identifier: MIT
#pragma once
#include <iostream>

namespace rapport::cli {

/// Ends a verb whose output cannot be written, however deep in its work it is; main() says why.
struct OutputFailed {};

/// Of a verb that prints as it goes on: what was printed is out, or OutputFailed is thrown.
inline void flush_output() {
    if (!std::cout.flush()) throw OutputFailed{};
}

}  // namespace rapport::cli
