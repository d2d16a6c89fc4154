// SPDX-License-Identifier: MIT
#include "services/notifier/rulebook.hpp"

#include <algorithm>

#include "services/notifier/firing.hpp"

namespace rapport::notifier {

Rulebook::Rulebook(std::vector<std::string> channels) : channels_(std::move(channels)) {}

kit::Routes Rulebook::routes() {
    using kit::on;
    return {on(api::add_rule, this, &Rulebook::add),
            on(api::get_rule, this, &Rulebook::get_one),
            on(api::list_rules, this, &Rulebook::list),
            on(api::update_rule, this, &Rulebook::update),
            on(api::remove_rule, this, &Rulebook::remove),
            kit::once("default rules", this, &Rulebook::begin),
            kit::once("default rules of accounts", this, &Rulebook::begin_accounts),
            kit::tells(api::rule_added),
            kit::tells(api::rule_changed)};
}

std::vector<Rule> Rulebook::for_event(const kit::View& view, const std::string& type) const {
    std::vector<Rule> rules;
    for (const auto& [body] : view.db().rows<std::string>(
             "select body from rules where event = ? and enabled = 1 and retired = 0 order by row", {type}))
        rules.push_back(decode<Rule>(from_json(body)));
    return rules;
}

Rule Rulebook::add(kit::Unit& unit, const api::AddRule& request) {
    Rule rule{.name = request.name,
              .event = request.event,
              .where = request.where,
              .channel = request.channel,
              .recipients = request.recipients,
              .templates = request.templates,
              .urgency = request.urgency,
              .enabled = request.enabled};
    check(rule);
    check_fires(rule);
    check_channel(rule);
    return store_new(unit, std::move(rule));
}

Rule Rulebook::get_one(kit::View& view, const kit::ById<RuleId>& request) { return rules_.get(view, request.id); }

kit::Page<Rule> Rulebook::list(kit::View& view, const api::ListRules& request) {
    const kit::Condition conditions[] = {{"event", request.event}, {"enabled", request.enabled}, {"retired", false}};
    return rules_.list(view, {.limit = request.limit, .after = request.after}, conditions);
}

Rule Rulebook::update(kit::Unit& unit, const api::UpdateRule& request) {
    const Rule before = rules_.get(unit, request.id);
    kit::check_version(request.version, before.version);
    if (before.retired) throw Error(Code::failed_precondition, "the rule was removed; add another");
    Rule rule = before;
    apply_patch(rule, request);
    check(rule);
    // One that was taken by an earlier version can still be renamed, and taken out of force.
    const bool anew = request.event || request.where || request.recipients || request.templates;
    if (anew || (rule.enabled && !before.enabled)) check_fires(rule);
    check_channel(rule);
    return store_changed(unit, before, std::move(rule));
}

Rule Rulebook::remove(kit::Unit& unit, const api::Which<RuleId>& request) {
    const Rule before = rules_.get(unit, request.id);
    kit::check_version(request.version, before.version);
    if (before.retired) return before;
    Rule rule = before;
    rule.enabled = false;
    rule.retired = true;
    return store_changed(unit, before, std::move(rule));
}

void Rulebook::begin(kit::Unit& unit) {
    for (Rule& rule : default_rules()) store_new(unit, std::move(rule));
}

/// By itself: a store that knew of complaints alone gets these too.
void Rulebook::begin_accounts(kit::Unit& unit) {
    for (Rule& rule : account_rules()) store_new(unit, std::move(rule));
}

void Rulebook::check_channel(const Rule& rule) const {
    if (!rule.channel || std::ranges::find(channels_, *rule.channel) != channels_.end()) return;
    std::string there;
    for (const std::string& channel : channels_) there += (there.empty() ? "" : ", ") + channel;
    throw invalid("channel", "must be one that is configured: " + there);
}

Rule Rulebook::store_new(kit::Unit& unit, Rule rule) const {
    rule.id = unit.new_id<RuleId>();
    rules_.put(unit, rule);
    unit.emit(api::rule_added, rule.id, {.rule = rule});
    return rule;
}

Rule Rulebook::store_changed(kit::Unit& unit, const Rule& before, Rule rule) const {
    auto changes = changes_between(before, rule);
    rules_.put(unit, rule);
    unit.emit(api::rule_changed, rule.id, {.rule = rule, .changes = std::move(changes)});
    return rule;
}

}  // namespace rapport::notifier
