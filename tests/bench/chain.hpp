// SPDX-License-Identifier: MIT
#pragma once
#include "tests/bench/bench.hpp"

namespace rapport::bench {

/// A complaint with an e-mail address from its opening over HTTP, over its score, to its letter in the channel `file`:
/// complaints a second until nothing is left to do, and the processor time that each program takes for one, beside
/// the programs that `options.programs` names.
std::vector<Figure> measure_chain(const Options& options);

}  // namespace rapport::bench
