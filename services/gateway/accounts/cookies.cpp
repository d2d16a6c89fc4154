// SPDX-License-Identifier: MIT
#include "services/gateway/accounts/cookies.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rapport::gateway::accounts {
namespace {

constexpr std::string_view device_prefix = "rad_";
constexpr std::size_t most_users = 5;

}  // namespace

std::string Cookie::set(std::string_view value, std::chrono::seconds for_so_long) const {
    return fmt::format("{}={}; Path=/; HttpOnly; SameSite=Lax; Max-Age={}{}", name, value, for_so_long.count(),
                       secure ? "; Secure" : "");
}

/// `SECRET.PROOF.PROOF…`: a proof is a keyed hash of the secret and a user, which nobody else can make.
Device::Device(std::optional<std::string_view> cookie, const KeyedHash& hash) : hash_(hash) {
    std::string_view rest = cookie.value_or("");
    const auto take = [&rest] {
        const auto end = std::min(rest.find('.'), rest.size());
        const std::string_view part = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        return part;
    };
    const std::string_view secret = take();
    if (!is_secret(secret, device_prefix)) {
        secret_ = new_secret(device_prefix);
        return;
    }
    secret_ = secret;
    while (!rest.empty() && proofs_.size() < most_users) proofs_.emplace_back(take());
}

std::string Device::proof_of(const UserId& user) const { return hash_.digest("device", secret_ + to_text(user)); }

bool Device::proves(const UserId& user) const {
    const std::string wanted = proof_of(user);
    return std::ranges::any_of(proofs_, [&](const auto& proof) { return equal_secrets(proof, wanted); });
}

std::string Device::with(const UserId& user) const {
    const std::string newest = proof_of(user);
    std::string cookie = secret_ + "." + newest;
    std::size_t users = 1;
    for (const std::string& proof : proofs_)
        if (proof != newest && users++ < most_users) cookie += "." + proof;
    return cookie;
}

}  // namespace rapport::gateway::accounts
