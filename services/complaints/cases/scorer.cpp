// SPDX-License-Identifier: MIT
#include "services/complaints/cases/scorer.hpp"

#include "sdk/host/plugins.hpp"
#include "services/complaints/rules/assessment.hpp"

namespace rapport::complaints {
namespace {

sdk::Value text(const std::optional<std::string>& value) {
    if (!value) return std::monostate();
    return *value;
}

kit::Facts facts_of(const Complaint& complaint, std::int64_t repeats) {
    return {{"complaint.subject", complaint.subject},
            {"complaint.text", text(complaint.text)},
            {"complaint.category", text(complaint.category)},
            {"complaint.remedy", text(complaint.remedy_sought)},
            {"complaint.channel", std::string(name_of(complaint.received_via))},
            {"complaint.safety", complaint.safety_implication},
            {"complaint.immediate_action", complaint.immediate_action},
            {"complaint.impact", complaint.impact ? sdk::Value(static_cast<double>(*complaint.impact)) : sdk::Value()},
            {"complaint.repeats_90d", static_cast<double>(repeats)}};
}

Score score_of(const sdk::Scored& scored, const std::string& rule, Instant now) {
    Score score{.score = scored.value,
                .confidence = scored.confidence,
                .severity = severity_of(scored.value),
                .reason = scored.reason,
                .rule = rule,
                .at = now};
    for (const auto& factor : scored.factors)
        if (factor.contribution != 0) score.factors.push_back({factor.name, factor.contribution});
    return score;
}

}  // namespace

kit::RuleJob<ScoreRequest, Opinion> severity_rule(const Settings& settings, const Store& store) {
    return {{.id = settings.severity_rule,
             .file = settings.severity_file ? std::filesystem::path(*settings.severity_file) : sdk::bundled("severity"),
             .settings = settings.severity_settings},
            [&store](const View& view, const ScoreRequest& request) -> kit::RuleRow<Opinion> {
                const Complaint complaint = store.complaints.get(view, request.complaint);
                const std::int64_t repeats = store.repeats_before(view, complaint);
                return {facts_of(complaint, repeats),
                        [repeats, now = view.now()](const sdk::Scored& scored, const std::string& rule) {
                            return Opinion{score_of(scored, rule, now), repeats};
                        }};
            }};
}

}  // namespace rapport::complaints
