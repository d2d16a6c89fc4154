// SPDX-License-Identifier: MIT
#pragma once
#include <deque>
#include <unordered_map>

#include "bus/monitor/record.hpp"

namespace rapport::bus::monitor {

/// Remembers requests until their answers come, so that one record tells both sides of a call.
class Calls {
public:
    /// Above so many, the oldest are forgotten: their answers were dropped, or never come.
    static constexpr std::size_t most = 50'000;

    void asked(const Record& request) {
        if (open_.size() >= most) forget_oldest();
        if (open_.insert_or_assign(request.call, request).second) order_.push_back(request.call);
    }
    /// Puts the request's side into its answer; false if the request was not seen.
    bool answered(Record& answer) {
        const auto request = open_.find(answer.call);
        if (request == open_.end()) return false;
        join(answer, request->second);
        if (answer.last) open_.erase(request);
        return true;
    }
    /// Requests without their last answer yet.
    std::size_t open() const { return open_.size(); }

private:
    void forget_oldest() {
        while (!order_.empty() && open_.size() >= most) {
            open_.erase(order_.front());
            order_.pop_front();
        }
    }
    std::unordered_map<std::int64_t, Record> open_;
    std::deque<std::int64_t> order_;  ///< of their coming; some are answered
};

}  // namespace rapport::bus::monitor
