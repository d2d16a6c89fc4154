// SPDX-License-Identifier: MIT
#pragma once
#include <string>

#include "services/cli/verb.hpp"

namespace rapport::cli {

/// A script that has bash, or zsh, complete the words of that program: made from its command line, so that it knows
/// what the program does.
std::string bash_completion(const CLI::App& app);
std::string zsh_completion(const CLI::App& app);

/// Adds `rapport completion bash|zsh`, for all verbs that there are when it runs.
void add_completion(CLI::App& app, Action& action);

}  // namespace rapport::cli
