// SPDX-License-Identifier: MIT
#pragma once
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <deque>

#include "bus/broker/service.hpp"
#include "bus/loop.hpp"

namespace rapport::bus {

/// A call's number without its order: which calls are shown must not depend on how methods take turns.
inline std::uint64_t shuffled(std::uint64_t call) {
    call *= 0x9E37'79B9'7F4A'7C15U;
    return call ^ (call >> 32);
}

/// Keeps a listener to so many records a second by leaving out whole calls, evenly: one of so many is shown, and all
/// that belongs to it. What comes at once after a quiet time is shown as it is, as long as it is no more than a
/// second's share.
class Pace {
public:
    /// `rate`: records a second; 0: all.
    explicit Pace(std::int64_t rate) : rate_(static_cast<double>(rate)), saved_(rate_) {}

    /// Counts a record, and tells whether it is shown: whether its call is one of those shown when that `began`.
    /// `call`: the call's number, shuffled.
    bool shows(std::uint64_t call, Time began, Time now) {
        if (rate_ == 0) return true;
        if (parts_.empty()) parts_.push_back({now, 1});
        if (now - begin_ >= part) look_back(now);
        ++came_;
        const bool shown = call % one_of(began) == 0;
        shown_ += shown ? 1 : 0;
        return shown;
    }

private:
    static constexpr Loop::Duration part{50};
    static constexpr std::size_t most_parts = 256;

    struct Part {
        Time begin;
        std::uint64_t one_of;  ///< is shown of those that began then
    };

    std::uint64_t one_of(Time began) const {
        const auto found = std::ranges::find_if(parts_, [began](const Part& p) { return p.begin <= began; });
        return (found == parts_.end() ? parts_.back() : *found).one_of;
    }

    void look_back(Time now) {
        if (begin_ != Time{}) {
            const double seconds = std::chrono::duration<double>(now - begin_).count();
            saved_ = std::min(saved_ + rate_ * seconds, rate_) - static_cast<double>(shown_);
            const auto came = static_cast<double>(came_);
            const auto one_of = came <= saved_ ? 1
                                               : std::max<std::uint64_t>(
                                                     1, static_cast<std::uint64_t>(std::ceil(came / seconds / rate_)));
            if (one_of != parts_.front().one_of) parts_.push_front({now, one_of});
            if (parts_.size() > most_parts) parts_.pop_back();
        }
        begin_ = now;
        came_ = shown_ = 0;
    }

    const double rate_;
    double saved_;  ///< records that may still be shown, if they came all at once
    Time begin_{};  ///< of the part of a second that is counted
    std::int64_t came_ = 0, shown_ = 0;
    std::deque<Part> parts_;  ///< the newest first, each until the next
};

}  // namespace rapport::bus
