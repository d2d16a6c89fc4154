// SPDX-License-Identifier: MIT
#pragma once
#include "services/kit/routes.hpp"
#include "services/registry/tables.hpp"

namespace rapport::registry {

/// Handlers about agreements, and the timer that renews or ends them.
class AgreementDesk {
public:
    explicit AgreementDesk(const Tables& tables) : tables_(tables) {}
    kit::Routes routes();

private:
    api::Agreement create(Unit& unit, const api::CreateAgreement& request);
    api::Agreement get(View& view, const kit::ById<api::AgreementId>& request);
    api::Agreement update(Unit& unit, const api::UpdateAgreement& request);
    api::Agreement activate(Unit& unit, const api::StepAgreement& request);
    api::Agreement renew(Unit& unit, const api::StepAgreement& request);
    api::Agreement give_notice(Unit& unit, const api::GiveNotice& request);
    api::Agreement terminate(Unit& unit, const api::TerminateAgreement& request);
    kit::Page<api::Agreement> list(View& view, const api::ListAgreements& request);
    void end_of_term(Unit& unit, const std::string& key);

    void check_services(const View& view, const api::Agreement& agreement) const;
    template <class Request, class Change>
    api::Agreement change(Unit& unit, const Request& request, Change change) const;
    void keep(Unit& unit, const api::Agreement& before, api::Agreement& after) const;

    const Tables& tables_;
};

}  // namespace rapport::registry
