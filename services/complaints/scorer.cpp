// SPDX-License-Identifier: MIT
#include "services/complaints/scorer.hpp"

#include <spdlog/spdlog.h>

#include "sdk/host/plugins.hpp"
#include "services/complaints/assessment.hpp"

namespace rapport::complaints {
namespace {

sdk::Instant as_time(Instant instant) { return sdk::Instant(Millis(instant.ms)); }

sdk::Value text(const std::optional<std::string>& value) {
    if (!value) return std::monostate();
    return *value;
}

void add_row(sdk::Batch& batch, const Complaint& complaint, std::int64_t repeats) {
    batch.add_row(
        {{"complaint.subject", complaint.subject},
         {"complaint.text", text(complaint.text)},
         {"complaint.category", text(complaint.category)},
         {"complaint.remedy", text(complaint.remedy_sought)},
         {"complaint.channel", std::string(name_of(complaint.received_via))},
         {"complaint.safety", complaint.safety_implication},
         {"complaint.immediate_action", complaint.immediate_action},
         {"complaint.impact", complaint.impact ? sdk::Value(static_cast<double>(*complaint.impact)) : sdk::Value()},
         {"complaint.repeats_90d", static_cast<double>(repeats)}});
}

kit::JobOutcome outcome_of(const sdk::Scored& scored, const sdk::RuleDescription& rule, std::int64_t repeats,
                           Instant now) {
    if (scored.status != sdk::Status::scored) return {.error = scored.reason};
    Score score{.score = scored.value,
                .confidence = scored.confidence,
                .severity = severity_of(scored.value),
                .reason = scored.reason,
                .rule = rule.id + " " + rule.version,
                .at = now};
    for (const auto& factor : scored.factors)
        if (factor.contribution != 0) score.factors.push_back({factor.name, factor.contribution});
    const std::string by = score.rule;
    return {.result = encode(Opinion{std::move(score), repeats}), .by = by};
}

/// Whether it may go better by itself: not if the file or the settings are wrong.
bool passing(const sdk::PluginError& error) {
    using Kind = sdk::PluginError::Kind;
    return error.kind == Kind::died || error.kind == Kind::deadline || error.kind == Kind::host ||
           error.kind == Kind::quarantined;
}

}  // namespace

Scorer::Scorer(Settings settings, const Store& store) : settings_(std::move(settings)), store_(store) {}
Scorer::~Scorer() = default;

sdk::RulePlugin& Scorer::rule() {
    if (!rule_) {
        sdk::PluginSpec spec{.id = settings_.severity_rule, .file = sdk::bundled("severity")};
        if (settings_.severity_file) spec.file = *settings_.severity_file;
        spec.settings = settings_.severity_settings;
        spec.log = [](sdk::LogLevel, std::string_view line) { spdlog::info("severity rule: {}", line); };
        rule_ = std::make_unique<sdk::RulePlugin>(std::move(spec));
    }
    return *rule_;
}

std::vector<kit::JobOutcome> Scorer::score(kit::View& view, std::span<const std::string> requests) {
    std::vector<kit::JobOutcome> outcomes(requests.size());
    sdk::Batch batch(as_time(view.now()));
    std::vector<std::size_t> rows;
    std::vector<std::int64_t> repeats;
    for (std::size_t i = 0; i < requests.size(); ++i) {
        const auto complaint = store_.complaints.find(view, decode_stored<ScoreRequest>(requests[i]).complaint);
        if (!complaint) {
            outcomes[i].error = "the complaint is not there any more";
            continue;
        }
        repeats.push_back(store_.repeats_before(view, *complaint));
        add_row(batch, *complaint, repeats.back());
        rows.push_back(i);
    }
    if (rows.empty()) return outcomes;
    try {
        const sdk::Scores scores = rule().score(batch);
        for (std::size_t i = 0; i < rows.size(); ++i)
            outcomes[rows[i]] = outcome_of(scores[i], rule_->description(), repeats[i], view.now());
    } catch (const sdk::PluginError& error) {
        for (const std::size_t row : rows) outcomes[row] = {.error = error.what(), .again = passing(error)};
    }
    return outcomes;
}

}  // namespace rapport::complaints
