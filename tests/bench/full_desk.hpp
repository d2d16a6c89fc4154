// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/cases/casebook.hpp"
#include "services/kit/engine/engine.hpp"

namespace rapport::bench {

/// A store as a desk leaves it that opened very many complaints in three years, filled through the engine as a service
/// fills it: each complaint a command with its key and stored answer, two events in the history, a timer if it is open.
class FullDesk {
public:
    /// What complaints have in common: one of so many.
    static constexpr int parties = 1'000, owners = 200, categories = 20, services = 50;
    static constexpr Instant now{1'790'000'000'000};

    /// Fills the store up to that many; what it has it keeps.
    FullDesk(const std::string& dsn, int complaints);

    const complaints::Casebook& book() const { return book_; }
    static complaints::PartyId party(int number);
    static complaints::ServiceId service(int number);
    static kit::UserId owner(int number);
    /// Complaints put a second; nothing if they were there already.
    std::optional<double> filled() const { return filled_; }

private:
    void fill(kit::Engine& engine, int from, int to);

    complaints::Casebook book_;
    std::optional<double> filled_;
};

}  // namespace rapport::bench
