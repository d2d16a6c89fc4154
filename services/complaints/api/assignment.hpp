// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/api/intake.hpp"

/// Who gets which complaint by itself.
namespace rapport::complaints {

struct AssignmentRuleTag;
using AssignmentRuleId = Id<AssignmentRuleTag>;

/// Complaints without an owner for which the condition holds go to one of these. The first rule that holds counts.
struct AssignmentRule {
    AssignmentRuleId id;
    std::int64_t version = 0;
    std::string name;
    std::int32_t position = 100;
    std::optional<std::string> where;
    std::vector<kit::UserId> owners;
    std::vector<std::string> former_owners;
    bool enabled = true;
    std::optional<Instant> created_at;

    static constexpr auto was_told_as = "rule"sv;
    static constexpr auto fields = describe(
        identity(&AssignmentRule::id, &AssignmentRule::version),
        Field{"name", &AssignmentRule::name, "what people call it", length(1, 200), editable},
        Field{"position", &AssignmentRule::position, "rules are tried in this order; 100 unless said otherwise",
              between(1, 10'000), editable, defaulted, sorted},
        Field{"where", &AssignmentRule::where,
              "a condition on the complaint in the filter language: category = network and priority in (P1, P2); "
              "none: all complaints",
              length(1, 4'096), multiline, editable},
        Field{"owners", &AssignmentRule::owners, "users; the one with the fewest open complaints gets it",
              length(1, 50), editable, kit::formerly_text("former_owners")},
        Field{"former_owners", &AssignmentRule::former_owners,
              "names that an earlier version kept, while no users are called that"},
        Field{"enabled", &AssignmentRule::enabled, "whether it is in force", editable, defaulted, filter},
        Field{"created_at", &AssignmentRule::created_at, "when it was created; unknown of older ones"});
};

}  // namespace rapport::complaints

namespace rapport::complaints::api {

inline constexpr kit::Command<New<AssignmentRule>, AssignmentRule> create_assignment_rule{
    "create_assignment_rule", CREATE("/assignment-rules"), managers,
    "Create an assignment rule: complaints that meet its condition go to one of its owners."};
inline constexpr kit::Command<Edit<AssignmentRule>, AssignmentRule> update_assignment_rule{
    "update_assignment_rule", PATCH("/assignment-rules/{id}"), managers,
    "Update an assignment rule: only the fields given change."};
inline constexpr kit::Command<kit::ById<AssignmentRuleId>, AssignmentRule> remove_assignment_rule{
    "remove_assignment_rule", kit::DELETE("/assignment-rules/{id}"), managers, "Remove an assignment rule."};
inline constexpr kit::Query<kit::ById<AssignmentRuleId>, AssignmentRule> get_assignment_rule{
    "get_assignment_rule", GET("/assignment-rules/{id}"), desk, "Get an assignment rule."};
inline constexpr kit::Query<ListOf<AssignmentRule>, kit::Page<AssignmentRule>> list_assignment_rules{
    "list_assignment_rules", GET("/assignment-rules"), desk,
    "List assignment rules, newest first; `sort=position` lists them as they are tried."};

inline constexpr kit::Event<ComplaintEvent> assigned{"complaints.assigned", "a complaint has another owner"};
inline constexpr kit::Event<Changed<AssignmentRule>> assignment_rule_added{"complaints.assignment_rule_added",
                                                                           "an assignment rule was created"};
inline constexpr kit::Event<Changed<AssignmentRule>> assignment_rule_changed{"complaints.assignment_rule_changed",
                                                                             "an assignment rule was changed"};
inline constexpr kit::Event<Changed<AssignmentRule>> assignment_rule_removed{"complaints.assignment_rule_removed",
                                                                             "an assignment rule was removed"};

}  // namespace rapport::complaints::api
