// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>
#include <string>

#include "bus/base/codec.hpp"

namespace rapport::bus {

/// A TOML file's tables, arrays, text, whole numbers and booleans as MessagePack. Error: not_found without the file,
/// invalid_argument with file and line for what is no TOML.
std::string read_toml(const std::filesystem::path& file);

/// Refuses keys of a MessagePack map that are no fields of the record: a slip in a name would else be a grant that is
/// silently none. invalid_argument with `where` and the names that there are.
void refuse_unknown_keys(std::string_view map, const Shape& record, const std::string& where);

/// Writes a file in one step, so that a reader finds the old text or the new one. It has that mode from the start and
/// is on disk afterwards. Error: failed_precondition with what the system says.
void write_file(const std::filesystem::path& file, const std::string& text, unsigned mode);

}  // namespace rapport::bus
