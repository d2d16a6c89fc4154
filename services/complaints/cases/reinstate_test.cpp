// SPDX-License-Identifier: MIT
// A wrong duplicate, rejection or withdrawal is undone.
#include <algorithm>
#include <random>

#include "services/complaints/testing.hpp"

namespace rapport::complaints {
namespace {

using namespace std::chrono_literals;

TEST(Reinstated, WhatEndedBeforeItsStateWasKeptGoesAsFarAsItsRecordTells) {
    Complaint complaint;
    EXPECT_EQ(state_before(complaint), State::received);
    complaint.acknowledged_at = Instant{1};
    EXPECT_EQ(state_before(complaint), State::acknowledged);
    complaint.first_proposed_at = Instant{2};
    EXPECT_EQ(state_before(complaint), State::investigating);
    complaint.before_ending = BeforeEnding{.state = State::disputed};
    EXPECT_EQ(state_before(complaint), State::disputed);
}

class ReinstateTest : public DeskTest {
protected:
    Complaint get(const Complaint& complaint) { return bed.call(api::get, {complaint.id}); }
    Complaint reinstate(const Complaint& complaint, const std::string& reason = "the wrong one") {
        return bed.call(api::reinstate, {.id = complaint.id, .reason = reason});
    }
    Complaint reject(const Complaint& complaint) {
        return bed.call(api::reject, {.id = complaint.id, .reason = "not ours", .recourse = "the ombudsman"});
    }
    Action action_of(const Complaint& complaint, const std::string& text) {
        return bed.call(api::complaint_actions.create, {{.about = complaint.id, .what = text}});
    }
    std::vector<std::string> actions_at(const Complaint& complaint) {
        std::vector<std::string> texts;
        for (const Action& action : actions_of(complaint.id)) texts.push_back(action.what);
        return texts;
    }
    std::vector<std::string> notes_at(const Complaint& complaint) {
        std::vector<std::string> texts;
        for (const Note& note :
             bed.call(api::list_notes, kit::ListOf<Note>{}.where(&Note::complaint, complaint.id)).items)
            texts.push_back(note.text);
        return texts;
    }
    /// What is set for a complaint: `clocks 2026-03-02T15:00:00.000Z`.
    std::vector<std::string> timers_of(const Complaint& complaint) {
        std::vector<std::string> all;
        for (const auto& [name, due] : bed.reader().rows<std::string, std::string>(
                 "select name, due from kit_timers where key = ? order by name", {complaint.id}))
            all.push_back(name + " " + due);
        return all;
    }
    std::vector<std::string> figures() {
        std::vector<std::string> all;
        for (const Figure& figure : bed.call(api::report, {}).figures)
            for (const FigureRow& row : figure.rows)
                all.push_back(figure.name + " " + row.key + " " + std::to_string(row.value));
        return all;
    }
    /// The fields in which they differ.
    static std::vector<std::string> between(const Complaint& before, const Complaint& after) {
        std::vector<std::string> fields;
        for (const Change& change : changes_between(before, after)) fields.push_back(change.field);
        return fields;
    }

