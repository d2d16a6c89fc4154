// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>
#include <memory>

#include "services/complaints/store.hpp"
#include "services/kit/routes.hpp"

namespace rapport::sdk {
class RulePlugin;
}

namespace rapport::complaints {

/// What is asked of the rule: the complaint as it was stored.
struct ScoreRequest {
    ComplaintId complaint;
    static constexpr auto fields = describe(Field{"complaint", &ScoreRequest::complaint, "which"});
};

/// Gives complaints to the severity rule, many at a time. Belongs to the job's thread.
class Scorer {
public:
    struct Settings {
        std::string severity_rule = "rapport.severity";
        std::optional<std::string> severity_file;  ///< none: the plugin that ships
        std::string severity_settings = "{}";
        static constexpr auto fields = describe(
            Field{"severity_rule", &Settings::severity_rule, "id of the rule that scores complaints", defaulted},
            Field{"severity_file", &Settings::severity_file, "its file; left out: the severity plugin that ships"},
            Field{"severity_settings", &Settings::severity_settings, "its settings, a JSON object", defaulted});
    };

    Scorer(Settings settings, const Store& store);
    ~Scorer();
    /// One Score for each request, or why there is none. The plugin is loaded when it is first needed.
    std::vector<kit::JobOutcome> score(kit::View& view, std::span<const std::string> requests);

private:
    sdk::RulePlugin& rule();

    Settings settings_;
    const Store& store_;
    std::unique_ptr<sdk::RulePlugin> rule_;
};

}  // namespace rapport::complaints
