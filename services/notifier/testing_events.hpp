// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/api.hpp"
#include "services/gateway/accounts/api.hpp"
#include "services/notifier/known_events.hpp"
#include "services/registry/api.hpp"

// What the services say of the events that they tell. tests/contract holds the rules that ship against the services.
namespace rapport::notifier {

template <class... Data>
bus::ServiceInfo introduction_of(const std::string& service, const kit::Event<Data>&... event) {
    return {.name = service, .events = {kit::tells(event).info...}};
}

inline std::vector<bus::ServiceInfo> introductions() {
    namespace complaints = complaints::api;
    namespace accounts = gateway::accounts::api;
    namespace registry = registry::api;
    return {introduction_of("complaints", complaints::opened, complaints::scored, complaints::changed,
                            complaints::assessed, complaints::acknowledged, complaints::proposed, complaints::reminded,
                            complaints::accepted, complaints::closed, complaints::reopened, complaints::reinstated,
                            complaints::withdrawn, complaints::rejected, complaints::assigned, complaints::noted,
                            complaints::answered, complaints::rated, complaints::escalated, complaints::clock_warned,
                            complaints::compliment_received, complaints::compliment_moved,
                            complaints::suggestion_received, complaints::suggestion_moved,
                            complaints::question_received, complaints::question_answered, complaints::review_held),
            introduction_of("accounts", accounts::user_created, accounts::user_changed, accounts::user_retired,
                            accounts::token_created, accounts::token_revoked, accounts::signed_in,
                            accounts::signed_in_new_device, accounts::sign_in_failed_told, accounts::locked_told,
                            accounts::signed_out, accounts::password_set, accounts::sessions_ended,
                            accounts::second_factor_enrolled, accounts::second_factor_removed,
                            accounts::recovery_codes_made, accounts::recovery_code_used),
            introduction_of("registry", registry::party_created, registry::party_changed, registry::contact_created,
                            registry::contact_changed, registry::agreement_created, registry::agreement_changed)};
}

/// The same as rules are checked against it.
inline EventSchemas told_schemas() {
    EventSchemas all;
    for (const bus::ServiceInfo& info : introductions())
        for (const bus::EventInfo& event : info.events) all.emplace(event.type, event.schema);
    return all;
}

}  // namespace rapport::notifier
