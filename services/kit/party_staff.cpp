// SPDX-License-Identifier: MIT
#include "services/kit/party_staff.hpp"

#include "services/kit/entities/replica.hpp"
#include "services/kit/user_id.hpp"

namespace rapport::kit {
namespace {

/// What is read of the registry's relationships.
struct Relationship {
    Uuid id;
    std::int64_t version = 0;
    Uuid party;
    std::optional<UserId> account_manager, deputy;
    std::optional<std::string> former_account_manager, former_deputy;
    static constexpr auto fields = describe(
        Field{"id", &Relationship::id, "its id"}, Field{"version", &Relationship::version, "counts its changes"},
        Field{"party", &Relationship::party, "with whom"},
        Field{"account_manager", &Relationship::account_manager, "the user who answers for it",
              formerly_text("former_account_manager")},
        Field{"former_account_manager", &Relationship::former_account_manager, "a name that is no user's"},
        Field{"deputy", &Relationship::deputy, "the user who stands in", formerly_text("former_deputy")},
        Field{"former_deputy", &Relationship::former_deputy, "a name that is no user's"});
};

constexpr Event<Changed<Relationship>> created{"registry.relationship_created"},
    changed{"registry.relationship_changed"};

}  // namespace

OwnPartiesSql parties_of_staff() {
    return {.of_user =
                "select party from (select party, account_manager as user_id from kit_party_staff union all "
                "select party, deputy as user_id from kit_party_staff) as staff where user_id = ?",
            .followed = true};
}

Routes party_staff_routes() {
    static const Replica<Relationship> staff("registry", "kit_party_staff",
                                             {{"party", &Relationship::party},
                                              {"account_manager", &Relationship::account_manager},
                                              {"deputy", &Relationship::deputy}});
    return staff.routes(created, changed);
}

}  // namespace rapport::kit
