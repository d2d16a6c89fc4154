// SPDX-License-Identifier: MIT
#include "services/complaints/lifecycle.hpp"

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
std::optional<std::string> refusal(const Way& way, const Complaint& complaint, const Patience& patience, Instant now) {
    if (way.asks == Asks::no_reply) {
        const bool over = complaint.reminded_at && complaint.reply_by && *complaint.reply_by <= now;
        if (!over) return "the complainant may still reply to what was offered: accept, dispute, or wait";
    }
    if (way.asks == Asks::grace && (!complaint.closed_at || now > *complaint.closed_at + patience.reopen_within))
        return "it was closed too long ago to be opened again: a reply to it opens another that is linked to it";
    return {};
}

const std::string& required(const char* field, const std::optional<std::string>& text) {
    if (!text) throw invalid(field, "is required for this move");
    return *text;
}

void say(Complaint& complaint, Asks asks, const Step& step) {
    switch (asks) {
        case Asks::nothing:
        case Asks::no_reply:
            return;
        case Asks::severity:
            if (!complaint.severity)
                throw invalid("severity", "is required while the severity rule has given no opinion");
            return;
        case Asks::reason:
        case Asks::grace:
            required("reason", step.reason);
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

/// What being in a state means for the record.
void settle(Complaint& complaint, State from, const Step& step, const Patience& patience, Instant now) {
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
        complaint.reply_by = now + patience.close_after;
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

const Way* way_between(State from, State to) {
    const auto* const way = std::ranges::find_if(
        table, [&](const Way& one) { return one.to == to && std::ranges::find(one.from, from) != one.from.end(); });
    return way == std::end(table) ? nullptr : way;
}

std::string lifecycle_as_markdown() {
    std::string text = "| from | to | method | needs | |\n|---|---|---|---|---|\n";
    for (const Way& way : table) {
        const std::string from = std::ranges::equal(way.from, any_open)               ? "any open state"
                                 : std::ranges::equal(way.from, from_acknowledged_on) ? "any open state but received"
                                                                                      : joined(way.from, "");
        text.append("| ").append(from).append(" | ").append(name_of(way.to)).append(" | ").append(way.method);
        text.append(" | ").append(in_words(way.asks)).append(" | ").append(way.doc).append(" |\n");
    }
    return text;
}

bool is_open(State state) { return std::ranges::find(any_open, state) != std::end(any_open); }

std::vector<State> moves_of(const Complaint& complaint, const Patience& patience, Instant now) {
    std::vector<State> moves;
    for (const Way& way : table)
        if (std::ranges::find(way.from, complaint.state) != way.from.end() && !refusal(way, complaint, patience, now))
            moves.push_back(way.to);
    return moves;
}

void enter(Complaint& complaint, State state, const Patience& patience, Instant now) {
    complaint.state = state;
    complaint.open = is_open(state);
    complaint.allowed_moves = moves_of(complaint, patience, now);
}

Complaint seen_at(Complaint complaint, const Patience& patience, Instant now) {
    if (complaint.state == closed || complaint.state == proposed)
        complaint.allowed_moves = moves_of(complaint, patience, now);
    return complaint;
}

Complaint moved(Complaint complaint, const Step& step, const Patience& patience, Instant now) {
    const State from = complaint.state;
    const Way* way = way_between(from, step.to);
    const auto why = way ? refusal(*way, complaint, patience, now) : std::nullopt;
    if (!way || why) {
        const auto allowed = moves_of(complaint, patience, now);
        throw Error(Code::failed_precondition,
                    "a complaint that is " + std::string(name_of(from)) + " cannot become " +
                        std::string(name_of(step.to)) + (why ? ": " + *why : "") +
                        "; it can go to: " + joined(allowed, "nowhere"),
                    any_of(Refusal{from, allowed}));
    }
    say(complaint, way->asks, step);
    complaint.state = step.to;
    settle(complaint, from, step, patience, now);
    enter(complaint, step.to, patience, now);
    return complaint;
}

Complaint reminded(Complaint complaint, const Patience& patience, Instant now) {
    if (complaint.state != proposed || !complaint.reply_by) return complaint;
    complaint.reminded_at = now;
    complaint.reply_by = std::max(*complaint.reply_by, now + (patience.close_after - patience.remind_after));
    return complaint;
}

}  // namespace rapport::complaints
