// SPDX-License-Identifier: MIT
#include <gmock/gmock-more-matchers.h>

#include "services/complaints/testing.hpp"

namespace rapport::complaints {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using namespace std::chrono_literals;
using enum ClockKind;

/// Monday 2026-03-02, 09:00 UTC. The first calendar has 8 hours a day from then on: to acknowledge 8 hours, to respond
/// 40, to resolve 160.
class LateEntryTest : public DeskTest {
protected:
    CalendarId always() {
        using enum kit::Weekday;
        const std::vector days{monday, tuesday, wednesday, thursday, friday, saturday, sunday};
        return new_calendar("Always", {{days, "00:00", "24:00"}}).id;
    }
    void promise(ClockKind clock, std::int64_t minutes, const CalendarId& calendar,
                 std::optional<Priority> priority = {}, std::optional<ServiceId> service = {}) {
        bed.call(
            api::create_target,
            {{.clock = clock, .minutes = minutes, .calendar = calendar, .service = service, .priority = priority}});
        bed.advance(0ms);
    }
    /// Whatever priority the rule gives.
    void promise_by_priority(ClockKind clock, std::int64_t minutes, const CalendarId& calendar) {
        for (const Priority priority : {Priority::P1, Priority::P2, Priority::P3, Priority::P4})
            promise(clock, minutes, calendar, priority);
    }
    void promise_nothing() {
        for (const TargetRule& target : bed.call(api::list_targets, {}).items)
            bed.call(api::update_target, kit::Edit<TargetRule>::of(target.id).set(&TargetRule::active, false));
        bed.advance(0ms);
    }
    ServiceId service() {
        kit::Changed<registry::api::Service> told;
        told.entity.id = ServiceId(new_uuid(bed.clock.now()));
        told.entity.version = 1;
        told.entity.name = "Mail";
        bed.deliver(registry::api::service_created, told.entity.id, told);
        return told.entity.id;
    }
    Complaint open_at(const char* received, Complaint more = {}) {
        more.complainant = Complainant{.name = "Ann", .email = "ann@example.com"};
        more.subject = "x";
        if (received) more.received_at = instant_from(received).value();
        return bed.call(api::open, {more});
    }
    api::ImportRow row(const char* received) const {
        return {.reference = {"crm", received},
                .complainant = Complainant{.name = "Ann"},
                .subject = "x",
                .received_at = *instant_from(received)};
    }
    Complaint get(const Complaint& complaint) { return bed.call(api::get, {complaint.id}); }
    CaseClock clock(const Complaint& complaint, ClockKind kind) {
        const Complaint now = get(complaint);
        const auto found = std::ranges::find(now.clocks, kind, &CaseClock::kind);
        if (found == now.clocks.end()) throw std::logic_error("it has no such clock");
        return *found;
    }
    std::string due(const Complaint& complaint, ClockKind kind = resolve) {
        const auto at = clock(complaint, kind).due_at;
        return at ? to_text(*at) : "";
    }
};
RAPPORT_ON_EACH_STORE(LateEntryTest);

TEST_P(LateEntryTest, WhatIsLateWhenItIsEnteredIsBroughtUpAtOnce) {
    const Complaint complaint = open_at("2026-02-26T09:00:00Z");
    EXPECT_EQ(complaint.escalation_level, 2);
    EXPECT_TRUE(complaint.breached);
    EXPECT_EQ(clock(complaint, acknowledge).reached, 100);
    EXPECT_THAT(told(), ElementsAre("opened", "clock_warned", "clock_breached", "escalated"));
    expect_told_once(acknowledge, "opened late");
    EXPECT_EQ(due(complaint, acknowledge), "2026-02-26T17:00:00.000Z");
    bed.advance(24h * 3);
    EXPECT_EQ(bed.emitted(api::escalated).size(), 2U) << "it is escalated further when nobody answers";
}

TEST_P(LateEntryTest, WhatHasUsedThreeQuartersWhenItIsEnteredIsBroughtUpThatFar) {
    open_at("2026-02-27T10:00:00Z");
    EXPECT_THAT(told_of(acknowledge), ElementsAre("warned"));
    EXPECT_THAT(levels(), ElementsAre(1));
    bed.advance(1h);
    EXPECT_THAT(told_of(acknowledge), ElementsAre("warned", "breached"));
    EXPECT_THAT(levels(), ElementsAre(1, 2));
}

TEST_P(LateEntryTest, AnImportThatTellsBringsUpWhatIsLateAndAQuietOneNothing) {
    bed.call(api::import_rows, {.rows = {any_of(row("2026-02-26T09:00:00Z"))}});
    bed.run_jobs();
    bed.advance(2min);
    EXPECT_THAT(told_of(acknowledge), IsEmpty());
    EXPECT_THAT(levels(), IsEmpty());
    EXPECT_EQ(total(kit::ListOf<Complaint>{}.where(&Complaint::breached, true)), 1);
    bed.call(api::import_rows, {.rows = {any_of(row("2026-02-26T09:00:01Z"))}, .notify = true});
    expect_told_once(acknowledge, "imported with notify");
}

TEST_P(LateEntryTest, WhatIsPromisedOtherwiseIsToldAndBroughtUpOnce) {
    const ServiceId mail = service();
    promise(resolve, 60, office.id, Priority::P1);
    promise(resolve, 60, office.id, {}, mail);
    struct Row {
        const char* what;
        std::function<void(const Complaint&)> change;
    } const table[] = {{"priority",
                        [&](const Complaint& c) {
                            bed.call(api::update,
                                     kit::Edit<Complaint>::of(c.id).set(&Complaint::priority, Priority::P1));
                        }},
                       {"service",
                        [&](const Complaint& c) {
                            bed.call(api::update, kit::Edit<Complaint>::of(c.id).set(&Complaint::service, mail));
                        }},
                       {"impact", [&](const Complaint& c) {
                            bed.call(api::acknowledge, {c.id});
                            bed.call(api::assess, {.id = c.id, .severity = Severity::high, .impact = 5});
                        }}};
    for (const Row& way : table) {
        const Complaint complaint = open("x");
        bed.advance(2h);
        bed.events.clear();
        way.change(complaint);
        expect_told_once(resolve, way.what);
        bed.call(api::withdraw, {complaint.id, {}, "x"});
        bed.clock.set(*instant_from("2026-03-02T09:00:00Z"));
    }
}

TEST_P(LateEntryTest, AnAgreementThatBecomesKnownIsToldAndBroughtUpOnce) {
    const PartyId acme = party("Acme");
    const Complaint complaint = bed.call(api::open, {{.party = acme, .subject = "x"}});
    bed.advance(2h);
    const auto told = agreement(acme, 1);
    bed.deliver(registry::api::agreement_created, told.entity.id, told);
    bed.advance(0ms);
    EXPECT_EQ(clock(complaint, resolve).target.source, TargetSource::agreement);
    expect_told_once(resolve, "agreement");
}

TEST_P(LateEntryTest, ATargetThatIsChangedOrMadeIsToldAndBroughtUpOnce) {
    for (const bool made : {false, true}) {
        const Complaint complaint = open("x");
        bed.advance(2h);
        bed.events.clear();
        for (const TargetRule& target : bed.call(api::list_targets, {}).items) {
            if (target.clock == respond && made)
                bed.call(api::update_target, kit::Edit<TargetRule>::of(target.id).set(&TargetRule::active, false));
            if (target.clock == resolve && !made)
                bed.call(api::update_target, kit::Edit<TargetRule>::of(target.id).set(&TargetRule::minutes, 30));
        }
        if (made) promise(respond, 60, office.id, {}, {});
        bed.advance(0ms);
        expect_told_once(made ? respond : resolve, made ? "made" : "changed");
        for (const TargetRule& target : bed.call(api::list_targets, {}).items)
            if (target.clock == resolve)
                bed.call(api::update_target, kit::Edit<TargetRule>::of(target.id).set(&TargetRule::minutes, 160 * 60));
        bed.call(api::withdraw, {complaint.id, {}, "x"});
    }
}

TEST_P(LateEntryTest, WhatIsPromisedLaterIsCountedFromTheReceipt) {
    promise_nothing();
    const Complaint complaint = open("x");
    bed.call(api::acknowledge, {complaint.id});
    EXPECT_TRUE(get(complaint).clocks.empty());
    bed.advance(2h);
    promise(acknowledge, 60, office.id);
    promise(resolve, 60, office.id);
    EXPECT_EQ(get(complaint).clocks.size(), 1U) << "it is acknowledged";
    EXPECT_EQ(due(complaint), "2026-03-02T10:00:00.000Z");
    expect_told_once(resolve, "promised later");
}

TEST_P(LateEntryTest, WhatAPausedClockHasOverrunIsToldThoughItNeverRunsAgain) {
    promise(resolve, 60, office.id, Priority::P1);
    const Complaint complaint = open_in(State::investigating);
    bed.advance(2h);
    bed.call(api::propose, {complaint.id, {}, "A new switch"});
    bed.call(api::update, kit::Edit<Complaint>::of(complaint.id).set(&Complaint::priority, Priority::P1));
    bed.call(api::accept, {complaint.id});
    EXPECT_THAT(told_of(resolve), ElementsAre("warned", "breached"));
    EXPECT_THAT(levels(), ElementsAre(2));
    EXPECT_TRUE(clock(complaint, resolve).breached);
}

TEST_P(LateEntryTest, WhatWasClosedElsewhereIsCountedWhenItIsOpenedAgain) {
    api::ImportRow closed = row("2026-01-05T09:00:00Z");
    closed.open = false;
    closed.closed_at = instant_from("2026-02-27T17:00:00Z");
    bed.call(api::import_rows, {.rows = {any_of(closed)}});
    const Complaint complaint = bed.call(api::list, {}).items.at(0);
    EXPECT_TRUE(complaint.clocks.empty());
    bed.call(api::reopen, {.id = complaint.id, .reason = "It broke again"});
    EXPECT_EQ(clock(complaint, resolve).used_ms, 40 * 8 * 3'600'000) << "eight weeks, up to the closing";
    expect_told_once(resolve, "opened again");
}

TEST_P(LateEntryTest, WhatCameDueWhileNobodyServedIsToldByTheFirstToComeWhoeverThatIs) {
    struct Row {
        const char* what;
        std::function<void(const Complaint&)> first;
    } const table[] = {{"its timer", [&](const Complaint&) { bed.advance(0ms); }},
                       {"a move", [&](const Complaint& complaint) { bed.call(api::acknowledge, {complaint.id}); }},
                       {"a change",
                        [&](const Complaint& complaint) {
                            bed.call(api::update, kit::Edit<Complaint>::of(complaint.id).set(&Complaint::impact, 4));
                        }},
                       {"another target", [&](const Complaint& complaint) {
                            bed.call(api::update,
                                     kit::Edit<Complaint>::of(complaint.id).set(&Complaint::priority, Priority::P4));
                        }}};
    for (const Row& way : table) {
        bed.events.clear();
        const Complaint complaint = open("x");
        bed.clock.advance(24h);
        bed.reopen();
        way.first(complaint);
        EXPECT_THAT(told_of(acknowledge), ElementsAre("warned", "breached")) << way.what;
        EXPECT_THAT(levels(), ElementsAre(2)) << way.what;
        bed.call(api::withdraw, {complaint.id, {}, "x"});
        bed.clock.set(*instant_from("2026-03-02T09:00:00Z"));
    }
}

TEST_P(LateEntryTest, APartThatIsSplitOffALateOneIsLateItself) {
    const Complaint complaint = open("x");
    bed.clock.advance(8h);
    bed.call(api::split, {.id = complaint.id, .parts = {{.subject = "a"}}});
    bed.advance(0ms);
    EXPECT_THAT(told_of(acknowledge), ElementsAre("warned", "breached", "warned", "breached"));
    EXPECT_THAT(levels(), ElementsAre(2, 2));
}

TEST_P(LateEntryTest, TimeBeforeTheEntryCountsInTheCalendarThatThePriorityBrings) {
    promise_by_priority(resolve, 600, always());
    const Complaint complaint = open_at("2026-02-28T12:00:00Z");  // a Saturday
    bed.run_jobs();
    EXPECT_EQ(due(complaint), "2026-02-28T22:00:00.000Z");
    EXPECT_EQ(clock(complaint, resolve).used_ms, 45 * 3'600'000);
    expect_told_once(resolve, "late, round the clock");
}

TEST_P(LateEntryTest, TimeBeforeTheEntryCountsInWhicheverCalendarComesToHold) {
    const CalendarId round = always();
    const ServiceId mail = service();
    const PartyId acme = party("Acme");
    promise(resolve, 6000, round, {}, mail);
    struct Row {
        const char* what;
        std::optional<PartyId> party;
        std::function<void(const Complaint&)> change;
        const char* due;
        std::int64_t hours;
    } const table[] = {{"service",
                        {},
                        [&](const Complaint& c) {
                            bed.call(api::update, kit::Edit<Complaint>::of(c.id).set(&Complaint::service, mail));
                        },
                        "2026-03-04T16:00:00.000Z",
                        46},
                       {"agreement", acme,
                        [&](const Complaint&) {
                            const auto told = agreement(acme, 50, round);
                            bed.deliver(registry::api::agreement_created, told.entity.id, told);
                            bed.advance(0ms);
                        },
                        "2026-03-02T14:00:00.000Z", 46},
                       {"calendar",
                        {},
                        [&](const Complaint&) {
                            office.working_days = {{.day = *day_from("2026-02-28"), .hours = {{"12:00", "14:00"}}}};
                            tell(office);
                            bed.advance(0ms);
                        },
                        "2026-03-27T15:00:00.000Z",
                        3}};
    for (const Row& way : table) {
        const Complaint complaint = open_at("2026-02-28T12:00:00Z", {.party = way.party});
        bed.run_jobs();
        bed.advance(1h);
        EXPECT_EQ(clock(complaint, resolve).used_ms, 0) << "settled at the entry";
        way.change(complaint);
        EXPECT_EQ(due(complaint), way.due) << way.what;
        EXPECT_EQ(clock(complaint, resolve).used_ms, way.hours * 3'600'000) << way.what << ": what was lived stays";
        bed.call(api::withdraw, {complaint.id, {}, "x"});
        bed.clock.set(*instant_from("2026-03-02T09:00:00Z"));
    }
}

TEST_P(LateEntryTest, WhatMayBeInTimeOnceThePriorityIsKnownIsNotToldBefore) {
    promise_by_priority(acknowledge, 60'000, office.id);
    const Complaint complaint = open_at("2026-02-26T09:00:00Z");
    EXPECT_THAT(told_of(acknowledge), IsEmpty()) << "late by what holds for all, but that may not hold";
    bed.run_jobs();
    bed.advance(2min);
    EXPECT_THAT(told_of(acknowledge), IsEmpty());
    EXPECT_THAT(levels(), IsEmpty());
    EXPECT_FALSE(get(complaint).breached);
}

TEST_P(LateEntryTest, WhatWaitsForThePriorityWaitsAMinuteAtMost) {
    promise_by_priority(acknowledge, 60'000, office.id);
    const Complaint complaint = open_at("2026-02-26T09:00:00Z");
    bed.advance(59s);
    EXPECT_THAT(told_of(acknowledge), IsEmpty());
    bed.advance(1s);
    expect_told_once(acknowledge, "the rule says nothing");
    EXPECT_TRUE(get(complaint).breached);
}

TEST_P(LateEntryTest, WhatWasAcknowledgedBeforeThePriorityWasKnownIsJudgedByIt) {
    for (const bool in_time : {true, false}) {
        promise_by_priority(acknowledge, in_time ? 48 * 60 : 30, always());
        const Complaint complaint = open_at("2026-02-28T12:00:00Z");
        bed.call(api::acknowledge, {complaint.id});
        bed.run_jobs();
        const CaseClock judged = clock(complaint, acknowledge);
        EXPECT_EQ(judged.state, ClockState::stopped);
        EXPECT_EQ(judged.used_ms, 45 * 3'600'000);
        EXPECT_EQ(judged.breached, !in_time);
        EXPECT_EQ(due(complaint, acknowledge), in_time ? "2026-03-02T12:00:00.000Z" : "2026-02-28T12:30:00.000Z");
        EXPECT_EQ(told_of(acknowledge).back(), in_time ? "warned" : "breached");
        EXPECT_EQ(told_of(acknowledge).size(), in_time ? 1U : 2U);
        EXPECT_EQ(levels().back(), in_time ? 1 : 2);
        bed.events.clear();
        promise_nothing();
    }
}

TEST_P(LateEntryTest, AQuietImportIsDueByItsPriorityTooAndNobodyIsTold) {
    promise_by_priority(resolve, 600, always());
    bed.call(api::import_rows, {.rows = {any_of(row("2026-02-28T12:00:00Z"))}});
    bed.run_jobs();
    bed.advance(2min);
    const Complaint complaint = bed.call(api::list, {}).items.at(0);
    EXPECT_EQ(due(complaint), "2026-02-28T22:00:00.000Z");
    EXPECT_TRUE(complaint.breached);
    EXPECT_THAT(told_of(resolve), IsEmpty());
    EXPECT_THAT(levels(), IsEmpty());
}

TEST_P(LateEntryTest, AnAgreementNamesTheCalendarInWhichItsTimesAreCounted) {
    const CalendarId round = always();
    const PartyId acme = party("Acme"), other = party("Other");
    auto told = agreement(acme, 24, round);
    bed.deliver(registry::api::agreement_created, told.entity.id, told);
    told = agreement(other, 24, CalendarId(new_uuid(bed.clock.now())));
    bed.deliver(registry::api::agreement_created, told.entity.id, told);
    const Complaint with = bed.call(api::open, {{.party = acme, .subject = "x"}}),
                    unknown = bed.call(api::open, {{.party = other, .subject = "x"}});
    EXPECT_EQ(due(with), "2026-03-03T09:00:00.000Z");
    EXPECT_EQ(clock(with, resolve).target.calendar, round);
    EXPECT_EQ(clock(with, respond).target.calendar, office.id);
    EXPECT_EQ(due(unknown), "2026-03-04T17:00:00.000Z") << "in the desk's own";
}

TEST_P(LateEntryTest, AClockOfBeforeHasNothingProvisional) {
    const Complaint complaint = open("x");
    std::string text = to_json(encode(complaint.clocks.at(0)));
    for (const char* added : {R"("preliminary":true,)", R"("provisional":[],)"}) {
        const auto at = text.find(added);
        ASSERT_NE(at, std::string::npos) << text;
        text.erase(at, std::string_view(added).size());
    }
    const auto old = decode<CaseClock>(from_json(text));
    EXPECT_FALSE(old.preliminary);
    EXPECT_TRUE(old.provisional.empty());
}

class ReceiptTest : public LateEntryTest {
protected:
    ReceiptTest() { bed.reopen(acknowledging.definition()); }
    Desk acknowledging{Settings{.receipt_acknowledges = true}};
};
RAPPORT_ON_EACH_STORE(ReceiptTest);

TEST_P(ReceiptTest, AcknowledgesWhereSomebodyIsSentIt) {
    const Complaint complaint = open_at(nullptr);
    EXPECT_EQ(complaint.state, State::acknowledged);
    EXPECT_TRUE(complaint.acknowledged_by_receipt);
    EXPECT_EQ(complaint.acknowledged_at, bed.clock.now());
    EXPECT_EQ(clock(complaint, acknowledge).state, ClockState::stopped);
    EXPECT_THAT(told(), ElementsAre("opened", "acknowledged"));
    EXPECT_EQ(bed.emitted(api::opened).back().entity.state, State::received);
    EXPECT_FALSE(bed.call(api::open, {{.complainant = Complainant{.name = "Ann", .phone = "12345"}, .subject = "x"}})
                     .acknowledged_by_receipt);
    bed.call(api::import_rows, {.rows = {any_of(row("2026-03-02T08:00:00Z"))}});
    EXPECT_EQ(bed.emitted(api::acknowledged).size(), 1U);
    bed.call(api::file, {.name = "Ann", .email = "ann@example.com", .subject = "x", .text = "y"});
    EXPECT_EQ(bed.emitted(api::acknowledged).size(), 2U);
}

TEST_P(ReceiptTest, OfALateEntryStopsTheClockAndTellsThatItCameTooLate) {
    const Complaint complaint = open_at("2026-02-26T09:00:00Z");
    EXPECT_EQ(complaint.state, State::acknowledged);
    EXPECT_TRUE(clock(complaint, acknowledge).breached);
    expect_told_once(acknowledge, "entered late");
}

TEST_P(LateEntryTest, TheReceiptAcknowledgesNothingUnlessItIsSaidThatItDoes) {
    EXPECT_EQ(open_at(nullptr).state, State::received);
}

}  // namespace
}  // namespace rapport::complaints
