// SPDX-License-Identifier: MIT
#pragma once
#include "services/kit/reachability.hpp"
#include "services/kit/routes.hpp"
#include "services/registry/store/tables.hpp"

namespace rapport::registry {

/// Marks who is not to be written to, or cannot be, as senders tell of it.
class ReachabilityDesk {
public:
    explicit ReachabilityDesk(const Tables& tables) : tables_(tables) {}
    kit::Routes routes();

private:
    void opted_out(Unit& unit, const kit::OptedOut& told);
    void bounced(Unit& unit, const kit::Bounced& told);
    /// Of every party that has the address.
    void mark(Unit& unit, api::MarkKind kind, const std::string& address, const std::string& reason);

    const Tables& tables_;
};

}  // namespace rapport::registry
