// SPDX-License-Identifier: MIT
#include "services/kit/service/writer.hpp"

#include <spdlog/spdlog.h>

namespace rapport::kit {

using std::chrono::steady_clock;

Writer::Writer(Engine& engine, OnCommitted on_committed) : engine_(engine), on_committed_(std::move(on_committed)) {}

Writer::~Writer() { stop(); }

void Writer::start() {
    next_timer_ = engine_.next_timer();
    thread_ = std::thread([this] { run(); });
}

void Writer::stop() {
    queue_.close();
    if (thread_.joinable()) thread_.join();
}

/// A second at most, so that a clock that is moved is noticed.
steady_clock::time_point Writer::next_wake() const {
    const auto now = steady_clock::now();
    Millis wait(1'000);
    if (next_timer_) wait = std::clamp(*next_timer_ - engine_.clock().now(), Millis(0), wait);
    return std::clamp(now + wait, std::min(no_timers_before_, now + pause), now + pause);
}

void Writer::run() {
    for (;;) {
        auto tasks = queue_.take(group, next_wake());
        if (tasks.empty() && queue_.closed()) return;
        look_at_timers([&] {
            if (next_timer_ && *next_timer_ <= engine_.clock().now())
                for (DueTimer& timer : engine_.due_timers(group)) tasks.push_back({std::move(timer), {}});
        });
        if (!tasks.empty() || engine_.has_unpublished_events()) commit(tasks);
        look_at_timers([this] { next_timer_ = engine_.next_timer(); });
        engine_.probe();
    }
}

/// While the store is in trouble they wait a while: nothing else would hold them back.
void Writer::look_at_timers(const std::function<void()>& look) {
    if (steady_clock::now() < no_timers_before_) return;
    try {
        look();
    } catch (const StoreError&) {  // the engine says so
        no_timers_before_ = steady_clock::now() + pause;
    }
}

void Writer::commit(std::vector<Task>& tasks) {
    std::vector<Work> works;
    works.reserve(tasks.size());
    for (Task& task : tasks) works.push_back(std::move(task.work));
    std::size_t told = 0;
    do {
        Committed committed = engine_.run(std::span(works).subspan(told), patience);
        for (Outcome& outcome : committed.outcomes) tell(tasks[told++], outcome);
        on_committed_(committed);
    } while (told < tasks.size());
}

void Writer::tell(Task& task, Outcome& outcome) {
    if (task.done) return task.done(outcome);
    if (!outcome.error) return;
    if (outcome.retry) no_timers_before_ = steady_clock::now() + pause;
    else spdlog::error("a timer of {} failed: {}", engine_.name(), outcome.error->message());
}

}  // namespace rapport::kit
