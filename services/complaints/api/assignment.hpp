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
    static constexpr auto fields = describe(
        Field{"id", &AssignmentRule::id, "unique"}, Field{"version", &AssignmentRule::version, "counts its changes"},
        Field{"name", &AssignmentRule::name, "what people call it"},
        Field{"position", &AssignmentRule::position, "rules are tried in this order"},
        Field{"where", &AssignmentRule::where, "a condition on the complaint; none: all"},
        Field{"owners", &AssignmentRule::owners, "users; the one with the fewest open complaints gets it",
              kit::formerly_text("former_owners")},
        Field{"former_owners", &AssignmentRule::former_owners,
              "names that an earlier version kept, while no users are called that"},
        Field{"enabled", &AssignmentRule::enabled, "whether it is in force"});
};

}  // namespace rapport::complaints

namespace rapport::complaints::api {

/// A new rule: complaints that meet its condition go to one of its owners.
struct AddAssignmentRule {
    std::string name;
    std::int32_t position = 100;
    std::optional<std::string> where;
    std::vector<kit::UserId> owners;
    static constexpr auto fields = describe(
        Field{"name", &AddAssignmentRule::name, "what people call it", length(1, 200)},
        Field{"position", &AddAssignmentRule::position, "rules are tried in this order", between(1, 10'000), defaulted},
        Field{"where", &AddAssignmentRule::where,
              "a condition on the complaint in the filter language: category = network and priority in (P1, P2)",
              length(1, 4'096), multiline},
        Field{"owners", &AddAssignmentRule::owners, "users; the one with the fewest open complaints gets it",
              length(1, 50)});
};
/// Changes what is given of a rule.
struct UpdateAssignmentRule {
    AssignmentRuleId id;
    std::optional<std::int64_t> version;
    std::optional<std::string> name;
    std::optional<std::int32_t> position;
    Patch<std::string> where;
    std::vector<kit::UserId> owners;
    std::optional<bool> enabled;
    static constexpr auto fields = describe(
        Field{"id", &UpdateAssignmentRule::id, "which rule"},
        Field{"version", &UpdateAssignmentRule::version, "the version that was read"},
        Field{"name", &UpdateAssignmentRule::name, "what people call it", length(1, 200)},
        Field{"position", &UpdateAssignmentRule::position, "rules are tried in this order", between(1, 10'000)},
        Field{"where", &UpdateAssignmentRule::where, "a condition on the complaint; null: all", length(1, 4'096),
              multiline},
        Field{"owners", &UpdateAssignmentRule::owners, "instead of those before; none: they stay", length(0, 50)},
        Field{"enabled", &UpdateAssignmentRule::enabled, "whether it is in force"});
};
/// A page of rules, in the order in which they are tried.
struct ListAssignmentRules {
    std::int64_t limit = 50;
    std::optional<std::string> after;
    static constexpr auto fields =
        describe(Field{"limit", &ListAssignmentRules::limit, "how many at most", between(1, 200), defaulted},
                 Field{"after", &ListAssignmentRules::after, "`next` of the page before", length(1, 500)});
};
/// Data of events about a rule: the rule as it is now, and what changed.
struct AssignmentRuleTold {
    AssignmentRule rule;
    std::vector<Change> changes;
    static constexpr auto fields =
        describe(Field{"rule", &AssignmentRuleTold::rule, "as it is now"},
                 Field{"changes", &AssignmentRuleTold::changes, "before and after, field by field"});
};

inline constexpr kit::Command<AddAssignmentRule, AssignmentRule> add_assignment_rule{
    "add_assignment_rule", CREATE("/assignment-rules"), roles(), "Complaints go to somebody by themselves."};
inline constexpr kit::Command<UpdateAssignmentRule, AssignmentRule> update_assignment_rule{
    "update_assignment_rule", PATCH("/assignment-rules/{id}"), roles(), "Changes what is named of a rule."};
inline constexpr kit::Command<kit::ById<AssignmentRuleId>, AssignmentRule> remove_assignment_rule{
    "remove_assignment_rule", kit::DELETE("/assignment-rules/{id}"), roles(), "Removes a rule."};
inline constexpr kit::Query<kit::ById<AssignmentRuleId>, AssignmentRule> get_assignment_rule{
    "get_assignment_rule", GET("/assignment-rules/{id}"), desk, "One rule."};
inline constexpr kit::Query<ListAssignmentRules, kit::Page<AssignmentRule>> list_assignment_rules{
    "list_assignment_rules", GET("/assignment-rules"), desk, "All rules, in their order."};

inline constexpr kit::Event<Told> assigned{"complaints.assigned", "somebody got it to work on"};
inline constexpr kit::Event<AssignmentRuleTold> assignment_rule_added{"complaints.assignment_rule_added",
                                                                      "a rule was added"};
inline constexpr kit::Event<AssignmentRuleTold> assignment_rule_changed{"complaints.assignment_rule_changed",
                                                                        "a rule was changed"};
inline constexpr kit::Event<AssignmentRuleTold> assignment_rule_removed{"complaints.assignment_rule_removed",
                                                                        "a rule was removed"};

}  // namespace rapport::complaints::api
