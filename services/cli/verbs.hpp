// SPDX-License-Identifier: MIT
#pragma once
#include <optional>
#include <string>

#include "services/cli/verb.hpp"

namespace rapport::cli {

/// Puts every verb of `rapport` on its command line: the whole of the program but for main(). Parsing it sets `action`.
void add_all_verbs(CLI::App& app, Action& action);

/// What to say of a command line whose verb, or whose part of one, there is not; nothing if that is not what is wrong
/// with it. After app.parse() has thrown.
std::optional<std::string> unknown_verb(const CLI::App& app);

}  // namespace rapport::cli
