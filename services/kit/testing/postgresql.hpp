// SPDX-License-Identifier: MIT
#pragma once
#include <string>

namespace rapport::testing_kit {

/// Whether the programs of Debian's PostgreSQL 15 are here, or those in the folder that RAPPORT_PG_BIN names.
bool postgresql_installed();

/// `postgresql:…` of a private server that all tests of this user share while one of them runs; the first starts it,
/// and it ends with its folder seconds after the last, however that one ended. std::runtime_error if it cannot be
/// started.
const std::string& shared_postgresql();

/// The script that runs a private server, for tests that kill theirs.
std::string postgresql_script();
/// How to reach the server that it runs below `folder`.
std::string postgresql_dsn(const std::string& folder);

}  // namespace rapport::testing_kit
