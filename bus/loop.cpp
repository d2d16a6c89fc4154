// SPDX-License-Identifier: MIT
#include "bus/loop.hpp"

#include <poll.h>
#include <spdlog/spdlog.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cassert>
#include <cerrno>
#include <map>
#include <mutex>
#include <system_error>
#include <unordered_map>
#include <vector>

#include "bus/socket.hpp"

namespace rapport::bus {
namespace {

using Steady = std::chrono::steady_clock;

/// What one socket or descriptor calls. It outlives its own unwatch() until the round is over, since it may be the one
/// that is running.
struct Watch {
    zmq::socket_ref socket;  ///< empty for a descriptor
    int fd;                  ///< of a socket: tells that there is news for it, not that it can be read
    Loop::Task ready;
    bool gone = false;
    bool readable = false;
};

struct Timer {
    Loop::TimerId id;
    Loop::Duration period;  ///< zero: once
    Loop::Task task;
};

int make_eventfd() {
    const int fd = ::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (fd < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
    return fd;
}

}  // namespace

struct Loop::State {
    zmq::context_t context;
    const int wake_fd = make_eventfd();

    std::vector<std::unique_ptr<Watch>> watches;
    std::vector<pollfd> items;  ///< wake_fd, then one for each of watches
    bool changed = true;        ///< items no longer are what watches say

    std::multimap<Steady::time_point, Timer> timers;
    std::unordered_map<TimerId, Steady::time_point> due;  ///< of each timer that is set
    TimerId last_timer = 0;

    std::mutex mutex;
    std::vector<Task> posted;   ///< guarded by mutex
    std::vector<Task> running;  ///< what was posted, being run
    std::atomic<bool> stopping = false;
    bool busy = false;  ///< within a round

    ~State() { ::close(wake_fd); }

    void wake() const {
        const std::uint64_t one = 1;
        // It fails only when the counter is full, and then the loop is awake already.
        [[maybe_unused]] const auto written = ::write(wake_fd, &one, sizeof one);
    }

    void rebuild() {
        std::erase_if(watches, [](const auto& watch) { return watch->gone; });
        items.assign(1, {wake_fd, POLLIN, 0});
        for (const auto& watch : watches) items.push_back({watch->fd, POLLIN, 0});
        changed = false;
    }

    void add(zmq::socket_ref socket, int fd, Task ready) {
        watches.push_back(std::make_unique<Watch>(Watch{socket, fd, std::move(ready)}));
        changed = true;
    }

    template <class Predicate>
    void remove(Predicate same) {
        for (const auto& watch : watches)
            if (!watch->gone && same(*watch)) watch->gone = changed = true;
    }

    void set(Steady::time_point at, Timer timer) {
        due[timer.id] = at;
        timers.emplace(at, std::move(timer));
    }

    /// One task that throws does not take the others with it.
    static void guarded(const Task& task) {
        try {
            task();
        } catch (const std::exception& error) {
            spdlog::error("bus loop: a task failed: {}", error.what());
        }
    }

    int wait_ms(Steady::time_point until) const {
        auto at = until;
        if (!timers.empty()) at = std::min(at, timers.begin()->first);
        if (at == Steady::time_point::max()) return -1;
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(at - Steady::now()).count();
        return static_cast<int>(std::clamp<std::int64_t>(left, 0, 3'600'000));
    }

    /// zmq_poll() would ask every socket twice, each time with a system call, before it sleeps and after. Asked once
    /// before, a socket's descriptor tells whether anything has changed.
    bool any_socket_can_be_read() {
        bool any = false;
        for (const auto& watch : watches) {
            watch->readable = watch->socket && can_be_read(watch->socket);
            any = any || watch->readable;
        }
        return any;
    }

    void round(Steady::time_point until) {
        assert(!busy && "a task of the loop may not run the loop");
        busy = true;
        if (changed) rebuild();
        const int timeout = any_socket_can_be_read() ? 0 : wait_ms(until);
        if (::poll(items.data(), items.size(), timeout) < 0) {
            if (errno != EINTR) throw std::system_error(errno, std::generic_category(), "poll");
            for (auto& item : items) item.revents = 0;
        }
        dispatch_posted();
        dispatch_ready();
        dispatch_due();
        busy = false;
    }

