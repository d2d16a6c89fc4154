// SPDX-License-Identifier: MIT
#pragma once
#include "services/gateway/methods/fan_out.hpp"

namespace rapport::gateway {

/// `GET /timeline`: what all services told of a party, newest first.
bus::MethodInfo timeline_method();
/// Answers it. Throws invalid_argument for a request that is wrong.
void ask_timeline(bus::Client& client, const Snapshot& snapshot, const std::string& params,
                  const bus::CallOptions& options, std::function<void(bus::Reply)> done);

/// Where a source's part of a timeline goes on.
struct TimelinePlace {
    Instant time;
    std::int64_t sequence = 0;
    bool ended = false;  ///< it has nothing older
    friend bool operator==(const TimelinePlace&, const TimelinePlace&) = default;
};
/// One place for each source, as a cursor: `complaints:1772323200000.17,registry:-`. Nothing for what is no such text.
using TimelinePlaces = std::map<std::string, TimelinePlace>;
std::optional<TimelinePlaces> timeline_places_from(std::string_view text);
std::string to_text(const TimelinePlaces& places);

}  // namespace rapport::gateway
