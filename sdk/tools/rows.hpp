// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sdk/host/batch.hpp"
#include "sdk/host/scores.hpp"

namespace rapport::sdk::tools {

using Inputs = std::vector<RuleDescription::Input>;
/// One value per input, in their order.
using Row = std::vector<Value>;

/// The instant that counts as now where nobody says another: 2026-01-01T00:00:00Z.
inline constexpr Instant usual_now{std::chrono::milliseconds{1'767'225'600'000}};

/// Rows of plausible facts: the numbers of a row mostly on one scale (0 to 10, 1 to 5, 1 to 7, 0 to 100), some large,
/// negative or fractions; its lists of one length; times in the year before now; texts with and without characters
/// beyond ASCII; about one value in six not known. The same seed makes the same rows.
std::vector<Row> random_rows(const Inputs& inputs, std::size_t count, std::uint64_t seed);

/// In the order that `seed` gives: row i of the result is row [i] of `rows`.
std::vector<std::size_t> shuffled(std::size_t count, std::uint64_t seed);

Batch batch_of(const Inputs& inputs, std::span<const Row> rows, Instant now);

}  // namespace rapport::sdk::tools
