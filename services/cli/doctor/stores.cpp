// SPDX-License-Identifier: MIT
#include "services/cli/doctor/stores.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <set>
#include <sstream>

#include "bus/base/codec.hpp"
#include "bus/base/error.hpp"
#include "services/cli/backup/report.hpp"
#include "services/cli/backup/sites.hpp"
#include "services/cli/doctor/clock.hpp"
#include "services/cli/doctor/folder.hpp"
#include "services/kit/backup/inventory.hpp"
#include "services/kit/backup/site.hpp"
#include "services/kit/store/dsn.hpp"
#include "services/kit/store/open_error.hpp"

namespace rapport::cli::doctor {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t quickly_read = 64 << 20;

bool in_path(const std::string& program) {
    const char* path = std::getenv("PATH");
    std::istringstream folders(path ? path : "");
    for (std::string folder; std::getline(folders, folder, ':');)
        if (::access((fs::path(folder) / program).c_str(), X_OK) == 0) return true;
    return false;
}

Check closed_to_others(const std::string& name, const fs::path& file) {
    struct stat found {};
    if (::stat(file.c_str(), &found) == 0 && (found.st_mode & 077) != 0 &&
        (fs::status(file.parent_path()).permissions() & (fs::perms::group_all | fs::perms::others_all)) !=
            fs::perms::none)
        return failed(name, file.string() + " is open to others", "close it", command({"chmod", "go=", file.string()}));
    return ok(name, "");
}

/// SQLite's own look at its pages.
std::optional<std::string> damage(kit::Db& db, bool deep) {
    const auto found = db.row<std::string>(deep ? "pragma integrity_check(1)" : "pragma quick_check(1)");
    if (found && std::get<0>(*found) == "ok") return {};
    return found ? std::get<0>(*found) : "it says nothing of itself";
}

std::optional<Instant> newest_event(kit::Db& db) {
    const auto row = db.row<std::string>("select head from kit_events order by sequence desc limit 1");
    if (!row) return {};
    return decode<bus::Event>(from_json(std::get<0>(*row))).recorded;
}

Check history(const std::string& name, const std::string& service, kit::Db& db, bool deep) {
    const auto migrations = db.row<std::int64_t>("select count(*) from kit_migrations");
    const auto last = kit::Outbox::watermark(db, service).last;
    auto finding = fmt::format("{} events, {} migrations", last, std::get<0>(migrations.value()));
    if (!deep) return ok(name, finding);
    const auto found = kit::Outbox::verify(db, service);
    if (found.gaps == 0 && found.duplicates == 0 && found.chain_intact) return ok(name, finding + ", history whole");
    return failed(name,
                  fmt::format("{}, {} gaps, {} duplicates, chain {}", finding, found.gaps, found.duplicates,
                              found.chain_intact ? "intact" : fmt::format("broken at {}", found.first_bad.value_or(0))),
                  "bring it back from a backup (rapport restore --help); keep this store to see what happened to it");
}

Checks look_into(const backup::Site& site, kit::StoreSite& store, bool deep) {
    const std::string name = "store " + site.service;
    const auto db = kit::Db::open(site.dsn, kit::Db::Mode::read);
    Checks checks;
    const bool sqlite = store.engine() == "sqlite";
    if (sqlite) {
        if (auto rights = closed_to_others(name, store.place()); rights.level != Level::ok) checks.push_back(rights);
        const auto bytes = fs::file_size(store.place());
        if (deep || bytes <= quickly_read) {
            if (const auto what = damage(*db, deep))
                return {failed(name, "is damaged: " + *what,
                               "stop its service and bring it back from a backup (rapport restore --help)")};
        }
    }
    auto of_history = history(name, site.service, *db, deep);
    if (sqlite)
        of_history.finding +=
            fmt::format(", {}{}", backup::in_bytes(static_cast<std::int64_t>(fs::file_size(store.place()))),
                        deep || fs::file_size(store.place()) <= quickly_read ? "" : ", not read through (--deep)");
    else of_history.finding += ", in " + store.place();
    checks.push_back(std::move(of_history));
    if (const auto newest = newest_event(*db))
        if (auto clock = clock_against(site.service, *newest, SystemClock().now()); clock.level != Level::ok)
            checks.push_back(std::move(clock));
    return checks;
}

/// Of each disk that holds a store, once.
Checks room_for(const std::vector<fs::path>& folders) {
    Checks checks;
    std::set<dev_t> seen;
    for (const auto& folder : folders) {
        struct stat found {};
        struct statvfs disk {};
        if (::stat(folder.c_str(), &found) != 0 || !seen.insert(found.st_dev).second) continue;
        if (::statvfs(folder.c_str(), &disk) == 0)
            checks.push_back(room_left(folder.string(), disk.f_bavail * disk.f_frsize, disk.f_blocks * disk.f_frsize));
    }
    return checks;
}

}  // namespace

Checks store_checks(const fs::path& state, bool deep) {
    Checks checks;
    std::vector<fs::path> folders;
    bool postgresql = false;
    for (const auto& site : backup::sites_of(state)) {
        try {
            const auto store = kit::StoreSite::at(site.dsn);
            postgresql |= store->engine() == "postgresql";
            if (store->occupied()) {
                if (store->engine() == "sqlite") folders.push_back(fs::path(store->place()).parent_path());
                for (auto& check : look_into(site, *store, deep)) checks.push_back(std::move(check));
            } else if (site.named) {
                checks.push_back(warning("store " + site.service, "there is none yet at " + store->place(),
                                         "start the service once, or mend its setting store"));
            }
        } catch (const Error& error) {
            const auto* opening = dynamic_cast<const kit::OpenError*>(&error);
            checks.push_back(failed("store " + site.service,
                                    error.message() + (opening ? ": " + opening->cause() : std::string()),
                                    opening ? fmt::format("check its setting store, which is {}", kit::Dsn::forms)
                                            : "check its setting store, and who may read it"));
        }
    }
    std::ranges::move(room_for(folders), std::back_inserter(checks));
    if (postgresql && (!in_path("pg_dump") || !in_path("pg_restore")))
        checks.push_back(warning("backup", "pg_dump or pg_restore is not here",
                                 "install what PostgreSQL's client brings", "apt-get install postgresql-client"));
    return checks;
}

}  // namespace rapport::cli::doctor
