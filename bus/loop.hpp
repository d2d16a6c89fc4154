// SPDX-License-Identifier: MIT
#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <zmq.hpp>

namespace rapport::bus {

/// One thread's wait for sockets, timers and work from other threads. The sockets given to it belong to the thread that
/// runs it; only post() and stop() may be called from others.
class Loop {
public:
    using Task = std::function<void()>;
    using Duration = std::chrono::milliseconds;
    using TimerId = std::uint64_t;

    Loop();
    ~Loop();
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;

    /// The ZeroMQ context of all sockets on this loop.
    zmq::context_t& context();
    /// Calls `ready` when the socket can be read. It reads until EAGAIN or a bounded burst; the loop calls again.
    void watch(zmq::socket_ref socket, Task ready);
    void unwatch(zmq::socket_ref socket);
    /// The same for a file descriptor.
    void watch_fd(int fd, Task ready);
    void unwatch_fd(int fd);
    TimerId after(Duration delay, Task task);
    TimerId every(Duration period, Task task);
    void cancel(TimerId timer);
    /// Runs `task` on the loop's thread, after tasks posted before. Thread-safe; wakes the loop.
    void post(Task task);
    /// Runs until stop().
    void run();
    /// Runs until `done` returns true or `timeout` has passed; returns what `done` said last.
    bool run_until(const std::function<bool()>& done, Duration timeout);
    /// Makes run() return after the current task. Thread-safe.
    void stop();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace rapport::bus
