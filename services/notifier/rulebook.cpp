// SPDX-License-Identifier: MIT
#include "services/notifier/rulebook.hpp"

#include <algorithm>

#include "sdk/host/image.hpp"
#include "services/notifier/firing.hpp"

namespace rapport::notifier {
namespace {

/// What shipped before rules were stored under the name by which they ship: known in such a store by what people call
/// them, as long as nobody changed that.
constexpr std::string_view shipped_first[] = {
    "receipt",       "account_manager", "offer",        "reminder",        "owner",      "escalation", "password_set",
    "token_created", "token_revoked",   "user_changed", "address_changed", "new_device", "locked"};

bool shipped_from_the_first(const Rule& rule) {
    return std::ranges::find(shipped_first, *rule.shipped) != std::end(shipped_first);
}

std::string source_of(const Rule& rule) { return rule.event.substr(0, rule.event.find('.')); }

std::string digest_of_what_ships() {
    std::string all;
    for (const Rule& rule : shipped_rules()) all += encode(rule);
    return sdk::hash_of(all);
}

/// The stored one with the text, recipients and condition that ship now.
Rule as_it_ships(const Rule& stored, const Rule& shipped) {
    Rule rule = shipped;
    rule.id = stored.id;
    rule.version = stored.version;
    rule.enabled = stored.enabled;
    rule.retired = stored.retired;
    return rule;
}

}  // namespace

Rulebook::Rulebook(std::vector<std::string> channels) : channels_(std::move(channels)) {}

kit::Routes Rulebook::routes() {
    using kit::on;
    return {on(api::add_rule, this, &Rulebook::add),
            on(api::get_rule, this, &Rulebook::get_one),
            on(api::list_rules, this, &Rulebook::list),
            on(api::update_rule, this, &Rulebook::update),
            on(api::remove_rule, this, &Rulebook::remove),
            on(api::restore_rule, this, &Rulebook::restore),
            kit::once("rules that ship: " + digest_of_what_ships(), this, &Rulebook::ship),
            kit::tells(api::rule_added),
            kit::tells(api::rule_changed)};
}

std::vector<Rule> Rulebook::for_event(const kit::View& view, const std::string& type) const {
    return rules_.rows(view, "where event = ? and enabled = 1 and retired = 0 order by row", {type});
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
    check_fires(rule, KnownEvents::all(unit));
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
    if (rule.shipped && !changes_between(before, rule).empty()) rule.changed = true;
    check(rule);
    // One that was taken by an earlier version can still be renamed, and taken out of force.
    const bool anew = request.event || request.where || request.recipients || request.templates;
    if (anew || (rule.enabled && !before.enabled)) check_fires(rule, KnownEvents::all(unit));
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

Rule Rulebook::restore(kit::Unit& unit, const api::Which<RuleId>& request) {
    const Rule before = rules_.get(unit, request.id);
    kit::check_version(request.version, before.version);
    for (const Rule& shipped : shipped_rules()) {
        if (shipped.shipped != before.shipped) continue;
        Rule rule = as_it_ships(before, shipped);
        rule.enabled = true;
        rule.retired = false;
        return changes_between(before, rule).empty() ? before : store_changed(unit, before, std::move(rule));
    }
    throw Error(Code::failed_precondition, "the rule does not ship: it is an operator's own");
}

void Rulebook::ship(kit::Unit& unit) {
    const std::vector<Rule> stored = rules_.rows(unit, "order by row");
    for (Rule& rule : shipped_rules()) {
        const auto known = std::ranges::find(stored, rule.shipped, &Rule::shipped);
        const auto unnamed = std::ranges::find_if(stored, [&](const Rule& each) {
            return !each.shipped && shipped_from_the_first(rule) && each.name == rule.name && each.event == rule.event;
        });
        const auto same = known != stored.end() ? known : unnamed;
        if (same == stored.end()) {
            const bool renamed =
                shipped_from_the_first(rule) && std::ranges::find(stored, source_of(rule), source_of) != stored.end();
            if (!renamed) store_new(unit, std::move(rule));
            continue;
        }
        Rule after = *same;
        after.shipped = rule.shipped;
        after.changed = same->changed || (same == unnamed && same->version > 1);
        if (!after.changed) after = as_it_ships(*same, rule);
        if (!changes_between(*same, after).empty()) store_changed(unit, *same, std::move(after));
    }
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
