// SPDX-License-Identifier: MIT
#include "services/kit/party_staff.hpp"

#include "services/kit/entities/replica.hpp"

namespace rapport::kit {
namespace {

/// What is read of a user who is named in a relationship.
struct Member {
    std::string user;
    static constexpr auto fields = describe(Field{"user", &Member::user, "their account's id"});
};
/// What is read of the registry's relationships.
struct Relationship {
    Uuid id;
    std::int64_t version = 0;
    Uuid party;
    std::optional<Member> account_manager, deputy;
    static constexpr auto fields = describe(
        Field{"id", &Relationship::id, "its id"}, Field{"version", &Relationship::version, "counts its changes"},
        Field{"party", &Relationship::party, "with whom"},
        Field{"account_manager", &Relationship::account_manager, "who of us answers for it"},
        Field{"deputy", &Relationship::deputy, "who stands in"});
};

constexpr Event<Changed<Relationship>> created{"registry.relationship_created"},
    changed{"registry.relationship_changed"};

/// An account's id, also where it is written as an actor's. Lives as long as what it is read of.
std::optional<std::string_view> user_of(const std::optional<Member>& named) {
    if (!named) return {};
    const std::string_view user = named->user;
    return user.starts_with("user:") ? user.substr(5) : user;
}

}  // namespace

OwnPartiesSql parties_of_staff() {
    return {.of_user =
                "select party from (select party, account_manager as user_id from kit_party_staff union all "
                "select party, deputy as user_id from kit_party_staff) as staff where user_id = ?",
            .followed = true};
}

Routes party_staff_routes() {
    static const Replica<Relationship> staff(
        "registry", "kit_party_staff",
        {{"party", &Relationship::party},
         {"account_manager", [](const Relationship& one) { return Param(user_of(one.account_manager)); }},
         {"deputy", [](const Relationship& one) { return Param(user_of(one.deputy)); }}});
    return staff.routes(created, changed);
}

}  // namespace rapport::kit
