// SPDX-License-Identifier: MIT
#include "bus/security/grants.hpp"

#include <algorithm>

#include "bus/wire/refusal.hpp"

namespace rapport::bus {
namespace {

bool any(const std::vector<std::string>& patterns, std::string_view text) {
    return std::ranges::any_of(patterns, [text](const auto& pattern) { return matches(pattern, text); });
}

}  // namespace

bool matches(std::string_view pattern, std::string_view text) {
    constexpr auto none = std::string_view::npos;
    std::size_t p = 0, t = 0, star = none, taken = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            taken = t;
        } else if (p < pattern.size() && pattern[p] == text[t]) {
            ++p, ++t;
        } else if (star != none) {
            p = star + 1;
            t = ++taken;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', p) == none;
}

bool Grants::may_call(std::string_view service, std::string_view method) const {
    if (call.empty()) return false;
    if (call.front() == "*") return true;
    std::string name;
    name.reserve(service.size() + method.size() + 1);
    name.append(service).append(1, '.').append(method);
    return any(call, name);
}

bool Grants::may_serve(std::string_view service) const { return any(serve, service); }
bool Grants::may_publish(std::string_view source) const { return any(publish, source); }
// A pattern that ends with a star and matches the prefix matches all that begins with it. One that does not is allowed
// to those who ask for just that; what begins with it comes along.
bool Grants::may_subscribe(std::string_view prefix) const { return any(subscribe, prefix); }
bool Grants::may_hear_watermark(std::string_view source) const {
    const std::string beginning = std::string(source) + '.';
    return any(subscribe, beginning) ||
           std::ranges::any_of(subscribe, [&](const auto& pattern) { return pattern.starts_with(beginning); });
}

Error Grants::lacks(std::string_view grant, std::string_view what) const {
    if (!known())
        return {Code::unauthenticated,
                "the bus does not know this key any more: it was revoked, or replaced by another",
                {std::string(key_unknown)}};
    std::string message = "the key `" + name + "` lacks the grant ";
    message.append(grant);
    if (!what.empty()) message.append(" = \"").append(what).append("\"");
    return {Code::permission_denied, message};
}

Grants Grants::everything(std::string name) {
    const std::vector<std::string> all{"*"};
    return {.name = std::move(name),
            .call = all,
            .serve = all,
            .publish = all,
            .subscribe = all,
            .tap = true,
            .see_personal = true,
            .act_for_others = true};
}

}  // namespace rapport::bus
