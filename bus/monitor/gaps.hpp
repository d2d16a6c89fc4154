// SPDX-License-Identifier: MIT
#pragma once
#include <map>

#include "bus/events/event.hpp"

namespace rapport::bus::monitor {

/// Finds what the bus, or we, dropped: sequences have no gaps of their own.
class Gaps {
public:
    /// How many events of the source were missed before this one.
    std::int64_t before(const Event& event) {
        auto& [epoch, last] = last_[event.source];
        const bool known = epoch == event.epoch;
        const std::int64_t missed = known ? event.sequence - last - 1 : 0;
        if (!known || event.sequence > last) last = event.sequence;
        epoch = event.epoch;
        return missed > 0 ? missed : 0;
    }
    /// Whether this event, or a later one of its epoch, came before.
    bool had(const Event& event) const {
        const auto known = last_.find(event.source);
        return known != last_.end() && known->second.first == event.epoch && event.sequence <= known->second.second;
    }

private:
    std::map<std::string, std::pair<std::string, std::int64_t>> last_;
};

}  // namespace rapport::bus::monitor
