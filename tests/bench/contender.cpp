// SPDX-License-Identifier: MIT
#include "tests/bench/contender.hpp"

#include <ctime>

#include "tests/bench/bench.hpp"

namespace rapport::bench {
namespace {

using namespace std::chrono_literals;

constexpr auto warm_up = 100ms, measured = 500ms;

std::chrono::nanoseconds read(clockid_t clock) {
    timespec time{};
    ::clock_gettime(clock, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

double micros(std::chrono::nanoseconds time) { return std::chrono::duration<double, std::micro>(time).count(); }

}  // namespace

std::chrono::nanoseconds Contender::used() const {
    auto sum = read(CLOCK_PROCESS_CPUTIME_ID);
    for (const pid_t pid : processes()) {
        clockid_t clock = 0;
        if (::clock_getcpuclockid(pid, &clock) == 0) sum += read(clock);
    }
    return sum;
}

Sample Contender::run(int window, std::size_t body_size) {
    begin(window, body_size);
    const auto go_on_for = [this](Steady::duration time) {
        for (const auto until = Steady::now() + time; Steady::now() < until;) go_on();
    };
    go_on_for(warm_up);
    latencies_ = {};
    const auto start = Steady::now();
    const auto used_before = used();
    const auto before = answers_;
    go_on_for(measured);
    const auto took = std::chrono::duration<double>(Steady::now() - start);
    const auto count = static_cast<double>(answers_ - before);
    const auto quantile = [this](double share) { return micros(latencies_.quantile(share)); };
    const Sample sample{count / took.count(), quantile(0.5), quantile(0.99), quantile(0.999),
                        micros(used() - used_before) / count};
    end();
    return sample;
}

Sample median(const std::vector<Sample>& samples) {
    const auto of = [&samples](double Sample::*field) {
        std::vector<double> values;
        for (const Sample& sample : samples) values.push_back(sample.*field);
        return median(std::move(values));
    };
    return {of(&Sample::rate), of(&Sample::p50), of(&Sample::p99), of(&Sample::p999), of(&Sample::processor)};
}

}  // namespace rapport::bench
