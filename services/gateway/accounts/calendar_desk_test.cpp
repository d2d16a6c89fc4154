// SPDX-License-Identifier: MIT
#include <gmock/gmock-more-matchers.h>

#include "services/gateway/accounts/testing.hpp"

namespace rapport::gateway::accounts {
namespace {

using api::BusinessCalendar;
using testing::ElementsAre;
using testing::SizeIs;
using EditCalendar = kit::Edit<BusinessCalendar>;

class CalendarDeskTest : public AccountsTest {
protected:
    CalendarDeskTest() { bed.act_as("user:0", {"manager"}); }

    BusinessCalendar office() { return bed.call(api::get_calendar, {kit::office_hours_id}); }
    BusinessCalendar create(const BusinessCalendar& calendar) { return bed.call(api::create_calendar, {calendar}); }
    BusinessCalendar named(const std::string& name) {
        return create({.name = name, .time_zone = "UTC", .hours = {{{kit::Weekday::monday}, "09:00", "17:00"}}});
    }
    std::string reason(const std::function<void()>& call) const {
        try {
            call();
        } catch (const Error& error) {
            return error.message();
        }
        return "accepted";
    }
    kit::Outcome hand_over(const HandedOver& told) {
        return bed.deliver(kit::Event<HandedOver>{"complaints.calendar_handed_over"}, told.id, told);
    }
    HandedOver handed_over(const std::string& name, bool first = false) const {
        return {kit::CalendarId(new_uuid(bed.clock.now())), 3, name, kit::office_hours("Europe/Berlin"), first};
    }
};
INSTANTIATE_TEST_SUITE_P(Stores, CalendarDeskTest, testing::ValuesIn(testing_kit::backends()),
                         [](const auto& tested) { return tested.param; });

TEST_P(CalendarDeskTest, AStoreBeginsWithOfficeHours) {
    EXPECT_EQ(office().name, "Office hours");
    EXPECT_EQ(office().version, 1);
    EXPECT_EQ(bed.call(api::list_calendars, {}).total, 1);
    bed.reopen();
    EXPECT_EQ(bed.call(api::list_calendars, {}).total, 1);
}

TEST_P(CalendarDeskTest, StaffReadCalendarsAndManagersChangeThem) {
    bed.act_as("user:1", {"agent"});
    EXPECT_EQ(bed.call(api::list_calendars, {}).total, 1);
    EXPECT_EQ(refusal([&] { named("Mine"); }), Code::permission_denied);
    EXPECT_EQ(refusal([&] {
                  bed.call(api::update_calendar,
                           EditCalendar::of(kit::office_hours_id).set(&BusinessCalendar::name, "Mine"));
              }),
              Code::permission_denied);
}

TEST_P(CalendarDeskTest, EachIsToldWhenItIsCreatedAndChanged) {
    const BusinessCalendar night = named("Night");
    bed.call(api::update_calendar,
             EditCalendar::of(night.id).set(&BusinessCalendar::holidays, {{.day = *day_from("2026-12-25")}}));
    bed.call(api::update_calendar, EditCalendar::of(night.id).set(&BusinessCalendar::name, "Night"));
    ASSERT_THAT(bed.emitted(api::calendar_created), SizeIs(1));
    EXPECT_EQ(bed.emitted(api::calendar_created)[0].entity.id, night.id);
    const auto changed = bed.emitted(api::calendar_changed);
    ASSERT_THAT(changed, SizeIs(1)) << "nothing else was changed";
    EXPECT_EQ(changed[0].entity.version, 2);
    EXPECT_THAT(changed[0].entity.holidays, SizeIs(1));
    EXPECT_THAT(changed[0].changes, ElementsAre(testing::Field(&Change::field, "holidays")));
}

TEST_P(CalendarDeskTest, WorkingDaysAreKeptAndTakenAway) {
    const std::vector<kit::WorkingDay> days{
        {.day = *day_from("2026-03-07"), .name = "Worked Saturday"},
        {.day = *day_from("2026-03-08"), .name = "Half a Sunday", .hours = {{"09:00", "13:00"}}}};
    const auto set = [&](const std::vector<kit::WorkingDay>& to) {
        return bed
            .call(api::update_calendar, EditCalendar::of(kit::office_hours_id).set(&BusinessCalendar::working_days, to))
            .working_days;
    };
    EXPECT_EQ(set(days), days);
    bed.reopen();
    EXPECT_EQ(office().working_days, days);
    EXPECT_EQ(set({days[1]}), std::vector{days[1]});
    EXPECT_TRUE(set({}).empty());
    const BusinessCalendar made =
        create({.name = "Exchanged days", .time_zone = "Asia/Shanghai", .hours = office().hours, .working_days = days});
    EXPECT_EQ(bed.call(api::get_calendar, {made.id}).working_days, days);
}

TEST_P(CalendarDeskTest, ACalendarOfBeforeWorkingDaysIsStillRead) {
    const auto old = decode_stored<BusinessCalendar>(
        from_json(R"({"time_zone":"UTC","hours":[{"days":["monday"],"from":"09:00","until":"17:00"}],"breaks":[],)"
                  R"("holidays":[{"day":"2026-12-25","name":"Christmas Day"}],)"
                  R"("id":"01890000-0000-7000-8000-000000000001","version":3,"name":"Old"})"));
    EXPECT_TRUE(old.working_days.empty());
    EXPECT_FALSE(old.holidays.at(0).source);
}

TEST_P(CalendarDeskTest, RefusesWhatIsNotRight) {
    const BusinessCalendar calendar{
        .name = "Night", .time_zone = "Europe/Berlin", .hours = {{{kit::Weekday::monday}, "22:00", "06:00"}}};
    const auto with = [&](auto change) {
        BusinessCalendar other = calendar;
        change(other);
        return reason([&] { create(other); });
    };
    EXPECT_EQ(with([](auto& c) {
                  c.breaks = {{{}, "00:00", "24:00"}};
              }),
              "hours: leave no working time: the week must have some outside of the breaks");
    EXPECT_EQ(with([](auto& c) { c.time_zone = "Mars/Olympus"; }),
              "time_zone: must be the name of an IANA time zone such as Europe/Berlin");
    const std::string time_of_day = ": must be a time of day from 00:00 to 24:00, such as 09:00";
    for (const char* wrong : {"9:00", "9 o'clock", "09.00", "09:60", "24:01", "0900", "9", "09:00:00"}) {
        EXPECT_EQ(with([&](auto& c) { c.hours[0].from = wrong; }), "hours[0].from" + time_of_day) << wrong;
        EXPECT_EQ(with([&](auto& c) { c.hours[0].until = wrong; }), "hours[0].until" + time_of_day) << wrong;
        EXPECT_EQ(with([&](auto& c) { c.breaks = {{{}, "12:00", wrong}}; }), "breaks[0].until" + time_of_day) << wrong;
        EXPECT_EQ(with([&](auto& c) { c.holidays = {{.day = Day{}, .from = wrong}}; }),
                  "holidays[0].from" + time_of_day)
            << wrong;
        EXPECT_EQ(with([&](auto& c) {
                      c.working_days = {{.day = Day{}, .hours = {{wrong, "12:00"}}}};
                  }),
                  "working_days[0].hours[0].from" + time_of_day)
            << wrong;
    }
    EXPECT_EQ(with([](auto& c) { c.working_days = {{.day = Day{}, .like = kit::Weekday::sunday}}; }),
              "working_days[0].like: must be a weekday on which work begins");
    EXPECT_EQ(with([](auto& c) { c.name = "Office hours"; }),
              "name: there is a calendar of that name: Office hours (" + to_text(kit::office_hours_id) + ")");
    create(calendar);
    EXPECT_EQ(bed.call(api::list_calendars, {}).total, 2);
    EditCalendar old = EditCalendar::of(kit::office_hours_id);
    old.set(&BusinessCalendar::version, 9);
    EXPECT_EQ(reason([&] { bed.call(api::update_calendar, old); }).substr(0, 7), "version");
}

TEST_P(CalendarDeskTest, TwoCalendarsHaveNotOneName) {
    const BusinessCalendar cafe = named("Caf\u00e9");
    for (const char* same :
         {"office hours", "OFFICE  HOURS", "Office\u00a0hours", "\uff2fffice hours", "Cafe\u0301", "CAF\u00c9"})
        EXPECT_EQ(refusal([&] { named(same); }), Code::already_exists) << same;
    const auto rename = [&](const char* name) {
        return bed.call(api::update_calendar, EditCalendar::of(cafe.id).set(&BusinessCalendar::name, name));
    };
    EXPECT_EQ(refusal([&] { rename("office hours"); }), Code::already_exists);
    EXPECT_EQ(rename("CAF\u00c9").name, "CAF\u00c9") << "its own";
    named("Cafe");
}

TEST_P(CalendarDeskTest, OfManyAtOnceOfOneNameOneIsTaken) {
    std::vector<kit::Work> calls;
    for (int i = 0; i < 20; ++i) {
        const kit::New<BusinessCalendar> request{
            {.name = "Night", .time_zone = "UTC", .hours = {{{kit::Weekday::monday}, "09:00", "17:00"}}}};
        kit::Invocation call{.method = std::string(api::create_calendar.name), .params = encode(request)};
        call.header.actor = Actor{.id = "user:" + std::to_string(i), .kind = "person", .roles = {"manager"}};
        calls.emplace_back(std::move(call));
    }
    int taken = 0, refused = 0;
    for (const kit::Outcome& outcome : bed.engine().run(calls).outcomes) {
        taken += !outcome.error;
        refused += outcome.error && outcome.error->code() == Code::already_exists;
    }
    EXPECT_EQ(taken, 1);
    EXPECT_EQ(refused, 19);
}

TEST_P(CalendarDeskTest, HoursThatContradictEachOtherAreRefusedWhereTheyAreEntered) {
    using enum kit::Weekday;
    const std::vector<kit::Hours> overlapping{{{monday}, "09:00", "13:00"}, {{monday}, "12:00", "17:00"}};
    EXPECT_EQ(reason([&] { create({.name = "Shop", .time_zone = "UTC", .hours = overlapping}); }).substr(0, 9),
              "hours[1]:");
    EXPECT_EQ(reason([&] {
                  bed.call(api::update_calendar,
                           EditCalendar::of(kit::office_hours_id).set(&BusinessCalendar::hours, overlapping));
              }).substr(0, 9),
              "hours[1]:");
    // One that an earlier version took goes on with them until they are changed.
    HandedOver old = handed_over("Old");
    old.calendar.hours = overlapping;
    hand_over(old);
    bed.advance(Millis(1));
    EXPECT_THAT(bed.call(api::update_calendar, EditCalendar::of(old.id).set(&BusinessCalendar::name, "Older")).hours,
                SizeIs(2));
}

/// As much as a calendar may hold goes into one event, before and after it.
TEST_P(CalendarDeskTest, ACalendarOfManyYearsIsToldWhole) {
    std::vector<kit::Holiday> days;
    for (std::int32_t i = 0; i < 2'000; ++i) {
        const std::string uid = "20260101_l59o24lqbg2lnfuc5r" + std::to_string(i) + "@google.com";
        days.push_back({.day = Day{20'000 + 7 * i}, .name = "Independence Day", .source = kit::FileEvent{.uid = uid}});
    }
    bed.call(api::update_calendar, EditCalendar::of(kit::office_hours_id).set(&BusinessCalendar::holidays, {days[0]}));
    bed.call(api::update_calendar, EditCalendar::of(kit::office_hours_id).set(&BusinessCalendar::holidays, days));
    days.pop_back();
    bed.call(api::update_calendar, EditCalendar::of(kit::office_hours_id).set(&BusinessCalendar::holidays, days));
    EXPECT_THAT(bed.emitted(api::calendar_changed).back().entity.holidays, SizeIs(1'999));
}

TEST_P(CalendarDeskTest, WhatComplaintsHandsOverIsAdoptedUnderItsIdAndVersion) {
    const HandedOver night = handed_over("Night"), other = handed_over("office HOURS");
    for (int times = 0; times < 2; ++times) {
        EXPECT_FALSE(hand_over(night).error);
        EXPECT_FALSE(hand_over(other).error);
        bed.advance(Millis(1));
    }
    const auto adopted = bed.call(api::get_calendar, {night.id});
    EXPECT_EQ(adopted.version, 3);
    EXPECT_EQ(adopted.name, "Night");
    EXPECT_EQ(adopted.time_zone, "Europe/Berlin");
    EXPECT_EQ(bed.call(api::get_calendar, {other.id}).name, "office HOURS (complaints)");
    EXPECT_THAT(bed.emitted(api::calendar_created), SizeIs(2)) << "once each";
    EXPECT_EQ(bed.emitted(api::calendar_created)[0].entity.version, 3);
    const auto changed =
        bed.call(api::update_calendar, EditCalendar::of(night.id).set(&BusinessCalendar::name, "Late"));
    EXPECT_EQ(changed.version, 4);
}

TEST_P(CalendarDeskTest, TheOneThatCountedWhereNoneWasNamedGoesOnDoingSo) {
    bed.act_as("user:0", {"admin"});
    const auto chosen = [&] { return bed.call(api::get_organisation, {}).calendar; };
    EXPECT_EQ(chosen(), kit::office_hours_id);
    const HandedOver first = handed_over("Berlin", true);
    hand_over(handed_over("Night"));
    hand_over(first);
    bed.advance(Millis(1));
    EXPECT_EQ(chosen(), first.id);
    EXPECT_EQ(bed.emitted(api::organisation_changed).back().entity.calendar, first.id);
    hand_over(handed_over("Another", true));
    bed.advance(Millis(1));
    EXPECT_EQ(chosen(), first.id) << "one was chosen already";
}

}  // namespace
}  // namespace rapport::gateway::accounts
