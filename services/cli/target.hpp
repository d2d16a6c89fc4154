// SPDX-License-Identifier: MIT
#pragma once
#include <string>

#include "bus/base/actor.hpp"
#include "services/cli/verb.hpp"

namespace rapport::cli {

/// Adds `--state DIR` (RAPPORT_STATE, or by_default()).
void add_state_option(CLI::App& verb, std::string& state);

/// Which deployment a verb speaks to.
struct Target {
    std::string state;  ///< its state folder
    std::string bus;    ///< or its bus's endpoint for requests

    /// The bus's endpoint. Error(unavailable) if nothing runs on that state.
    std::string requests() const;
};

/// Adds `--state DIR` and `--bus URL`, of which a verb takes one.
void add_target_options(CLI::App& verb, Target& target);

/// Whoever may read the state folder: the person at this machine, as an administrator.
Actor local_operator();

}  // namespace rapport::cli
