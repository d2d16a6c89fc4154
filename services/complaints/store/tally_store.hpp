// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/reports/tally.hpp"
#include "services/kit/calendar/zone.hpp"
#include "services/kit/unit.hpp"

namespace rapport::complaints {

/// From which day to which, both included, as days of a zone.
struct Period {
    Day from, to;
    kit::Zone zone{"UTC"};
};

/// Keeps count of complaints: SQL, and nothing else. Sums are kept by days of UTC. Days of another zone are made of the
/// sums of the days of UTC that lie within them, and of the complaints themselves for the hours at their ends. Who sees
/// some parties alone is told of the complaints of those, counted one by one.
class TallyStore {
public:
    /// Appends what a complaint that comes, or that changed, counts for. One short row; two for a change.
    void came(kit::Unit& unit, const Complaint& complaint) const;
    void changed(kit::Unit& unit, const Complaint& before, const Complaint& after) const;

    /// What counts beside complaints.
    void append(kit::Unit& unit, const Sums& values) const;

    /// Adds up to `limit` of the rows that were appended to the sums. False if there were none.
    bool add_up(kit::Unit& unit, std::int64_t limit) const;

    /// How many complaints were received in the period, by dimension and value; `day` is empty. Without parties.
    Sums totals(const kit::View& view, const Period& period) const;
    using Counts = std::map<std::string, std::int64_t>;
    /// By month of the zone: `2026-03`.
    Counts by_month(const kit::View& view, const Period& period) const;
    /// By party: the whole months of the period from the sums, what is at its ends from the complaints.
    Counts by_party(const kit::View& view, const Period& period) const;
    /// How many complaints are open that were received from then on.
    std::int64_t open_since(const kit::View& view, Instant received) const;
};

}  // namespace rapport::complaints
