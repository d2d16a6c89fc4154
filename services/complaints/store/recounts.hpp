// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/store/tables.hpp"

namespace rapport::complaints {

/// Works off Recounts. One that an earlier version set has a key of its own, `row/since`.
inline constexpr kit::Timer<std::string> recount_timer{"recount_clocks"};

/// Which open complaints are to be counted anew because their clocks go by other rules: durable, each party once.
class Recounts {
public:
    /// The open complaints of all, or of that party, go by other rules from now on. The timer is set.
    void all(Unit& unit) const { add(unit, "", unit.now()); }
    void of(Unit& unit, const PartyId& party) const { add(unit, to_text(party), unit.now()); }

    /// A complaint to be counted anew, and since when the rules are others.
    struct Due {
        Complaint complaint;
        Instant since;
    };
    /// Takes the next few, at most `limit`, and sets the timer again if there may be more. `key` is the timer's.
    std::vector<Due> take(Unit& unit, const std::string& key, std::int64_t limit) const;

private:
    void add(Unit& unit, const std::string& scope, Instant since) const;
};

}  // namespace rapport::complaints
