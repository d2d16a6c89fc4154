// SPDX-License-Identifier: MIT
#pragma once
#include "services/kit/entities/moves.hpp"
#include "services/registry/api.hpp"

namespace rapport::registry {

/// invalid_argument, with the field's path, for what a party cannot be. Whether its parent exists, and whether its
/// references are free, is not known here.
void check(const api::Party& party);

/// The same for tags that are set: each is there once, however it is written.
void check_tags(const api::Party& party);

/// Retired and restored.
const kit::Moves<api::Party>& party_moves();

/// The party as it is after a row of an import: what the row says replaces, its references come on top.
api::Party imported(api::Party party, const api::ImportRow& row);

/// By what it may be recognised as another one: `name:…`, `email:…`, `phone:…`, and for organisations `domain:…`,
/// normalised, in both spellings (`muller`, `mueller`), sorted, each once.
std::vector<std::string> likenesses(const api::Party& party);

}  // namespace rapport::registry
