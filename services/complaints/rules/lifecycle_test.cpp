// SPDX-License-Identifier: MIT
#include "services/complaints/rules/lifecycle.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "bus/base/error.hpp"

namespace rapport::complaints {
namespace {

constexpr Instant now{1'800'000'000'000};
const Lifecycle lifecycle{{}};

/// One that everything which time decides allows to go wherever its state leads.
Complaint in(State state) {
    Complaint complaint;
    complaint.id = ComplaintId(new_uuid(now));
    complaint.severity = Severity::low;
    complaint.closed_at = now;
    complaint.reminded_at = now - std::chrono::days(8);
    complaint.reply_by = now;
    if (is_dropped(state)) complaint.before_ending = BeforeEnding{.state = State::disputed};
    enter(complaint, state);
    return complaint;
}

MoveInput with_everything(std::string_view method, State to) {
    return {.method = method,
            .to = to,
            .reason = "reason",
            .recourse = "the ombudsman",
            .resolution = "a new switch",
            .final_position = "no",
            .original = ComplaintId(new_uuid(now))};
}

Complaint moved(const Complaint& complaint, const MoveInput& input, Instant at = now) {
    return lifecycle.moved(complaint, input, {at});
}
/// By whichever method leads there.
Complaint moved_to(const Complaint& complaint, State to, Instant at = now) {
    return moved(complaint, with_everything(lifecycle.method_to(complaint, to, {at}), to), at);
}
std::set<std::string> allowed(const Complaint& complaint, Instant at = now) {
    std::set<std::string> states;
    for (const auto& move : lifecycle.moves().shown(complaint, {at}).allowed_moves) states.insert(*move.to);
    return states;
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

Error refusal(const Complaint& complaint, const MoveInput& input, Instant at = now) {
    try {
        moved(complaint, input, at);
    } catch (const Error& error) {
        return error;
    }
    ADD_FAILURE() << name_of(complaint.state) << " allowed " << input.method;
    return {Code::internal, ""};
}

TEST(Lifecycle, EveryMoveFromEveryStateIsAsDrawnAndNoOther) {
    std::set<std::string_view> methods;
    for (const auto& row : lifecycle.moves().rows()) methods.insert(row.method);
    for (const State from : all_states()) {
        const Complaint complaint = in(from);
        const auto& drawn = drawing.at(std::string(name_of(from)));
        EXPECT_EQ(allowed(complaint), drawn) << name_of(from);
        for (const State to : all_states()) {
            if (drawn.contains(std::string(name_of(to)))) {
                EXPECT_EQ(moved_to(complaint, to).state, to) << name_of(from);
                continue;
            }
            EXPECT_THROW(lifecycle.method_to(complaint, to, {now}), Error) << name_of(from) << " → " << name_of(to);
            for (const std::string_view method : methods) {
                const Error error = refusal(complaint, with_everything(method, to));
                EXPECT_EQ(error.code(), Code::failed_precondition) << method << ' ' << name_of(to);
                EXPECT_NE(to_json(error.details().bytes).find("allowed_moves"), std::string::npos);
            }
        }
    }
}

TEST(Lifecycle, ARefusedMoveSaysWhereItIsAndWhereItCanGo) {
    const Error error = refusal(in(State::received), {.method = "close"});
    EXPECT_EQ(error.message(),
              "state: a complaint that is received does not allow close; it allows acknowledge, withdraw, "
              "mark_duplicate");
    EXPECT_EQ(refusal(in(State::withdrawn), {.method = "reopen"}).message(),
              "state: a complaint that is withdrawn does not allow reopen; it allows reinstate");
}

TEST(Lifecycle, WhatAMoveNeedsIsShown) {
    const auto moves = lifecycle.moves().shown(in(State::disputed), {now}).allowed_moves;
    const auto close = std::ranges::find(moves, "close", &kit::AllowedMove::method);
    ASSERT_NE(close, moves.end());
    EXPECT_EQ(close->needs, (std::vector<std::string>{"final_position", "recourse"}));
    EXPECT_EQ(moves.front().method, "investigate") << "the usual one first";
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
        const Error error =
            refusal(in(row.from), {.method = lifecycle.method_to(in(row.from), row.to, {now}), .to = row.to});
        EXPECT_EQ(error.code(), Code::invalid_argument);
        EXPECT_EQ(error.message().substr(0, row.field.size() + 1), row.field + ":");
    }
    EXPECT_EQ(refusal(in(State::rejected), {.method = "reinstate"}).message().substr(0, 7), "reason:");
    EXPECT_EQ(refusal(in(State::disputed), {.method = "close", .final_position = "no"}).message().substr(0, 9),
              "recourse:");
    EXPECT_EQ(refusal(in(State::acknowledged), {.method = "reject", .reason = "x"}).message().substr(0, 9),
              "recourse:");
}

TEST(Lifecycle, IsNoDuplicateOfItself) {
    const Complaint complaint = in(State::received);
    EXPECT_EQ(refusal(complaint, {.method = "mark_duplicate", .original = complaint.id}).code(),
              Code::invalid_argument);
}

TEST(Lifecycle, SilenceClosesOnlyAfterAReminderAndWhenTheTimeIsOver) {
    const ReplyDeadlines deadlines;
    const MoveInput close{.method = "close"};
    Complaint complaint = moved_to(in(State::investigating), State::proposed);
    const Instant over = now + deadlines.close_after;
    EXPECT_EQ(complaint.reply_by, over);
    EXPECT_EQ(refusal(complaint, close, over).code(), Code::failed_precondition);
    complaint = lifecycle.reminded(complaint, now + deadlines.remind_after);
    EXPECT_EQ(refusal(complaint, close, over - Millis(1)).code(), Code::failed_precondition);
    const auto blocked = lifecycle.moves().shown(complaint, {over - Millis(1)}).blocked_moves;
    ASSERT_EQ(blocked.size(), 1U);
    EXPECT_EQ(blocked.front().reason, "the_complainant_may_still_reply");
    EXPECT_EQ(to_json(blocked.front().params.bytes), R"({"reply_by":")" + to_text(over) + R"("})");
    EXPECT_TRUE(allowed(complaint, over).contains("closed"));
    const Complaint closed = moved(complaint, close, over);
    EXPECT_EQ(closed.outcome, Outcome::no_reply);
    EXPECT_FALSE(closed.reply_by);
}

TEST(Lifecycle, IsReopenedWithinTheGraceTimeAndNotAfter) {
    const Complaint closed = moved(in(State::accepted), {.method = "close"});
    EXPECT_EQ(closed.outcome, Outcome::accepted);
    EXPECT_FALSE(closed.open);
    const Instant last = now + ReplyDeadlines().reopen_within;
    const MoveInput again{.method = "reopen", .reason = "it broke again"};
    const Complaint open = moved(closed, again, last);
    EXPECT_EQ(open.reopened, 1);
    EXPECT_TRUE(open.open);
    EXPECT_FALSE(open.closed_at);
    EXPECT_FALSE(open.outcome);
    EXPECT_EQ(refusal(closed, again, last + Millis(1)).code(), Code::failed_precondition);
    EXPECT_TRUE(allowed(closed, last + Millis(1)).empty());
}

TEST(Lifecycle, WhatIsRecordedOfAStateGoesWithIt) {
    const PartyId supplier(new_uuid(now));
    Complaint complaint =
        moved(in(State::investigating),
              {.method = "wait", .to = State::waiting_on_supplier, .reason = "a part", .supplier = supplier});
    EXPECT_EQ(complaint.waiting_for, "a part");
    EXPECT_EQ(complaint.waiting_on, supplier);
    complaint = moved(complaint, {.method = "investigate"});
    EXPECT_FALSE(complaint.waiting_for);
    EXPECT_FALSE(complaint.waiting_on);
    complaint = moved_to(in(State::disputed), State::closed);
    EXPECT_EQ(complaint.outcome, Outcome::final_position);
    EXPECT_EQ(complaint.recourse, "the ombudsman");
    EXPECT_EQ(moved_to(in(State::received), State::withdrawn).ended_because, "reason");
    EXPECT_EQ(moved(in(State::received), {.method = "acknowledge"}).acknowledged_at, now);
}

}  // namespace
}  // namespace rapport::complaints
