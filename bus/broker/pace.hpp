// SPDX-License-Identifier: MIT
#pragma once
#include <algorithm>
#include <cmath>
#include <cstdint>

#include "bus/broker/service.hpp"
#include "bus/loop.hpp"

namespace rapport::bus {

/// Keeps a listener to so many records a second by leaving out whole calls, evenly: one of so many is shown, and all
/// that belongs to it. What comes at once after a quiet time is shown as it is, as long as it is no more than a
/// second's share.
class Pace {
public:
    /// `rate`: records a second; 0: all.
    explicit Pace(std::int64_t rate) : rate_(static_cast<double>(rate)), saved_(rate_) {}

    /// Counts a record of that call, and tells whether it is shown. `call` is a number that grows by one a call.
    bool shows(std::uint64_t call, Time now) {
        if (rate_ == 0) return true;
        if (begin_ == Time{}) begin_ = now;
        if (now - begin_ >= part) look_back(now);
        ++came_;
        const bool shown = call % one_of_ == 0;
        shown_ += shown ? 1 : 0;
        return shown;
    }

private:
    static constexpr Loop::Duration part{50};

    void look_back(Time now) {
        const double seconds = std::chrono::duration<double>(now - begin_).count();
        saved_ = std::min(saved_ + rate_ * seconds, rate_) - static_cast<double>(shown_);
        const auto came = static_cast<double>(came_);
        one_of_ = came <= saved_
                      ? 1
                      : std::max<std::uint64_t>(1, static_cast<std::uint64_t>(std::ceil(came / seconds / rate_)));
        begin_ = now;
        came_ = shown_ = 0;
    }

    const double rate_;
    double saved_;  ///< records that may still be shown, if they came all at once
    Time begin_{};  ///< of the part of a second that is counted
    std::int64_t came_ = 0, shown_ = 0;
    std::uint64_t one_of_ = 1;
};

}  // namespace rapport::bus
