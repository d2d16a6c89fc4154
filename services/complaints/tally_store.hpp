// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/tally.hpp"
#include "services/kit/unit.hpp"

namespace rapport::complaints {

/// From which day to which, both included.
struct Period {
    Day from, to;
};

/// Keeps count of complaints: SQL, and nothing else.
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
    /// The same of one dimension, for each day on its own.
    Sums by_day(const kit::View& view, const std::string& dimension, const Period& period) const;
    /// By party: the whole months of the period from the sums, the days at its ends from the complaints.
    std::map<std::string, std::int64_t> by_party(const kit::View& view, const Period& period) const;
};

}  // namespace rapport::complaints
