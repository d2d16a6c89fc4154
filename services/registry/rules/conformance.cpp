// SPDX-License-Identifier: MIT
#include "services/registry/rules/conformance.hpp"

namespace rapport::registry {
namespace {

struct Rule {
    api::RelationshipType type;
    Requirement requirement;
    bool (*met)(const Standing&);
};

bool has_account_manager(const Standing& standing) { return standing.relationship.account_manager.has_value(); }

constexpr Rule rules[] = {
    {api::RelationshipType::customer,
     {"customer_without_account_manager", "PR7.2", "8.3.2", "name an account manager in the relationship"},
     has_account_manager},
    {api::RelationshipType::customer,
     {"customer_without_agreement_in_force", "PR2.2", "8.3.3", "put an agreement with the customer into force"},
     [](const Standing& standing) { return standing.agreements_in_force > 0; }},
    {api::RelationshipType::customer,
     {"customer_without_escalation_contact", "PR7.3", "8.3.2",
      "enter a contact of the customer in the role escalation"},
     [](const Standing& standing) { return standing.contacts_for_escalation > 0; }},
    {api::RelationshipType::supplier,
     {"supplier_without_account_manager", "PR8.2", "8.3.4.1", "name who of us answers for the supplier"},
     has_account_manager},
    {api::RelationshipType::supplier,
     {"supplier_without_contact", "PR8.3", "8.3.4.1", "enter a contact of the supplier"},
     [](const Standing& standing) { return standing.contacts > 0; }},
};

}  // namespace

std::vector<Requirement> missed(const Standing& standing) {
    std::vector<Requirement> all;
    for (const Rule& rule : rules)
        if (rule.type == standing.relationship.type && !rule.met(standing)) all.push_back(rule.requirement);
    return all;
}

constexpr Requirement notice_day_was_used{"agreement_past_notice_day", "PR2.3", "8.3.3",
                                          "review the agreement: it renews itself unless it is terminated"};

bool is_past_notice_day(const api::Agreement& agreement, Day today) {
    return agreement.status == api::AgreementStatus::active && agreement.renewal == api::Renewal::tacit &&
           agreement.notice_by < today;
}

}  // namespace rapport::registry
