// SPDX-License-Identifier: MIT
#pragma once
#include "tests/contract/asked.hpp"

/// Walks through all that a service may be asked, for who sees some parties alone.
namespace rapport::contract {

/// Who sees that party alone, in each way that there is: who manages its relationships, and who is limited to it.
std::vector<Actor> limited_to(const std::string& party, const std::string& account_manager);

/// The smallest request of that schema, the same with each of these ids in each field that holds one, and for all.
std::vector<Json> requests_with(const Json& schema, const std::vector<std::string>& ids);

/// Expects that each command that has to name something is refused to each actor where it names one of these ids, as if
/// that were not there. How many were tried.
std::size_t expect_refused(Asked& asked, const std::vector<Actor>& actors, const std::vector<std::string>& ids);

/// Tells a service, as the registry would, that this user manages a relationship with the party.
void tell_account_manager(Service& service, const std::string& party, const std::string& user);

}  // namespace rapport::contract
