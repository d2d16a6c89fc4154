// SPDX-License-Identifier: MIT
#include <gmock/gmock-more-matchers.h>

#include "services/complaints/testing.hpp"

namespace rapport::complaints {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using namespace std::chrono_literals;

/// Monday 2026-03-02, 09:00 UTC, when the first calendar opens: 8 hours a day; to acknowledge 8 hours, to respond 40,
/// to resolve 160.
class TargetDeskTest : public DeskTest {
protected:
    Complaint get(const Complaint& complaint) { return bed.call(api::get, {complaint.id}); }
    CaseClock clock(const Complaint& complaint, ClockKind kind) {
        const Complaint now = get(complaint);
        const auto found = std::ranges::find(now.clocks, kind, &CaseClock::kind);
        if (found == now.clocks.end()) throw std::logic_error("it has no such clock");
        return *found;
    }
    std::string words(const Complaint& complaint, ClockKind kind = ClockKind::resolve) {
        return clock(complaint, kind).explanation.value_or("");
    }
    /// What was told of clocks, in order: `warned acknowledge`.
    std::vector<std::string> clocks_told() {
        std::vector<std::string> all;
        for (const bus::Event& event : bed.events)
            if (event.type.starts_with("complaints.clock_"))
                all.push_back(event.type.substr(17) + " " +
                              std::string(name_of(decode<api::ClockEvent>(event.data).clock)));
        return all;
    }
    std::string reason(const std::function<void()>& call) { return refusal(call).message(); }
    /// An agreement in force that promises a resolution in two of these.
    kit::Changed<registry::api::Agreement> resolves_in_two(registry::api::TargetUnit unit, const PartyId& party) const {
        kit::Changed<registry::api::Agreement> told;
        told.entity = {.id = registry::api::AgreementId(new_uuid(bed.clock.now())),
                       .version = 1,
                       .party = party,
                       .title = "Everything",
                       .targets = {{.metric = registry::api::Metric::resolve, .value = 2, .unit = unit}},
                       .start = *day_from("2026-01-01"),
                       .ends = *day_from("2027-01-01"),
                       .status = registry::api::AgreementStatus::active};
        return told;
    }
};
RAPPORT_ON_EACH_STORE(TargetDeskTest);

TEST_P(TargetDeskTest, AComplaintComesWithThreeClocksThatExplainThemselves) {
    const Complaint complaint = open("x");
    EXPECT_EQ(words(complaint, ClockKind::acknowledge), "due Mon 17:00: 8 working hours from Mon 09:00");
    EXPECT_EQ(words(complaint, ClockKind::respond), "due Fri 17:00: 40 working hours from Mon 09:00");
    EXPECT_EQ(words(complaint), "due Fri 2026-03-27 17:00: 160 working hours from Mon 09:00");
    EXPECT_EQ(to_text(*complaint.due_at), "2026-03-02T17:00:00.000Z");
}

TEST_P(TargetDeskTest, TellsThreeQuartersAndAllOnceEachThroughARestart) {
    const Complaint complaint = open("x");
    bed.advance(6h - 1ms);
    EXPECT_THAT(clocks_told(), IsEmpty());
    bed.advance(1ms);
    EXPECT_THAT(clocks_told(), ElementsAre("warned acknowledge"));
    bed.reopen();
    bed.advance(1h);
    bed.advance(1h);
    EXPECT_THAT(clocks_told(), ElementsAre("warned acknowledge", "breached acknowledge"));
    EXPECT_TRUE(get(complaint).breached);
    EXPECT_EQ(words(complaint, ClockKind::acknowledge), "overdue since Mon 17:00: 8 working hours from Mon 09:00");
    bed.call(api::acknowledge, {complaint.id});
    bed.advance(24h * 100);
    EXPECT_THAT(clocks_told(), ElementsAre("warned acknowledge", "breached acknowledge", "warned respond",
                                           "breached respond", "warned resolve", "breached resolve"));
}

TEST_P(TargetDeskTest, WaitingOnTheCustomerPausesWhatThePolicySays) {
    const Complaint complaint = open_in(State::investigating);
    bed.advance(1h);
    bed.call(api::wait, {.id = complaint.id, .on = api::WaitingOn::customer, .reason = "a photo"});
    EXPECT_EQ(words(complaint),
              "paused since Mon 10:00 while waiting on the customer, 159 h left: 160 working hours from "
              "Mon 09:00");
    EXPECT_FALSE(get(complaint).due_at) << "nothing runs";
    bed.advance(2h);
    bed.call(api::investigate, {complaint.id});
    EXPECT_EQ(words(complaint, ClockKind::respond),
              "due Mon 2026-03-09 11:00: 40 working hours from Mon 09:00, paused 2 h while waiting on the customer");
    bed.call(api::wait, {.id = complaint.id, .on = api::WaitingOn::supplier, .reason = "a part"});
    EXPECT_EQ(clock(complaint, ClockKind::resolve).state, ClockState::running) << "a supplier of ours is ours to hurry";
}

TEST_P(TargetDeskTest, ADisputeAndAReopeningGoOnWithWhatWasUsed) {
    Complaint complaint = open_in(State::investigating);
    bed.advance(1h);
    bed.call(api::propose, {complaint.id, {}, "A new switch"});
    EXPECT_EQ(words(complaint, ClockKind::respond), "met Mon 10:00, 39 h to spare: 40 working hours from Mon 09:00");
    bed.advance(1h);
    bed.call(api::dispute, {.id = complaint.id, .reason = "Too late"});
    EXPECT_EQ(clock(complaint, ClockKind::resolve).state, ClockState::running);
    bed.call(api::investigate, {complaint.id});
    bed.call(api::propose, {complaint.id, {}, "Two switches"});
    bed.call(api::accept, {complaint.id});
    bed.call(api::close, {.id = complaint.id});
    EXPECT_EQ(words(complaint),
              "met Mon 11:00, 159 h to spare: 160 working hours from Mon 09:00, paused 1 h while waiting "
              "for an answer to the proposal");
    bed.advance(24h * 3);
    bed.call(api::reopen, {.id = complaint.id, .reason = "It broke again"});
    const CaseClock resolve = clock(complaint, ClockKind::resolve);
    EXPECT_EQ(resolve.state, ClockState::running);
    EXPECT_EQ(resolve.used_ms, 3'600'000);
    EXPECT_EQ(clock(complaint, ClockKind::respond).state, ClockState::stopped);
}

TEST_P(TargetDeskTest, APriorityThatChangesKeepsWhatWasUsed) {
    bed.call(api::create_target,
             {{.clock = ClockKind::resolve, .minutes = 240, .calendar = office.id, .priority = Priority::P1}});
    const Complaint complaint = open("x");
    bed.advance(1h);
    bed.call(api::update, kit::Edit<Complaint>::of(complaint.id).set(&Complaint::priority, Priority::P1));
    const CaseClock resolve = clock(complaint, ClockKind::resolve);
    EXPECT_EQ(resolve.target.source, TargetSource::priority);
    EXPECT_EQ(resolve.used_ms, 3'600'000);
    EXPECT_EQ(resolve.explanation, "due Mon 13:00: 4 working hours from Mon 09:00");
    EXPECT_EQ(get(complaint).due_at, resolve.due_at);
    bed.advance(2h);
    EXPECT_THAT(clocks_told(), ElementsAre("warned resolve"));
}

TEST_P(TargetDeskTest, ACalendarThatChangesMovesWhatIsDueAndKeepsWhatWasUsed) {
    std::vector<Complaint> complaints;
    for (int i = 0; i < 60; ++i) complaints.push_back(open("x"));
    bed.advance(2h);
    office.holidays = {{*day_from("2026-03-02"), "Strike", "12:00", {}, {}}};
    tell(office);
    bed.advance(1ms);
    for (const Complaint& complaint : {complaints.front(), complaints.back()}) {
        const CaseClock acknowledge = clock(complaint, ClockKind::acknowledge);
        EXPECT_EQ(acknowledge.used_ms, 2 * 3'600'000);
        EXPECT_EQ(acknowledge.explanation, "due Tue 14:00: 8 working hours from Mon 09:00");
        EXPECT_EQ(acknowledge.target.calendar_version, 2);
    }
    bed.advance(25h);
    EXPECT_EQ(clocks_told(), std::vector<std::string>(60, "warned acknowledge"));
}

TEST_P(TargetDeskTest, AnAgreementComesFirst) {
    const PartyId acme = party("Acme");
    kit::Changed<registry::api::Agreement> told = resolves_in_two(registry::api::TargetUnit::days, acme);
    const Complaint before = bed.call(api::open, {{.party = acme, .subject = "x"}});
    bed.deliver(registry::api::agreement_created, told.entity.id, told);
    bed.advance(1ms);
    const Complaint after = bed.call(api::open, {{.party = acme, .subject = "x"}});
    for (const Complaint& complaint : {before, after}) {
        EXPECT_EQ(clock(complaint, ClockKind::resolve).target.source, TargetSource::agreement);
        EXPECT_EQ(clock(complaint, ClockKind::resolve).target.minutes, 2 * 8 * 60);
        EXPECT_EQ(clock(complaint, ClockKind::respond).target.source, TargetSource::standard);
    }
    EXPECT_EQ(clock(open("x"), ClockKind::resolve).target.source, TargetSource::standard);
}

TEST_P(TargetDeskTest, AClockThatNothingIsPromisedForAnyMoreMeasuresOnAndIsNotDue) {
    const Complaint complaint = open("x");
    bed.advance(1h);
    TargetRuleId standard;
    for (const TargetRule& target : bed.call(api::list_targets, {}).items)
        if (target.clock == ClockKind::acknowledge) standard = target.id;
    bed.call(api::update_target, kit::Edit<TargetRule>::of(standard).set(&TargetRule::active, false));
    bed.advance(1h);
    CaseClock acknowledge = clock(complaint, ClockKind::acknowledge);
    EXPECT_EQ(acknowledge.target.source, TargetSource::none);
    EXPECT_FALSE(acknowledge.due_at);
    EXPECT_EQ(acknowledge.explanation, "not due: no target yet, from Mon 09:00");
    EXPECT_EQ(get(complaint).due_at, clock(complaint, ClockKind::respond).due_at);
    bed.advance(24h);
    EXPECT_THAT(clocks_told(), IsEmpty());

    bed.call(api::update_target, kit::Edit<TargetRule>::of(standard).set(&TargetRule::active, true));
    bed.advance(1ms);
    acknowledge = clock(complaint, ClockKind::acknowledge);
    EXPECT_EQ(acknowledge.target.source, TargetSource::standard);
    EXPECT_EQ(acknowledge.used_ms, 10 * 3'600'000) << "what passed meanwhile was used";
    EXPECT_THAT(clocks_told(), ElementsAre("warned acknowledge", "breached acknowledge"));
}

TEST_P(TargetDeskTest, WhatWasMissedStaysMissedWhenNothingIsPromisedAnyMore) {
    const Complaint late = open("late"), timely = open("in time");
    bed.call(api::acknowledge, {timely.id});
    bed.advance(8h);
    for (const TargetRule& target : bed.call(api::list_targets, {}).items)
        bed.call(api::update_target, kit::Edit<TargetRule>::of(target.id).set(&TargetRule::active, false));
    bed.advance(1ms);
    EXPECT_TRUE(get(late).breached);
    EXPECT_FALSE(get(timely).breached);
    bed.call(api::acknowledge, {late.id});
    EXPECT_EQ(words(late, ClockKind::acknowledge), "stopped Mon 17:00: no target any more, from Mon 09:00");
    EXPECT_TRUE(open("later").clocks.empty());
}

TEST_P(TargetDeskTest, AnAgreementHoldsWithoutAnyTarget) {
    const PartyId acme = party("Acme");
    kit::Changed<registry::api::Agreement> told = resolves_in_two(registry::api::TargetUnit::hours, acme);
    bed.deliver(registry::api::agreement_created, told.entity.id, told);
    for (const TargetRule& target : bed.call(api::list_targets, {}).items)
        bed.call(api::update_target, kit::Edit<TargetRule>::of(target.id).set(&TargetRule::active, false));
    const Complaint complaint = bed.call(api::open, {{.party = acme, .subject = "x"}});
    EXPECT_EQ(words(complaint), "due Mon 11:00: 2 working hours from Mon 09:00");
    told.entity.version = 2;
    told.entity.status = registry::api::AgreementStatus::terminated;
    bed.deliver(registry::api::agreement_changed, told.entity.id, told);
    bed.advance(1ms);
    EXPECT_EQ(words(complaint), "not due: no target yet, from Mon 09:00");
}

TEST_P(TargetDeskTest, AWorkingDayIsCountedAndTakenAway) {
    office.working_days = {{.day = *day_from("2026-03-07"), .name = "Worked Saturday"},
                           {.day = *day_from("2026-03-08"), .name = "Half a Sunday", .hours = {{"09:00", "13:00"}}}};
    tell(office);
    bed.reopen();
    bed.advance(24h * 4 + 8h);  // Friday, 17:00
    const Complaint complaint = open("x");
    EXPECT_EQ(words(complaint, ClockKind::acknowledge), "due Sat 17:00: 8 working hours from Fri 17:00");
    EXPECT_EQ(words(complaint, ClockKind::respond), "due Thu 13:00: 40 working hours from Fri 17:00");

    office.working_days.erase(office.working_days.begin());
    tell(office);
    bed.advance(1ms);
    EXPECT_EQ(words(complaint, ClockKind::acknowledge), "due Mon 13:00: 8 working hours from Fri 17:00");
}

TEST_P(TargetDeskTest, ACalendarThatIsOnlyCalledOtherwiseOrToldAgainCountsAsBefore) {
    const Complaint complaint = open("x");
    office.name = "Desk hours";
    tell(office);
    bed.deliver(gateway::accounts::api::calendar_changed, office.id, {office, {}});
    bed.advance(1ms);
    EXPECT_EQ(clock(complaint, ClockKind::resolve).target.calendar_version, 1);
    EXPECT_EQ(get(complaint).version, complaint.version);
}

TEST_P(TargetDeskTest, WhenAccountsLostTheEndOfItsHistoryWhatIsToldAnewHolds) {
    office.holidays = {{*day_from("2026-03-02"), "Strike", "12:00", {}, {}}};
    tell(office);
    const Complaint complaint = open("x");
    bus::Event event = bed.make(gateway::accounts::api::calendar_changed, office.id, {.entity = office, .changes = {}});
    for (const auto from : {bus::Follower::From::start, bus::Follower::From::head}) {
        kit::Work anew = kit::NewEpoch{{from, "accounts"}, {"another epoch", 0, {}}, 0, {}};
        EXPECT_FALSE(bed.engine().run({&anew, 1}).outcomes.at(0).error);
    }
    EXPECT_EQ(words(complaint, ClockKind::acknowledge), "due Tue 14:00: 8 working hours from Mon 09:00")
        << "nothing is known that is newer";
    office.version = 1;
    office.holidays.clear();
    event = bed.make(gateway::accounts::api::calendar_changed, office.id, {.entity = office, .changes = {}});
    event.epoch = "another epoch";
    event.sequence = 1;
    EXPECT_FALSE(bed.deliver(event).error);
    bed.advance(1ms);
    EXPECT_EQ(words(complaint, ClockKind::acknowledge), "due Mon 17:00: 8 working hours from Mon 09:00");
}

TEST_P(TargetDeskTest, WhatNoTargetAndNoAgreementNamesACalendarForCountsInTheOrganisations) {
    using enum kit::Weekday;
    const auto night = new_calendar("Night", {{{monday, tuesday}, "20:00", "24:00"}});
    tell(gateway::accounts::api::Organisation{.version = 1, .calendar = night.id});
    const PartyId acme = party("Acme");
    const auto told = resolves_in_two(registry::api::TargetUnit::hours, acme);
    bed.deliver(registry::api::agreement_created, told.entity.id, told);
    for (const TargetRule& target : bed.call(api::list_targets, {}).items)
        bed.call(api::update_target, kit::Edit<TargetRule>::of(target.id).set(&TargetRule::active, false));
    const Complaint complaint = bed.call(api::open, {{.party = acme, .subject = "x"}});
    EXPECT_EQ(words(complaint), "due Mon 22:00: 2 working hours from Mon 09:00");
    tell(gateway::accounts::api::Organisation{.version = 2, .calendar = office.id});
    bed.advance(1ms);
    EXPECT_EQ(clock(complaint, ClockKind::resolve).target.calendar, office.id);
}

TEST_P(TargetDeskTest, ATargetNamesACalendarThatIsKnown) {
    const auto create = [&](const CalendarId& calendar) {
        return bed.call(api::create_target,
                        {{.clock = ClockKind::resolve, .minutes = 1, .calendar = calendar, .priority = Priority::P1}});
    };
    EXPECT_EQ(reason([&] { create(CalendarId(new_uuid(bed.clock.now()))); }), "calendar: no such calendar is known");
    const TargetRule target = create(office.id);
    EXPECT_EQ(refusal([&] {
                  bed.call(api::update_target, kit::Edit<TargetRule>::of(target.id).set(
                                                   &TargetRule::calendar, CalendarId(new_uuid(bed.clock.now()))));
              }).code(),
              Code::not_found);
}

TEST_P(TargetDeskTest, ListsWhatIsDueFirstAndWhatTookTooLong) {
    bed.call(api::create_target,
             {{.clock = ClockKind::acknowledge, .minutes = 60, .calendar = office.id, .priority = Priority::P1}});
    const Complaint slow = open("slow"), fast = open("fast");
    bed.call(api::update, kit::Edit<Complaint>::of(fast.id).set(&Complaint::priority, Priority::P1));
    const auto by_due = bed.call(api::list, {.sort = "due_at"}).items;
    ASSERT_EQ(by_due.size(), 2U);
    EXPECT_EQ(by_due[0].id, fast.id);
    bed.advance(1h);
    EXPECT_EQ(total(kit::ListOf<Complaint>{}.where(&Complaint::breached, true)), 1);
    EXPECT_EQ(total(kit::ListOf<Complaint>{}.where(&Complaint::breached, false)), 1);
}

TEST_P(TargetDeskTest, AnImportThatIsTooLateSaysSoInWhatItOpens) {
    api::ImportRow row{.reference = {"crm", "1"},
                       .complainant = Complainant{.name = "Ann"},
                       .subject = "s",
                       .received_at = *instant_from("2025-06-01T00:00:00Z")};
    bed.call(api::import_rows, {.rows = {any_of(row)}});
    for (const bus::Event& event : bed.events) EXPECT_TRUE(event.quiet) << event.type;
    EXPECT_EQ(total(kit::ListOf<Complaint>{}.where(&Complaint::breached, true)), 1);
    bed.advance(24h * 100);
    EXPECT_TRUE(clocks_told().empty());
    EXPECT_EQ(total(kit::ListOf<Complaint>{}.where(&Complaint::breached, true)), 1);
}

TEST_P(TargetDeskTest, AnImportThatIsNotYetLateTellsItsMarksWhenTheyCome) {
    api::ImportRow row{.reference = {"crm", "1"},
                       .complainant = Complainant{.name = "Ann"},
                       .subject = "s",
                       .received_at = bed.clock.now()};
    bed.call(api::import_rows, {.rows = {any_of(row)}});
    EXPECT_TRUE(clocks_told().empty());
    bed.advance(24h * 100);
    EXPECT_EQ(clocks_told().size(), 6U);
}

TEST_P(TargetDeskTest, TwoTargetsForTheSameAreRefused) {
    const auto create = [&](ClockKind clock, std::optional<Priority> priority, std::int64_t minutes) {
        return bed.call(api::create_target,
                        {{.clock = clock, .minutes = minutes, .calendar = office.id, .priority = priority}});
    };
    const auto first = create(ClockKind::resolve, Priority::P1, 60);
    const Error error = refusal([&] { create(ClockKind::resolve, Priority::P1, 600); });
    EXPECT_EQ(error.code(), Code::already_exists);
    EXPECT_NE(error.message().find(to_text(first.id)), std::string::npos) << "names the other: " << error.message();
    EXPECT_EQ(refusal([&] { create(ClockKind::resolve, {}, 60); }).code(), Code::already_exists)
        << "the one that a new store begins with";
    create(ClockKind::resolve, Priority::P2, 60);
    create(ClockKind::respond, Priority::P1, 60);
    bed.call(api::update_target, kit::Edit<TargetRule>::of(first.id).set(&TargetRule::active, false));
    const auto second = create(ClockKind::resolve, Priority::P1, 600);
    EXPECT_EQ(refusal([&] {
                  bed.call(api::update_target, kit::Edit<TargetRule>::of(first.id).set(&TargetRule::active, true));
              }).code(),
              Code::already_exists);
    bed.call(api::update_target, kit::Edit<TargetRule>::of(second.id).set(&TargetRule::minutes, 300));
    bed.call(api::update_target, kit::Edit<TargetRule>::of(second.id).set(&TargetRule::active, true));
}

/// Whatever contradicts itself is refused also when all come at once: one wins.
TEST_P(TargetDeskTest, OfManyAtOnceThatSayTheSameOneIsTaken) {
    const auto run = [&](const auto& command, const auto& request) {
        std::vector<kit::Work> calls;
        for (int i = 0; i < 20; ++i) {
            kit::Invocation call{.method = std::string(command.name), .params = encode(request)};
            call.header.actor = Actor{.id = "user:" + std::to_string(i), .kind = "person", .roles = {"manager"}};
            calls.emplace_back(std::move(call));
        }
        int taken = 0, refused = 0;
        for (const kit::Outcome& outcome : bed.engine().run(calls).outcomes) {
            taken += !outcome.error;
            refused += outcome.error && outcome.error->code() == Code::already_exists;
        }
        EXPECT_EQ(taken, 1) << command.name;
        EXPECT_EQ(refused, 19) << command.name;
    };
    run(api::create_target,
        kit::New<TargetRule>{
            {.clock = ClockKind::resolve, .minutes = 60, .calendar = office.id, .priority = Priority::P3}});
    run(api::create_category, kit::New<Category>{{.name = "Network"}});
    run(api::create_assignment_rule, kit::New<AssignmentRule>{{.name = "all", .owners = {bed.user("ann")}}});
}

TEST_P(TargetDeskTest, EachChangeIsToldAndOneThatChangesNothingIsNot) {
    const TargetRule target =
        bed.call(api::create_target, {{.minutes = 60, .calendar = office.id, .priority = Priority::P1}});
    ASSERT_EQ(bed.emitted(api::target_created).size(), 1U);
    EXPECT_EQ(bed.emitted(api::target_created).back().entity.id, target.id);
    EXPECT_TRUE(target.created_at);
    const auto set = [&](std::int64_t minutes) {
        bed.call(api::update_target, kit::Edit<TargetRule>::of(target.id).set(&TargetRule::minutes, minutes));
    };
    set(90);
    set(90);
    ASSERT_EQ(bed.emitted(api::target_changed).size(), 1U);
    EXPECT_EQ(bed.emitted(api::target_changed).back().changes.at(0).field, "minutes");
}

}  // namespace
}  // namespace rapport::complaints
