// SPDX-License-Identifier: MIT
#include "services/complaints/rules/lifecycle.hpp"

#include <algorithm>

#include "bus/base/error.hpp"

namespace rapport::complaints {
namespace {

using enum State;
using Row = kit::Moves<Complaint>::Row<State>;

/// What belongs into the words of `the_complainant_may_still_reply`.
struct ReplyAwaited {
    std::optional<Instant> reply_by;
    static constexpr auto fields = describe(Field{"reply_by", &ReplyAwaited::reply_by, "the deadline for their reply"});
};
/// What belongs into the words of `it_was_closed_too_long_ago`.
struct ReopenUntil {
    std::optional<Instant> closed_at;
    std::int64_t within_days = 0;
    static constexpr auto fields =
        describe(Field{"closed_at", &ReopenUntil::closed_at, "when it was closed"},
                 Field{"within_days", &ReopenUntil::within_days, "for how long it could be reopened"});
};

/// A row that needs more than the request of its method always does.
Row needing(Row row, std::initializer_list<std::string_view> more) {
    row.needs.insert(row.needs.end(), more);
    return row;
}

std::optional<kit::Blocked> while_reply_is_awaited(const Complaint& complaint, const kit::Asking& asking) {
    if (complaint.reminded_at && complaint.reply_by && *complaint.reply_by <= asking.now) return {};
    return kit::Blocked{"the_complainant_may_still_reply", any_of(ReplyAwaited{complaint.reply_by})};
}

bool closed_within(const Complaint& complaint, std::chrono::days days, Instant now) {
    return complaint.closed_at && now <= *complaint.closed_at + days;
}

const std::string& required(const char* field, const std::optional<std::string>& text) {
    if (!text) throw invalid(field, "is required for this move");
    return *text;
}

/// Takes what is said with the move. The requests of single moves require most of that, the one of many does not.
void take_what_is_said(Complaint& complaint, State from, const MoveInput& input) {
    if (is_dropped(from)) {
        complaint.reinstated_because = required("reason", input.reason);
        return;
    }
    switch (complaint.state) {
        case received:
        case acknowledged:
        case accepted:
            return;
        case assessed:
            if (!complaint.severity)
                throw invalid("severity", "is required while the severity rule has given no opinion");
            return;
        case investigating:
            if (from == closed) complaint.reopened_because = required("reason", input.reason);
            return;
        case waiting_on_customer:
        case waiting_on_supplier:
        case disputed:
        case withdrawn:
            required("reason", input.reason);
            return;
        case rejected:
            required("reason", input.reason);
            complaint.recourse = required("recourse", input.recourse);
            return;
        case proposed:
            complaint.resolution = required("resolution", input.resolution);
            return;
        case closed:
            if (from != disputed) return;
            complaint.final_position = required("final_position", input.final_position);
            complaint.recourse = required("recourse", input.recourse);
            return;
        case duplicate:
            if (!input.original) throw invalid("of", "is required: which complaint goes on instead?");
            if (*input.original == complaint.id) throw invalid("of", "must be another complaint");
            complaint.duplicate_of = input.original;
            return;
    }
}

BeforeEnding before_ending_of(const Complaint& complaint, State from) {
    return {.state = from,
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

}  // namespace

bool is_open(State state) { return state < closed; }

bool is_dropped(State state) { return state == withdrawn || state == rejected || state == duplicate; }

State state_before(const Complaint& complaint) {
    if (complaint.before_ending) return complaint.before_ending->state;
    if (complaint.first_proposed_at) return investigating;
    return complaint.acknowledged_at ? acknowledged : received;
}

void enter(Complaint& complaint, State state) {
    complaint.state = state;
    complaint.open = is_open(state);
}

Lifecycle::Lifecycle(const ReplyDeadlines& deadlines)
    : deadlines_(deadlines),
      moves_("complaint", &Complaint::state,
             {{{received}, acknowledged, api::acknowledge, "the complainant is told that it came", kit::usual},
              {{acknowledged}, assessed, api::assess, "a person judges severity, impact and category", kit::usual},
              {{assessed}, investigating, api::investigate, "work on it begins", kit::usual},
              {{investigating}, waiting_on_customer, api::wait, "the complainant has to do something first"},
              {{investigating}, waiting_on_supplier, api::wait, "a supplier has to do something first"},
              {{waiting_on_customer, waiting_on_supplier},
               investigating,
               api::investigate,
               "what it waited for has come",
               kit::usual},
              {{investigating}, proposed, api::propose, "a resolution is offered", kit::usual},
              {{proposed}, accepted, api::accept, "the complainant agrees", kit::usual},
              {{accepted}, closed, api::close, "it is over, and so are its actions", kit::usual},
              {{proposed},
               closed,
               api::close,
               "the complainant was reminded, says nothing, and the time to reply is over",
               while_reply_is_awaited},
              {{proposed}, disputed, api::dispute, "the complainant does not agree"},
              {{disputed}, investigating, api::investigate, "it is looked into once more", kit::usual},
              needing({{disputed}, closed, api::close, "our last word; the complainant is told where else to go"},
                      {"final_position", "recourse"}),
              {{closed},
               investigating,
               api::reopen,
               "it was not over after all, a short time after the closing",
               [this](const Complaint& complaint, const kit::Asking& asking) -> std::optional<kit::Blocked> {
                   if (may_reopen(complaint, asking.now)) return {};
                   return kit::Blocked{"it_was_closed_too_long_ago",
                                       any_of(ReopenUntil{complaint.closed_at, deadlines_.reopen_within.count()})};
               }},
              {kit::any_but(received, closed, withdrawn, rejected, duplicate), rejected, api::reject,
               "it is not ours, or no complaint"},
              {kit::any_but(closed, withdrawn, rejected, duplicate), withdrawn, api::withdraw,
               "the complainant takes it back"},
              {kit::any_but(closed, withdrawn, rejected, duplicate), duplicate, api::mark_duplicate,
               "another complaint says the same and goes on instead"},
              {{withdrawn, rejected, duplicate},
               std::nullopt,
               api::reinstate,
               "that was a mistake: it goes on as if it had not been",
               kit::usual}},
             state_before) {}

std::string_view Lifecycle::method_to(const Complaint& complaint, State to, const kit::Asking& asking) const {
    const std::uint64_t here = std::uint64_t{1} << static_cast<std::size_t>(complaint.state);
    for (const auto& row : moves_.rows()) {
        const auto leads = row.to ? *row.to : static_cast<std::size_t>(state_before(complaint));
        if ((row.from & here) != 0 && leads == static_cast<std::size_t>(to)) return row.method;
    }
    throw moves_.refused(
        complaint, asking,
        "a complaint that is " + std::string(name_of(complaint.state)) + " cannot become " + std::string(name_of(to)));
}

bool Lifecycle::may_reopen(const Complaint& complaint, Instant now) const {
    return closed_within(complaint, deadlines_.reopen_within, now);
}

Complaint Lifecycle::moved(Complaint complaint, const MoveInput& input, const kit::Asking& asking) const {
    const State from = complaint.state;
    moves_.make(complaint, input.method, input.to, asking);
    if (is_dropped(complaint.state)) complaint.before_ending = before_ending_of(complaint, from);
    take_what_is_said(complaint, from, input);
    if (is_dropped(from)) give_back(complaint, asking.now);
    else settle(complaint, from, input, asking.now);
    enter(complaint, complaint.state);
    return complaint;
}

/// What being in a state means for the record.
void Lifecycle::settle(Complaint& complaint, State from, const MoveInput& input, Instant now) const {
    const bool waits = complaint.state == waiting_on_customer || complaint.state == waiting_on_supplier;
    complaint.waiting_for = waits ? input.reason : std::nullopt;
    complaint.waiting_on = complaint.state == waiting_on_supplier ? input.supplier : std::nullopt;
    if (complaint.state == acknowledged) complaint.acknowledged_at = now;
    if (complaint.state == disputed) complaint.dispute = input.reason;
    if (complaint.state == withdrawn || complaint.state == rejected) complaint.ended_because = input.reason;
    complaint.reply_by.reset();
    complaint.reminded_at.reset();
    if (complaint.state == proposed) {
        complaint.proposed_at = now;
        if (!complaint.first_proposed_at) complaint.first_proposed_at = now;
        complaint.reply_by = now + deadlines_.close_after;
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
    if (input.cost) complaint.cost = input.cost;
}

Complaint Lifecycle::reminded(Complaint complaint, Instant now) const {
    if (complaint.state != proposed || !complaint.reply_by) return complaint;
    complaint.reminded_at = now;
    complaint.reply_by = std::max(*complaint.reply_by, now + (deadlines_.close_after - deadlines_.remind_after));
    return complaint;
}

}  // namespace rapport::complaints
