// SPDX-License-Identifier: MIT
#include "services/gateway/http/response_headers.hpp"

#include <algorithm>

namespace rapport::gateway {

void add_safety_headers(HttpResponse& response, std::string_view path, bool over_tls) {
    const auto add = [&](const char* name, const char* value) {
        const bool brought = std::ranges::any_of(response.headers, [&](const auto& one) { return one.first == name; });
        if (!brought) response.headers.emplace_back(name, value);
    };
    const std::string_view type = std::string_view(response.content_type).substr(0, response.content_type.find(';'));
    const bool json = type == "application/json" || type == "application/problem+json";
    if (type.starts_with("text/") && response.content_type.find("charset=") == std::string::npos)
        response.content_type += "; charset=utf-8";

    add("X-Content-Type-Options", "nosniff");
    add("Referrer-Policy", "no-referrer");  // links from outside are secrets
    add("Cache-Control", "no-store");
    add("Content-Security-Policy", "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    add("Cross-Origin-Resource-Policy", "same-origin");
    if (type == "text/html") add("Cross-Origin-Opener-Policy", "same-origin");
    if (json && path.starts_with("/api/")) add("Content-Disposition", "attachment; filename=\"api.json\"");
    // Of this host alone: what else there is below its name, and whether over TLS, only its owner knows.
    if (over_tls) add("Strict-Transport-Security", "max-age=31536000");
}

}  // namespace rapport::gateway
