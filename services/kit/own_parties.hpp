// SPDX-License-Identifier: MIT
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "bus/base/actor.hpp"
#include "services/kit/store/db.hpp"

namespace rapport::kit {

/// How a service finds the parties of those who do not see all. SQL that holds for both engines.
struct OwnPartiesSql {
    /// The parties of a user, an account manager: `select party from … where … = ?`, the parameter is the user's id.
    /// Empty: the service does not know them, and to it an account manager has none.
    std::string of_user = {};
    /// What belongs to a party and is a party itself, such as the people who speak for it: a select in which `$own`
    /// stands for the list of own parties. Empty: nothing.
    std::string with = {};
    /// Whether the kit follows the registry for it: see party_staff.hpp.
    bool followed = false;
};

/// Which parties' things a caller sees and changes: all, or their own.
///
/// Own are the `parties` that the actor names; and, for an account manager who has no role that sees all, those of
/// their relationships. Whoever is limited in both ways sees what is in both.
class OwnParties {
public:
    /// All.
    OwnParties() = default;
    /// Of that actor, in a service that finds them so.
    OwnParties(const Actor& actor, const OwnPartiesSql& sql);

    /// Whether that actor does not see all.
    static bool limit(const Actor& actor);

    bool all() const { return select_.empty(); }
    /// `COLUMN in (…)`; nothing for all.
    std::string condition(const std::string& column) const;
    /// The parameters of condition().
    const std::vector<Param>& params() const { return params_; }
    /// Whether that party is one of them.
    bool have(Db& db, const std::string& party) const;

private:
    std::string select_;
    std::vector<Param> params_;
};

}  // namespace rapport::kit
