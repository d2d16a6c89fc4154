// SPDX-License-Identifier: MIT
#include "bus/monitor/trace_tree.hpp"

#include "bus/monitor/verbs_fixture.hpp"

namespace rapport::bus::monitor {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr auto trace_id = "0af7651916cd43dd8448eb211c80319c";

Span span(const std::string& id, const std::string& parent, const std::string& kind, const std::string& name,
          std::int64_t start) {
    Span span{.trace = trace_id, .id = id, .service = "s", .kind = kind, .name = name, .start = start, .took = 5'000};
    if (!parent.empty()) span.parent = parent;
    return span;
}

Event event(const std::string& type, const std::string& step, std::int64_t ms) {
    Event event{.id = new_uuid({ms}), .source = "s", .type = type, .subject = "c-1", .sequence = 1, .recorded = {ms}};
    event.traceparent = std::string("00-") + trace_id + "-" + step + "-01";
    return event;
}

std::vector<std::string> tree(const std::vector<Span>& spans, const std::vector<Event>& events) {
    std::vector<std::string> lines;
    for (const auto& line : tree_lines(trace_tree(spans, events))) lines.push_back(line[0]);
    lines.erase(lines.begin());
    return lines;
}

const std::string a(16, 'a'), b(16, 'b'), c(16, 'c'), d(16, 'd');

TEST(TraceTree, FollowsCausesFromTheRequestToWhatCameOfIt) {
    const auto opened = event("s.opened", b, 2), scored = event("s.scored", d, 9);
    Span handling = span(c, b, "event", "s.opened", 3'000);
    handling.event = to_text(opened.id);
    EXPECT_THAT(tree({handling, span(d, b, "job", "score", 4'000), span(b, a, "request", "open", 1'000),
                      span(a, "", "http", "POST /x", 0)},
                     {opened, scored}),
                ElementsAre("POST /x", "└─ s.open", "   ├─ s.opened #1", "   │  └─ s handles s.opened",
                            "   └─ s job score", "      └─ s.scored #1"));
}

TEST(TraceTree, OfEventsAloneFollowsWhichEventCausedWhich) {
    const auto opened = event("s.opened", b, 2);
    auto told = event("s.told", c, 5);
    told.causationid = to_text(opened.id);
    EXPECT_THAT(tree({}, {told, opened}), ElementsAre("s.opened #1", "└─ s.told #1"));
}

TEST(TraceTree, ShowsCirclesAndStrangersOnce) {
    EXPECT_THAT(tree({span(a, b, "job", "one", 0), span(b, a, "job", "other", 1), span(c, d, "job", "stranger", 2),
                      span(c, d, "job", "stranger", 2)},
                     {}),
                ElementsAre("s job stranger", "s job one", "└─ s job other"));
    EXPECT_TRUE(tree({}, {}).empty());
}

TEST(TraceTree, TellsTimesSinceTheFirstAndWhatFailed) {
    Span failed = span(b, a, "request", "open", 1'500);
    failed.error = "not_found";
    const auto lines = tree_lines(trace_tree({span(a, "", "http", "POST /x", 0), failed}, {}));
    EXPECT_THAT(lines.at(2), ElementsAre("└─ s.open", "+1.5 ms", "5 ms", "request", "failed: not_found"));
}

TEST_F(Verbs, TraceSaysWhatItWantsAndThatNothingIsKnown) {
    EXPECT_EQ(trace(target, {.id = "what"}, out, err), 2);
    EXPECT_THAT(err.str(), HasSubstr("ID: must be a trace"));
    EXPECT_EQ(trace(target, {.id = trace_id}, out, err), 1);
    EXPECT_THAT(err.str(), HasSubstr("nothing is known of this trace"));
    EXPECT_EQ(out.str(), "");
}

}  // namespace
}  // namespace rapport::bus::monitor
