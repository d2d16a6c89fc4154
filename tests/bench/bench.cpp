// SPDX-License-Identifier: MIT
#include "tests/bench/bench.hpp"

#include <algorithm>
#include <filesystem>

namespace rapport::bench {
namespace {

std::filesystem::path self() { return std::filesystem::read_symlink("/proc/self/exe"); }

}  // namespace

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    const std::size_t half = values.size() / 2;
    return values.size() % 2 ? values[half] : (values[half - 1] + values[half]) / 2;
}

Process in_role(const std::string& role, const std::vector<std::string>& arguments) {
    std::vector<std::string> all{self(), "--role", role};
    all.insert(all.end(), arguments.begin(), arguments.end());
    return Process(all);
}

std::string program(const std::string& name) { return self().parent_path() / name; }

Pair interleaved(int times, const std::function<double()>& ours, const std::function<double()>& yardstick) {
    std::vector<double> values, baselines;
    for (int i = 0; i < times; ++i) {
        baselines.push_back(yardstick());
        values.push_back(ours());
    }
    return {median(values), median(baselines)};
}

}  // namespace rapport::bench
