// SPDX-License-Identifier: MIT
#pragma once
#include "bus/loop.hpp"

namespace rapport::bus {

/// One timer of the loop for any number of deadlines: rings at the earliest it was told of; whoever is rung looks at
/// what is due and tells it the next one. So a deadline that is met costs nothing.
class Alarm {
public:
    using Time = std::chrono::steady_clock::time_point;

    Alarm(Loop& loop, Loop::Task ring) : loop_(loop), ring_(std::move(ring)) {}
    ~Alarm() {
        if (set_for_ != Time::max()) loop_.cancel(timer_);
    }
    Alarm(const Alarm&) = delete;
    Alarm& operator=(const Alarm&) = delete;

    /// Rings at `time`, unless it does so earlier. max() is never.
    void no_later_than(Time time) {
        if (time >= set_for_) return;
        if (set_for_ != Time::max()) loop_.cancel(timer_);
        set_for_ = time;
        const auto left = std::chrono::ceil<Loop::Duration>(time - std::chrono::steady_clock::now());
        timer_ = loop_.after(std::max(left, Loop::Duration::zero()), [this] {
            set_for_ = Time::max();
            ring_();
        });
    }

private:
    Loop& loop_;
    Loop::Task ring_;
    Loop::TimerId timer_ = 0;
    Time set_for_ = Time::max();
};

}  // namespace rapport::bus
