// SPDX-License-Identifier: MIT
#include "services/complaints/rules/lifecycle.hpp"

#include <algorithm>

#include "bus/base/error.hpp"

namespace rapport::complaints {
namespace {

using enum State;

template <State... states>
constexpr State some[] = {states...};

constexpr auto& waiting = some<waiting_on_customer, waiting_on_supplier>;
constexpr auto& from_acknowledged_on =
    some<acknowledged, assessed, investigating, waiting_on_customer, waiting_on_supplier, proposed, accepted, disputed>;
constexpr auto& any_open = some<received, acknowledged, assessed, investigating, waiting_on_customer,
                                waiting_on_supplier, proposed, accepted, disputed>;
constexpr auto& dropped = some<withdrawn, rejected, duplicate>;

constexpr Way table[] = {
    {some<received>, acknowledged, "acknowledge", Asks::nothing, "the complainant is told that it came"},
    {some<acknowledged>, assessed, "assess", Asks::severity, "a person judges severity, impact and category"},
    {some<assessed>, investigating, "investigate", Asks::nothing, "work on it begins"},
    {some<investigating>, waiting_on_customer, "wait", Asks::reason, "the complainant has to do something first"},
    {some<investigating>, waiting_on_supplier, "wait", Asks::reason, "a supplier has to do something first"},
    {waiting, investigating, "investigate", Asks::nothing, "what it waited for has come"},
    {some<investigating>, proposed, "propose", Asks::resolution, "a resolution is offered"},
    {some<proposed>, accepted, "accept", Asks::nothing, "the complainant agrees"},
    {some<accepted>, closed, "close", Asks::nothing, "it is over"},
    {some<proposed>, closed, "close", Asks::no_reply, "the complainant was reminded and says nothing"},
    {some<proposed>, disputed, "dispute", Asks::reason, "the complainant does not agree"},
    {some<disputed>, investigating, "investigate", Asks::nothing, "it is looked into once more"},
    {some<disputed>, closed, "close", Asks::final_position, "our last word; the complainant is told where else to go"},
    {some<closed>, investigating, "reopen", Asks::grace, "it was not over after all"},
    {from_acknowledged_on, rejected, "reject", Asks::recourse, "it is not ours, or no complaint"},
    {any_open, withdrawn, "withdraw", Asks::reason, "the complainant takes it back"},
    {any_open, duplicate, "mark_duplicate", Asks::original, "another complaint says the same and goes on instead"},
    {dropped, {}, "reinstate", Asks::mistake, "that was a mistake: it goes on as if it had not been"},
};

constexpr std::string_view in_words(Asks asks) {
    switch (asks) {
        case Asks::nothing:
            return "";
        case Asks::severity:
            return "severity, unless the rule has an opinion";
        case Asks::reason:
            return "reason";
        case Asks::recourse:
            return "reason, recourse";
        case Asks::resolution:
            return "resolution";
        case Asks::no_reply:
            return "only after a reminder, when the time to reply is over";
        case Asks::final_position:
            return "final_position, recourse";
        case Asks::original:
            return "of: the other one";
        case Asks::grace:
            return "reason; only a short time after the closing";
        case Asks::mistake:
            return "reason";
    }
    return "";
}

/// What a refused move answers.
struct Refusal {
    State state;
    std::vector<State> allowed_moves;
    static constexpr auto fields = describe(Field{"state", &Refusal::state, "where it is"},
                                            Field{"allowed_moves", &Refusal::allowed_moves, "where it can go"});
};

std::string joined(std::span<const State> states, const char* otherwise) {
    std::string text;
    for (const State state : states) text.append(text.empty() ? "" : ", ").append(name_of(state));
    return text.empty() ? otherwise : text;
}

/// Why there is no such move at this time; nothing if there is.
std::optional<std::string> refusal(const Way& way, const Complaint& complaint, const ReplyDeadlines& deadlines,
                                   Instant now) {
    if (way.asks == Asks::no_reply) {
        const bool over = complaint.reminded_at && complaint.reply_by && *complaint.reply_by <= now;
        if (!over) return "the complainant may still reply to what was offered: accept, dispute, or wait";
    }
    if (way.asks == Asks::grace && (!complaint.closed_at || now > *complaint.closed_at + deadlines.reopen_within))
        return "it was closed too long ago to be opened again: a reply to it opens another that is linked to it";
    return {};
}

Error refused(const Complaint& complaint, const MoveInput& step, const std::optional<std::string>& why,
              const ReplyDeadlines& deadlines, Instant now) {
    const auto allowed = moves_of(complaint, deadlines, now);
    const bool dropped_here = is_dropped(complaint.state) && !step.reinstates;
    return {Code::failed_precondition,
            "a complaint that is " + std::string(name_of(complaint.state)) + " cannot become " +
                std::string(name_of(step.to)) + (why ? ": " + *why : "") +
                (dropped_here ? "; if that was a mistake, reinstate takes it back to: " : "; it can go to: ") +
                joined(allowed, "nowhere"),
            any_of(Refusal{complaint.state, allowed})};
}

const std::string& required(const char* field, const std::optional<std::string>& text) {
    if (!text) throw invalid(field, "is required for this move");
    return *text;
}

void say(Complaint& complaint, Asks asks, const MoveInput& step) {
    switch (asks) {
        case Asks::nothing:
        case Asks::no_reply:
            return;
        case Asks::severity:
            if (!complaint.severity)
                throw invalid("severity", "is required while the severity rule has given no opinion");
            return;
        case Asks::reason:
            required("reason", step.reason);
            return;
        case Asks::grace:
            complaint.reopened_because = required("reason", step.reason);
            return;
        case Asks::mistake:
            complaint.reinstated_because = required("reason", step.reason);
            return;
        case Asks::recourse:
            required("reason", step.reason);
            complaint.recourse = required("recourse", step.recourse);
            return;
        case Asks::resolution:
            complaint.resolution = required("resolution", step.resolution);
            return;
        case Asks::final_position:
            complaint.final_position = required("final_position", step.final_position);
            complaint.recourse = required("recourse", step.recourse);
            return;
        case Asks::original:
            if (!step.original) throw invalid("of", "is required: which complaint goes on instead?");
            if (*step.original == complaint.id) throw invalid("of", "must be another complaint");
            complaint.duplicate_of = step.original;
            return;
    }
}

/// Where that way leads this one.
State end_of(const Way& way, const Complaint& complaint) { return way.to ? *way.to : state_before(complaint); }

bool begins_at(const Way& way, State from) { return std::ranges::find(way.from, from) != way.from.end(); }

BeforeEnding before_ending_of(const Complaint& complaint) {
    return {.state = complaint.state,
            .scored = complaint.score || complaint.score_error,
            .waiting_for = complaint.waiting_for,
            .recourse = complaint.recourse,
            .waiting_on = complaint.waiting_on,
            .reminded_at = complaint.reminded_at,
            .reply_by = complaint.reply_by,
            .clocks = complaint.clocks};
}

/// Gives back what the ending took. The complainant could not reply meanwhile, so they have as long for it as they had
/// then; our clocks go on as if it had not been.
void give_back(Complaint& complaint, Instant now) {
    const Millis meanwhile = complaint.closed_at ? now - *complaint.closed_at : Millis(0);
    if (complaint.before_ending) {
        BeforeEnding& before = *complaint.before_ending;
        complaint.waiting_for = std::move(before.waiting_for);
        complaint.waiting_on = before.waiting_on;
        complaint.recourse = std::move(before.recourse);
        complaint.reminded_at = before.reminded_at;
        complaint.reply_by = before.reply_by;
        if (complaint.reply_by) *complaint.reply_by = *complaint.reply_by + meanwhile;
        complaint.clocks = std::move(before.clocks);
        complaint.before_ending.reset();
    }
    complaint.ended_because.reset();
    complaint.duplicate_of.reset();
    complaint.closed_at.reset();
}

/// What being in a state means for the record.
void settle(Complaint& complaint, State from, const MoveInput& step, const ReplyDeadlines& deadlines, Instant now) {
    const bool waits = complaint.state == waiting_on_customer || complaint.state == waiting_on_supplier;
    complaint.waiting_for = waits ? step.reason : std::nullopt;
    complaint.waiting_on = complaint.state == waiting_on_supplier ? step.supplier : std::nullopt;
    if (complaint.state == acknowledged) complaint.acknowledged_at = now;
    if (complaint.state == disputed) complaint.dispute = step.reason;
    if (complaint.state == withdrawn || complaint.state == rejected) complaint.ended_because = step.reason;
    complaint.reply_by.reset();
    complaint.reminded_at.reset();
    if (complaint.state == proposed) {
        complaint.proposed_at = now;
        if (!complaint.first_proposed_at) complaint.first_proposed_at = now;
        complaint.reply_by = now + deadlines.close_after;
    }
    if (from == closed) {
        complaint.reopened = complaint.reopened.value_or(0) + 1;
        complaint.outcome.reset();
        complaint.closed_at.reset();
    }
    if (!is_open(complaint.state)) complaint.closed_at = now;
    if (complaint.state == closed)
        complaint.outcome = from == proposed   ? Outcome::no_reply
                            : from == disputed ? Outcome::final_position
                                               : Outcome::accepted;
    if (step.cost) complaint.cost = step.cost;
}

}  // namespace

std::span<const Way> ways() { return table; }

std::string lifecycle_as_markdown() {
    std::string text = "| from | to | method | needs | |\n|---|---|---|---|---|\n";
    for (const Way& way : table) {
        const std::string from = std::ranges::equal(way.from, any_open)               ? "any open state"
                                 : std::ranges::equal(way.from, from_acknowledged_on) ? "any open state but received"
                                                                                      : joined(way.from, "");
        const std::string_view to = way.to ? name_of(*way.to) : "the state before";
        text.append("| ").append(from).append(" | ").append(to).append(" | ").append(way.method);
        text.append(" | ").append(in_words(way.asks)).append(" | ").append(way.doc).append(" |\n");
    }
    return text;
}

bool is_open(State state) { return std::ranges::find(any_open, state) != std::end(any_open); }

bool is_dropped(State state) { return std::ranges::find(dropped, state) != std::end(dropped); }

State state_before(const Complaint& complaint) {
    if (complaint.before_ending) return complaint.before_ending->state;
    if (complaint.first_proposed_at) return investigating;
    return complaint.acknowledged_at ? acknowledged : received;
}

std::vector<State> moves_of(const Complaint& complaint, const ReplyDeadlines& deadlines, Instant now) {
    std::vector<State> moves;
    for (const Way& way : table)
        if (begins_at(way, complaint.state) && !refusal(way, complaint, deadlines, now))
            moves.push_back(end_of(way, complaint));
    return moves;
}

void enter(Complaint& complaint, State state, const ReplyDeadlines& deadlines, Instant now) {
    complaint.state = state;
    complaint.open = is_open(state);
    complaint.allowed_moves = moves_of(complaint, deadlines, now);
}

Complaint seen_at(Complaint complaint, const ReplyDeadlines& deadlines, Instant now) {
    if (!complaint.open || complaint.state == proposed) complaint.allowed_moves = moves_of(complaint, deadlines, now);
    return complaint;
}

Complaint moved(Complaint complaint, const MoveInput& step, const ReplyDeadlines& deadlines, Instant now) {
    const State from = complaint.state;
    const auto way = std::ranges::find_if(table, [&](const Way& one) {
        return begins_at(one, from) && end_of(one, complaint) == step.to &&
               (one.asks == Asks::mistake) == step.reinstates;
    });
    const bool there = way != std::end(table);
    const auto why = there ? refusal(*way, complaint, deadlines, now) : std::nullopt;
    if (!there || why) throw refused(complaint, step, why, deadlines, now);
    if (step.reinstates) {
        say(complaint, way->asks, step);
        give_back(complaint, now);
        enter(complaint, step.to, deadlines, now);
        return complaint;
    }
    if (is_dropped(step.to)) complaint.before_ending = before_ending_of(complaint);
    say(complaint, way->asks, step);
    complaint.state = step.to;
    settle(complaint, from, step, deadlines, now);
    enter(complaint, step.to, deadlines, now);
    return complaint;
}

Complaint reminded(Complaint complaint, const ReplyDeadlines& deadlines, Instant now) {
    if (complaint.state != proposed || !complaint.reply_by) return complaint;
    complaint.reminded_at = now;
    complaint.reply_by = std::max(*complaint.reply_by, now + (deadlines.close_after - deadlines.remind_after));
    return complaint;
}

}  // namespace rapport::complaints
