// SPDX-License-Identifier: MIT
// Rows per second through a rule, in process and in a child, by the size of the batch.
#include <benchmark/benchmark.h>

#include "sdk/host/plugins.hpp"

namespace {

using namespace rapport::sdk;

RulePlugin rule(const char* name, Isolation isolation) {
    const auto folder = bundled("x").parent_path().parent_path() / "sample-plugins";
    return RulePlugin({.id = std::string("com.example.") + name,
                       .file = folder / (std::string("sample_") + name + ".so"),
                       .isolation = isolation});
}

Batch numbers(std::int64_t rows) {
    Batch batch{Instant{}};
    auto& column = batch.column("number", InputType::number);
    for (std::int64_t r = 0; r < rows; ++r) column.add(static_cast<double>(r));
    return batch;
}

Batch answers(std::int64_t rows) {
    Batch batch{Instant{}};
    auto& column = batch.column("survey.nps", InputType::numbers);
    constexpr double some[] = {10, 9, 8, 3, 7, 10, 9, 6, 0, 10};
    for (std::int64_t r = 0; r < rows; ++r) column.add(std::span(some));
    return batch;
}

void score(benchmark::State& state, const char* name, Isolation isolation, Batch (*make)(std::int64_t)) {
    auto plugin = rule(name, isolation);
    const auto batch = make(state.range(0));
    for (auto _ : state) benchmark::DoNotOptimize(plugin.score(batch));
    state.SetItemsProcessed(state.iterations() * state.range(0));
}

void sizes(benchmark::internal::Benchmark* bench) { bench->Arg(1)->Arg(100)->Arg(1000)->Arg(10'000)->UseRealTime(); }

BENCHMARK_CAPTURE(score, twice_in_process, "twice", Isolation::in_process, numbers)->Apply(sizes);
BENCHMARK_CAPTURE(score, twice_child, "twice", Isolation::child, numbers)->Apply(sizes);
BENCHMARK_CAPTURE(score, nps_in_process, "nps", Isolation::in_process, answers)->Apply(sizes);
BENCHMARK_CAPTURE(score, nps_child, "nps", Isolation::child, answers)->Apply(sizes);

}  // namespace

BENCHMARK_MAIN();
