// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/complaint.hpp"
#include "services/kit/store/table.hpp"

namespace rapport::complaints {

/// A party as the registry's events told us.
struct KnownParty {
    std::string name;
    bool retired = false;
};

/// Everything that the complaints service keeps: SQL, and nothing else.
class Store {
public:
    const kit::Table<Complaint>& complaints() const { return complaints_; }
    const kit::Table<Action>& actions() const { return actions_; }

    /// already_exists if another complaint has that reference.
    void refer(kit::Unit& unit, const Reference& reference, const ComplaintId& complaint) const;
    bool is_known(const kit::View& view, const Reference& reference) const;

    std::vector<Action> actions_of(const kit::View& view, const ComplaintId& complaint) const;
    /// Complaints of the same party and category, received in the 90 days before this one.
    std::int64_t repeats_before(const kit::View& view, const Complaint& complaint) const;

    std::optional<KnownParty> party(const kit::View& view, const PartyId& id) const;
    /// Remembers a party, unless a newer version of it is known.
    void know_party(kit::Unit& unit, const PartyId& id, std::int64_t version, const KnownParty& party) const;
    void forget_parties(kit::Unit& unit) const;

private:
    kit::Table<Complaint> complaints_{
        "complaint",
        {"complaints",
         {"number", "state", "party", "owner", "category", "priority", "received_via", "received_at"},
         {"subject", "text", "number"},
         {"received_at", "priority"}}};
    kit::Table<Action> actions_{"action", {"actions", {"complaint", "state"}}};
};

}  // namespace rapport::complaints
