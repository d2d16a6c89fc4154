// SPDX-License-Identifier: MIT
#include "services/gateway/accounts/cookies.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace rapport::gateway::accounts {
namespace {

constexpr std::string_view device_prefix = "rad_";
constexpr std::size_t most_users = 5;

}  // namespace

std::string Cookie::set(std::string_view value, std::chrono::seconds for_so_long) const {
    return fmt::format("{}={}; Path=/; HttpOnly; SameSite=Lax; Max-Age={}{}", name, value, for_so_long.count(),
                       secure ? "; Secure" : "");
}

/// `SECRET.PROOF.PROOF…`: a proof is `DAY-HASH`, when the user signed in (in days since 1970), and a keyed hash of it,
/// of the secret, the user and their password's hash, which nobody else can make.
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

std::string Device::proof_of(const UserId& user, const std::string& password_hash, std::string_view day) const {
    return std::string(day) + "-" +
           hash_.digest("device", fmt::format("{} {} {} {}", secret_, to_text(user), day, password_hash));
}

bool Device::is_proof(const std::string& proof, const UserId& user, const std::string& password_hash) const {
    return equal_secrets(proof, proof_of(user, password_hash, proof.substr(0, proof.find('-'))));
}

bool Device::proves(const UserId& user, const std::string& password_hash, Instant now) const {
    return std::ranges::any_of(proofs_, [&](const std::string& proof) {
        std::int64_t day = 0;
        std::from_chars(proof.data(), proof.data() + proof.size(), day);
        return day_of(now).days - day < proves_for.count() && is_proof(proof, user, password_hash);
    });
}

std::string Device::with(const UserId& user, const std::string& password_hash, Instant now) const {
    std::string cookie = secret_ + "." + proof_of(user, password_hash, std::to_string(day_of(now).days));
    std::size_t users = 1;
    for (const std::string& proof : proofs_)
        if (!is_proof(proof, user, password_hash) && users++ < most_users) cookie += "." + proof;
    return cookie;
}

}  // namespace rapport::gateway::accounts
