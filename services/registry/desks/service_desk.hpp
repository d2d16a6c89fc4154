// SPDX-License-Identifier: MIT
#pragma once
#include "services/kit/entities/crud.hpp"
#include "services/registry/store/tables.hpp"

namespace rapport::registry {

/// Handlers about the catalogue of services.
class ServiceDesk {
public:
    explicit ServiceDesk(const Tables& tables) : tables_(tables) {}
    kit::Routes routes();
    /// A user is known: what is kept under their name is theirs.
    void adopt(Unit& unit, const kit::KnownUser& user) const;

private:
    /// already_exists, if another one has it that is not retired.
    void check_name(const View& view, const api::Service& service) const;

    const Tables& tables_;
};

}  // namespace rapport::registry
