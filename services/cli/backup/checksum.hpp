// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>
#include <string>

namespace rapport::cli::backup {

/// The SHA-256 of a file's content, as 64 hexadecimal digits. Error(failed_precondition) if it cannot be read.
std::string sha256_of(const std::filesystem::path& file);

}  // namespace rapport::cli::backup
