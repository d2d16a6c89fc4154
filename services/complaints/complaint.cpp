// SPDX-License-Identifier: MIT
#include "services/complaints/complaint.hpp"

#include <algorithm>

#include "bus/base/codec.hpp"
#include "bus/base/error.hpp"

namespace rapport::complaints {
namespace {

struct Row {
    State from;
    std::span<const State> to;
};

template <State... to>
constexpr State list[] = {to...};

constexpr Row table[] = {
    {State::received, list<State::acknowledged>},
    {State::acknowledged, list<State::assessed>},
    {State::assessed, list<State::investigating>},
    {State::investigating, list<State::proposed>},
    {State::proposed, list<State::accepted>},
    {State::accepted, list<State::closed>},
    {State::closed, {}},
};

/// What a refused move answers.
struct Refusal {
    State state;
    std::vector<State> allowed_moves;
    static constexpr auto fields = describe(Field{"state", &Refusal::state, "where it is"},
                                            Field{"allowed_moves", &Refusal::allowed_moves, "where it can go"});
};

std::string joined(std::span<const State> states) {
    std::string text;
    for (const State state : states) text.append(text.empty() ? "" : ", ").append(name_of(state));
    return text.empty() ? "nowhere" : text;
}

}  // namespace

void enter(Complaint& complaint, State state) {
    complaint.state = state;
    const auto moves = moves_from(state);
    complaint.allowed_moves.assign(moves.begin(), moves.end());
}

std::span<const State> moves_from(State state) { return std::ranges::find(table, state, &Row::from)->to; }

Complaint moved(Complaint complaint, State to, Instant now) {
    const auto allowed = moves_from(complaint.state);
    if (std::ranges::find(allowed, to) == allowed.end())
        throw Error(Code::failed_precondition,
                    "a complaint that is " + std::string(name_of(complaint.state)) + " cannot become " +
                        std::string(name_of(to)) + "; it can go to: " + joined(allowed),
                    any_of(Refusal{complaint.state, {allowed.begin(), allowed.end()}}));
    enter(complaint, to);
    if (to == State::acknowledged) complaint.acknowledged_at = now;
    if (to == State::proposed) complaint.proposed_at = now;
    if (to == State::closed) complaint.closed_at = now;
    return complaint;
}

Severity severity_of(double score) {
    if (score >= 75) return Severity::critical;
    if (score >= 50) return Severity::high;
    return score >= 25 ? Severity::medium : Severity::low;
}

Priority priority_of(Severity severity, std::optional<std::int32_t> impact) {
    constexpr int unknown_impact = 3;
    const int rank = static_cast<int>(severity) + 1 + impact.value_or(unknown_impact);  // 2 to 9
    if (rank >= 8) return Priority::P1;
    if (rank >= 6) return Priority::P2;
    return rank >= 4 ? Priority::P3 : Priority::P4;
}

void follow_priority(Complaint& complaint) {
    if (complaint.severity && !complaint.priority_by_hand)
        complaint.priority = priority_of(*complaint.severity, complaint.impact);
}

Complaint scored(Complaint complaint, Score score) {
    if (!complaint.severity_by_hand) complaint.severity = score.severity;
    complaint.score = std::move(score);
    complaint.score_error.reset();
    follow_priority(complaint);
    return complaint;
}

Complaint assessed(Complaint complaint, std::optional<Severity> severity, std::optional<std::string> reason,
                   Instant now) {
    complaint = moved(std::move(complaint), State::assessed, now);
    if (severity) {
        complaint.severity_by_hand = !complaint.score || complaint.score->severity != *severity;
        complaint.severity = severity;
        complaint.severity_reason = std::move(reason);
    }
    if (!complaint.severity) throw invalid("severity", "is required while the severity rule has given no opinion");
    follow_priority(complaint);
    return complaint;
}

bool ended(ActionState state) { return state == ActionState::done || state == ActionState::cancelled; }

Action moved(Action action, ActionState to, std::optional<std::string> note, Instant now) {
    if (ended(action.state) || to <= action.state)
        throw Error(Code::failed_precondition, "an action that is " + std::string(name_of(action.state)) +
                                                   " cannot become " + std::string(name_of(to)));
    if (to == ActionState::cancelled && !note) throw invalid("note", "is required: why will it not be done?");
    action.state = to;
    if (note) action.note = std::move(note);
    if (ended(to)) action.done_at = now;
    return action;
}

}  // namespace rapport::complaints
