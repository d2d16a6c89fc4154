// SPDX-License-Identifier: MIT
#pragma once
#include "services/kit/engine/route_table.hpp"

namespace rapport::kit {

/// Compares what this service projects with what its store was projected with before, source by source, and has a
/// source read from its beginning where something is missing. Reactions keep their place: none runs again over history.
///
/// | the store | what becomes of its projection of that source |
/// |---|---|
/// | has never heard the source | nothing: it is read from its beginning in any case |
/// | was projected with the same, or with more | it goes on |
/// | lacks a type of event, or a table | it is read anew over what is there, where the newest version stays |
/// | has a table in another form, or does not say what it has | it is read anew, and cleared once the source is heard |
///
/// Before anybody works with the store.
void read_anew_what_is_missing(Db& db, const RouteTable& routes);

}  // namespace rapport::kit
