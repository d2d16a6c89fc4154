// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/api/intake.hpp"

/// How complaints are found, kept and judged.
namespace rapport::complaints::api {

/// What a person makes of the complaint. The rule's own opinion stays beside it.
struct Assess {
    ComplaintId id;
    std::optional<std::int64_t> version;
    std::optional<Severity> severity;
    std::optional<std::string> category, subcategory, reason;
    std::optional<std::int32_t> impact, complexity;

    static constexpr auto fields = describe(
        identity(&Assess::id, &Assess::version),
        Field{"severity", &Assess::severity, "overrules the rule; left out, the rule's opinion holds"},
        Field{"category", &Assess::category, as_in<Complaint>},
        Field{"subcategory", &Assess::subcategory, as_in<Complaint>},
        Field{"reason", &Assess::reason, "why the rule was overruled", length(0, 2'000), multiline},
        Field{"impact", &Assess::impact, as_in<Complaint>}, Field{"complexity", &Assess::complexity, as_in<Complaint>});
};

inline constexpr kit::Query<kit::ById<ComplaintId>, Shown<Complaint>> get{"get", GET("/complaints/{id}"), desk,
                                                                          "Get a complaint, its clocks explained."};
inline constexpr kit::Query<ListOf<Complaint>, kit::Page<Shown<Complaint>>> list{
    "list", GET("/complaints"), desk, "List complaints, newest first, filtered, searched or sorted."};
inline constexpr kit::Command<Edit<Complaint>, Shown<Complaint>> update{
    "update", PATCH("/complaints/{id}"), workers, "Update a complaint: only the fields given change."};
inline constexpr kit::Command<Assess, Shown<Complaint>> assess{
    "assess", POST("/complaints/{id}/assess"), workers,
    "Assess severity, impact and category of a complaint; in a later state, assess them anew."};

inline constexpr kit::Event<ComplaintEvent> changed{"complaints.changed", "what is recorded of a complaint changed"};
inline constexpr kit::Event<ComplaintEvent> assessed{"complaints.assessed", "a person assessed a complaint"};

}  // namespace rapport::complaints::api
