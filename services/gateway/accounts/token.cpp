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

std::optional<Rights> rights_of(const User& user) {
    if (!user.active) return {};
    return Rights{user.roles, user.parties};
}

std::optional<Rights> rights_of(const Token& token, const User& owner) {
    const auto owners = rights_of(owner);
    if (!owners) return {};
    return within(Rights{token.roles, token.parties}, *owners);
}

std::optional<Rights> within(const Rights& own, const Rights& maker) {
    auto parties = common_parties(own.parties, maker.parties);
    if (!parties) return {};
    return Rights{within(own.roles, maker.roles), std::move(*parties)};
}

bool covers(const Rights& rights, const User& user) {
    if (within(user.roles, rights.roles) != user.roles) return false;
    if (rights.parties.empty()) return true;
    return !user.parties.empty() && std::ranges::all_of(user.parties, [&](const std::string& party) {
        return std::ranges::count(rights.parties, party) > 0;
    });
}

Actor actor_of(const Token& token, const Rights& rights) {
    return {.id = "token:" + to_text(token.id),
            .kind = "program",
            .roles = names_of_roles(rights.roles),
            .parties = rights.parties};
}

Actor actor_of(const User& user, const Rights& rights) {
    return {.id = "user:" + to_text(user.id),
            .kind = "person",
            .roles = names_of_roles(rights.roles),
            .parties = rights.parties};
}

}  // namespace rapport::gateway::accounts
