// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

struct stat;

namespace rapport::sdk {

/// Tells one state of a file from another without reading it.
struct FileState {
    std::uint64_t device = 0, inode = 0, size = 0;
    std::int64_t changed_s = 0, changed_ns = 0;
    bool operator==(const FileState&) const = default;
};

FileState state_of(const struct stat& what);

/// Of the file of that name; nothing where there is none.
std::optional<FileState> state_of(const std::filesystem::path& file);

/// Whether the file of that name is in another state than `known`, which then is that state. A file that is gone is
/// not: it may come again.
bool has_changed(const std::filesystem::path& file, FileState& known);

}  // namespace rapport::sdk
