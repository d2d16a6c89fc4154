// SPDX-License-Identifier: MIT
#include <algorithm>

#include "services/complaints/testing.hpp"

namespace rapport::complaints {
namespace {

using MoveDeskTest = DeskTest;
RAPPORT_ON_EACH_STORE(MoveDeskTest);

TEST_P(MoveDeskTest, GoesFromReceivedToClosedAndTellsEachStep) {
    Complaint complaint = open("No network");
    EXPECT_EQ(complaint.number, "C-2026-000001");
    const auto allowed = bed.call(api::get, {complaint.id}).allowed_moves;
    ASSERT_EQ(allowed.size(), 3U);
    EXPECT_EQ(allowed.front().method, "acknowledge");
    EXPECT_TRUE(allowed.front().usual);
    complaint = bed.call(api::acknowledge, {complaint.id, complaint.version});
    complaint = bed.call(api::assess, {.id = complaint.id, .severity = Severity::high, .impact = 5});
    EXPECT_EQ(complaint.priority, Priority::P1);
    complaint = bed.call(api::investigate, {complaint.id});
    complaint =
        bed.call(api::wait, {.id = complaint.id, .on = api::WaitingOn::customer, .reason = "the time of the outage"});
    complaint = bed.call(api::investigate, {complaint.id});
    complaint = bed.call(api::propose, {complaint.id, {}, "A new switch"});
    complaint = bed.call(api::dispute, {complaint.id, {}, "It has to be two"});
    complaint = bed.call(api::investigate, {complaint.id});
    complaint = bed.call(api::propose, {complaint.id, {}, "Two new switches"});
    complaint = bed.call(api::accept, {complaint.id});
    complaint = bed.call(api::close, {.id = complaint.id, .cost = Money{129'900, "EUR"}});
    EXPECT_EQ(complaint.state, State::closed);
    EXPECT_EQ(complaint.cost->minor, 129'900);
    EXPECT_EQ(told(), (std::vector<std::string>{"opened", "acknowledged", "assessed", "investigating", "waiting",
                                                "investigating", "proposed", "disputed", "investigating", "proposed",
                                                "accepted", "closed"}));
    EXPECT_EQ(bed.emitted(api::closed).back().changes.front().field, "state");
    complaint = bed.call(api::reopen, {complaint.id, {}, "One of them broke"});
    EXPECT_EQ(complaint.state, State::investigating);
    EXPECT_EQ(told().back(), "reopened");
}

TEST_P(MoveDeskTest, TellsOfTheClocksOnlyWhatChanged) {
    bed.call(api::acknowledge, {open("x").id});
    std::vector<std::string> fields;
    const api::ComplaintEvent told = bed.emitted(api::acknowledged).back();
    for (const Change& change : told.changes) fields.push_back(change.field);
    EXPECT_NE(std::ranges::find(fields, "clocks[0].state"), fields.end());
    for (const std::string& field : fields) EXPECT_TRUE(!field.starts_with("clocks") || field[7] == '0') << field;
}

TEST_P(MoveDeskTest, AMoveThatTheStateDoesNotAllowChangesNothing) {
    const Complaint complaint = open("x");
    EXPECT_EQ(refusal([&] { bed.call(api::close, {.id = complaint.id}); }).code(), Code::failed_precondition);
    EXPECT_EQ(bed.call(api::get, {complaint.id}).version, 1);
    EXPECT_EQ(bed.events.size(), 1U);
}

TEST_P(MoveDeskTest, IsClosedBySilenceAfterAReminderEachToldOnce) {
    const Complaint complaint = open_in(State::proposed);
    bed.advance(std::chrono::days(7));
    EXPECT_EQ(told().back(), "reminded");
    bed.advance(std::chrono::days(7));
    EXPECT_EQ(told().back(), "closed");
    EXPECT_EQ(bed.call(api::get, {complaint.id}).outcome, Outcome::no_reply);
    const auto events = bed.events.size();
    bed.advance(std::chrono::days(30));
    EXPECT_EQ(bed.events.size(), events);
}

TEST_P(MoveDeskTest, SilenceClosesNothingThatIsStillBeingDone) {
    const Complaint complaint = open_in(State::proposed);
    const Action action =
        bed.call(api::complaint_actions.create, {{.about = complaint.id, .what = "Replace the switch"}});
    bed.advance(std::chrono::days(7));
    bed.advance(std::chrono::days(8));
    EXPECT_EQ(bed.call(api::get, {complaint.id}).state, State::proposed);
    bed.call(api::complaint_actions.complete, {action.id});
    bed.advance(std::chrono::days(1));
    EXPECT_EQ(bed.call(api::get, {complaint.id}).state, State::closed);
}

TEST_P(MoveDeskTest, AfterAReminderThatCameLateThereIsTheTimeThatWasMeant) {
    const Complaint complaint = open_in(State::proposed);
    bed.advance(std::chrono::days(60));  // as after a long rest of the service
    EXPECT_EQ(told().back(), "reminded");
    bed.advance(std::chrono::days(7) - Millis(1));
    EXPECT_EQ(bed.call(api::get, {complaint.id}).state, State::proposed);
    bed.advance(Millis(1));
    EXPECT_EQ(bed.call(api::get, {complaint.id}).state, State::closed);
}

TEST_P(MoveDeskTest, AReplyStopsTheReminder) {
    const Complaint complaint = open_in(State::proposed);
    bed.call(api::dispute, {complaint.id, {}, "no"});
    bed.advance(std::chrono::days(20));
    EXPECT_EQ(std::ranges::count(told(), "reminded"), 0);
    EXPECT_EQ(bed.call(api::get, {complaint.id}).state, State::disputed);
}

TEST_P(MoveDeskTest, AClosedOneIsOpenedAgainForFourteenDays) {
    const Complaint complaint = open_in(State::closed);
    bed.advance(std::chrono::days(14) + Millis(1));
    EXPECT_TRUE(bed.call(api::get, {complaint.id}).allowed_moves.empty());
    EXPECT_EQ(refusal([&] { bed.call(api::reopen, {complaint.id, {}, "again"}); }).code(), Code::failed_precondition);
}

TEST_P(MoveDeskTest, OnlyAClosedOneIsReopened) {
    const Complaint complaint = open_in(State::assessed);
    EXPECT_EQ(refusal([&] { bed.call(api::reopen, {complaint.id, {}, "x"}); }).code(), Code::failed_precondition);
}

TEST_P(MoveDeskTest, ADuplicateGivesItsOpenActionsToTheOneThatGoesOn) {
    const Complaint first = open("No network"), second = open("The network is down");
    const Action action = bed.call(api::complaint_actions.create, {{.about = second.id, .what = "Replace the switch"}});
    const Complaint marked = bed.call(api::mark_duplicate, {.id = second.id, .of = first.id});
    EXPECT_EQ(marked.duplicate_of, first.id);
    EXPECT_EQ(
        bed.call(api::complaint_actions.list, kit::ListOf<Action>{}.where(&Action::about, first.id)).items.at(0).id,
        action.id);
    EXPECT_TRUE(
        bed.call(api::complaint_actions.list, kit::ListOf<Action>{}.where(&Action::about, second.id)).items.empty());
    const Complaint third = open("Network!");
    EXPECT_EQ(refusal([&] { bed.call(api::mark_duplicate, {.id = third.id, .of = second.id}); }).code(),
              Code::invalid_argument);
    EXPECT_EQ(refusal([&] {
                  bed.call(api::mark_duplicate, {.id = third.id, .of = ComplaintId(new_uuid(bed.clock.now()))});
              }).code(),
              Code::not_found);
}

TEST_P(MoveDeskTest, WaitsOnASupplierThatTheRegistryKnows) {
    const Complaint complaint = open_in(State::investigating);
    const PartyId supplier = party("Cables Ltd");
    const auto waited = [&](const PartyId& on) {
        return bed.call(api::wait,
                        {.id = complaint.id, .on = api::WaitingOn::supplier, .reason = "a cable", .supplier = on});
    };
    EXPECT_EQ(refusal([&] { waited(PartyId(new_uuid(bed.clock.now()))); }).code(), Code::not_found);
    EXPECT_EQ(waited(supplier).waiting_on, supplier);
}

TEST_P(MoveDeskTest, OfFiftyWhoNameTheSameVersionOneWinsAndTheOthersAreAborted) {
    const Complaint complaint = open("x");
    std::vector<kit::Work> calls;
    for (int i = 0; i < 50; ++i) {
        kit::Invocation call{.method = std::string(api::acknowledge.name),
                             .params = encode(api::Move{complaint.id, complaint.version})};
        call.header.actor = Actor{.id = "user:" + std::to_string(i), .kind = "person", .roles = {"agent"}};
        calls.emplace_back(std::move(call));
    }
    int won = 0, aborted = 0;
    for (const kit::Outcome& outcome : bed.engine().run(calls).outcomes) {
        won += !outcome.error;
        aborted += outcome.error && outcome.error->code() == Code::aborted;
    }
    EXPECT_EQ(won, 1);
    EXPECT_EQ(aborted, 49);
    EXPECT_EQ(bed.call(api::get, {complaint.id}).version, 2);
}

TEST_P(MoveDeskTest, TellsTheWholeTable) {
    const auto rows = bed.call(api::lifecycle, {}).moves;
    ASSERT_EQ(rows.size(), Lifecycle({}).moves().rows().size());
    EXPECT_EQ(rows.front().from, std::vector{State::received});
    EXPECT_EQ(rows.front().method, "acknowledge");
    EXPECT_EQ(rows.back().method, "reinstate");
    EXPECT_FALSE(rows.back().to) << "to the state before";
}

}  // namespace
}  // namespace rapport::complaints
