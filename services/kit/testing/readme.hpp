// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "services/kit/engine/work.hpp"
#include "services/kit/entities/moves.hpp"

namespace rapport::testing_kit {

/// The moves of what a service has, each table once.
std::set<const kit::MoveTable*> moves_of(const kit::Definition& definition);
/// Whose moves a README does not have as they are: `agreement`, and the table that it lacks.
std::vector<std::string> moves_lacking_in(const std::filesystem::path& readme, const kit::Definition& definition);

}  // namespace rapport::testing_kit
