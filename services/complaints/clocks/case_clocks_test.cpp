// SPDX-License-Identifier: MIT
#include "services/complaints/clocks/case_clocks.hpp"

#include <gmock/gmock-matchers.h>
#include <gtest/gtest.h>

#include "services/complaints/rules/lifecycle.hpp"
#include "services/registry/api.hpp"

namespace rapport::complaints {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

const Instant nine = *instant_from("2026-03-02T09:00:00Z");  // a Monday
const CalendarId office(new_uuid(nine));

/// Eight hours a day in UTC; a day to acknowledge, two to resolve.
ClockBasis at(Instant now) {
    using enum kit::Weekday;
    const kit::Calendar hours{"UTC", {{{monday, tuesday, wednesday, thursday, friday}, "09:00", "17:00"}}};
    return {.now = now,
            .targets = {{.clock = ClockKind::acknowledge, .minutes = 480, .calendar = office},
                        {.clock = ClockKind::resolve, .minutes = 960, .calendar = office}},
            .agreements = []() -> const auto& {static const std::vector<registry::api::Agreement> none;
    return none;
}
, .default_calendar = [] { return office; },
  .version_of = [](const CalendarId&) { return std::optional<std::int64_t>(1); },
  .time = [hours](const CalendarId&, std::int64_t) { return kit::BusinessTime(hours); }
};  // namespace
}  // namespace rapport::complaints
Complaint started(Instant received = nine) {
    Complaint complaint{.received_at = received, .created_at = nine, .priority = Priority::P3};
    EXPECT_TRUE(start_clocks(complaint, at(nine)).empty());
    return complaint;
}
std::vector<std::pair<ClockKind, int>> of(const ClockMarks& marks) {
    std::vector<std::pair<ClockKind, int>> all;
    for (const ClockMark& mark : marks) all.emplace_back(mark.clock, mark.percent);
    return all;
}

TEST(CaseClocks, ANewComplaintHasThoseForWhichSomethingIsPromised) {
    const Complaint complaint = started();
    ASSERT_EQ(complaint.clocks.size(), 2U);
    EXPECT_EQ(complaint.clocks[0].due_at, nine + 8h);
    EXPECT_EQ(complaint.due_at, nine + 8h);
    EXPECT_EQ(next_look(complaint, nine), nine + 6h);
}

TEST(CaseClocks, AMoveSaysWhatWasReachedBeforeIt) {
    const Complaint before = started();
    Complaint after = before;
    enter(after, State::acknowledged);
    EXPECT_THAT(of(follow_clocks(before, after, at(nine + 24h))),
                ElementsAre(std::pair(ClockKind::acknowledge, 75), std::pair(ClockKind::acknowledge, 100)));
    EXPECT_EQ(after.clocks[0].state, ClockState::stopped);
    EXPECT_TRUE(after.breached);
    EXPECT_EQ(after.due_at, after.clocks[1].due_at);
}

TEST(CaseClocks, ByTheMomentThatItIsDueAMoveIsInTime) {
    const Complaint before = started();
    Complaint after = before;
    enter(after, State::acknowledged);
    EXPECT_THAT(of(follow_clocks(before, after, at(nine + 8h))), ElementsAre(std::pair(ClockKind::acknowledge, 75)));
    EXPECT_FALSE(after.breached);
}

TEST(CaseClocks, TimeAloneBringsThemToTheirMarks) {
    const Complaint before = started();
    EXPECT_FALSE(concerns_clocks(before, before, nine + 6h - Millis(1)));
    ASSERT_TRUE(concerns_clocks(before, before, nine + 6h));
    Complaint after = before;
    EXPECT_THAT(of(follow_clocks(before, after, at(nine + 6h))), ElementsAre(std::pair(ClockKind::acknowledge, 75)));
    EXPECT_EQ(next_look(after, nine + 6h), nine + 8h);
}

TEST(CaseClocks, OtherRulesHoldSinceTheyWereMade) {
    const Complaint before = started();
    Complaint after = before;
    ClockBasis basis = at(nine + 2h);
    basis.targets[1].minutes = 60;
    EXPECT_THAT(of(follow_clocks(before, after, basis, nine + 2h)),
                ElementsAre(std::pair(ClockKind::resolve, 75), std::pair(ClockKind::resolve, 100)));
    EXPECT_EQ(after.clocks[1].target.minutes, 60);
    EXPECT_EQ(after.clocks[1].used_ms, std::chrono::milliseconds(2h).count());
}

}  // namespace
}  // namespace rapport::complaints
