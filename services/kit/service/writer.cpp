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
steady_clock::time_point Writer::next_wake() {
    Millis wait(1'000);
    if (next_timer_) wait = std::clamp(*next_timer_ - engine_.clock().now(), Millis(0), wait);
    return steady_clock::now() + wait;
}

void Writer::run() {
    for (;;) {
        auto tasks = queue_.take(group, next_wake());
        if (tasks.empty() && queue_.closed()) return;
        try {
            if (next_timer_ && *next_timer_ <= engine_.clock().now())
                for (DueTimer& timer : engine_.due_timers(group)) tasks.push_back({std::move(timer), {}});
            if (!tasks.empty()) commit(tasks);
        } catch (const StoreError& error) {
            // The store is beyond use even for one work at a time: those who wait are told, and we go on trying.
            spdlog::error("{}", error.message());
            for (Task& task : tasks) {
                Outcome failed{.error = error, .retry = true};
                if (task.done) task.done(failed);
            }
            Committed nothing;
            on_committed_(nothing);
        }
    }
}

void Writer::commit(std::vector<Task>& tasks) {
    std::vector<Work> works;
    works.reserve(tasks.size());
    for (Task& task : tasks) works.push_back(std::move(task.work));
    Committed committed = engine_.run(works);
    next_timer_ = engine_.next_timer();
    for (std::size_t i = 0; i < tasks.size(); ++i) {
        Outcome& outcome = committed.outcomes[i];
        if (tasks[i].done) tasks[i].done(outcome);
        else if (outcome.error) spdlog::error("a timer of {} failed: {}", engine_.name(), outcome.error->message());
    }
    on_committed_(committed);
}

}  // namespace rapport::kit
