// SPDX-License-Identifier: MIT
#include "services/notifier/rulebook.hpp"

#include <algorithm>
#include <array>

#include "sdk/host/image.hpp"
#include "services/kit/entities/crud.hpp"
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
    rule.created_at = stored.created_at;
    rule.enabled = stored.enabled;
    rule.retired = stored.retired;
    return rule;
}

/// A rule may tell anybody of any event.
void check_may_change(const kit::View& view) { kit::check_sees_all(view, "a rule tells of the events of all parties"); }

void take_out_of_force(kit::Unit& unit, Rule& rule, const kit::AtVersion<RuleId>&) {
    check_may_change(unit);
    rule.enabled = false;
    rule.retired = true;
}

void restore(kit::Unit& unit, Rule& rule, const kit::AtVersion<RuleId>&) {
    check_may_change(unit);
    const std::vector<Rule> all = shipped_rules();
    const auto shipped = std::ranges::find(all, rule.shipped, &Rule::shipped);
    if (shipped == all.end()) throw Error(Code::failed_precondition, "the rule does not ship: it is an operator's own");
    rule = as_it_ships(rule, *shipped);
    rule.enabled = true;
    rule.retired = false;
}

}  // namespace

Rulebook::Rulebook(std::vector<std::string> channels) : channels_(std::move(channels)) {}

kit::Routes Rulebook::routes() {
    return {
        kit::create(api::add_rule, rules_, api::rule_added,
                    [this](kit::Unit& unit, const Rule& rule) { check_new(unit, rule); }),
        kit::on(api::get_rule, rules_),
        kit::on(api::list_rules, rules_),
        kit::change(api::update_rule, rules_, api::rule_changed,
                    [this](kit::Unit& unit, const Rule& before, Rule& after) { check_changed(unit, before, after); }),
        kit::act(api::remove_rule, rules_, api::rule_changed, take_out_of_force),
        kit::act(api::restore_rule, rules_, api::rule_changed, restore),
        kit::once("rules that ship: " + digest_of_what_ships(), this, &Rulebook::ship)};
}

std::vector<Rule> Rulebook::for_event(const kit::View& view, const std::string& type) const {
    return rules_.rows(view, "where event = ? and enabled = 1 and retired = 0 order by row", {type});
}

void Rulebook::check_new(const kit::View& view, const Rule& rule) const {
    check_may_change(view);
    check(rule);
    check_fires(rule, KnownEvents::all(view));
    check_channel(rule);
}

void Rulebook::check_changed(const kit::View& view, const Rule& before, Rule& after) const {
    check_may_change(view);
    if (before.retired) throw Error(Code::failed_precondition, "the rule was removed; add another");
    const auto changes = changes_between(before, after);
    if (changes.empty()) return;
    if (after.shipped) after.changed = true;
    check(after);
    // One that was taken by an earlier version can still be renamed, and taken out of force.
    constexpr std::array what_fires{"event"sv, "where"sv, "recipients"sv, "templates"sv};
    const bool anew = std::ranges::any_of(changes, [&what_fires](const Change& change) {
        return std::ranges::find(what_fires, change.field) != what_fires.end();
    });
    if (anew || (after.enabled && !before.enabled)) check_fires(after, KnownEvents::all(view));
    check_channel(after);
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
            if (renamed) continue;
            rule.id = unit.new_id<RuleId>();
            rule.created_at = unit.now();
            kit::add(unit, rules_, rule, api::rule_added);
            continue;
        }
        Rule after = *same;
        after.shipped = rule.shipped;
        after.changed = same->changed || (same == unnamed && same->version > 1);
        if (!after.changed) after = as_it_ships(*same, rule);
        kit::save(unit, rules_, *same, after, api::rule_changed);
    }
}

void Rulebook::check_channel(const Rule& rule) const {
    if (!rule.channel || std::ranges::find(channels_, *rule.channel) != channels_.end()) return;
    std::string there;
    for (const std::string& channel : channels_) there += (there.empty() ? "" : ", ") + channel;
    throw invalid("channel", "must be one that is configured: " + there);
}

}  // namespace rapport::notifier
