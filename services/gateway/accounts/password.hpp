// SPDX-License-Identifier: MIT
#pragma once
#include "services/gateway/accounts/user.hpp"

namespace rapport::gateway::accounts {

/// invalid_argument, naming the field, unless that may be a password of the user's: 12 to 128 characters of any script,
/// blanks among them but no control characters, and not easily guessed. Common passwords, words, names, dates, keyboard
/// patterns and repetitions count for little in that, and so do the user's own name and address, and Rapport's. There
/// are no rules about kinds of characters.
/// Takes up to some milliseconds; any thread.
void check_password(const std::string& password, const User& user, const std::string& field);

/// One that nobody guesses, to be told once and to be replaced by its user: 20 letters and digits in groups.
std::string random_password();

}  // namespace rapport::gateway::accounts
