// SPDX-License-Identifier: MIT
#include "services/kit/scoring.hpp"

#include <spdlog/spdlog.h>

#include "sdk/host/plugins.hpp"

namespace rapport::kit {
namespace {

/// Whether it may go better by itself: not if the file or the settings are wrong.
bool passing(const sdk::PluginError& error) {
    using Kind = sdk::PluginError::Kind;
    return error.kind == Kind::died || error.kind == Kind::deadline || error.kind == Kind::host ||
           error.kind == Kind::quarantined;
}

}  // namespace

ScoringRule::ScoringRule(RuleSource source) : source_(std::move(source)) {}
ScoringRule::~ScoringRule() = default;

sdk::RulePlugin& ScoringRule::plugin() {
    if (!plugin_) {
        sdk::PluginSpec spec{.id = source_.id,
                             .file = source_.file,
                             .settings = source_.settings,
                             .start_deadline = source_.start_deadline};
        spec.log = [id = source_.id](sdk::LogLevel, std::string_view line) { spdlog::info("rule {}: {}", id, line); };
        plugin_ = std::make_unique<sdk::RulePlugin>(std::move(spec));
    }
    return *plugin_;
}

std::vector<ScoringRule::Answer> ScoringRule::score(Instant now, std::span<const Facts> rows) {
    if (rows.empty()) return {};
    std::vector<Answer> answers(rows.size());
    sdk::Batch batch{sdk::Instant(Millis(now.ms))};
    for (const Facts& row : rows) batch.add_row(row);
    try {
        const sdk::Scores scores = plugin().score(batch);
        const sdk::RuleDescription& rule = plugin().description();
        name_ = rule.id + " " + rule.version;
        for (std::size_t i = 0; i < answers.size(); ++i) {
            sdk::Scored scored = scores[i];
            if (scored.status == sdk::Status::scored) answers[i].scored = std::move(scored);
            else answers[i].why = std::move(scored.reason);
        }
    } catch (const sdk::PluginError& error) {
        answers.assign(rows.size(), {.why = error.what(), .again = passing(error)});
    }
    return answers;
}

}  // namespace rapport::kit
