// SPDX-License-Identifier: MIT
#pragma once
#include "services/kit/routes.hpp"
#include "services/notifier/addressee.hpp"

namespace rapport::registry::api {
struct PartyEvent;
struct RelationshipEvent;
}  // namespace rapport::registry::api

namespace rapport::notifier {

/// What the notifier knows of the registry: how parties are reached and who of us answers for them.
class Directory {
public:
    kit::Routes routes();
    std::optional<KnownParty> party(const kit::View& view, const Uuid& id) const;

private:
    void know_party(kit::Unit& unit, const registry::api::PartyEvent& told);
    void know_relationship(kit::Unit& unit, const registry::api::RelationshipEvent& told);
    void forget(kit::Unit& unit);
};

}  // namespace rapport::notifier
