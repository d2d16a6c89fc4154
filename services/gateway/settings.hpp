// SPDX-License-Identifier: MIT
#pragma once
#include "bus/base/fields.hpp"

namespace rapport::gateway {

/// What the gateway can be told, beside what every service can.
struct Settings {
    std::string http = "127.0.0.1:8080";
    std::vector<std::string> expect;
    std::int32_t timeout_ms = 10'000;
    bool secure_cookie = false;
    std::int32_t outside_per_minute = 30;
    std::vector<std::string> proxies;
    std::int32_t connections = 4'096;

    static constexpr auto fields = describe(
        Field{"http", &Settings::http, "ADDRESS:PORT to listen on; port 0: the kernel chooses", defaulted},
        Field{"expect", &Settings::expect, "services without which /readyz says 503"},
        Field{"timeout_ms", &Settings::timeout_ms, "for a call over the bus", between(100, 50'000), defaulted},
        Field{"secure_cookie", &Settings::secure_cookie, "browsers reach us over TLS alone", defaulted},
        Field{"outside_per_minute", &Settings::outside_per_minute,
              "requests from one address of people who are not signed in", between(1, 100'000), defaulted},
        Field{"proxies", &Settings::proxies, "addresses of proxies before us: of whom they speak X-Forwarded-For says"},
        Field{"connections", &Settings::connections,
              "over HTTP, at a time; fewer where the limit of open files is too low for them", between(16, 100'000),
              defaulted});
};

}  // namespace rapport::gateway
