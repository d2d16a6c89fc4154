// SPDX-License-Identifier: MIT
#include "services/notifier/known_events.hpp"

#include <algorithm>

#include "services/complaints/api.hpp"
#include "services/gateway/accounts/api.hpp"

namespace rapport::notifier {
namespace {

template <class... Data>
std::vector<KnownEvent> listed(const kit::Event<Data>&... event) {
    return {KnownEvent{event.type, &shape_of<Data>()}...};
}

std::vector<KnownEvent> of_complaints() {
    using namespace complaints::api;
    return listed(opened, scored, changed, assessed, acknowledged, investigating, waiting, proposed, reminded, accepted,
                  disputed, closed, reopened, reinstated, withdrawn, rejected, duplicate, assigned,
                  assignment_rule_added, assignment_rule_changed, assignment_rule_removed, linked, unlinked, noted,
                  note_removed, answered, replied, rated, category_added, category_changed, escalated,
                  escalation_answered, clock_warned, clock_breached, calendar_handed_over, action_added, action_changed, action_moved,
                  action_handed_on, action_overdue, compliment_received, compliment_moved, suggestion_received,
                  suggestion_moved, suggestion_adopted, question_received, question_changed, question_answered,
                  question_closed, question_became_complaint, review_prepared, review_decided, review_held, review_due);
}

std::vector<KnownEvent> of_accounts() {
    using namespace gateway::accounts::api;
    return listed(organisation_changed, calendar_created, calendar_changed, user_created, user_changed, user_retired, token_created, token_revoked, signed_in,
                  signed_in_new_device, sign_in_failed_told, locked_told, signed_out, password_set, sessions_ended);
}

}  // namespace

std::span<const KnownEvent> known_events() {
    static const std::vector<KnownEvent> events = [] {
        auto all = of_complaints();
        std::ranges::copy(of_accounts(), std::back_inserter(all));
        std::ranges::sort(all, {}, &KnownEvent::type);
        return all;
    }();
    return events;
}

std::vector<std::string_view> heard_services() { return {"complaints", "accounts"}; }

}  // namespace rapport::notifier
