// SPDX-License-Identifier: MIT
#include "services/gateway/http/auth.hpp"

#include "bus/base/error.hpp"

namespace rapport::gateway {

std::optional<Actor> Authenticator::who(const HttpRequest& request) const {
    const auto admission = admit(request);
    if (!admission) return {};
    return admission->actor();
}

std::optional<std::string_view> bearer_of(const HttpRequest& request) {
    auto value = request.header("Authorization").value_or("");
    constexpr std::string_view scheme = "bearer ";
    if (value.size() <= scheme.size()) return {};
    for (std::size_t i = 0; i < scheme.size(); ++i)
        if ((value[i] | 0x20) != (scheme[i] | 0x20)) return {};
    const auto start = value.find_first_not_of(' ', scheme.size());
    if (start == value.npos) return {};
    return value.substr(start);
}

bool changes_something(std::string_view verb) { return verb != "GET" && verb != "HEAD" && verb != "OPTIONS"; }

void check_own_site(const HttpRequest& request) {
    if (changes_something(request.verb) && request.header("Sec-Fetch-Site") == "cross-site")
        throw Error(Code::permission_denied, "another site asked for this: nothing was done");
}

}  // namespace rapport::gateway
