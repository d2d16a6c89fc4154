// SPDX-License-Identifier: MIT
#pragma once
#include <map>
#include <optional>
#include <string>

#include "bus/base/actor.hpp"
#include "bus/wire/endpoints.hpp"
#include "services/cli/verb.hpp"

namespace rapport::cli {

/// What a command line says about the deployment that a verb speaks to.
struct TargetFlags {
    std::optional<std::string> state, bus, key;
};

/// Which deployment a verb speaks to.
struct Target {
    std::string state;         ///< its state folder
    bool state_named = false;  ///< and not by default; with a bus: the folder counts as well
    std::string bus;           ///< or its bus's endpoint for requests, in place of the state folder's
    std::string key;           ///< the key's file for a bus that takes keys

    /// The bus's endpoint. Error(unavailable) if nothing runs on that state.
    bus::Address requests() const;
    /// In whose name a verb asks: the local operator's, or nobody's that it names itself: the bus knows whose the key
    /// is.
    std::optional<Actor> actor() const;
};

/// The one place that says which deployment is meant, for every verb. A flag wins over the environment (RAPPORT_STATE,
/// RAPPORT_BUS, RAPPORT_KEY), whatever the variables name: `--state` over RAPPORT_BUS, too. Without flags RAPPORT_BUS
/// wins over RAPPORT_STATE, and that over StateDir::by_default(). RAPPORT_KEY is for a bus over TCP alone, for no other
/// takes keys. Error(invalid_argument) for a `--key` without a bus that takes one.
Target target_of(const TargetFlags& flags, const std::map<std::string, std::string>& environment);
/// The same, with the environment of this process. With `--state` the variables that name another folder for single
/// services (RAPPORT_<SERVICE>_STATE) do not count either: they are taken out of it. Before there are other threads.
Target target_of(const TargetFlags& flags);

/// Whether `--state` and `--bus` may stand side by side: a verb that looks at both says what each of them is for.
enum class Both : bool { refused, allowed };
/// Adds `--state DIR`, and `--bus URL` with `--key FILE` in its place.
void add_target_options(CLI::App& verb, TargetFlags& flags, Both both = Both::refused);

/// Adds `--state DIR` alone, for a verb that works on the folder.
void add_state_option(CLI::App& verb, TargetFlags& flags);

/// Whoever may read the state folder: the person at this machine, as an administrator.
Actor local_operator();

}  // namespace rapport::cli
