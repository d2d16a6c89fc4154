// SPDX-License-Identifier: MIT
#include "sdk/tools/bench.hpp"

#include <algorithm>

namespace rapport::sdk::tools {

Speed measure(RulePlugin& rule, const std::vector<Row>& rows, std::size_t size, std::chrono::milliseconds time) {
    using Clock = std::chrono::steady_clock;
    std::vector<Row> some;
    for (std::size_t i = 0; i < size; ++i) some.push_back(rows[i % rows.size()]);
    const auto batch = batch_of(rule.description().inputs, some, usual_now);
    rule.score(batch);
    std::vector<std::chrono::duration<double, std::micro>> took;
    const auto begun = Clock::now();
    auto now = begun;
    do {
        rule.score(batch);
        const auto then = std::exchange(now, Clock::now());
        took.push_back(now - then);
    } while (now - begun < time || took.size() < 3);
    std::ranges::sort(took);
    const std::chrono::duration<double> all = now - begun;
    return {.rows = size,
            .rows_per_second = static_cast<double>(size * took.size()) / all.count(),
            .p50 = took[took.size() / 2],
            .p99 = took[took.size() * 99 / 100]};
}

}  // namespace rapport::sdk::tools
