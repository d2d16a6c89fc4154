// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>
#include <memory>

#include "services/complaints/casebook.hpp"
#include "services/kit/routes.hpp"

namespace rapport::sdk {
class RulePlugin;
}

namespace rapport::complaints {

/// The rule's opinion, and how often this party complained of that before.
struct Opinion {
    Score score;
    std::int64_t repeats = 0;
    static constexpr auto fields = describe(Field{"score", &Opinion::score, "what the rule says"},
                                            Field{"repeats", &Opinion::repeats, "complaints in the 90 days before"});
};

/// Gives complaints to the severity rule, many at a time. Belongs to the job's thread.
class Scorer {
public:
    Scorer(Settings settings, const Store& store);
    ~Scorer();
    /// One Opinion for each request, or why there is none. The plugin is loaded when it is first needed.
    std::vector<kit::JobOutcome> score(kit::View& view, std::span<const std::string> requests);

private:
    sdk::RulePlugin& rule();

    Settings settings_;
    const Store& store_;
    std::unique_ptr<sdk::RulePlugin> rule_;
};

}  // namespace rapport::complaints