    void dispatch_posted() {
        if (items.front().revents == 0) return;
        std::uint64_t count = 0;
        [[maybe_unused]] const auto read = ::read(wake_fd, &count, sizeof count);
        {
            const std::lock_guard lock(mutex);
            running.swap(posted);
        }
        for (const Task& task : running) guarded(task);
        running.clear();
    }

    void dispatch_ready() {
        // A task may add watches: those are not in items yet, and the vector may move, its elements not.
        for (std::size_t i = 1; i < items.size(); ++i) {
            const Watch& watch = *watches[i - 1];
            if (watch.gone) continue;
            const bool news = items[i].revents != 0;
            if (watch.readable || (news && (!watch.socket || can_be_read(watch.socket)))) guarded(watch.ready);
        }
    }

    void dispatch_due() {
        const auto now = Steady::now();
        while (!timers.empty() && timers.begin()->first <= now) {
            auto node = timers.extract(timers.begin());
            Timer& timer = node.mapped();
            if (timer.period == Duration::zero()) due.erase(timer.id);
            guarded(timer.task);
            if (timer.period == Duration::zero() || !due.contains(timer.id)) continue;
            // From when it was due, so that it does not drift; but what was missed is not made up for.
            const auto next = std::max(node.key() + timer.period, now + Duration(1));
            set(next, std::move(timer));
        }
    }
};

Loop::Loop() : state_(std::make_unique<State>()) {}
Loop::~Loop() = default;

zmq::context_t& Loop::context() { return state_->context; }

void Loop::watch(zmq::socket_ref socket, Task ready) {
    state_->add(socket, socket.get(zmq::sockopt::fd), std::move(ready));
}

void Loop::unwatch(zmq::socket_ref socket) {
    state_->remove([&](const Watch& watch) { return watch.socket == socket; });
}

void Loop::watch_fd(int fd, Task ready) { state_->add({}, fd, std::move(ready)); }

void Loop::unwatch_fd(int fd) {
    state_->remove([&](const Watch& watch) { return !watch.socket && watch.fd == fd; });
}

Loop::TimerId Loop::after(Duration delay, Task task) {
    const TimerId id = ++state_->last_timer;
    state_->set(Steady::now() + delay, {id, Duration::zero(), std::move(task)});
    return id;
}

Loop::TimerId Loop::every(Duration period, Task task) {
    assert(period > Duration::zero());
    const TimerId id = ++state_->last_timer;
    state_->set(Steady::now() + period, {id, period, std::move(task)});
    return id;
}

void Loop::cancel(TimerId timer) {
    const auto known = state_->due.find(timer);
    if (known == state_->due.end()) return;
    const auto [begin, end] = state_->timers.equal_range(known->second);
    const auto found = std::find_if(begin, end, [&](const auto& entry) { return entry.second.id == timer; });
    if (found != end) state_->timers.erase(found);  // one that is running now is not there
    state_->due.erase(known);
}

void Loop::post(Task task) {
    bool first = false;
    {
        const std::lock_guard lock(state_->mutex);
        first = state_->posted.empty();
        state_->posted.push_back(std::move(task));
    }
    if (first) state_->wake();
}

void Loop::run() {
    run_until([] { return false; }, Duration::max());
}

bool Loop::run_until(const std::function<bool()>& done, Duration timeout) {
    const auto until = timeout == Duration::max() ? Steady::time_point::max() : Steady::now() + timeout;
    bool satisfied = done();
    while (!satisfied && !state_->stopping && Steady::now() < until) {
        state_->round(until);
        satisfied = done();
    }
    state_->stopping = false;
    return satisfied;
}

void Loop::stop() {
    state_->stopping = true;
    state_->wake();
}

}  // namespace rapport::bus
