// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sdk/note/note.hpp"

namespace rapport::sdk {

/// A symbol that a library offers to others.
struct Export {
    std::string name;
    bool unique = false;  ///< one for the whole process, even among libraries that are loaded apart (STB_GNU_UNIQUE)
};

/// What a library exports, in the order of its table; nothing where its section headers were taken away, so that it
/// cannot be told. NoteError as read_note(). Any thread.
std::optional<std::vector<Export>> read_exports(std::span<const std::byte> file);

}  // namespace rapport::sdk
