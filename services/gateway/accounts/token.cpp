// SPDX-License-Identifier: MIT
#include "services/gateway/accounts/token.hpp"

#include <algorithm>

namespace rapport::gateway::accounts {
namespace {

/// Parties that both may see; an empty list stands for all of them. Nothing if there is none left.
std::optional<std::vector<std::string>> common_parties(const std::vector<std::string>& a,
                                                       const std::vector<std::string>& b) {
    if (a.empty()) return b;
    if (b.empty()) return a;
    std::vector<std::string> out;
    for (const std::string& party : a)
        if (std::ranges::count(b, party)) out.push_back(party);
    if (out.empty()) return {};
    return out;
}

}  // namespace

bool valid(const Token& token, Instant now) { return !token.revoked && (!token.expires || now < *token.expires); }

std::optional<Actor> actor_of(const Token& token, const User& owner) {
    if (!owner.active) return {};
    auto parties = common_parties(token.parties, owner.parties);
    if (!parties) return {};
    return Actor{.id = "token:" + to_text(token.id),
                 .kind = "program",
                 .roles = names_of_roles(within(token.roles, owner.roles)),
                 .parties = std::move(*parties)};
}

std::optional<Actor> actor_of(const User& user) {
    if (!user.active) return {};
    return Actor{.id = "user:" + to_text(user.id),
                 .kind = "person",
                 .roles = names_of_roles(user.roles),
                 .parties = user.parties};
}

}  // namespace rapport::gateway::accounts
