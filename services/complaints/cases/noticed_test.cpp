// SPDX-License-Identifier: MIT
// A clock's mark is told once and brings its complaint up once, whatever comes first after it is due.
#include "services/complaints/testing.hpp"

namespace rapport::complaints {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using namespace std::chrono_literals;
using enum ClockKind;

/// Monday 2026-03-02, 09:00 UTC, eight hours a day: a day to acknowledge, five to respond, twenty to resolve.
class NoticedTest : public DeskTest {
protected:
    /// What comes after a clock is due and before its timer.
    struct First {
        const char* what;
        State state;      ///< of the complaint
        ClockKind clock;  ///< that is due by then
        Millis until;     ///< from the beginning on
        std::function<void(const Complaint&)> first;
    };
    Complaint get(const Complaint& complaint) { return bed.call(api::get, {complaint.id}); }
    void start_again(const Complaint& complaint) {
        if (get(complaint).open) bed.call(api::withdraw, {complaint.id, {}, "x"});
        bed.clock.set(*instant_from("2026-03-02T09:00:00Z"));
        bed.events.clear();
    }
    std::int64_t rows(const std::string& sql) {
        return std::get<0>(bed.engine().open_reader()->row<std::int64_t>(sql).value());
    }
    void promise_less(std::int64_t minutes) {
        for (const TargetRule& target : bed.call(api::list_targets, {}).items)
            if (target.clock == resolve)
                bed.call(api::update_target, kit::Edit<TargetRule>::of(target.id).set(&TargetRule::minutes, minutes));
    }

