// SPDX-License-Identifier: MIT
#include "tests/bench/chain.hpp"

#include <algorithm>
#include <thread>

#include "tests/bench/connection.hpp"
#include "tests/bench/processes.hpp"
#include "tests/bench/up.hpp"

namespace rapport::bench {
namespace {

constexpr int connections = 8, complaints = 3'000, runs = 3;
using std::chrono::steady_clock;

/// What one run gives: complaints a second, and milliseconds of processor a complaint by program.
struct Run {
    double rate = 0;
    std::map<std::string, double> costs;
};

/// One deployment, kept over the runs.
class Chain {
public:
    explicit Chain(const std::filesystem::path& programs) : up_({"complaints", "notifier"}, programs) {
        run(complaints / 10);  // the first complaints find nothing in memory
    }

    Run measure() { return run(complaints); }

private:
    Run run(int count) {
        const auto before = seconds();
        const auto letters = letters_sent();
        const auto start = steady_clock::now();
        post_from(connections, *up_.run().http, request_to_open(up_.token()), count);
        while (letters_sent() < letters + count) wait();
        const std::chrono::duration<double> took = steady_clock::now() - start;
        const auto after = settled();
        Run result{.rate = count / took.count()};
        for (const auto& [program, spent] : after)
            result.costs[program] = 1'000 * (spent - (before.contains(program) ? before.at(program) : 0)) / count;
        return result;
    }

    /// What the programs took once they rest: what a complaint leaves to be done after its letter is part of its cost.
    std::map<std::string, double> settled() const {
        for (auto last = seconds();;) {
            std::this_thread::sleep_for(std::chrono::seconds(1));
            auto now = seconds();
            double spent = 0;
            for (const auto& [program, value] : now) spent += value - last[program];
            if (spent < 0.05) return now;
            last = std::move(now);
        }
    }

    std::map<std::string, double> seconds() const {
        return processor_seconds_by_program(family_of(static_cast<int>(up_.run().pid)));
    }

    std::int64_t letters_sent() const {
        const std::string lines = content(up_.state() / "notices.jsonl");
        return std::count(lines.begin(), lines.end(), '\n');
    }

    void wait() const {
        if (steady_clock::now() - begun_ > std::chrono::minutes(10)) throw std::runtime_error("letters do not come");
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }

    Up up_;
    const steady_clock::time_point begun_ = steady_clock::now();
};

double total(const Run& run) {
    double sum = 0;
    for (const auto& [program, cost] : run.costs) sum += cost;
    return sum;
}

template <class Value>
double middle(const std::vector<Run>& all, const Value& value) {
    std::vector<double> values;
    for (const Run& run : all) values.push_back(value(run));
    return median(std::move(values));
}

double cost_of(const Run& run, const std::string& program) {
    const auto found = run.costs.find(program);
    return found == run.costs.end() ? 0 : found->second;
}

}  // namespace

std::vector<Figure> measure_chain(const Options& options) {
    Chain ours({});
    std::optional<Chain> other;
    if (!options.programs.empty()) other.emplace(options.programs);
    std::vector<Run> values, baselines;
    for (int i = 0; i < runs; ++i) {
        if (other) baselines.push_back(other->measure());
        values.push_back(ours.measure());
    }
    std::vector<Figure> figures;
    const auto add = [&](const std::string& name, const std::string& unit, const auto& value, std::optional<Bar> bar) {
        Figure figure{name, unit, middle(values, value), {}, {}};
        if (other) figure.baseline = middle(baselines, value), figure.bar = bar;
        figures.push_back(figure);
    };
    add("opened, scored and told of, 8 connections", "/s", [](const Run& run) { return run.rate; }, {});
    add("processor of all programs a complaint", "ms", total, Bar{Bar::Is::at_most, 0.6});
    for (const auto& [program, cost] : values.front().costs)
        if (cost > 0.005)
            add("  of " + program, "ms", [&program = program](const Run& run) { return cost_of(run, program); }, {});
    return figures;
}

}  // namespace rapport::bench
