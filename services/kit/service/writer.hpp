// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <thread>

#include "services/kit/engine/engine.hpp"
#include "services/kit/queue.hpp"

namespace rapport::kit {

/// The one thread that changes the store: takes what waits, adds the timers that are due, commits it as one group, or
/// as several where it takes long, and then, still on its thread, tells each giver of work its outcome.
class Writer {
public:
    using Done = std::function<void(Outcome& outcome)>;
    /// Called on the writer's thread after each commit and its outcomes.
    using OnCommitted = std::function<void(Committed& committed)>;

    /// Work, and what is to be done once it is committed.
    struct Task {
        Work work;
        Done done;
    };
    /// The first of a group is not to wait longer than that for the last: who is answered sends more meanwhile.
    static constexpr std::chrono::milliseconds patience{30};

    Writer(Engine& engine, OnCommitted on_committed);
    ~Writer();
    void start();
    /// Finishes what waits, then ends the thread.
    void stop();
    /// Thread-safe. Results of jobs give way to requests and events.
    void push(Work work, Done done) {
        const auto when = std::holds_alternative<QueuedJob>(work) ? Queue<Task>::When::later : Queue<Task>::When::now;
        queue_.push({std::move(work), std::move(done)}, when);
    }
    std::size_t waiting() const { return queue_.size(); }

private:
    void run();
    void commit(std::vector<Task>& tasks);
    void tell(Task& task, Outcome& outcome);
    void look_at_timers(const std::function<void()>& look);
    std::chrono::steady_clock::time_point next_wake() const;

    static constexpr std::size_t group = 256;
    static constexpr std::chrono::seconds pause{1};
    Engine& engine_;
    OnCommitted on_committed_;
    Queue<Task> queue_;
    std::optional<Instant> next_timer_;
    std::chrono::steady_clock::time_point no_timers_before_;
    std::thread thread_;
};

}  // namespace rapport::kit
