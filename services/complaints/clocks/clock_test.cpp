// SPDX-License-Identifier: MIT
#include "services/complaints/clocks/clock.hpp"

#include <gmock/gmock-more-matchers.h>

namespace rapport::complaints {
namespace {

using kit::BusinessTime;
using kit::Weekday;
using testing::ElementsAre;
using testing::IsEmpty;
using enum Effect;
using enum ClockState;

const std::vector weekdays{Weekday::monday, Weekday::tuesday, Weekday::wednesday, Weekday::thursday, Weekday::friday};

/// 9 to 17 in UTC with a break at noon: seven hours a day. 2026-11-23 is a Monday.
const BusinessTime office({.time_zone = "UTC",
                           .hours = {{weekdays, "09:00", "17:00"}},
                           .breaks = {{{}, "12:00", "13:00"}}});
const BusinessTime always({.time_zone = "Europe/Berlin",
                           .hours = {{{Weekday::monday, Weekday::tuesday, Weekday::wednesday, Weekday::thursday,
                                       Weekday::friday, Weekday::saturday, Weekday::sunday},
                                      "00:00",
                                      "24:00"}}});

/// `Mon 15:00` of the week of 2026-11-23, `Mon+1 15:00` of the next.
Instant at(std::string_view text) {
    static constexpr std::array days{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    const auto day = std::ranges::find(days, text.substr(0, 3)) - days.begin();
    const int week = text[3] == '+' ? text[4] - '0' : 0;
    const auto minute = kit::minute_from(text.substr(text.size() - 5)).value();
    return start_of({day_from("2026-11-23")->days + static_cast<std::int32_t>(day) + 7 * week}) +
           std::chrono::minutes(minute);
}
ClockTarget hours(std::int64_t n, TargetSource source = TargetSource::standard) { return {n * 60, source, {}, 1}; }

struct Event {
    const char* at;
    Effect effect;
    const char* reason = "";
};
CaseClock after(ClockKind kind, ClockTarget target, const char* start, const std::vector<Event>& events) {
    CaseClock clock = started(kind, target, at(start), office);
    for (const Event& event : events) clock = followed(clock, event.effect, event.reason, at(event.at), office);
    return clock;
}
std::optional<Instant> maybe(const char* text) { return text ? std::optional(at(text)) : std::nullopt; }

TEST(Clock, RunsPausesStopsAndGoesOn) {
    constexpr auto customer = "waiting on the customer";
    struct Row {
        const char* what;
        ClockKind kind;
        std::vector<Event> events;
        ClockState state;
        std::int64_t used_hours;
        const char* due;
    } const table[] = {
        {"runs from the beginning", ClockKind::resolve, {}, running, 0, "Tue 16:00"},
        {"a move that changes nothing for it", ClockKind::resolve, {{"Mon 16:00", runs}}, running, 1, "Tue 16:00"},
        {"pauses", ClockKind::resolve, {{"Mon 16:00", pauses, customer}}, paused, 1, nullptr},
        {"goes on after a pause",
         ClockKind::resolve,
         {{"Mon 16:00", pauses, customer}, {"Tue 10:00", runs}},
         running,
         1,
         "Wed 10:00"},
        {"stops", ClockKind::resolve, {{"Tue 10:00", stops}}, stopped, 3, "Tue 16:00"},
        {"stops out of a pause",
         ClockKind::resolve,
         {{"Mon 16:00", pauses, customer}, {"Tue 10:00", stops}},
         stopped,
         1,
         nullptr},
        {"a stopped one takes no notice of another end",
         ClockKind::resolve,
         {{"Tue 10:00", stops}, {"Wed 10:00", cancels}},
         stopped,
         3,
         "Tue 16:00"},
        {"a dispute goes on with what was used",
         ClockKind::resolve,
         {{"Tue 10:00", stops}, {"Wed 10:00", runs}},
         running,
         3,
         "Wed 16:00"},
        {"a reopening too, weeks later",
         ClockKind::resolve,
         {{"Tue 10:00", stops}, {"Tue+2 10:00", runs}},
         running,
         3,
         "Tue+2 16:00"},
        {"the first proposal stays the first",
         ClockKind::respond,
         {{"Tue 10:00", stops}, {"Wed 10:00", runs}},
         stopped,
         3,
         "Tue 16:00"},
        {"acknowledged once is acknowledged",
         ClockKind::acknowledge,
         {{"Tue 10:00", stops}, {"Wed 10:00", runs}},
         stopped,
         3,
         "Tue 16:00"},
        {"is cancelled", ClockKind::respond, {{"Tue 10:00", cancels}}, cancelled, 3, "Tue 16:00"},
        {"two pauses one after the other",
         ClockKind::resolve,
         {{"Mon 16:00", pauses, customer}, {"Tue 10:00", pauses, "waiting on the supplier"}, {"Tue 11:00", runs}},
         running,
         1,
         "Wed 11:00"},
        {"a pause while nobody works costs nothing",
         ClockKind::resolve,
         {{"Mon 17:00", pauses, customer}, {"Tue 09:00", runs}},
         running,
         2,
         "Tue 16:00"}};
    for (const Row& row : table) {
        const CaseClock clock = after(row.kind, hours(8), "Mon 15:00", row.events);
        EXPECT_EQ(clock.state, row.state) << row.what;
        EXPECT_EQ(clock.used_ms, row.used_hours * 3'600'000) << row.what;
        EXPECT_EQ(clock.due_at, maybe(row.due)) << row.what;
        EXPECT_EQ(clock.stopped_at.has_value(), row.state == stopped || row.state == cancelled) << row.what;
        EXPECT_FALSE(clock.breached) << row.what;
    }
}

TEST(Clock, IsBreachedByTheFirstMomentMore) {
    EXPECT_FALSE(after(ClockKind::resolve, hours(8), "Mon 15:00", {{"Tue 16:00", stops}}).breached) << "just in time";
    EXPECT_TRUE(after(ClockKind::resolve, hours(8), "Mon 15:00", {{"Tue 16:01", stops}}).breached);
    EXPECT_TRUE(
        after(ClockKind::resolve, hours(8), "Mon 15:00", {{"Wed 09:00", pauses}, {"Wed 16:00", stops}}).breached);
    EXPECT_TRUE(after(ClockKind::resolve, hours(8), "Mon 15:00", {{"Wed 09:00", stops}, {"Wed 16:00", runs}}).breached)
        << "a breach stays one";
    EXPECT_FALSE(after(ClockKind::resolve, hours(2), "Mon 15:00", {{"Tue 09:00", stops}}).breached)
        << "the night is no working time";
}

TEST(Clock, ReachesThreeQuartersAndAllOnceEach) {
    CaseClock clock = started(ClockKind::resolve, hours(8), at("Mon 15:00"), office);
    EXPECT_EQ(next_mark(clock), at("Tue 14:00"));
    EXPECT_THAT(reach(clock, at("Tue 13:59")), IsEmpty());
    EXPECT_THAT(reach(clock, at("Tue 14:00")), ElementsAre(75));
    EXPECT_THAT(reach(clock, at("Tue 14:00")), IsEmpty());
    EXPECT_EQ(next_mark(clock), at("Tue 16:00"));
    EXPECT_FALSE(clock.breached);
    EXPECT_THAT(reach(clock, at("Tue 16:00")), ElementsAre(100));
    EXPECT_TRUE(clock.breached);
    EXPECT_EQ(next_mark(clock), std::nullopt);
    clock = followed(clock, pauses, "", at("Wed 10:00"), office);
    clock = followed(clock, runs, "", at("Wed 11:00"), office);
    EXPECT_EQ(next_mark(clock), std::nullopt);
    EXPECT_EQ(clock.due_at, at("Tue 16:00")) << "when it was due stays on record";
}

TEST(Clock, ReachesBothAtOnceWhenItIsToldLate) {
    CaseClock clock = started(ClockKind::acknowledge, hours(1), at("Mon 15:00"), office);
    EXPECT_THAT(reach(clock, at("Fri 09:00")), ElementsAre(75, 100));
}

TEST(Clock, ReachesNothingWhileItIsPaused) {
    CaseClock clock = after(ClockKind::resolve, hours(8), "Mon 15:00", {{"Mon 16:00", pauses}});
    EXPECT_EQ(next_mark(clock), std::nullopt);
    EXPECT_THAT(reach(clock, at("Fri 16:00")), IsEmpty());
    clock = followed(clock, runs, "", at("Fri 16:00"), office);
    EXPECT_EQ(next_mark(clock), at("Mon+1 14:00"));
}

TEST(Clock, KeepsWhatItUsedThroughAnotherAim) {
    struct Row {
        const char* what;
        std::int64_t hours;
        std::vector<std::int32_t> told;  ///< by Wed 09:00 of the new target, after 75 of the old one
        bool breached;
        const char* due;
    } const table[] = {{"more time", 16, {}, false, "Wed 17:00"},
                       {"a little more: three quarters are yet to come", 9, {75, 100}, true, "Tue 17:00"},
                       {"less, but not all used", 7, {100}, true, "Tue 15:00"},
                       {"less than was used: due at once", 4, {100}, true, "Tue 14:30"}};
    for (const Row& row : table) {
        CaseClock clock = started(ClockKind::resolve, hours(8), at("Mon 15:00"), office);
        ASSERT_THAT(reach(clock, at("Tue 14:30")), ElementsAre(75));
        clock = retargeted(clock, hours(row.hours, TargetSource::priority), at("Tue 14:30"), office, office);
        EXPECT_EQ(clock.used_ms, 13 * 1'800'000) << row.what;
        EXPECT_EQ(clock.due_at, at(row.due)) << row.what;
        EXPECT_EQ(clock.target.source, TargetSource::priority);
        EXPECT_EQ(reach(clock, at("Wed 09:00")), row.told) << row.what;
        EXPECT_EQ(clock.breached, row.breached) << row.what;
    }
}

TEST(Clock, TellsAnAimAgainThatItHasNotReached) {
    CaseClock clock = started(ClockKind::resolve, hours(2), at("Mon 15:00"), office);
    ASSERT_THAT(reach(clock, at("Tue 09:00")), ElementsAre(75, 100));
    clock = retargeted(clock, hours(16), at("Tue 09:00"), office, office);
    EXPECT_FALSE(clock.breached) << "the priority was wrong, and with it the promise";
    EXPECT_EQ(next_mark(clock), at("Wed 12:00"));
    EXPECT_THAT(reach(clock, at("Fri 09:00")), ElementsAre(75, 100));
}

TEST(Clock, CountsEachStretchInTheCalendarThatHeldThen) {
    CaseClock clock = started(ClockKind::resolve, hours(8), at("Mon 15:00"), office);
    clock = retargeted(clock, hours(8, TargetSource::agreement), at("Mon 18:00"), office, always);
    EXPECT_EQ(clock.used_ms, 2 * 3'600'000);
    EXPECT_EQ(clock.due_at, at("Tue 00:00"));
    clock = retargeted(clock, hours(8), at("Mon 20:00"), always, office);
    EXPECT_EQ(clock.used_ms, 4 * 3'600'000);
    EXPECT_EQ(clock.due_at, at("Tue 14:00"));
    EXPECT_EQ(used_at(clock, at("Tue 10:00"), office), kit::business(std::chrono::hours(5)));
}

TEST(Clock, AnotherAimChangesNoClockThatIsOver) {
    const CaseClock clock = after(ClockKind::respond, hours(8), "Mon 15:00", {{"Tue 10:00", stops}});
    EXPECT_EQ(retargeted(clock, hours(1), at("Tue 11:00"), office, office).target.minutes, 480);
}

TEST(Clock, APausedOneThatGetsAnotherAimStaysPausedAndLosesNoPause) {
    CaseClock clock =
        after(ClockKind::resolve, hours(8), "Mon 15:00", {{"Mon 16:00", pauses, "waiting on the customer"}});
    clock = retargeted(clock, hours(4), at("Tue 10:00"), office, office);
    EXPECT_EQ(clock.state, paused);
    clock = followed(clock, runs, "", at("Tue 11:00"), office);
    ASSERT_EQ(clock.pauses.size(), 1U);
    EXPECT_EQ(clock.pauses[0].ms, 3 * 3'600'000);
    EXPECT_EQ(clock.due_at, at("Tue 15:00"));
}

/// Began on Sat 12:00 of the week before, was entered on Mon 09:00 and given its target on Mon 10:00.
CaseClock entered_late(std::int64_t n) {
    CaseClock clock = started(ClockKind::resolve, hours(n), at("Mon 00:00") - Millis(36 * 3'600'000), office);
    clock.preliminary = true;
    return clock;
}

TEST(Clock, WhatIsProvisionalCountsInWhicheverCalendarHolds) {
    CaseClock clock = retargeted(entered_late(8), hours(10), at("Mon 10:00"), office, always);
    EXPECT_EQ(clock.used_ms, 46 * 3'600'000);
    EXPECT_EQ(clock.due_at, at("Mon 00:00") - Millis(26 * 3'600'000)) << "when it really was";
    clock = confirmed(clock, at("Mon 10:00"), always);
    EXPECT_FALSE(clock.preliminary);
    EXPECT_THAT(reach(clock, at("Mon 10:00")), ElementsAre(75, 100));
    clock = retargeted(clock, hours(8), at("Mon 18:00"), always, office);
    EXPECT_EQ(clock.used_ms, (1 + 8) * 3'600'000)
        << "an hour of before, in office hours; eight were lived round the clock";
    EXPECT_EQ(clock.due_at, at("Mon 00:00") - Millis(26 * 3'600'000)) << "what was told stays on record";
}

TEST(Clock, WhatStoppedBeforeItsAimWasKnownIsJudgedByIt) {
    for (const auto& [target, breached, marks] : {std::tuple(48, false, std::vector<std::int32_t>{75}),
                                                  {45, false, {75}},
                                                  {44, true, {75, 100}},
                                                  {90, false, {}}}) {
        CaseClock clock = followed(entered_late(1), stops, "", at("Mon 09:00"), office);
        EXPECT_EQ(clock.used_ms, 0);
        clock = confirmed(retargeted(clock, hours(target), at("Mon 10:00"), office, always), at("Mon 10:00"), always);
        EXPECT_EQ(clock.state, stopped);
        EXPECT_EQ(clock.stopped_at, at("Mon 09:00"));
        EXPECT_EQ(clock.used_ms, 45 * 3'600'000);
        EXPECT_EQ(clock.breached, breached) << target;
        EXPECT_EQ(clock.due_at, at("Mon 09:00") + Millis((target - 45) * 3'600'000LL)) << target;
        EXPECT_EQ(reach_at_rest(clock), marks) << target;
        EXPECT_THAT(reach_at_rest(clock), IsEmpty()) << "once";
        EXPECT_EQ(retargeted(clock, hours(1), at("Mon 11:00"), always, always).target.minutes, target * 60)
            << "once only";
    }
}

TEST(Clock, PausesWithinWhatIsProvisionalStayPauses) {
    CaseClock clock = followed(entered_late(8), pauses, "x", at("Mon 09:00"), office);
    clock = followed(clock, runs, "", at("Mon 09:30"), office);
    clock = retargeted(clock, hours(8), at("Mon 10:00"), office, always);
    EXPECT_EQ(clock.used_ms, 45 * 3'600'000 + 1'800'000);
    EXPECT_EQ(clock.provisional.size(), 2U);
}

TEST(Clock, OneThatIsNotPreliminaryHasNothingProvisional) {
    CaseClock clock = started(ClockKind::resolve, hours(8), at("Mon 09:00"), office);
    clock = followed(clock, pauses, "", at("Mon 10:00"), office);
    EXPECT_TRUE(clock.provisional.empty());
}

TEST(Clock, TellsHowLongAPauseWasAsItWas) {
    struct Row {
        std::int64_t ms;
        const char* words;
    } const table[] = {{1, "1 ms"},           {999, "999 ms"},         {1'000, "1 s"},
                       {1'999, "1 s"},        {59'999, "59 s"},        {60'000, "1 min"},
                       {61'500, "1 min 1 s"}, {119'999, "1 min 59 s"}, {3'599'999, "59 min 59 s"},
                       {3'600'000, "1 h"},    {3'659'999, "1 h"},      {5'400'000, "1 h 30 min"}};
    for (const Row& row : table) {
        CaseClock clock = started(ClockKind::resolve, hours(8), at("Mon 09:00"), office);
        clock = followed(clock, pauses, "waiting on the customer", at("Mon 09:00"), office);
        clock = followed(clock, runs, "", at("Mon 09:00") + Millis(row.ms), office);
        const std::string words = explained(clock, at("Mon 11:00"), office);
        EXPECT_NE(words.find("paused " + std::string(row.words) + " while"), std::string::npos) << words;
        const CaseClock late = followed(started(ClockKind::resolve, hours(1), at("Mon 09:00"), office), stops, "",
                                        at("Mon 10:00") + Millis(row.ms), office);
        EXPECT_NE(explained(late, at("Tue 09:00"), office).find(", " + std::string(row.words) + " late:"),
                  std::string::npos)
            << explained(late, at("Tue 09:00"), office);
    }
}

TEST(Clock, ExplainsItself) {
    constexpr auto customer = "waiting on the customer";
    struct Row {
        std::vector<Event> events;
        const char* now;
        const char* words;
    } const table[] = {
        {{}, "Mon 15:00", "due Tue 16:00: 8 working hours from Mon 15:00"},
        {{{"Mon 15:00", pauses, customer}, {"Mon 17:00", runs}},
         "Tue 09:00",
         "due Wed 10:00: 8 working hours from Mon 15:00, paused 2 h while waiting on the customer"},
        {{{"Mon 15:00", pauses, customer},
          {"Mon 16:30", runs},
          {"Tue 09:00", pauses, "waiting on the supplier"},
          {"Tue 09:10", runs}},
         "Tue 09:30",
         "due Wed 09:40: 8 working hours from Mon 15:00, paused 1 h 30 min while waiting on the customer and 10 min "
         "while "
         "waiting on the supplier"},
        {{{"Mon 16:00", pauses, customer}},
         "Fri 09:00",
         "paused since Mon 16:00 while waiting on the customer, 7 h left: 8 working hours from Mon 15:00"},
        {{}, "Tue 16:00", "overdue since Tue 16:00: 8 working hours from Mon 15:00"},
        {{}, "Wed 10:00", "overdue since Tue 16:00, by 2 h: 8 working hours from Mon 15:00"},
        {{{"Tue 10:00", stops}}, "Wed 10:00", "met Tue 10:00, 5 h to spare: 8 working hours from Mon 15:00"},
        {{{"Wed 10:00", stops}}, "Wed 10:00", "missed, stopped Wed 10:00, 2 h late: 8 working hours from Mon 15:00"},
        {{{"Tue 10:00", cancels}}, "Wed 10:00", "cancelled Tue 10:00: 8 working hours from Mon 15:00"},
        {{}, "Mon+1 16:00", "overdue since Tue 16:00, by 28 h: 8 working hours from Mon 2026-11-23 15:00"}};
    for (const Row& row : table) {
        const CaseClock clock = after(ClockKind::resolve, hours(8), "Mon 15:00", row.events);
        EXPECT_EQ(explained(clock, at(row.now), office), row.words);
    }
    const CaseClock odd = started(ClockKind::acknowledge, {90, TargetSource::standard, {}, 1}, at("Fri 16:00"), office);
    EXPECT_EQ(explained(odd, at("Fri 16:00"), office), "due Mon 09:30: 1 h 30 min of working time from Fri 16:00");
    const CaseClock abroad =
        started(ClockKind::acknowledge, {30, TargetSource::standard, {}, 1}, at("Fri 23:00"), always);
    EXPECT_EQ(explained(abroad, at("Fri 23:00"), always), "due Sat 00:30: 30 working minutes from Sat 00:00");
}

}  // namespace
}  // namespace rapport::complaints
