// SPDX-License-Identifier: MIT
#pragma once
#include "services/kit/routes.hpp"
#include "services/kit/store/table.hpp"
#include "services/notifier/api.hpp"

namespace rapport::notifier {

/// The rules as they are kept, and what operators do with them.
class Rulebook {
public:
    /// Rules may be for KnownEvents, through one of `channels`.
    explicit Rulebook(std::vector<std::string> channels);
    kit::Routes routes();

    /// Those in force for that type of event.
    std::vector<Rule> for_event(const kit::View& view, const std::string& type) const;
    Rule get(const kit::View& view, const RuleId& id) const { return rules_.get(view, id); }

private:
    Rule add(kit::Unit& unit, const api::AddRule& request);
    Rule get_one(kit::View& view, const kit::ById<RuleId>& request);
    kit::Page<Rule> list(kit::View& view, const api::ListRules& request);
    Rule update(kit::Unit& unit, const api::UpdateRule& request);
    Rule remove(kit::Unit& unit, const api::Which<RuleId>& request);
    Rule restore(kit::Unit& unit, const api::Which<RuleId>& request);
    /// Brings the store up to what ships now; what an operator changed or removed stays.
    void ship(kit::Unit& unit);

    void check_channel(const Rule& rule) const;
    Rule store_new(kit::Unit& unit, Rule rule) const;
    Rule store_changed(kit::Unit& unit, const Rule& before, Rule rule) const;

    std::vector<std::string> channels_;
    kit::Table<Rule> rules_{"rule", {"rules", {"event", "enabled", "retired"}}};
};

}  // namespace rapport::notifier
