// SPDX-License-Identifier: MIT
#pragma once
#include <optional>
#include <string>

#include "bus/base/actor.hpp"
#include "bus/wire/endpoints.hpp"
#include "services/cli/verb.hpp"

namespace rapport::cli {

/// Adds `--state DIR` (RAPPORT_STATE, or by_default()).
void add_state_option(CLI::App& verb, std::string& state);

/// Which deployment a verb speaks to.
struct Target {
    std::string state;  ///< its state folder
    std::string bus;    ///< or its bus's endpoint for requests
    std::string key;    ///< the key's file for a bus that takes keys

    /// The bus's endpoint. Error: unavailable if nothing runs on that state, invalid_argument for a key without a bus.
    bus::Address requests() const;
    /// In whose name a verb asks: the local operator's, or nobody's that it names itself: the bus knows whose the key
    /// is.
    std::optional<Actor> actor() const;
};

/// Adds `--state DIR`, and `--bus URL` with `--key FILE` in its place.
void add_target_options(CLI::App& verb, Target& target);

/// Whoever may read the state folder: the person at this machine, as an administrator.
Actor local_operator();

}  // namespace rapport::cli
