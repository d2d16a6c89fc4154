// SPDX-License-Identifier: MIT
#include "tests/bench/plugins.hpp"

#include <algorithm>
#include <filesystem>

#include "sdk/host/plugins.hpp"

namespace rapport::bench {
namespace {

constexpr double answers[] = {10, 9, 8, 3, 7, 10, 9, 6, 0, 10};
constexpr int runs = 7;

sdk::RulePlugin nps(sdk::Isolation isolation) {
    const auto folder = sdk::bundled("x").parent_path().parent_path() / "sample-plugins";
    return sdk::RulePlugin({.id = "com.example.nps", .file = folder / "sample_nps.so", .isolation = isolation});
}

sdk::Batch batch_of(std::size_t rows) {
    sdk::Batch batch{sdk::Instant{}};
    auto& column = batch.column("survey.nps", sdk::InputType::numbers);
    for (std::size_t r = 0; r < rows; ++r) column.add(std::span(answers));
    return batch;
}

/// The same arithmetic over the same columns, with nothing between.
double plain_sum(const sdk::Column& column) {
    const auto numbers = column.numbers();
    const auto offsets = column.offsets();
    double sum = 0;
    for (std::size_t r = 0; r < column.rows(); ++r) {
        const auto row = numbers.subspan(offsets[r], offsets[r + 1] - offsets[r]);
        const auto size = static_cast<double>(row.size());
        sum += 100.0 * static_cast<double>(std::ranges::count_if(row, [](double x) { return x >= 9; })) / size;
        sum -= 100.0 * static_cast<double>(std::ranges::count_if(row, [](double x) { return x <= 6; })) / size;
    }
    return sum;
}

double rate(std::size_t rows, const std::function<void()>& once) {
    const auto start = std::chrono::steady_clock::now();
    std::size_t done = 0;
    std::chrono::duration<double> took{};
    do {
        once();
        done += rows;
        took = std::chrono::steady_clock::now() - start;
    } while (took < std::chrono::milliseconds(200));
    return static_cast<double>(done) / took.count();
}

constexpr const char* name_of(sdk::Isolation isolation) {
    return isolation == sdk::Isolation::child ? "plugin in a child" : "plugin in process";
}

Figure throughput(sdk::Isolation isolation, std::size_t rows, std::optional<Bar> bar) {
    auto rule = nps(isolation);
    const auto batch = batch_of(rows);
    volatile double sink = 0;
    const auto ours = [&] { return rate(rows, [&] { sink = rule.score(batch).values.back(); }); };
    const auto plain = [&] { return rate(rows, [&] { sink = plain_sum(*batch.find("survey.nps")); }); };
    const Pair pair = interleaved(runs, ours, plain);
    return {std::string(name_of(isolation)) + ", batches of " + std::to_string(rows), "rows/s", pair.value,
            pair.baseline, bar};
}

/// How long each of many calls takes, in microseconds, shortest first.
std::vector<double> times(int calls, const std::function<void()>& once) {
    std::vector<double> all;
    for (int i = 0; i < calls; ++i) {
        const auto start = std::chrono::steady_clock::now();
        once();
        all.push_back(std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start).count());
    }
    std::ranges::sort(all);
    return all;
}

/// p50 and p99 of one row alone.
std::vector<Figure> latency(sdk::Isolation isolation) {
    constexpr int calls = 20'000;
    auto rule = nps(isolation);
    const auto batch = batch_of(1);
    volatile double sink = 0;
    const auto plain = times(calls, [&] { sink = plain_sum(*batch.find("survey.nps")); });
    const auto ours = times(calls, [&] { sink = rule.score(batch).values.back(); });
    const auto at = [&](const char* name, int percent) {
        const auto place = static_cast<std::size_t>(calls * percent / 100);
        return Figure{std::string(name_of(isolation)) + ", one row, " + name, "µs", ours[place], plain[place], {}};
    };
    return {at("p50", 50), at("p99", 99)};
}

}  // namespace

std::vector<Figure> measure_plugins() {
    std::vector<Figure> figures;
    for (const auto isolation : {sdk::Isolation::in_process, sdk::Isolation::child}) {
        const double bar = isolation == sdk::Isolation::child ? 6e6 : 20e6;
        for (const std::size_t rows : {1, 100, 1'000, 10'000})
            figures.push_back(
                throughput(isolation, rows,
                           rows == 1'000 ? std::optional(Bar{Bar::Is::at_least, bar, Bar::Of::value}) : std::nullopt));
        for (auto& each : latency(isolation)) figures.push_back(std::move(each));
    }
    return figures;
}

}  // namespace rapport::bench
