// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>

#include "sdk/host/plugins.hpp"
#include "sdk/tools/rows.hpp"

namespace rapport::sdk::tools {

/// How fast a rule is at one size of batch.
struct Speed {
    std::size_t rows = 0;                                    ///< a batch
    double rows_per_second = 0;                              ///< one batch after another
    std::chrono::duration<double, std::micro> p50{}, p99{};  ///< of one batch
};

/// Scores batches of `size` rows, taken from `rows` over and over, for about `time`.
Speed measure(RulePlugin& rule, const std::vector<Row>& rows, std::size_t size, std::chrono::milliseconds time);

}  // namespace rapport::sdk::tools