    const std::vector<First> firsts{
        {"acknowledge", State::received, acknowledge, 24h,
         [this](const Complaint& c) { bed.call(api::acknowledge, {c.id}); }},
        {"assess", State::acknowledged, respond, 24h * 8,
         [this](const Complaint& c) { bed.call(api::assess, {.id = c.id, .severity = Severity::low}); }},
        {"wait", State::investigating, respond, 24h * 8,
         [this](const Complaint& c) { bed.call(api::wait, {.id = c.id, .reason = "an answer"}); }},
        {"propose", State::investigating, respond, 24h * 8,
         [this](const Complaint& c) {
             bed.call(api::propose, {c.id, {}, "A new switch"});
         }},
        {"move in bulk", State::investigating, respond, 24h * 8,
         [this](const Complaint& c) {
             bed.call(api::bulk_move, {.ids = {c.id}, .to = State::proposed, .resolution = "A new switch"});
         }},
        {"assign in bulk", State::received, acknowledge, 24h,
         [this](const Complaint& c) { bed.call(api::bulk_assign, {.ids = {c.id}, .owner = bed.user("kim")}); }},
        {"update", State::received, acknowledge, 24h,
         [this](const Complaint& c) {
             bed.call(api::update, kit::Edit<Complaint>::of(c.id).set(&Complaint::impact, 4));
         }},
        {"priority", State::received, acknowledge, 24h,
         [this](const Complaint& c) {
             bed.call(api::update, kit::Edit<Complaint>::of(c.id).set(&Complaint::priority, Priority::P1));
         }},
        {"score", State::received, acknowledge, 24h, [this](const Complaint&) { bed.run_jobs(); }},
        {"other rules", State::received, acknowledge, 24h,
         [this](const Complaint&) {
             for (const TargetRule& target : bed.call(api::list_targets, {}).items)
                 if (target.clock == respond)
                     bed.call(api::update_target,
                              kit::Edit<TargetRule>::of(target.id).set(&TargetRule::minutes, 2'000));
             bed.advance(0ms);
         }},
        {"its timer", State::received, acknowledge, 24h, [this](const Complaint&) { bed.advance(0ms); }}};
};
RAPPORT_ON_EACH_STORE(NoticedTest);

TEST_P(NoticedTest, ABreachThatAMoveNoticesFirstEscalates) {
    for (const First& first : firsts) {
        const Complaint complaint = open_in(first.state);
        bed.events.clear();
        bed.clock.set(*instant_from("2026-03-02T09:00:00Z") + first.until);
        first.first(complaint);
        EXPECT_THAT(told_of(first.clock), ElementsAre("warned", "breached")) << first.what;
        EXPECT_THAT(levels(), ElementsAre(2)) << first.what;
        EXPECT_EQ(get(complaint).escalation->by, EscalatedBy::clock) << first.what;
        bed.advance(0ms);
        EXPECT_THAT(told_of(first.clock), ElementsAre("warned", "breached")) << first.what << ", then its timer";
        EXPECT_THAT(levels(), ElementsAre(2)) << first.what << ", then its timer";
        start_again(complaint);
    }
}

TEST_P(NoticedTest, ABreachThatItsTimerNoticedIsToldNoMoreByWhatComesAfter) {
    for (const First& first : firsts) {
        const Complaint complaint = open_in(first.state);
        bed.events.clear();
        bed.advance(*instant_from("2026-03-02T09:00:00Z") + first.until - bed.clock.now());
        const auto brought_up = levels();
        first.first(complaint);
        EXPECT_THAT(told_of(first.clock), ElementsAre("warned", "breached")) << first.what;
        EXPECT_EQ(levels(), brought_up) << first.what;
        start_again(complaint);
    }
}

TEST_P(NoticedTest, AWarningBringsUpAsFarAsAWarningDoes) {
    const PartyId acme = party("Acme");
    struct Row {
        const char* what;
        std::function<void(const Complaint&)> notice;
    } const table[] = {
        {"priority",
         [&](const Complaint& c) {
             const TargetRule target =
                 bed.call(api::create_target,
                          {{.clock = resolve, .minutes = 150, .calendar = office.id, .priority = Priority::P1}});
             bed.call(api::update, kit::Edit<Complaint>::of(c.id).set(&Complaint::priority, Priority::P1));
             bed.call(api::update_target, kit::Edit<TargetRule>::of(target.id).set(&TargetRule::active, false));
         }},
        {"agreement",
         [&](const Complaint&) {
             auto told = agreement(acme, 2.5);
             bed.deliver(registry::api::agreement_created, told.entity.id, told);
             bed.advance(0ms);
             told.entity.version = 2;
             told.entity.status = registry::api::AgreementStatus::terminated;
             bed.deliver(registry::api::agreement_changed, told.entity.id, told);
         }},
        {"other rules", [&](const Complaint&) {
             promise_less(150);
             bed.advance(0ms);
             promise_less(20 * 8 * 60);
         }}};
    for (const Row& row : table) {
        const Complaint complaint = bed.call(api::open, {{.party = acme, .subject = "x"}});
        bed.advance(2h);
        row.notice(complaint);
        EXPECT_THAT(told_of(resolve), ElementsAre("warned")) << row.what;
        EXPECT_THAT(levels(), ElementsAre(1)) << row.what;
        bed.advance(0ms);
        EXPECT_THAT(levels(), ElementsAre(1)) << row.what;
        start_again(complaint);
    }
}

TEST_P(NoticedTest, AnEventThatComesTwiceIsNoticedOnce) {
    const PartyId acme = party("Acme");
    bed.call(api::open, {{.party = acme, .subject = "x"}});
    bed.advance(2h);
    const auto told = agreement(acme, 1);
    const bus::Event event = bed.make(registry::api::agreement_created, told.entity.id, told);
    for (int times = 0; times < 2; ++times) {
        bed.deliver(event);
        bed.reopen();
        bed.advance(0ms);
    }
    expect_told_once(resolve, "twice");
}

TEST_P(NoticedTest, WhatWasToldWhenItEndedIsNotToldAgainAndBringsUpWhoIsReinstated) {
    const Complaint complaint = open("x");
    bed.clock.advance(24h);
    bed.call(api::withdraw, {complaint.id, {}, "by mistake"});
    EXPECT_THAT(told_of(acknowledge), ElementsAre("warned", "breached"));
    EXPECT_THAT(levels(), IsEmpty()) << "nobody is to act";
    bed.call(api::reinstate, {complaint.id, {}, "that was wrong"});
    expect_told_once(acknowledge, "reinstated");
    EXPECT_TRUE(get(complaint).breached);
}

TEST_P(NoticedTest, AnAgreementCountsTheComplaintsOfItsPartyAloneAnew) {
    const PartyId acme = party("Acme"), other = party("Other");
    std::vector<Complaint> theirs;
    for (int i = 0; i < 60; ++i) theirs.push_back(bed.call(api::open, {{.party = acme, .subject = "x"}}));
    const Complaint foreign = bed.call(api::open, {{.party = other, .subject = "x"}});
    bed.advance(0ms);
    const auto told = agreement(acme, 24);
    bed.deliver(registry::api::agreement_created, told.entity.id, told);
    EXPECT_EQ(rows("select count(*) from recounts"), 1);
    EXPECT_EQ(rows("select count(*) from recounts where scope = ''"), 0) << "not all";
    bed.advance(0ms);
    for (const Complaint& complaint : theirs)
        EXPECT_EQ(get(complaint).clocks.at(2).target.source, TargetSource::agreement);
    EXPECT_EQ(get(foreign).version, foreign.version);
    EXPECT_EQ(rows("select count(*) from recounts"), 0) << "all is done";
}

TEST_P(NoticedTest, OneTimerCountsAnewForAllThatChanged) {
    for (int i = 0; i < 5; ++i) {
        const PartyId one = party("Party " + std::to_string(i));
        bed.call(api::open, {{.party = one, .subject = "x"}});
        const auto told = agreement(one, 24);
        bed.deliver(registry::api::agreement_created, told.entity.id, told);
    }
    promise_less(9'000);
    promise_less(8'000);
    EXPECT_EQ(rows("select count(*) from kit_timers where name = 'recount_clocks'"), 1);
    bed.advance(0ms);
    for (const Complaint& complaint : bed.call(api::list, {}).items)
        EXPECT_EQ(get(complaint).clocks.at(2).target.source, TargetSource::agreement);
    EXPECT_EQ(rows("select count(*) from kit_timers where name = 'recount_clocks'"), 0);
}

TEST_P(NoticedTest, ACountThatAnEarlierVersionBeganGoesOn) {
    const Complaint complaint = open("x");
    bed.advance(2h);
    promise_less(60);
    {
        const auto db = kit::Db::open(bed.dsn(), kit::Db::Mode::write);
        db->begin();
        db->run("delete from recounts");
        db->run("update kit_timers set key = '0/2026-03-02T11:00:00.000Z' where name = 'recount_clocks'");
        db->commit();
    }
    bed.reopen();
    bed.advance(0ms);
    EXPECT_EQ(get(complaint).clocks.at(2).target.minutes, 60);
    expect_told_once(resolve, "counted anew");
}

}  // namespace
}  // namespace rapport::complaints
