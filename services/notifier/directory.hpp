// SPDX-License-Identifier: MIT
#pragma once
#include "services/kit/routes.hpp"
#include "services/notifier/addressee.hpp"

namespace rapport::registry::api {
struct ContactEvent;
struct PartyEvent;
struct RelationshipEvent;
}  // namespace rapport::registry::api
namespace rapport::gateway::accounts::api {
struct UserEvent;
}

namespace rapport::notifier {

/// What the notifier knows of the registry and of accounts: how parties are reached, who of us answers for them, and
/// how we are reached ourselves.
class Directory {
public:
    kit::Routes routes();
    std::optional<KnownParty> party(const kit::View& view, const Uuid& id) const;
    /// Nothing also while the person behind it is not known.
    std::optional<KnownContact> contact(const kit::View& view, const Uuid& id) const;
    /// The user who may sign in, by id (also as an actor's, `user:…`) or by the name that they sign in with.
    std::optional<KnownUser> user(const kit::View& view, const std::string& named) const;
    /// Those who may sign in and have the role, at most 100.
    std::vector<std::string> users_with(const kit::View& view, const std::string& role) const;

private:
    void know_party(kit::Unit& unit, const registry::api::PartyEvent& told);
    void know_contact(kit::Unit& unit, const registry::api::ContactEvent& told);
    void know_relationship(kit::Unit& unit, const registry::api::RelationshipEvent& told);
    void forget(kit::Unit& unit);
    void know_user(kit::Unit& unit, const gateway::accounts::api::UserEvent& told);
    void forget_users(kit::Unit& unit);
};

}  // namespace rapport::notifier
