// SPDX-License-Identifier: MIT
#include "bus/loop.hpp"

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

namespace rapport::bus {
namespace {

using Steady = std::chrono::steady_clock;

/// What one socket or descriptor calls. It outlives its own unwatch() until the round is over, since it may be the one
/// that is running.
struct Watch {
    zmq_pollitem_t item;
    Loop::Task ready;
    bool gone = false;
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
    std::vector<zmq_pollitem_t> items;  ///< wake_fd, then one for each of watches
    bool changed = true;                ///< items no longer are what watches say

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
        items.assign(1, zmq_pollitem_t{nullptr, wake_fd, ZMQ_POLLIN, 0});
        for (const auto& watch : watches) items.push_back(watch->item);
        changed = false;
    }

    void add(zmq_pollitem_t item, Task ready) {
        watches.push_back(std::make_unique<Watch>(Watch{item, std::move(ready)}));
        changed = true;
    }

    template <class Predicate>
    void remove(Predicate same) {
        for (const auto& watch : watches)
            if (!watch->gone && same(watch->item)) watch->gone = changed = true;
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

    long wait_ms(Steady::time_point until) const {
        auto at = until;
        if (!timers.empty()) at = std::min(at, timers.begin()->first);
        if (at == Steady::time_point::max()) return -1;
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(at - Steady::now()).count();
        return std::clamp<long>(left, 0, 3'600'000);
    }

    void round(Steady::time_point until) {
        assert(!busy && "a task of the loop may not run the loop");
        busy = true;
        if (changed) rebuild();
        if (zmq_poll(items.data(), static_cast<int>(items.size()), wait_ms(until)) < 0 && errno != EINTR)
            throw zmq::error_t();
        dispatch_posted();
        dispatch_ready();
        dispatch_due();
        busy = false;
    }

    void dispatch_posted() {
        if (!(items.front().revents & ZMQ_POLLIN)) return;
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
            if (!items[i].revents) continue;
            const Watch& watch = *watches[i - 1];
            if (!watch.gone) guarded(watch.ready);
        }
        for (auto& item : items) item.revents = 0;
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
    state_->add({socket.handle(), 0, ZMQ_POLLIN, 0}, std::move(ready));
}

void Loop::unwatch(zmq::socket_ref socket) {
    state_->remove([&](const zmq_pollitem_t& item) { return item.socket == socket.handle(); });
}

void Loop::watch_fd(int fd, Task ready) { state_->add({nullptr, fd, ZMQ_POLLIN, 0}, std::move(ready)); }

void Loop::unwatch_fd(int fd) {
    state_->remove([&](const zmq_pollitem_t& item) { return !item.socket && item.fd == fd; });
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
