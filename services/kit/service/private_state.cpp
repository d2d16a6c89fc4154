// SPDX-License-Identifier: MIT
#include "services/kit/service/private_state.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <system_error>

#include "bus/base/error.hpp"

namespace rapport::kit {
namespace {

namespace fs = std::filesystem;

constexpr mode_t of_others = 077;

std::optional<struct stat> look_at(const fs::path& path) {
    struct stat found {};
    if (::lstat(path.c_str(), &found) != 0) return {};
    return found;
}

}  // namespace

void keep_files_private() { ::umask(of_others); }

void require_private(const fs::path& folder) {
    struct stat found {};
    if (::stat(folder.c_str(), &found) != 0) return;
    if (found.st_uid != ::geteuid())
        throw Error(
            Code::failed_precondition,
            fmt::format("the state folder {0} belongs to user {1}, and this is user {2}: run it as its owner, or "
                        "chown {2} {0}",
                        folder.string(), found.st_uid, ::geteuid()));
    if ((found.st_mode & of_others) != 0)
        throw Error(
            Code::failed_precondition,
            fmt::format("the state folder {0} is open to others (mode {1:o}), and what is kept there is personal: "
                        "chmod go= {0}, or name another one with --state",
                        folder.string(), found.st_mode & 0777));
}

void tighten(const fs::path& file) {
    const auto found = look_at(file);
    if (!found || !S_ISREG(found->st_mode) || (found->st_mode & of_others) == 0) return;
    if (::chmod(file.c_str(), found->st_mode & ~of_others & 07777) == 0)
        spdlog::info("{} was open to others (mode {:o}) and is no more", file.string(), found->st_mode & 0777);
    else
        spdlog::warn("{} is open to others (mode {:o}), and stays so: {}", file.string(), found->st_mode & 0777,
                     std::generic_category().message(errno));
}

void tighten_files_in(const fs::path& folder) {
    std::error_code none;  // a folder that is not there has no files
    for (const auto& each : fs::directory_iterator(folder, none)) tighten(each.path());
}

void tighten_store(const std::string& dsn) {
    constexpr std::string_view sqlite = "sqlite:";
    if (!dsn.starts_with(sqlite)) return;
    for (const char* beside : {"", "-wal", "-shm", "-journal"}) tighten(dsn.substr(sqlite.size()) + beside);
}

}  // namespace rapport::kit
