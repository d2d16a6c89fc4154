// SPDX-License-Identifier: MIT
#include "sdk/tools/rows.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <tuple>

namespace rapport::sdk::tools {
namespace {

constexpr std::string_view words[] = {"network", "down",  "again", "fire",    "invoice", "Grüße", "slow",
                                      "thanks",  "ünder", "日本",  "refund",  "outage",  "late",  "7",
                                      "fraud",   "fine",  "crash", "monthly", "report",  "🙂"};

/// A generator of our own (SplitMix64), so that a seed means the same everywhere.
class Random {
public:
    explicit Random(std::uint64_t seed) : state_(seed) {}
    std::uint64_t operator()() {
        std::uint64_t z = (state_ += 0x9e3779b97f4a7c15u);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
        return z ^ (z >> 31);
    }
    std::uint64_t below(std::uint64_t n) { return (*this)() % n; }

private:
    std::uint64_t state_;
};

/// What the numbers of one row have in common: surveys have one scale throughout, lists that belong together one
/// length.
struct Style {
    explicit Style(Random& random) {
        constexpr std::array<std::pair<std::uint64_t, std::uint64_t>, 4> scales = {{{0, 10}, {1, 5}, {1, 7}, {0, 100}}};
        std::tie(lowest, highest) = scales[random.below(scales.size())];
        length = random.below(15);
    }
    std::uint64_t lowest, highest, length;

    double number(Random& random) const { return static_cast<double>(lowest + random.below(highest - lowest + 1)); }
};

/// Mostly on the row's scale; else large, negative, or a fraction.
double number(const Style& style, Random& random) {
    switch (random.below(16)) {
        case 0:
            return static_cast<double>(random.below(1'000'000));
        case 1:
            return -static_cast<double>(random.below(10));
        case 2:
            return static_cast<double>(random.below(1000)) / 1000;
        default:
            return style.number(random);
    }
}

std::string text(Random& random) {
    std::string out;
    for (auto count = random.below(12); count > 0; --count)
        out.append(out.empty() ? "" : " ").append(words[random.below(std::size(words))]);
    return out;
}

Value value(InputType type, const Style& style, Random& random) {
    if (random.below(6) == 0) return {};
    switch (type) {
        case InputType::number:
            return number(style, random);
        case InputType::boolean:
            return random.below(2) == 0;
        case InputType::time:
            return usual_now - std::chrono::seconds(random.below(365u * 24 * 3600));
        case InputType::text:
            return text(random);
        case InputType::numbers: {
            std::vector<double> all(style.length);
            for (auto& each : all) each = style.number(random);
            return all;
        }
    }
    return {};
}

}  // namespace

std::vector<Row> random_rows(const Inputs& inputs, std::size_t count, std::uint64_t seed) {
    Random random(seed);
    std::vector<Row> rows(count);
    for (auto& row : rows) {
        const Style style(random);
        for (const auto& input : inputs) row.push_back(value(input.type, style, random));
    }
    return rows;
}

std::vector<std::size_t> shuffled(std::size_t count, std::uint64_t seed) {
    Random random(seed);
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), std::size_t{0});
    for (auto left = count; left > 1; --left) std::swap(order[left - 1], order[random.below(left)]);
    return order;
}

Batch batch_of(const Inputs& inputs, std::span<const Row> rows, Instant now) {
    Batch batch(now);
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        auto& column = batch.column(inputs[i].name, inputs[i].type);
        for (const auto& row : rows) column.add_value(row[i]);
    }
    if (inputs.empty())
        for (std::size_t row = 0; row < rows.size(); ++row) batch.add_row({});
    return batch;
}

}  // namespace rapport::sdk::tools
