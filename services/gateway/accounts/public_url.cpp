// SPDX-License-Identifier: MIT
#include "services/gateway/accounts/public_url.hpp"

#include <algorithm>

#include "bus/base/error.hpp"
#include "bus/base/text.hpp"

namespace rapport::gateway::accounts {
namespace {

bool digit(char c) { return c >= '0' && c <= '9'; }

/// Of an IPv4 address in four parts, or an IPv6 one in brackets; whether it is reachable is for others to find out.
bool is_literal(std::string_view host) {
    if (host.starts_with('[') && host.ends_with(']'))
        return host.size() > 4 && std::ranges::all_of(host.substr(1, host.size() - 2), [](char c) {
                   return digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == ':' || c == '.';
               });
    int parts = 0;
    while (!host.empty()) {
        const auto end = std::min(host.find('.'), host.size());
        const std::string_view part = host.substr(0, end);
        if (part.empty() || part.size() > 3 || !std::ranges::all_of(part, digit) || std::stoi(std::string(part)) > 255)
            return false;
        host.remove_prefix(std::min(end + 1, host.size()));
        ++parts;
    }
    return parts == 4;
}

bool is_port(std::string_view text) {
    return !text.empty() && text.size() <= 5 && std::ranges::all_of(text, digit) && text[0] != '0' &&
           std::stoi(std::string(text)) <= 65'535;
}

/// Browsers read what is all digits at its end as a number, not as a name.
bool is_host(std::string_view host) {
    const auto last = host.substr(host.rfind('.') + 1);
    return is_literal(host) || (is_domain(host, 1) && !std::ranges::all_of(last, digit));
}

}  // namespace

std::string checked_public_url(const std::string& field, const std::string& url) {
    std::string_view rest = url;
    for (const std::string_view scheme : {"https://", "http://"})
        if (url.starts_with(scheme)) rest.remove_prefix(scheme.size());
    if (rest.size() == url.size()) throw invalid(field, "must begin with https:// or http://");
    if (rest.find('@') != rest.npos) throw invalid(field, "must name nobody: leave out what stands before the @");
    const auto end = rest.find_first_of("/?#");
    if (end != rest.npos && rest.substr(end) != "/")
        throw invalid(field,
                      "must end after the host, since the gateway's pages begin at its root: such as "
                      "https://help.example.com");
    rest = rest.substr(0, end);
    const auto colon = rest.find(':', rest.starts_with('[') ? rest.find(']') : 0);
    const bool good = is_host(rest.substr(0, colon)) && (colon == rest.npos || is_port(rest.substr(colon + 1)));
    if (!good) throw invalid(field, "must name a host, such as https://help.example.com or http://10.0.0.5:8080");
    return url.ends_with('/') ? url.substr(0, url.size() - 1) : url;
}

}  // namespace rapport::gateway::accounts
