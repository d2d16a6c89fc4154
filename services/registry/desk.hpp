// SPDX-License-Identifier: MIT
#pragma once
#include "services/kit/service/service.hpp"
#include "services/registry/desks/agreement_desk.hpp"
#include "services/registry/desks/contact_desk.hpp"
#include "services/registry/desks/overview_desk.hpp"
#include "services/registry/desks/party_desk.hpp"
#include "services/registry/desks/reachability_desk.hpp"
#include "services/registry/desks/relationship_desk.hpp"
#include "services/registry/desks/service_desk.hpp"

namespace rapport::registry {

/// The registry: its desks over its tables.
class Desk final : public kit::Component {
public:
    kit::Definition definition() override;

private:
    Tables tables_;
    PartyDesk parties_{tables_};
    ContactDesk contacts_{tables_};
    RelationshipDesk relationships_{tables_};
    ServiceDesk services_{tables_};
    AgreementDesk agreements_{tables_};
    OverviewDesk overview_{tables_};
    ReachabilityDesk reachability_{tables_};
};

}  // namespace rapport::registry
