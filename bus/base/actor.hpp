// SPDX-License-Identifier: MIT
#pragma once
#include "bus/base/fields.hpp"

namespace rapport {

/// Who asks: a person, a program or a service of ours, as the gateway or the bus established it.
struct Actor {
    std::string id;                    ///< `user:<uuid>`, `token:<uuid>`, `local:<uid>`, `service:<name>`
    std::string kind = "service";      ///< person, program, local or service
    std::vector<std::string> roles;    ///< admin, manager, agent, account_manager, auditor, respondent, service
    std::vector<std::string> parties;  ///< where the actor may see only some parties: their ids

    friend bool operator==(const Actor&, const Actor&) = default;
    static constexpr auto fields =
        describe(Field{"id", &Actor::id, "who", length(1, 200)},
                 Field{"kind", &Actor::kind, "person, program, local or service", defaulted},
                 Field{"roles", &Actor::roles, "what they may do"},
                 Field{"parties", &Actor::parties, "the only parties they may see, if they may not see all"});
};

}  // namespace rapport
