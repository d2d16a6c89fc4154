// SPDX-License-Identifier: MIT
#pragma once
#include <functional>

namespace CLI {
class App;
}

namespace rapport::cli {

/// What the command line asks for: set by the verb that was named, run by main; answers the exit code and may throw
/// Error.
using Action = std::function<int()>;

/// What a verb's program ends with, beside what exit_code_of() says of an Error.
enum Exit { ok = 0, wrong = 1, usage = 2, cannot_connect = 3, refused = 4, interrupted = 130 };

}  // namespace rapport::cli
