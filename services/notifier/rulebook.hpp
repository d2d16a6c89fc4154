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
    /// What a rule as an operator wants it must be.
    void check_new(const kit::View& view, const Rule& rule) const;
    void check_changed(const kit::View& view, const Rule& before, Rule& after) const;
    void check_channel(const Rule& rule) const;
    /// Brings the store up to what ships now; what an operator changed or removed stays.
    void ship(kit::Unit& unit);

    std::vector<std::string> channels_;
    kit::Table<Rule> rules_{"rule", "rules"};
};

}  // namespace rapport::notifier