    std::mt19937 random{20261129};
    int below(int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); }
    /// A step of the way, some time after the one before.
    Complaint step(const Complaint& complaint, Millis wait) {
        bed.advance(wait);
        const ComplaintId id = complaint.id;
        switch (complaint.state) {
            case State::received:
                return bed.call(api::acknowledge, {id});
            case State::acknowledged:
                return bed.call(api::assess, {.id = id, .severity = static_cast<Severity>(below(4)), .impact = 3});
            case State::investigating:
                switch (below(3)) {
                    case 0:
                        return bed.call(api::wait, {.id = id, .on = api::WaitingOn::customer, .reason = "a photo"});
                    case 1:
                        return bed.call(api::wait, {.id = id, .on = api::WaitingOn::supplier, .reason = "a part"});
                    default:
                        return bed.call(api::propose, {id, {}, "A new switch"});
                }
            case State::proposed:
                return below(2) ? bed.call(api::accept, {id}) : bed.call(api::dispute, {id, {}, "no"});
            case State::accepted:
                return complaint;
            default:
                return bed.call(api::investigate, {id});
        }
    }
    Complaint end(const Complaint& complaint, const Complaint& other) {
        const int which = complaint.state == State::received ? below(2) : below(3);
        if (which == 0) return bed.call(api::withdraw, {complaint.id, {}, "a mistake"});
        if (which == 1) return bed.call(api::mark_duplicate, {.id = complaint.id, .of = other.id});
        return reject(complaint);
    }
};
RAPPORT_ON_EACH_STORE(ReinstateTest);

TEST_P(ReinstateTest, EachEndingIsUndoneWithAReasonAndSaysWhoDidIt) {
    const Complaint a = open("a"), b = open("b");
    const auto ended = bed.call(api::mark_duplicate, {.id = a.id, .of = b.id});
    ASSERT_EQ(ended.allowed_moves.size(), 1U);
    EXPECT_EQ(ended.allowed_moves.front().to, "received");
    EXPECT_EQ(refusal([&] { bed.call(api::reinstate, {.id = a.id, .version = 1, .reason = "x"}); }).code(),
              Code::aborted);
    bed.act_as("user:bob", {"agent"});
    const Complaint again = reinstate(a, "another branch");
    EXPECT_EQ(again.state, State::received);
    EXPECT_TRUE(again.open);
    EXPECT_FALSE(again.duplicate_of);
    EXPECT_FALSE(again.closed_at);
    EXPECT_EQ(again.reinstated_because, "another branch");
    const bus::Event& event = bed.events.back();
    EXPECT_EQ(event.type, "complaints.reinstated");
    EXPECT_EQ(event.actor.id, "user:bob");
    std::vector<std::string> changed;
    for (const Change& change : decode<api::ComplaintEvent>(event.data).changes) changed.push_back(change.field);
    EXPECT_NE(std::ranges::find(changed, "reinstated_because"), changed.end());
    EXPECT_TRUE(bed.call(api::list_links, {a.id}).items.empty());
    EXPECT_TRUE(bed.call(api::list_links, {b.id}).items.empty());
    EXPECT_EQ(total(kit::ListOf<Complaint>{}.where(&Complaint::open, true)), 2);
    EXPECT_EQ(bed.call(api::mark_duplicate, {.id = b.id, .of = a.id}).state, State::duplicate)
        << "it may be the one that goes on";
}

TEST_P(ReinstateTest, OnlyWhatWasDroppedIs) {
    for (const State state : {State::received, State::investigating, State::proposed, State::closed}) {
        const Complaint complaint = open_in(state);
        const Error error = refusal([&] { reinstate(complaint); });
        EXPECT_EQ(error.code(), Code::failed_precondition);
        const std::string refused =
            "state: a complaint that is " + std::string(name_of(state)) + " does not allow reinstate";
        EXPECT_EQ(error.message().substr(0, refused.size()), refused);
    }
    const Complaint rejected = reject(open_in(State::acknowledged));
    EXPECT_EQ(refusal([&] { reinstate(rejected, ""); }).message(), "reason: must not be empty");
    EXPECT_EQ(refusal([&] {
                  bed.call(api::reopen, {rejected.id, {}, "x"});
              }).message(),
              "state: a complaint that is rejected does not allow reopen; it allows reinstate");
    reinstate(rejected);
    EXPECT_EQ(refusal([&] { reinstate(rejected); }).code(), Code::failed_precondition);
}

TEST_P(ReinstateTest, NoOtherMoveLeadsOutOfAnEnding) {
    const Complaint accepted = reject(open_in(State::accepted)), investigated = reject(open_in(State::investigating));
    EXPECT_EQ(refusal([&] { bed.call(api::accept, {accepted.id}); }).code(), Code::failed_precondition);
    EXPECT_EQ(refusal([&] { bed.call(api::investigate, {investigated.id}); }).code(), Code::failed_precondition);
    EXPECT_EQ(refusal([&] { bed.call(api::reopen, {investigated.id, {}, "x"}); }).code(), Code::failed_precondition);
    const std::string token = bed.call(api::outside_link, {accepted.id}).token;
    bed.act_as("link", {"respondent"});
    EXPECT_FALSE(bed.call(api::follow, {token}).may_accept);
    EXPECT_EQ(refusal([&] { bed.call(api::outside_accept, {token}); }).code(), Code::failed_precondition);
}

TEST_P(ReinstateTest, ManyAtOnceByTheBulkMoveToTheStateBefore) {
    const Complaint a = reject(open_in(State::acknowledged)), b = reject(open_in(State::investigating));
    const auto moved = bed.call(api::bulk_move, {.ids = {a.id, b.id}, .to = State::acknowledged, .reason = "ours"});
    EXPECT_TRUE(moved.items.at(0).ok);
    EXPECT_FALSE(moved.items.at(1).ok);
    EXPECT_EQ(get(a).reinstated_because, "ours");
}

/// Whatever was before is after: the record but for its history, what is due, every figure, links, actions.
TEST_P(ReinstateTest, AnEndingAndItsUndoLeaveEverythingAsItWas) {
    const PartyId acme = party("Acme");
    const Complaint other = open("other");
    for (int round = 0; round < (GetParam() == "sqlite" ? 60 : 12); ++round) {
        Complaint complaint = bed.call(api::open, {{.party = acme,
                                                    .subject = "No network",
                                                    .category = "network",
                                                    .owner = below(2) ? std::optional(bed.user("ann")) : std::nullopt,
                                                    .received_at = bed.clock.now() - 1h * below(30)}});
        if (below(2)) bed.run_jobs();
        for (int steps = below(9); steps > 0; --steps)
            complaint = step(get(complaint), std::chrono::minutes(below(600)));
        if (below(2)) action_of(complaint, "Replace the switch");
        if (below(2) && get(complaint).escalation_level.value_or(0) < 3)
            bed.call(api::escalate, {.id = complaint.id, .reason = "loud"});
        bed.advance(std::chrono::minutes(below(600)));
        const Complaint before = get(complaint);
        const auto timers = timers_of(before), counted = figures(), actions = actions_at(before);
        const Complaint ended = end(before, other);
        EXPECT_NE(figures(), counted);
        const Complaint after = reinstate(ended);
        const auto differ = between(before, get(after));
        EXPECT_EQ(differ.front(), "version");
        EXPECT_TRUE(differ.size() == 2 && differ.back() == "reinstated_because")
            << name_of(before.state) << " " << name_of(ended.state) << " " << differ.size() << " " << differ.at(1);
        EXPECT_EQ(timers_of(before), timers) << name_of(before.state);
        EXPECT_EQ(figures(), counted) << name_of(before.state) << " " << name_of(ended.state);
        EXPECT_EQ(actions_at(before), actions);
        EXPECT_TRUE(bed.call(api::list_links, {before.id}).items.empty());
    }
}

/// Of two that went the same way, one was out for a while: their clocks are the same to the millisecond.
TEST_P(ReinstateTest, TheTimeBetweenCountsForTheClocks) {
    const Complaint other = open("other");
    for (int round = 0; round < (GetParam() == "sqlite" ? 40 : 8); ++round) {
        const auto seed = random();
        std::vector<Complaint> twins;
        const Instant begun = bed.clock.now();
        Complaint whole = open("whole"), broken = open("broken");
        for (int steps = below(7); steps > 0; --steps) {
            bed.advance(std::chrono::minutes(below(400)));
            const auto state = random;
            whole = step(get(whole), 0ms);
            random = state;
            broken = step(get(broken), 0ms);
        }
        ASSERT_EQ(get(whole).state, get(broken).state) << seed << " " << begun.ms;
        const Complaint ended = end(get(broken), other);
        bed.advance(std::chrono::minutes(below(4'000)));
        broken = reinstate(ended);
        bed.advance(std::chrono::minutes(below(400)));
        const Complaint a = get(whole), b = get(broken);
        ASSERT_EQ(a.clocks.size(), b.clocks.size());
        for (std::size_t i = 0; i < a.clocks.size(); ++i)
            EXPECT_EQ(to_json(encode(a.clocks[i])), to_json(encode(b.clocks[i]))) << name_of(a.state);
        EXPECT_EQ(a.due_at, b.due_at);
        EXPECT_EQ(a.breached, b.breached);
    }
}

TEST_P(ReinstateTest, WhatWasReachedMeanwhileIsToldThen) {
    const Complaint complaint = open("x");
    bed.advance(1h);
    bed.call(api::withdraw, {complaint.id, {}, "by mistake"});
    bed.advance(24h);
    EXPECT_TRUE(bed.emitted(api::clock_breached).empty());
    reinstate(complaint);
    ASSERT_EQ(bed.emitted(api::clock_breached).size(), 1U);
    EXPECT_EQ(bed.emitted(api::clock_breached).front().clock, ClockKind::acknowledge);
    EXPECT_TRUE(get(complaint).breached);
}

TEST_P(ReinstateTest, TheComplainantHasAsLongToReplyAsWasLeft) {
    const Complaint complaint = open_in(State::proposed);
    bed.advance(24h * 3);
    const Complaint ended = reject(complaint);
    EXPECT_FALSE(ended.reply_by);
    bed.advance(24h * 30);
    const Complaint again = reinstate(complaint);
    EXPECT_EQ(again.reply_by, bed.clock.now() + 24h * 11);
    EXPECT_TRUE(bed.emitted(api::reminded).empty());
    bed.advance(24h * 4);
    EXPECT_EQ(told().back(), "reminded");
    bed.advance(24h * 7);
    EXPECT_EQ(get(complaint).outcome, Outcome::no_reply);
}

TEST_P(ReinstateTest, ADuplicatesActionsComeBackDoneOrNotAndWithThemWhatFollows) {
    const Complaint first = open("first"), second = open("second");
    action_of(first, "first's");
    const Action one = action_of(second, "one"), two = action_of(second, "two");
    bed.call(api::complaint_actions.complete, {action_of(second, "done before").id});
    bed.call(api::mark_duplicate, {.id = second.id, .of = first.id});
    EXPECT_EQ(actions_at(second), std::vector<std::string>{"done before"});
    bed.call(api::complaint_actions.complete, {one.id});
    bed.call(api::complaint_actions.verify, {.id = one.id, .effective = false, .effect = "none"});
    EXPECT_EQ(actions_at(first).size(), 4U);
    reinstate(second);
    EXPECT_EQ(actions_at(first), std::vector<std::string>{"first's"});
    EXPECT_EQ(actions_at(second), (std::vector<std::string>{"one", "two", "done before", "one"}));
    EXPECT_EQ(bed.call(api::complaint_actions.get, {two.id}).state, ActionState::open);
}

TEST_P(ReinstateTest, OfAChainOfDuplicatesEachGetsItsOwnBackInAnyOrder) {
    for (const bool inner_first : {true, false}) {
        const Complaint a = open("a"), b = open("b"), c = open("c");
        action_of(a, "a's");
        action_of(b, "b's");
        bed.call(api::mark_duplicate, {.id = a.id, .of = b.id});
        bed.call(api::mark_duplicate, {.id = b.id, .of = c.id});
        EXPECT_EQ(actions_at(c).size(), 2U);
        reinstate(inner_first ? a : b);
        reinstate(inner_first ? b : a);
        EXPECT_EQ(actions_at(a), std::vector<std::string>{"a's"});
        EXPECT_EQ(actions_at(b), std::vector<std::string>{"b's"});
        EXPECT_TRUE(actions_at(c).empty());
    }
}

TEST_P(ReinstateTest, WhatADuplicatesComplainantWroteIsTakenFromTheOther) {
    const Complaint first = open("first"), second = open("second");
    bed.call(api::reply, {first.id, "first's own"});
    bed.call(api::mark_duplicate, {.id = second.id, .of = first.id});
    bed.call(api::create_note, {{.complaint = first.id, .text = "among us"}});
    bed.call(api::reply, {second.id, "second's"});
    EXPECT_EQ(notes_at(first), (std::vector<std::string>{"second's", "among us", "first's own"}));
    reinstate(second);
    EXPECT_EQ(notes_at(first), (std::vector<std::string>{"among us", "first's own"}));
    EXPECT_EQ(notes_at(second), std::vector<std::string>{"second's"});
    ASSERT_EQ(bed.emitted(api::note_removed).size(), 1U);
    EXPECT_EQ(bed.emitted(api::note_removed).front().complaint.id, first.id);
    EXPECT_EQ(bed.call(api::reply, {second.id, "again"}).complaint.id, second.id);
}

TEST_P(ReinstateTest, SilenceDoesNotCloseADuplicateWhoseComplainantReplied) {
    const Complaint first = open("first"), second = open_in(State::proposed);
    bed.advance(1h);
    bed.call(api::mark_duplicate, {.id = second.id, .of = first.id});
    bed.advance(1h);
    bed.call(api::reply, {second.id, "I have to ask my wife"});
    EXPECT_FALSE(reinstate(second).reply_by);
    bed.advance(24h * 7);
    bed.advance(24h * 30);
    EXPECT_EQ(get(second).state, State::proposed);
}

TEST_P(ReinstateTest, AnOpinionThatCameMeanwhileHasItsEffect) {
    bed.call(api::create_assignment_rule, {{.name = "all", .owners = {bed.user("ann")}}});
    const Complaint complaint = bed.call(api::open, {{.complainant = Complainant{.name = "Ann"},
                                                      .subject = "Data loss, outage, injury",
                                                      .text = "Our hospital is down",
                                                      .impact = 5,
                                                      .safety_implication = true,
                                                      .immediate_action = true}});
    bed.call(api::withdraw, {complaint.id, {}, "by mistake"});
    bed.run_jobs();
    EXPECT_FALSE(get(complaint).owner);
    const Complaint again = reinstate(complaint);
    EXPECT_EQ(again.owner, bed.user("ann"));
    EXPECT_EQ(again.escalation_level.has_value(), again.severity == Severity::critical);
    EXPECT_EQ(bed.emitted(api::assigned).size(), 1U);
}

/// As it was stored before this could be undone.
TEST_P(ReinstateTest, WhatEndedLongAgoIsReinstatedToo) {
    Complaint complaint = open_in(State::investigating);
    bed.advance(1h);
    bed.call(api::withdraw, {complaint.id, {}, "x"});
    {
        const auto db = kit::Db::open(bed.dsn(), kit::Db::Mode::write);
        Complaint old = get(complaint);
        old.before_ending.reset();
        db->begin();
        db->run("update complaints set body = ? where id = ?", {to_json(encode(old)), old.id});
        db->commit();
    }
    bed.reopen();
    EXPECT_EQ(bed.call(api::get, {complaint.id}).allowed_moves.at(0).to, "acknowledged");
    bed.advance(1h);
    complaint = reinstate(complaint);
    EXPECT_EQ(complaint.state, State::acknowledged);
    const CaseClock respond = get(complaint).clocks.at(1);
    EXPECT_EQ(respond.state, ClockState::running);
    EXPECT_EQ(respond.explanation, "due Fri 17:00: 40 working hours from Mon 09:00") << "the time between counts";
    EXPECT_EQ(complaint.clocks.at(0).state, ClockState::stopped);
}

}  // namespace
}  // namespace rapport::complaints
