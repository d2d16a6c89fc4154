// SPDX-License-Identifier: MIT
#pragma once
#include "bus/base/fields.hpp"
#include "services/gateway/accounts/organisation.hpp"

namespace rapport::gateway {

/// What the gateway can be told, beside what every service can.
struct Settings {
    std::string http = "127.0.0.1:8080";
    std::vector<std::string> expect;
    std::int32_t timeout_ms = 10'000;
    std::optional<bool> secure_cookie;
    std::int32_t session_hours = 12, session_idle_minutes = 30;
    std::int32_t initial_password_days = 7;
    std::vector<std::string> second_factor;
    std::optional<std::int32_t> admin_token_days;
    std::int32_t outside_per_minute = 30;
    std::vector<std::string> proxies;
    std::int32_t connections = 4'096;
    std::optional<std::string> web;
    std::optional<kit::Part<accounts::api::Organisation>> organisation;

    static constexpr auto fields = describe(
        Field{"http", &Settings::http, "ADDRESS:PORT to listen on; port 0: the kernel chooses", defaulted},
        Field{"expect", &Settings::expect, "services without which /readyz says 503"},
        Field{"timeout_ms", &Settings::timeout_ms, "for a call over the bus", between(100, 50'000), defaulted},
        Field{"secure_cookie", &Settings::secure_cookie,
              "browsers reach us over TLS alone; none: unless `http` is an address of this machine alone"},
        Field{"session_hours", &Settings::session_hours, "after which people sign in again", between(1, 720),
              defaulted},
        Field{"session_idle_minutes", &Settings::session_idle_minutes,
              "after which people sign in again who asked for nothing", between(1, 10'080), defaulted},
        Field{"initial_password_days", &Settings::initial_password_days,
              "for which a password opens that an administrator set", between(1, 90), defaulted},
        Field{"second_factor", &Settings::second_factor,
              "roles whose users sign in with a second factor beside the password, such as admin"},
        Field{"admin_token_days", &Settings::admin_token_days,
              "for which admin.token opens; the next start then makes a new one; none: for good", between(1, 3'650)},
        Field{"outside_per_minute", &Settings::outside_per_minute,
              "requests from one address of people who are not signed in", between(1, 100'000), defaulted},
        Field{"proxies", &Settings::proxies, "addresses of proxies before us: of whom they speak X-Forwarded-For says"},
        Field{"connections", &Settings::connections,
              "over HTTP, at a time; fewer where the limit of open files is too low for them", between(16, 100'000),
              defaulted},
        Field{"web", &Settings::web,
              "the folder of the workplace's files; none: ../share/rapport/web beside the programs, if it is there"},
        Field{"organisation", &Settings::organisation,
              "what its record begins with at the first start: name, time_zone, languages and the like; from then on "
              "PATCH /api/v1/organisation changes it"});
};

}  // namespace rapport::gateway
