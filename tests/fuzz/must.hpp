// SPDX-License-Identifier: MIT
#pragma once
#include <cstdio>
#include <cstdlib>

namespace rapport::fuzz {

/// Ends the run if it is not so, which is a finding; `what` says what should hold.
inline void must(bool so, const char* what) {
    if (so) return;
    std::fprintf(stderr, "does not hold: %s\n", what);
    std::abort();
}

}  // namespace rapport::fuzz
