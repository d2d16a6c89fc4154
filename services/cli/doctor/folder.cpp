// SPDX-License-Identifier: MIT
#include "services/cli/doctor/folder.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bus/base/error.hpp"
#include "bus/security/grants_file.hpp"
#include "services/cli/backup/report.hpp"
#include "services/cli/backup/sites.hpp"

namespace rapport::cli::doctor {
namespace {

namespace fs = std::filesystem;

/// Nobody else's, and closed to others; a folder, or a file.
Check owned(const std::string& name, const fs::path& path) {
    struct stat found {};
    if (::stat(path.c_str(), &found) != 0)
        return failed(name, path.string() + " cannot be looked at", "chown it to yourself");
    if (found.st_uid != ::geteuid())
        return failed(
            name, fmt::format("{} belongs to user {}, and this is user {}", path.string(), found.st_uid, ::geteuid()),
            "run this as its owner, or chown it to this user");
    if ((found.st_mode & 077) != 0)
        return failed(name, fmt::format("{} is open to others (mode {:o})", path.string(), found.st_mode & 0777),
                      "close it", command({"chmod", "go=", path.string()}));
    if (S_ISDIR(found.st_mode) && ::access(path.c_str(), W_OK) != 0)
        return failed(name, path.string() + " cannot be written", "mount it for writing");
    return ok(name, path.string() + ", for its owner alone");
}

/// Without keys the bus takes this machine's user alone, which is well.
Checks key_checks(const StateDir& state) {
    if (!fs::exists(state.keys())) return {ok("keys", "none: only this machine's user comes to the bus")};
    Checks checks{owned("keys", state.keys())};
    try {
        const auto known = bus::KeyFolder(state.keys()).read();
        for (const auto& each : fs::directory_iterator(state.keys()))
            if (each.path().extension() == ".key")
                if (auto check = owned("key " + each.path().stem().string(), each.path()); check.level != Level::ok)
                    checks.push_back(std::move(check));
        if (checks.front().level == Level::ok)
            checks.front().finding = fmt::format("{} keys may come to the bus", known.size());
    } catch (const Error& error) {
        checks.push_back(failed("keys", error.message(), "mend what it names, or bring back that file from a backup"));
    }
    return checks;
}

Check settings(const StateDir& state) {
    try {
        const auto sites = backup::sites_of(state.path());
        return ok("settings", fmt::format("of {} services can be read", sites.size()));
    } catch (const Error& error) {
        return failed("settings", error.message(), "mend the line that it names");
    }
}

void add(Checks& to, Checks more) {
    for (auto& check : more) to.push_back(std::move(check));
}

}  // namespace

Check room_left(const std::string& what, std::uint64_t free_bytes, std::uint64_t all_bytes) {
    const double percent =
        all_bytes == 0 ? 0 : 100.0 * static_cast<double>(free_bytes) / static_cast<double>(all_bytes);
    const auto finding =
        fmt::format("{} free ({:.0f} %) at {}", backup::in_bytes(static_cast<std::int64_t>(free_bytes)), percent, what);
    constexpr std::uint64_t mib = 1 << 20;
    if (free_bytes < 100 * mib || percent < 1)
        return failed("disk", finding, "make room now: a full disk takes no complaints");
    if (free_bytes < 1'024 * mib || percent < 5) return warning("disk", finding, "make room, or move the state folder");
    return ok("disk", finding);
}

Checks folder_checks(const StateDir& state) {
    if (!fs::is_directory(state.path()))
        return {failed("state folder", state.path().string() + " is not there",
                       "name the deployment's folder with --state, or start one there",
                       command({"rapport", "up", "--state", state.path().string()}))};
    Checks checks{owned("state folder", state.path())};
    add(checks, key_checks(state));
    checks.push_back(settings(state));
    return checks;
}

}  // namespace rapport::cli::doctor
