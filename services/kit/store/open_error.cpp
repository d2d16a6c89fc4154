// SPDX-License-Identifier: MIT
#include "services/kit/store/open_error.hpp"

#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

namespace rapport::kit {

std::string why_sqlite_cannot_open(const std::string& path, int result) {
    namespace fs = std::filesystem;
    std::error_code none;
    const fs::path file = fs::absolute(path, none), folder = file.parent_path();
    if (fs::is_directory(file, none))
        return path + " is a folder: the store is a file in it, such as " + path + "/store.db";
    if (!fs::exists(folder, none)) return "there is no folder " + folder.string();
    if (!fs::is_directory(folder, none)) return folder.string() + " is no folder";
    const fs::path& wanted = fs::exists(file, none) ? file : folder;
    if (::access(wanted.c_str(), R_OK | W_OK) != 0)
        return wanted.string() + ": " + std::generic_category().message(errno);
    return path + ": " + sqlite3_errstr(result);
}

}  // namespace rapport::kit
