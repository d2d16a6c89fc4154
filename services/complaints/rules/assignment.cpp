// SPDX-License-Identifier: MIT
#include "services/complaints/rules/assignment.hpp"

#include <algorithm>

#include "bus/base/error.hpp"
#include "bus/base/filter_check.hpp"
#include "bus/base/names.hpp"

namespace rapport::complaints {
namespace {

Filter condition_of(const AssignmentRule& rule) { return rule.where ? parse_filter(*rule.where) : Filter{}; }

std::string named(const AssignmentRule& rule) { return "the rule " + rule.name + " (" + to_text(rule.id) + ")"; }

/// Whether it is tried before the other. Ids are made in order, as rows are.
bool comes_before(const AssignmentRule& rule, const AssignmentRule& other) {
    return std::pair(rule.position, rule.id) < std::pair(other.position, other.id);
}

/// What may stand in `subcategory`: what stands in the tree below a category.
std::vector<std::string> below_the_top(const std::vector<std::string>& paths) {
    constexpr std::string_view between = " > ";
    std::vector<std::string> out;
    for (const std::string& path : paths)
        for (auto at = path.find(between); at != path.npos; at = path.find(between, at + 1))
            out.push_back(path.substr(at + between.size()));
    return out;
}

/// The words of the trees stand in text fields: only the desk knows which there are.
void check_words(const Filter& filter, const Trees& trees) {
    for (const Filter& part : filter.parts) check_words(part, trees);
    using Op = Filter::Op;
    if (filter.op != Op::equal && filter.op != Op::one_of && filter.op != Op::differs) return;
    const auto known = filter.field == "category"      ? trees.categories
                       : filter.field == "subcategory" ? below_the_top(trees.categories)
                       : filter.field == "root_cause"  ? trees.root_causes
                                                       : std::vector<std::string>();
    if (known.empty()) return;
    for (const FilterValue& value : filter.values)
        if (std::ranges::find(known, value.text) == known.end())
            throw Error(Code::invalid_argument, filter.field + ": " + shown_name(value.text) + ": " +
                                                    unknown_name(value.text, {known.begin(), known.end()}));
}

}  // namespace

void check(const AssignmentRule& rule) {
    if (rule.owners.empty() && rule.former_owners.empty()) throw invalid("owners", "must name somebody");
    if (!rule.where) return;
    try {
        parse_filter(*rule.where);
    } catch (const Error& error) {
        throw invalid("where", error.message());
    }
}

void check_fires(const AssignmentRule& rule, const Trees& trees) {
    if (!rule.where) return;
    const Filter filter = parse_filter(*rule.where);
    try {
        check_filter(filter, RecordFields(shape_of<Complaint>()));
        check_words(filter, trees);
    } catch (const Error& error) {
        throw invalid("where", error.message());
    }
}

void check_beside(const AssignmentRule& rule, std::span<const AssignmentRule> others) {
    if (!rule.enabled) return;
    const Filter condition = condition_of(rule);
    for (const AssignmentRule& other : others) {
        if (other.id == rule.id || !other.enabled) continue;
        if (condition_of(other) == condition)
            throw Error(Code::already_exists,
                        "where: " + named(other) + " has the same condition: change that one, or switch it off first");
        if (condition_of(other) == Filter{} && comes_before(other, rule))
            throw invalid("position", "must be before " + std::to_string(other.position) + ": " + named(other) +
                                          " there takes every complaint, so none would come to this one");
    }
}

const AssignmentRule* rule_for(const Complaint& complaint, std::span<const AssignmentRule> rules) {
    if (rules.empty()) return nullptr;
    const Any record = any_of(complaint);
    const auto found = std::ranges::find_if(rules, [&record](const AssignmentRule& rule) {
        return rule.enabled && !rule.owners.empty() && (!rule.where || matches(parse_filter(*rule.where), record));
    });
    return found == rules.end() ? nullptr : &*found;
}

}  // namespace rapport::complaints
