// SPDX-License-Identifier: MIT
#pragma once
#include "services/kit/user_id.hpp"

namespace rapport::registry::api {
struct PartyTag;
struct ContactTag;
struct ServiceTag;
}  // namespace rapport::registry::api
namespace rapport::kit {
template <class Owner>
struct Action;
}

/// Ids and words of the complaint desk.
namespace rapport::complaints {

using namespace std::literals;

struct Complaint;
struct ComplaintTag;
using ComplaintId = Id<ComplaintTag>;
using ActionId = Id<kit::Action<Complaint>>;
using PartyId = Id<registry::api::PartyTag>;      ///< the registry's
using ContactId = Id<registry::api::ContactTag>;  ///< the registry's
using ServiceId = Id<registry::api::ServiceTag>;  ///< the registry's

/// Where a complaint is on its way. Which moves there are between them, lifecycle.hpp says.
enum class State {
    received,
    acknowledged,
    assessed,
    investigating,
    waiting_on_customer,
    waiting_on_supplier,
    proposed,
    accepted,
    disputed,
    closed,
    withdrawn,
    rejected,
    duplicate
};
constexpr auto names_of(State) {
    return std::array{"received"sv,
                      "acknowledged"sv,
                      "assessed"sv,
                      "investigating"sv,
                      "waiting_on_customer"sv,
                      "waiting_on_supplier"sv,
                      "proposed"sv,
                      "accepted"sv,
                      "disputed"sv,
                      "closed"sv,
                      "withdrawn"sv,
                      "rejected"sv,
                      "duplicate"sv};
}
/// How something reached us.
enum class ReceivedVia { web, email, phone, letter, fax, in_person, chat, referral, other };
constexpr auto names_of(ReceivedVia) {
    return std::array{"web"sv,       "email"sv, "phone"sv,    "letter"sv, "fax"sv,
                      "in_person"sv, "chat"sv,  "referral"sv, "other"sv};
}
/// How bad it is, by the rule or by who assessed it.
enum class Severity { low, medium, high, critical };
constexpr auto names_of(Severity) { return std::array{"low"sv, "medium"sv, "high"sv, "critical"sv}; }
/// How soon it has to be dealt with, the most urgent first.
enum class Priority { P1, P2, P3, P4 };
constexpr auto names_of(Priority) { return std::array{"P1"sv, "P2"sv, "P3"sv, "P4"sv}; }
/// How a complaint that is closed came to its end.
enum class Outcome { accepted, no_reply, final_position };
constexpr auto names_of(Outcome) { return std::array{"accepted"sv, "no_reply"sv, "final_position"sv}; }
/// What brought a complaint before somebody who can do more.
enum class EscalatedBy { hand, severity, recurrence, clock, silence };
constexpr auto names_of(EscalatedBy) {
    return std::array{"hand"sv, "severity"sv, "recurrence"sv, "clock"sv, "silence"sv};
}

}  // namespace rapport::complaints
