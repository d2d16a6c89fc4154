// SPDX-License-Identifier: MIT
#include "services/cli/backup/restore.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <ostream>

#include "bus/base/error.hpp"
#include "bus/base/id.hpp"
#include "bus/base/text.hpp"
#include "services/cli/backup/report.hpp"
#include "services/cli/backup/sites.hpp"
#include "services/cli/state_dir.hpp"
#include "services/kit/backup/epoch.hpp"
#include "services/kit/backup/site.hpp"

namespace rapport::cli::backup {
namespace {

namespace fs = std::filesystem;

/// What is to be taken back, newest first, if it ends before done().
class Undo {
public:
    ~Undo() {
        for (auto step = steps_.rbegin(); step != steps_.rend(); ++step) try {
                (*step)();
            } catch (const std::exception& error) {
                std::fprintf(stderr, "rapport: %s\n", printable_lines(error.what()).c_str());
            }
    }
    void add(std::function<void()> step) { steps_.push_back(std::move(step)); }
    void done() { steps_.clear(); }

private:
    std::vector<std::function<void()>> steps_;
};

/// One store on its way back.
struct Restoring {
    SavedStore saved;
    Site site;
    std::unique_ptr<kit::StoreSite> place;
    std::int64_t took_ms = 0;
};

void keep_only(std::vector<SavedStore>& stores, const std::vector<std::string>& wanted, const fs::path& backup) {
    std::vector<std::string> there;
    for (const auto& store : stores) there.push_back(store.service);
    for (const auto& name : wanted)
        if (std::ranges::find(there, name) == there.end())
            throw Error(Code::invalid_argument,
                        fmt::format("{} has no store of {}; it has {}", backup.string(), name, fmt::join(there, ", ")));
    if (wanted.empty()) return;
    std::erase_if(stores, [&](const auto& store) { return std::ranges::find(wanted, store.service) == wanted.end(); });
}

std::vector<Restoring> matched(const Manifest& manifest, const fs::path& state) {
    const auto sites = sites_of(state);
    std::vector<Restoring> all;
    for (const auto& saved : manifest.stores) {
        const auto site = std::ranges::find(sites, saved.service, &Site::service);
        if (site == sites.end())
            throw Error(Code::failed_precondition, "this program knows no service " + saved.service);
        auto place = kit::StoreSite::at(site->dsn);
        if (place->engine() != saved.engine)
            throw Error(Code::failed_precondition,
                        fmt::format("the copy of {} is one of {}, and its settings name a store on {}", saved.service,
                                    saved.engine, place->engine()));
        all.push_back({.saved = saved, .site = *site, .place = std::move(place)});
    }
    return all;
}

void bring_file(const fs::path& from, const fs::path& to, Undo& undo) {
    fs::create_directories(to.parent_path());
    const fs::path draft = to.string() + ".restoring";
    fs::copy_file(from, draft, fs::copy_options::overwrite_existing);
    fs::permissions(draft, fs::perms::owner_read | fs::perms::owner_write);
    fs::rename(draft, to);
    undo.add([to] { fs::remove(to); });
}

bool of_accounts(const SavedFile& file) {
    return std::ranges::find(accounts_files, fs::path(file.path).filename().string()) != accounts_files.end();
}

/// Where a file of the backup belongs.
fs::path home_of(const SavedFile& file, const fs::path& state) {
    const auto name = fs::path(file.path).lexically_relative("files");
    return name.parent_path() == "config" ? settings_of(state) / name.filename() : state / name;
}

/// The deployment's files that are missing; what is there is its own, and so are settings that are kept elsewhere.
void bring_settings(const Manifest& manifest, const RestoreOptions& options, Undo& undo, std::ostream& out) {
    for (const auto& file : manifest.files) {
        if (of_accounts(file)) continue;
        const auto to = home_of(file, options.state);
        const bool elsewhere = to.lexically_relative(options.state).string().starts_with("..");
        if (!fs::exists(to) && elsewhere) out << fmt::format("{} is not there and is not made\n", to.string());
        else if (fs::exists(to)) out << fmt::format("{} is there already and stays as it is\n", to.string());
        else bring_file(options.from / file.path, to, undo);
    }
}

/// What goes with the accounts' store takes its place with it.
void bring_accounts_files(const Manifest& manifest, const RestoreOptions& options, const fs::path& state,
                          const std::string& stamp, Undo& undo) {
    for (const auto& file : manifest.files) {
        if (!of_accounts(file)) continue;
        const auto to = state / fs::path(file.path).filename();
        if (fs::exists(to)) {
            const fs::path aside = to.string() + "." + stamp;
            fs::rename(to, aside);
            undo.add([to, aside] { fs::rename(aside, to); });
        }
        bring_file(options.from / file.path, to, undo);
    }
}

void fill(Restoring& one, const RestoreOptions& options, const std::map<std::string, kit::Renewal>& together) {
    const Stopwatch watch;
    one.place->fill_from(options.from / one.saved.file.path);
    const auto db = one.place->filled();
    kit::renew(*db, one.saved.service, together);
    const auto found = kit::inventory_of(*db, one.saved.service);
    auto wrong = kit::difference(one.saved.inventory, found);
    if (wrong.empty() && found.cursors != kit::renewed(one.saved.inventory.cursors, together))
        wrong = "its cursors are others";
    if (!wrong.empty())
        throw Error(Code::failed_precondition,
                    fmt::format("what was restored of {} is not what was saved: {}", one.saved.service, wrong));
    one.took_ms = watch.ms();
}

std::map<std::string, kit::Renewal> new_epochs(const Manifest& manifest) {
    std::map<std::string, kit::Renewal> epochs;
    for (const auto& store : manifest.stores)
        epochs[store.service] = {.was = store.inventory.history.epoch,
                                 .is = to_text(new_uuid(SystemClock().now())),
                                 .last_sequence = store.inventory.last_sequence};
    return epochs;
}

std::string stamp_of(Instant now) {
    std::string text = to_text(now).substr(0, 19);
    std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
    return "before-" + text + "Z";
}

void require_free(std::vector<Restoring>& stores, bool replace) {
    if (replace) return;
    for (const auto& one : stores)
        if (one.place->occupied())
            throw Error(
                Code::already_exists,
                fmt::format("{} has a store already, at {}: nothing was changed. --replace moves it out of the way",
                            one.saved.service, one.place->place()));
}

}  // namespace

Manifest check(const RestoreOptions& options, std::ostream& out) {
    auto manifest = read_manifest(options.from, options.version);
    keep_only(manifest.stores, options.services, options.from);
    for (const auto& file : manifest.files) check_file(options.from, file);
    for (const auto& store : manifest.stores) {
        check_file(options.from, store.file);
        out << line_of(store) << std::flush;
    }
    return manifest;
}

Manifest restore(const RestoreOptions& options, std::ostream& out) {
    std::ostream silent(nullptr);
    const auto manifest = check(options, silent);
    const StateLock lock{StateDir(options.state)};
    std::vector<Restoring> stores;
    Undo undo;  // before it the stores that it goes back to
    // Settings first: they say where the stores belong.
    bring_settings(manifest, options, undo, out);
    stores = matched(manifest, options.state);
    require_free(stores, options.replace);
    const auto stamp = stamp_of(SystemClock().now());
    const auto together = new_epochs(manifest);
    for (auto& one : stores) {
        undo.add([&place = *one.place] { place.discard(); });
        if (one.place->occupied())
            out << fmt::format("{} moved to {}\n", one.saved.service, one.place->set_aside(stamp));
        fill(one, options, together);
        if (one.saved.service == "accounts") bring_accounts_files(manifest, options, one.site.state, stamp, undo);
    }
    for (auto& one : stores) {
        one.place->publish();
        auto told = one.saved;
        told.took_ms = one.took_ms;
        out << line_of(told) << std::flush;
    }
    undo.done();
    return manifest;
}

}  // namespace rapport::cli::backup
