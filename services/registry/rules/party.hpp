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

/// The same for marks that are set: each is on an e-mail address or phone number that the party has, or that was marked
/// before, and is there once.
void check_marks(const api::Party& before, const api::Party& after);
/// The party whose marks say since when they hold: what was marked before as before, the rest from now on.
api::Party with_marks_dated(const api::Party& before, api::Party after, Instant now);
/// The party with that mark on each of its e-mail addresses and phone numbers that is this one. What is marked stays as
/// it is.
api::Party marked(api::Party party, api::MarkKind kind, const std::string& address, const std::string& reason,
                  Instant now);
/// How an e-mail address or phone number is compared: without capitals; digits alone, 00 and + alike.
std::string address_key(const std::string& address);

/// The party without what is personal, and without what it could be found by; retired for good.
api::Party erased(api::Party party, Instant now);
/// failed_precondition for a party that was erased: nothing is entered of it any more.
void check_not_erased(const api::Party& party);

/// Retired and restored; what was erased is not restored.
const kit::Moves<api::Party>& party_moves();

/// The party as it is after a row of an import: what the row says replaces, its references come on top.
api::Party imported(api::Party party, const api::ImportRow& row);

/// By what it may be recognised as another one: `name:…`, `email:…`, `phone:…`, and for organisations `domain:…`,
/// normalised, in both spellings (`muller`, `mueller`), sorted, each once.
std::vector<std::string> likenesses(const api::Party& party);

}  // namespace rapport::registry
