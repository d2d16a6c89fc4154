// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>

#include "services/gateway/accounts/directory.hpp"
#include "services/kit/engine/engine.hpp"

namespace rapport::gateway::accounts {

/// Sees to it that there is an administrator and that the token in `file` is theirs; makes the file where it is not,
/// and anew where its token has expired. With `days` a token opens for so many days after it was made. The file comes
/// first, so that whatever this is cut off by, the next start goes on from there. Before the engine has a writer.
void ensure_administrator(kit::Engine& engine, const Directory& directory, const std::filesystem::path& file,
                          std::optional<std::int64_t> days = {});

}  // namespace rapport::gateway::accounts
