// SPDX-License-Identifier: MIT
#pragma once
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

/// Work handed from one thread to others. Thread-safe.
template <class T>
class Queue {
public:
    void push(T item) {
        {
            const std::lock_guard lock(mutex_);
            items_.push_back(std::move(item));
        }
        filled_.notify_one();
    }
    /// Up to `most` items in order; waits for the first until `until` or close().
    std::vector<T> take(std::size_t most, std::chrono::steady_clock::time_point until) {
        std::unique_lock lock(mutex_);
        filled_.wait_until(lock, until, [this] { return !items_.empty() || closed_; });
        std::vector<T> taken;
        while (!items_.empty() && taken.size() < most) {
            taken.push_back(std::move(items_.front()));
            items_.pop_front();
        }
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
        return items_.size();
    }

private:
    mutable std::mutex mutex_;
    std::condition_variable filled_;
    std::deque<T> items_;
    bool closed_ = false;
};

}  // namespace rapport::kit
