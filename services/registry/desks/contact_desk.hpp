// SPDX-License-Identifier: MIT
#pragma once
#include "services/kit/entities/crud.hpp"
#include "services/registry/store/tables.hpp"

namespace rapport::registry {

/// Handlers about contacts.
class ContactDesk {
public:
    explicit ContactDesk(const Tables& tables) : tables_(tables) {}
    kit::Routes routes();

private:
    /// already_exists, if the person is that to the party already.
    void check_unique(const View& view, const api::Contact& contact) const;

    const Tables& tables_;
};

}  // namespace rapport::registry
