// SPDX-License-Identifier: MIT
#include "sdk/host/file_state.hpp"

#include <sys/stat.h>

#include <utility>

namespace rapport::sdk {

FileState state_of(const struct stat& what) {
    return {what.st_dev, what.st_ino, static_cast<std::uint64_t>(what.st_size), what.st_mtim.tv_sec,
            what.st_mtim.tv_nsec};
}

std::optional<FileState> state_of(const std::filesystem::path& file) {
    struct stat what {};
    if (::stat(file.c_str(), &what) != 0) return std::nullopt;
    return state_of(what);
}

bool has_changed(const std::filesystem::path& file, FileState& known) {
    const auto now = state_of(file);
    return now && std::exchange(known, *now) != *now;
}

}  // namespace rapport::sdk
