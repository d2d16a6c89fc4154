// SPDX-License-Identifier: MIT
#include "bus/events/event.hpp"

#include <gtest/gtest.h>

#include "bus/base/codec.hpp"
#include "bus/base/error.hpp"
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

TEST(Event, IsReadAsItWasStored) {
    const auto event = opened();
    const auto again = decode<Event>(encode(event));
    EXPECT_EQ(to_cloudevent(again), to_cloudevent(event));
    EXPECT_EQ(again.actor, event.actor);
    // What stores hold since before there were CloudEvents on the bus.
    const auto old = decode<Event>(from_json(
        R"({"id":"0192f0c1-7a3b-7cde-8f00-1234567890ab","source":"complaints","type":"complaints.opened",)"
        R"("subject":"c-1","time":"2026-11-22T14:20:00.000Z","sequence":42,"epoch":"e",)"
        R"("recorded":"2026-11-22T14:20:01.000Z","traceparent":"00-1-2-01",)"
        R"("actor":{"id":"user:7","kind":"person","roles":["agent"],"parties":[]},"quiet":false,"erased":false})"));
    EXPECT_EQ(to_json(encode(old)), to_json(encode([&] {
                  auto head = event;
                  head.data = {};
                  return head;
              }())));
}

TEST(Event, TravelsAsACloudEventOfSimpleTypes) {
    const auto event = opened();
    EXPECT_EQ(to_json(encode(CloudEvent(event))),
              R"({"specversion":"1.0","id":"0192f0c1-7a3b-7cde-8f00-1234567890ab","source":"complaints",)"
              R"("type":"complaints.opened","subject":"c-1","time":"2026-11-22T14:20:00.000Z",)"
              R"("sequence":"00000000000000000042","epoch":"e","recorded":"2026-11-22T14:20:01.000Z",)"
              R"("traceparent":"00-1-2-01","actor":"user:7","actorkind":"person","quiet":false,"erased":false,)"
              R"("datacontenttype":"application/vnd.msgpack","data":{"complaint":{"priority":"P1"}}})");
    const Event again = decode<CloudEvent>(encode(CloudEvent(event)));
    EXPECT_EQ(to_cloudevent(again), to_cloudevent(event));
    EXPECT_EQ(again.sequence, 42);
    EXPECT_TRUE(again.actor.roles.empty()) << "what somebody may is nobody else's business";
}

TEST(Event, SaysWhichPartiesItConcerns) {
    auto event = opened();
    EXPECT_FALSE(CloudEvent(event).parties) << "an attribute that an event lacks is absent";
    const std::string one = "0192f0c1-7a3b-7cde-8f00-000000000001", two = "0192f0c1-7a3b-7cde-8f00-000000000002";
    event.parties = {*uuid_from(one), *uuid_from(two)};
    EXPECT_EQ(CloudEvent(event).parties, one + " " + two);
    EXPECT_EQ(Event(decode<CloudEvent>(encode(CloudEvent(event)))).parties, event.parties);
    EXPECT_EQ(decode<Event>(encode(event)).parties, event.parties);
    EXPECT_TRUE(matches(parse_filter("parties ~ '" + two + "'"), to_cloudevent(event)));
}

TEST(Event, IsTakenFromSourcesOfOtherMakesOnlyIfItIsACloudEvent) {
    const auto with = [](const std::string& name, const std::string& json) {
        std::string said =
            R"({"specversion":"1.0","id":"0192f0c1-7a3b-7cde-8f00-1234567890ab","source":"s","type":"s.t","subject":"x",)"
            R"("time":"2026-11-22T14:20:00Z","sequence":"7","epoch":"e","recorded":"2026-11-22T14:20:01Z","actor":"a",)"
            R"("unknown":1})";
        const auto at = said.find("\"" + name + "\":");
        const auto end = said.find_first_of(",}", at);
        return from_json(json.empty() ? said.erase(at, end + 1 - at)
                                      : said.replace(at, end - at, "\"" + name + "\":" + json));
    };
    const auto taken = [](const std::string& bytes) -> std::optional<Event> {
        try {
            return decode<CloudEvent>(std::string_view(bytes));
        } catch (const Error&) {
            return {};
        }
    };
    ASSERT_TRUE(taken(with("unknown", "2")));
    EXPECT_EQ(taken(with("unknown", "2"))->sequence, 7);
    EXPECT_TRUE(taken(with("specversion", "\"1.1\"")));
    EXPECT_TRUE(taken(with("unknown", "2,\"parties\":\"\"")));
    for (const auto& [name, json] :
         std::vector<std::pair<std::string, std::string>>{{"specversion", ""},
                                                          {"specversion", "\"2.0\""},
                                                          {"sequence", "7"},
                                                          {"sequence", "\"\""},
                                                          {"sequence", "\"-1\""},
                                                          {"sequence", "\"7x\""},
                                                          {"sequence", "\"99999999999999999999\""},
                                                          {"actor", "{\"id\":\"a\"}"},
                                                          {"unknown", "2,\"parties\":\"acme\""},
                                                          {"unknown", "2,\"parties\":[]"},
                                                          {"source", "\"\""},
                                                          {"type", "null"},
                                                          {"time", "\"yesterday\""},
                                                          {"epoch", ""}})
        EXPECT_FALSE(taken(with(name, json))) << name << ' ' << json;
}

}  // namespace
}  // namespace rapport::bus
