// SPDX-License-Identifier: MIT
#pragma once
#include "bus/client/client.hpp"
#include "services/cli/imports/kind.hpp"

namespace rapport::cli::imports {

/// Organisations and people that another system knows. A row finds its party by its reference.
const Kind& parties();

/// Sees to it that the registry has every organisation that a column of the file names: each is entered once, with its
/// name as its reference in `system`. Reads the file to its end and runs the client's loop. A name that the registry
/// refuses has no party. Throws the Error of a call that failed, after a minute where the registry is down.
Parties enter_parties(bus::Client& client, const std::optional<Actor>& actor, kit::CsvReader& file,
                      const PartyColumn& column);

}  // namespace rapport::cli::imports
