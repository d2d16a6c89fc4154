// SPDX-License-Identifier: MIT
#include "services/registry/desk.hpp"

#include <algorithm>
#include <iterator>

#include "services/registry/schema.hpp"

namespace rapport::registry {

kit::Definition Desk::definition() {
    kit::Definition definition{"registry", "who we have relationships with, and what was agreed", {}, schema};
    for (kit::Routes routes :
         {parties_.routes(), contacts_.routes(), relationships_.routes(), services_.routes(), agreements_.routes()})
        std::ranges::move(routes, std::back_inserter(definition.routes));
    tables_.add_derivations(definition.derivations);
    return definition;
}

}  // namespace rapport::registry
