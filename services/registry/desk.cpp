// SPDX-License-Identifier: MIT
#include "services/registry/desk.hpp"

#include "services/kit/entities/adopt.hpp"
#include "services/registry/schema.hpp"
#include "services/registry/store/staff_index.hpp"
#include "services/registry/words.hpp"

namespace rapport::registry {

kit::Definition Desk::definition() {
    kit::Definition definition{
        "registry", "who we have relationships with, and what was agreed",
        kit::all(parties_.routes(), contacts_.routes(), relationships_.routes(), services_.routes(),
                 agreements_.routes(), overview_.routes(), reachability_.routes(), tables_.calendars.routes(),
                 kit::adopts([this](Unit& unit, const kit::KnownUser& user) {
                     relationships_.adopt(unit, user);
                     services_.adopt(unit, user);
                 })),
        schema};
    tables_.add_derivations(definition.derivations);
    definition.own_parties = staff_index::own_parties();
    definition.words = words;
    return definition;
}

}  // namespace rapport::registry
