// SPDX-License-Identifier: MIT
#pragma once
#include "services/kit/method.hpp"

/// What the registry tells every service that has something of parties: that several are one, and that what is personal
/// of one is to be forgotten. What services do then, entities/party_events.hpp does for them.
namespace rapport::kit {

/// Data of `registry.parties_merged`: several parties are one from now on.
struct PartiesMerged {
    Uuid survivor;
    std::vector<Uuid> merged;
    static constexpr auto fields =
        describe(Field{"survivor", &PartiesMerged::survivor, "the party that is left"},
                 Field{"merged", &PartiesMerged::merged, "those that are that party from now on"});
};
/// Data of `registry.party_erased`: what is personal about a party is to be forgotten, as the party has the right to.
struct PartyErased {
    Uuid party;
    static constexpr auto fields = describe(Field{"party", &PartyErased::party, "who"});
};

inline constexpr Event<PartiesMerged> parties_merged{"registry.parties_merged", "several parties are one"};
inline constexpr Event<PartyErased> party_erased{"registry.party_erased",
                                                 "what is personal about a party is to be forgotten"};

}  // namespace rapport::kit
