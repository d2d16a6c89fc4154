// SPDX-License-Identifier: MIT
#pragma once
#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <vector>

namespace rapport::kit {

/// What a thread with nothing to do sleeps on. A notify() before the wait() ends it at once. Thread-safe.
class Wake {
public:
    void notify() {
        {
            const std::lock_guard lock(mutex_);
            notified_ = true;
        }
        changed_.notify_all();
    }
    void wait(std::chrono::steady_clock::time_point until) {
        std::unique_lock lock(mutex_);
        changed_.wait_until(lock, until, [this] { return notified_ || closed_; });
        notified_ = false;
    }
    void close() {
        {
            const std::lock_guard lock(mutex_);
            closed_ = true;
        }
        changed_.notify_all();
    }
    bool closed() const {
        const std::lock_guard lock(mutex_);
        return closed_;
    }

private:
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    bool notified_ = false, closed_ = false;
};

/// Work handed from one thread to others. What is pushed as `later` gives way: beside other work it is one for eight,
/// and by itself never so much that what comes meanwhile would wait long; so it neither stands still nor in the way.
/// Thread-safe.
template <class T>
class Queue {
public:
    /// What comes as `later` gives way to what comes `now`.
    enum class When { now, later };

    void push(T item, When when = When::now) {
        {
            const std::lock_guard lock(mutex_);
            (when == When::now ? now_ : later_).push_back(std::move(item));
        }
        filled_.notify_one();
    }
    /// Up to `most` items, each kind in order; waits for the first until `until` or close().
    std::vector<T> take(std::size_t most, std::chrono::steady_clock::time_point until) {
        std::unique_lock lock(mutex_);
        // Who was answered just now often asks again at once: a moment, before what can wait is begun.
        if (answered_ && !later_.empty()) filled_.wait_for(lock, moment, [this] { return !now_.empty() || closed_; });
        filled_.wait_until(lock, until, [this] { return !now_.empty() || !later_.empty() || closed_; });
        answered_ = !now_.empty();
        std::vector<T> taken;
        move(now_, taken, most);
        move(later_, taken, std::min(most, taken.empty() ? some : taken.size() + (taken.size() + 7) / 8));
        return taken;
    }
    /// No more will come: waits end.
    void close() {
        {
            const std::lock_guard lock(mutex_);
            closed_ = true;
        }
        filled_.notify_all();
    }
    bool closed() const {
        const std::lock_guard lock(mutex_);
        return closed_;
    }
    std::size_t size() const {
        const std::lock_guard lock(mutex_);
        return now_.size() + later_.size();
    }

private:
    static constexpr std::size_t some = 64;
    static constexpr std::chrono::milliseconds moment{5};

    static void move(std::deque<T>& from, std::vector<T>& to, std::size_t until_size) {
        while (!from.empty() && to.size() < until_size) {
            to.push_back(std::move(from.front()));
            from.pop_front();
        }
    }

    mutable std::mutex mutex_;
    std::condition_variable filled_;
    std::deque<T> now_, later_;
    bool answered_ = false;  ///< what was taken last did not wait for later
    bool closed_ = false;
};

}  // namespace rapport::kit
