// SPDX-License-Identifier: MIT
#include "services/complaints/assignment.hpp"

#include <algorithm>

#include "bus/base/error.hpp"
#include "bus/base/filter.hpp"

namespace rapport::complaints {

void check(const AssignmentRule& rule) {
    if (rule.owners.empty()) throw invalid("owners", "must name somebody");
    for (std::size_t i = 0; i < rule.owners.size(); ++i)
        if (rule.owners[i].empty() || rule.owners[i].size() > 200)
            throw invalid("owners[" + std::to_string(i) + "]", "must have from 1 to 200 bytes");
    if (!rule.where) return;
    try {
        parse_filter(*rule.where);
    } catch (const Error& error) {
        throw invalid("where", error.message());
    }
}

const AssignmentRule* rule_for(const Complaint& complaint, std::span<const AssignmentRule> rules) {
    if (rules.empty()) return nullptr;
    const Any record = any_of(complaint);
    const auto found = std::ranges::find_if(rules, [&record](const AssignmentRule& rule) {
        return rule.enabled && (!rule.where || matches(parse_filter(*rule.where), record));
    });
    return found == rules.end() ? nullptr : &*found;
}

}  // namespace rapport::complaints
