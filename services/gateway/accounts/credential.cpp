// SPDX-License-Identifier: MIT
#include "services/gateway/accounts/credential.hpp"

#include <algorithm>

#include "bus/base/error.hpp"

namespace rapport::gateway::accounts {
namespace {

constexpr std::int64_t free_tries = 5;
constexpr std::size_t shortest = 10, longest = 1'000;

}  // namespace

bool locked(const Credential& credential, Instant now) {
    return credential.locked_until && now < *credential.locked_until;
}

Credential failed(Credential credential, Instant now) {
    ++credential.failures;
    if (credential.failures < free_tries) return credential;
    const auto doublings = std::min<std::int64_t>(credential.failures - free_tries, 6);
    credential.locked_until = now + std::min<Millis>(std::chrono::minutes(1LL << doublings), std::chrono::hours(1));
    return credential;
}

Credential succeeded(Credential credential) {
    credential.failures = 0;
    credential.locked_until.reset();
    return credential;
}

void check_password(const std::string& password, const std::string& field) {
    if (password.size() < shortest || password.size() > longest)
        throw invalid(field,
                      "must be of " + std::to_string(shortest) + " to " + std::to_string(longest) + " characters");
}

}  // namespace rapport::gateway::accounts
