// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

namespace rapport::sdk::tools {

/// Why no repository was made. The message says what would be right.
struct StarterError : std::runtime_error {
    using runtime_error::runtime_error;
};

/// Makes a plugin's repository in `into`/NAME from the templates in `starter`, and answers the files made, relative to
/// it. `kind` is rule or channel; `name` is lower-case letters, digits and single dashes or underscores. StarterError;
/// then nothing was made.
std::vector<std::filesystem::path> make_repository(const std::string& kind, const std::string& name,
                                                   const std::filesystem::path& into,
                                                   const std::filesystem::path& starter);

/// The templates that came with this program: ../share/rapport/starter, seen from it.
std::filesystem::path installed_starter();

}  // namespace rapport::sdk::tools
