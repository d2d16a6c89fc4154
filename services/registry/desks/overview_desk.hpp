// SPDX-License-Identifier: MIT
#pragma once
#include "services/kit/questions.hpp"
#include "services/kit/routes.hpp"
#include "services/registry/store/tables.hpp"

namespace rapport::registry {

/// What the registry says to the questions that are put to all services.
class OverviewDesk {
public:
    explicit OverviewDesk(const Tables& tables) : tables_(tables) {}
    kit::Routes routes();

private:
    kit::Holds holds(View& view, const kit::AskHolds& request);
    kit::WorkList work(View& view, const kit::AskWork& request);
    kit::Findings findings(View& view, const kit::AskFindings& request);

    void add_of_party(const View& view, const api::PartyId& party, kit::Holds& holds) const;
    void add_of_user(const View& view, const kit::UserId& user, kit::Holds& holds) const;
    std::string name_of(const View& view, const api::PartyId& party) const;

    const Tables& tables_;
};

}  // namespace rapport::registry
