// SPDX-License-Identifier: MIT
#pragma once
#include <string>

namespace rapport::cli::demo {

/// 20 random letters and digits, 100 bits: the demo's users have no password that anybody could know beforehand.
std::string random_password();
/// Argon2id, as accounts keeps it.
std::string hash_of_password(const std::string& password);

}  // namespace rapport::cli::demo
