// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/api/values.hpp"

namespace rapport::complaints {

/// What the desk can be told beside what every service can.
struct Settings {
    std::string severity_rule = "rapport.severity";
    std::optional<std::string> severity_file;  ///< none: the plugin that ships
    std::string severity_settings = "{}";
    std::int32_t remind_after_days = 7, close_after_days = 14, reopen_within_days = 14;
    std::string time_zone = "UTC";
    std::vector<State> respond_pauses_in = {State::waiting_on_customer};
    std::vector<State> resolve_pauses_in = {State::waiting_on_customer, State::proposed};

    static constexpr auto fields =
        describe(Field{"severity_rule", &Settings::severity_rule, "id of the rule that scores complaints", defaulted},
                 Field{"severity_file", &Settings::severity_file, "its file; left out: the severity plugin that ships"},
                 Field{"severity_settings", &Settings::severity_settings, "its settings, a JSON object", defaulted},
                 Field{"remind_after_days", &Settings::remind_after_days,
                       "of an offer, until its complainant is reminded", between(1, 365), defaulted},
                 Field{"close_after_days", &Settings::close_after_days,
                       "of an offer, until no reply closes the complaint", between(1, 365), defaulted},
                 Field{"reopen_within_days", &Settings::reopen_within_days,
                       "of the closing, while a complaint can be opened again", between(0, 365), defaulted},
                 Field{"time_zone", &Settings::time_zone, "of the calendar that a new store begins with", defaulted},
                 Field{"respond_pauses_in", &Settings::respond_pauses_in,
                       "the states in which the clock until the first proposal pauses", defaulted},
                 Field{"resolve_pauses_in", &Settings::resolve_pauses_in,
                       "the states in which the clock until the solution pauses", defaulted});
};

}  // namespace rapport::complaints
