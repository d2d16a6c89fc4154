// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/api/values.hpp"

namespace rapport::complaints {

/// Who is to act, and how long they have before a complaint is escalated further.
struct EscalationLevel {
    std::string role;
    std::int64_t answer_within_minutes = 0;
    static constexpr auto fields =
        describe(Field{"role", &EscalationLevel::role, "who is to act", length(1, 50)},
                 Field{"answer_within_minutes", &EscalationLevel::answer_within_minutes,
                       "how long that role has to answer before it is escalated further", between(1, 525'600)});
};
/// The levels, lowest first, and what leads to which of them by itself.
struct EscalationPolicy {
    std::vector<EscalationLevel> levels{{"account_manager", 240}, {"manager", 480}, {"admin", 1'440}};
    Severity severity = Severity::critical;
    std::int32_t severity_level = 2;
    std::int32_t repeats = 1, repeats_level = 1;
    std::int32_t warned_level = 1, breached_level = 2;
    static constexpr auto fields = describe(
        Field{"levels", &EscalationPolicy::levels, "lowest first", length(1, 9), defaulted},
        Field{"severity", &EscalationPolicy::severity, "from which severity on a complaint is escalated", defaulted},
        Field{"severity_level", &EscalationPolicy::severity_level, "to which level", between(1, 9), defaulted},
        Field{"repeats", &EscalationPolicy::repeats,
              "after how many complaints of the same party and category within 90 days it is escalated",
              between(1, 1'000), defaulted},
        Field{"repeats_level", &EscalationPolicy::repeats_level, "to which level", between(1, 9), defaulted},
        Field{"warned_level", &EscalationPolicy::warned_level,
              "to which level when a clock has used 75 %; 0: not at all", between(0, 9), defaulted},
        Field{"breached_level", &EscalationPolicy::breached_level,
              "to which level when a clock has used all; 0: not at all", between(0, 9), defaulted});
};

/// What the desk can be told beside what every service can.
struct Settings {
    std::string severity_rule = "rapport.severity";
    std::optional<std::string> severity_file;  ///< none: the plugin that ships
    std::string severity_settings = "{}";
    std::int32_t remind_after_days = 7, close_after_days = 14, reopen_within_days = 14;
    bool receipt_acknowledges = false;
    std::vector<State> respond_pauses_in = {State::waiting_on_customer};
    std::vector<State> resolve_pauses_in = {State::waiting_on_customer, State::proposed};
    EscalationPolicy escalation;

    static constexpr auto fields = describe(
        Field{"severity_rule", &Settings::severity_rule, "id of the rule that scores complaints", defaulted},
        Field{"severity_file", &Settings::severity_file, "its file; left out: the severity plugin that ships"},
        Field{"severity_settings", &Settings::severity_settings, "its settings, a JSON object", defaulted},
        Field{"remind_after_days", &Settings::remind_after_days, "of an offer, until its complainant is reminded",
              between(1, 365), defaulted},
        Field{"close_after_days", &Settings::close_after_days, "of an offer, until no reply closes the complaint",
              between(1, 365), defaulted},
        Field{"reopen_within_days", &Settings::reopen_within_days,
              "of the closing, while a complaint can be opened again", between(0, 365), defaulted},
        Field{"receipt_acknowledges", &Settings::receipt_acknowledges,
              "whether the receipt that goes to a complainant by e-mail acknowledges the complaint", defaulted},
        Field{"respond_pauses_in", &Settings::respond_pauses_in,
              "the states in which the clock until the first proposal pauses", defaulted},
        Field{"resolve_pauses_in", &Settings::resolve_pauses_in,
              "the states in which the clock until the solution pauses", defaulted},
        Field{"escalation", &Settings::escalation, "who is to act when, beyond the owner", defaulted});
};

}  // namespace rapport::complaints
