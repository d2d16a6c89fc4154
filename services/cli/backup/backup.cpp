// SPDX-License-Identifier: MIT
#include "services/cli/backup/backup.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <ostream>
#include <system_error>

#include "bus/base/error.hpp"
#include "bus/base/time.hpp"
#include "services/cli/backup/report.hpp"
#include "services/cli/backup/sites.hpp"
#include "services/kit/backup/site.hpp"

namespace rapport::cli::backup {
namespace {

namespace fs = std::filesystem;

void make_folder(const fs::path& folder) {
    fs::create_directories(folder.parent_path());
    if (::mkdir(folder.c_str(), 0700) != 0)
        throw Error(Code::failed_precondition,
                    fmt::format("cannot create {}: {}", folder.string(), std::generic_category().message(errno)));
}

void sync(const fs::path& path) {
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    const bool done = fd >= 0 && ::fsync(fd) == 0;
    if (fd >= 0) ::close(fd);
    if (!done) throw Error(Code::failed_precondition, "cannot sync " + path.string());
}

/// The stores that there are. One that its settings name must be there; a default one may belong to a service that this
/// deployment does not run.
std::vector<std::pair<Site, std::unique_ptr<kit::StoreSite>>> occupied(const fs::path& state) {
    std::vector<std::pair<Site, std::unique_ptr<kit::StoreSite>>> found;
    for (auto& site : sites_of(state)) {
        auto store = kit::StoreSite::at(site.dsn);
        if (store->occupied()) found.emplace_back(std::move(site), std::move(store));
        else if (site.named)
            throw Error(Code::failed_precondition, fmt::format("there is no store of {} at {}, where its settings say",
                                                               site.service, store->place()));
    }
    if (found.empty()) throw Error(Code::failed_precondition, "there is nothing to back up in " + state.string());
    return found;
}

SavedStore copied(const Site& site, kit::StoreSite& store, const fs::path& folder) {
    const Stopwatch watch;
    const auto file = folder / (site.service + (store.engine() == "sqlite" ? ".db" : ".pgdump"));
    auto inventory = store.copy_to(file, site.service);
    return {.service = site.service,
            .engine = store.engine(),
            .file = saved_file(folder, file),
            .inventory = std::move(inventory),
            .took_ms = watch.ms()};
}

/// Into `files/` of the backup, under its path in the state folder.
void save_file(const fs::path& file, const fs::path& name, const fs::path& folder, std::vector<SavedFile>& saved) {
    if (!fs::is_regular_file(file)) return;
    const auto to = folder / "files" / name;
    fs::create_directories(to.parent_path());
    fs::copy_file(file, to);
    fs::permissions(to, fs::perms::owner_read | fs::perms::owner_write);
    sync(to);
    saved.push_back(saved_file(folder, to));
}

std::vector<SavedFile> save_files(const std::vector<Site>& sites, const fs::path& state, const fs::path& folder) {
    std::vector<SavedFile> saved;
    for (const auto& [name, from] : {std::pair{"config", settings_of(state)}, {"keys", state / "keys"}}) {
        if (!fs::is_directory(from)) continue;
        std::vector<fs::path> files;
        for (const auto& each : fs::directory_iterator(from)) files.push_back(each.path());
        std::ranges::sort(files);
        for (const auto& file : files) save_file(file, fs::path(name) / file.filename(), folder, saved);
    }
    for (const auto& site : sites) {
        if (site.service != "accounts") continue;
        for (const auto* name : accounts_files) save_file(site.state / name, name, folder, saved);
    }
    return saved;
}

}  // namespace

Manifest back_up(const BackupOptions& options, std::ostream& out) {
    const auto to = fs::absolute(options.to).lexically_normal();
    if (fs::exists(to)) throw Error(Code::failed_precondition, to.string() + " is there already: name a new folder");
    const auto stores = occupied(options.state);
    const fs::path partial = to.string() + ".partial";
    fs::remove_all(partial);  // of one that was interrupted
    make_folder(partial);
    Manifest manifest{.version = options.version, .made = SystemClock().now()};
    for (const auto& [site, store] : stores) {
        manifest.stores.push_back(copied(site, *store, partial));
        out << line_of(manifest.stores.back()) << std::flush;
    }
    manifest.files = save_files(sites_of(options.state), options.state, partial);
    write_manifest(partial, manifest);
    sync(partial / "manifest.json");
    sync(partial);
    fs::rename(partial, to);
    sync(to.parent_path());
    return manifest;
}

}  // namespace rapport::cli::backup
