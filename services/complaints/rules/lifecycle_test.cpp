// SPDX-License-Identifier: MIT
#include "services/complaints/rules/lifecycle.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "bus/base/error.hpp"

namespace rapport::complaints {
namespace {

constexpr Instant now{1'800'000'000'000};
constexpr ReplyDeadlines deadlines;

/// One that everything which time decides allows to go wherever its state leads.
Complaint in(State state) {
    Complaint complaint;
    complaint.id = ComplaintId(new_uuid(now));
    complaint.severity = Severity::low;
    complaint.closed_at = now;
    complaint.reminded_at = now - std::chrono::days(8);
    complaint.reply_by = now;
    if (is_dropped(state)) complaint.before_ending = BeforeEnding{.state = State::disputed};
    enter(complaint, state, deadlines, now);
    return complaint;
}

MoveInput with_everything(State to, State from = State::received) {
    return {.to = to,
            .reinstates = is_dropped(from),
            .reason = "reason",
            .recourse = "the ombudsman",
            .resolution = "a new switch",
            .final_position = "no",
            .original = ComplaintId(new_uuid(now))};
}

std::vector<State> all_states() {
    std::vector<State> all;
    for (std::size_t i = 0; i < names_of(State{}).size(); ++i) all.push_back(static_cast<State>(i));
    return all;
}

/// The drawing, once more and in other words than the table's.
const std::map<std::string, std::set<std::string>> drawing{
    {"received", {"acknowledged", "withdrawn", "duplicate"}},
    {"acknowledged", {"assessed", "withdrawn", "duplicate", "rejected"}},
    {"assessed", {"investigating", "withdrawn", "duplicate", "rejected"}},
    {"investigating", {"waiting_on_customer", "waiting_on_supplier", "proposed", "withdrawn", "duplicate", "rejected"}},
    {"waiting_on_customer", {"investigating", "withdrawn", "duplicate", "rejected"}},
    {"waiting_on_supplier", {"investigating", "withdrawn", "duplicate", "rejected"}},
    {"proposed", {"accepted", "disputed", "closed", "withdrawn", "duplicate", "rejected"}},
    {"accepted", {"closed", "withdrawn", "duplicate", "rejected"}},
    {"disputed", {"investigating", "closed", "withdrawn", "duplicate", "rejected"}},
    {"closed", {"investigating"}},
    {"withdrawn", {"disputed"}},
    {"rejected", {"disputed"}},
    {"duplicate", {"disputed"}}};

Error refusal(const Complaint& complaint, const MoveInput& step, Instant at = now) {
    try {
        moved(complaint, step, deadlines, at);
    } catch (const Error& error) {
        return error;
    }
    ADD_FAILURE() << name_of(complaint.state) << " became " << name_of(step.to);
    return {Code::internal, ""};
}

TEST(Lifecycle, EveryMoveFromEveryStateIsAsDrawnAndNoOther) {
    for (const State from : all_states()) {
        const Complaint complaint = in(from);
        const auto& drawn = drawing.at(std::string(name_of(from)));
        std::set<std::string> allowed;
        for (const State to : complaint.allowed_moves) allowed.emplace(name_of(to));
        EXPECT_EQ(allowed, drawn) << name_of(from);
        for (const State to : all_states()) {
            if (drawn.contains(std::string(name_of(to)))) {
                EXPECT_EQ(moved(complaint, with_everything(to, from), deadlines, now).state, to) << name_of(from);
                continue;
            }
            const Error error = refusal(complaint, with_everything(to, from));
            EXPECT_EQ(error.code(), Code::failed_precondition) << name_of(from) << " → " << name_of(to);
            EXPECT_NE(to_json(error.details().bytes).find("allowed_moves"), std::string::npos);
        }
    }
}

TEST(Lifecycle, ARefusedMoveSaysWhereItIsAndWhereItCanGo) {
    const Error error = refusal(in(State::received), {.to = State::closed});
    EXPECT_EQ(error.message(),
              "a complaint that is received cannot become closed; it can go to: acknowledged, withdrawn, duplicate");
    EXPECT_EQ(to_json(error.details().bytes),
              R"({"state":"received","allowed_moves":["acknowledged","withdrawn","duplicate"]})");
}

TEST(Lifecycle, WhatAMoveNeedsIsAskedFor) {
    struct Row {
        State from;
        State to;
        std::string field;
    };
    const Row table[] = {{State::investigating, State::waiting_on_customer, "reason"},
                         {State::investigating, State::waiting_on_supplier, "reason"},
                         {State::investigating, State::proposed, "resolution"},
                         {State::proposed, State::disputed, "reason"},
                         {State::disputed, State::closed, "final_position"},
                         {State::closed, State::investigating, "reason"},
                         {State::accepted, State::rejected, "reason"},
                         {State::received, State::withdrawn, "reason"},
                         {State::received, State::duplicate, "of"}};
    for (const Row& row : table) {
        const Error error = refusal(in(row.from), {.to = row.to});
        EXPECT_EQ(error.code(), Code::invalid_argument);
        EXPECT_EQ(error.message().substr(0, row.field.size() + 1), row.field + ":");
    }
    EXPECT_EQ(refusal(in(State::rejected), {.to = State::disputed, .reinstates = true}).message().substr(0, 7),
              "reason:");
    EXPECT_EQ(refusal(in(State::disputed), {.to = State::closed, .final_position = "no"}).message().substr(0, 9),
              "recourse:");
    EXPECT_EQ(refusal(in(State::acknowledged), {.to = State::rejected, .reason = "x"}).message().substr(0, 9),
              "recourse:");
}

TEST(Lifecycle, IsNoDuplicateOfItself) {
    const Complaint complaint = in(State::received);
    EXPECT_EQ(refusal(complaint, {.to = State::duplicate, .original = complaint.id}).code(), Code::invalid_argument);
}

TEST(Lifecycle, SilenceClosesOnlyAfterAReminderAndWhenTheTimeIsOver) {
    Complaint complaint = moved(in(State::investigating), with_everything(State::proposed), deadlines, now);
    const Instant over = now + deadlines.close_after;
    EXPECT_EQ(complaint.reply_by, over);
    EXPECT_EQ(refusal(complaint, {.to = State::closed}, over).code(), Code::failed_precondition);
    complaint = reminded(complaint, deadlines, now + deadlines.remind_after);
    EXPECT_EQ(refusal(complaint, {.to = State::closed}, over - Millis(1)).code(), Code::failed_precondition);
    EXPECT_EQ(seen_at(complaint, deadlines, over).allowed_moves.at(1), State::closed);
    const Complaint closed = moved(complaint, {.to = State::closed}, deadlines, over);
    EXPECT_EQ(closed.outcome, Outcome::no_reply);
    EXPECT_FALSE(closed.reply_by);
}

TEST(Lifecycle, IsOpenedAgainWithinTheGraceTimeAndNotAfter) {
    const Complaint closed = moved(in(State::accepted), {.to = State::closed}, deadlines, now);
    EXPECT_EQ(closed.outcome, Outcome::accepted);
    EXPECT_FALSE(closed.open);
    const Instant last = now + deadlines.reopen_within;
    const MoveInput again{.to = State::investigating, .reason = "it broke again"};
    const Complaint open = moved(closed, again, deadlines, last);
    EXPECT_EQ(open.reopened, 1);
    EXPECT_TRUE(open.open);
    EXPECT_FALSE(open.closed_at);
    EXPECT_FALSE(open.outcome);
    EXPECT_EQ(refusal(closed, again, last + Millis(1)).code(), Code::failed_precondition);
    EXPECT_TRUE(seen_at(closed, deadlines, last + Millis(1)).allowed_moves.empty());
}

TEST(Lifecycle, WhatIsRecordedOfAStateGoesWithIt) {
    const PartyId supplier(new_uuid(now));
    Complaint complaint =
        moved(in(State::investigating), {.to = State::waiting_on_supplier, .reason = "a part", .supplier = supplier},
              deadlines, now);
    EXPECT_EQ(complaint.waiting_for, "a part");
    EXPECT_EQ(complaint.waiting_on, supplier);
    complaint = moved(complaint, {.to = State::investigating}, deadlines, now);
    EXPECT_FALSE(complaint.waiting_for);
    EXPECT_FALSE(complaint.waiting_on);
    complaint = moved(in(State::disputed), with_everything(State::closed), deadlines, now);
    EXPECT_EQ(complaint.outcome, Outcome::final_position);
    EXPECT_EQ(complaint.recourse, "the ombudsman");
    EXPECT_EQ(moved(in(State::received), with_everything(State::withdrawn), deadlines, now).ended_because, "reason");
    EXPECT_EQ(moved(in(State::received), {.to = State::acknowledged}, deadlines, now).acknowledged_at, now);
}

TEST(Lifecycle, TheReadmeShowsTheTable) {
    std::ifstream file(RAPPORT_COMPLAINTS_README);
    ASSERT_TRUE(file) << RAPPORT_COMPLAINTS_README;
    std::ostringstream text;
    text << file.rdbuf();
    EXPECT_NE(text.str().find(lifecycle_as_markdown()), std::string::npos)
        << "put this into services/complaints/README.md:\n"
        << lifecycle_as_markdown();
}

}  // namespace
}  // namespace rapport::complaints
