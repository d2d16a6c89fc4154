// SPDX-License-Identifier: MIT
#pragma once
#include "services/kit/routes.hpp"
#include "services/registry/tables.hpp"

namespace rapport::registry {

/// Handlers about contacts.
class ContactDesk {
public:
    explicit ContactDesk(const Tables& tables) : tables_(tables) {}
    kit::Routes routes();

private:
    api::Contact create(Unit& unit, const api::CreateContact& request);
    api::Contact get(View& view, const kit::ById<api::ContactId>& request);
    api::Contact update(Unit& unit, const api::UpdateContact& request);
    kit::Page<api::Contact> list(View& view, const api::ListContacts& request);

    void check_unique(const View& view, const api::Contact& contact) const;

    const Tables& tables_;
};

}  // namespace rapport::registry
