// SPDX-License-Identifier: MIT
#include "bus/events/event.hpp"

#include <gtest/gtest.h>

#include "bus/base/codec.hpp"
#include "bus/base/filter.hpp"

namespace rapport::bus {
namespace {

Event opened() {
    Event event;
    event.id = *uuid_from("0192f0c1-7a3b-7cde-8f00-1234567890ab");
    event.source = "complaints";
    event.type = "complaints.opened";
    event.subject = "c-1";
    event.time = *instant_from("2026-11-22T14:20:00Z");
    event.sequence = 42;
    event.epoch = "e";
    event.recorded = *instant_from("2026-11-22T14:20:01Z");
    event.traceparent = "00-1-2-01";
    event.actor = {.id = "user:7", .kind = "person", .roles = {"agent"}};
    event.data.bytes = from_json(R"({"complaint":{"priority":"P1"}})");
    return event;
}

TEST(Event, IsACloudEventInJson) {
    EXPECT_EQ(to_cloudevent_json(opened()),
              R"({"specversion":"1.0","id":"0192f0c1-7a3b-7cde-8f00-1234567890ab","source":"complaints",)"
              R"("type":"complaints.opened","subject":"c-1","time":"2026-11-22T14:20:00.000Z",)"
              R"("sequence":"00000000000000000042","epoch":"e","recorded":"2026-11-22T14:20:01.000Z",)"
              R"("traceparent":"00-1-2-01","actor":"user:7","actorkind":"person","quiet":false,"erased":false,)"
              R"("datacontenttype":"application/json","data":{"complaint":{"priority":"P1"}}})");
}

TEST(Event, IsFilteredAsACloudEvent) {
    const auto cloudevent = to_cloudevent(opened());
    EXPECT_TRUE(matches(parse_filter("data.complaint.priority = P1 and actor = user:7 and quiet = false"), cloudevent));
    EXPECT_TRUE(matches(parse_filter("causationid is null"), cloudevent));
    EXPECT_TRUE(matches(parse_filter("sequence > 00000000000000000041"), cloudevent));
}

TEST(Event, GoesThroughTheCodecUnchanged) {
    const auto event = opened();
    const auto again = decode<Event>(encode(event));
    EXPECT_EQ(to_cloudevent(again), to_cloudevent(event));
    EXPECT_EQ(again.actor, event.actor);
}

}  // namespace
}  // namespace rapport::bus
