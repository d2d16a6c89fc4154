// SPDX-License-Identifier: MIT
#include "services/cli/backup/verb.hpp"

#include <fmt/format.h>
#include <fmt/ostream.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "services/cli/backup/backup.hpp"
#include "services/cli/backup/report.hpp"
#include "services/cli/backup/restore.hpp"
#include "services/cli/state_dir.hpp"
#include "services/cli/target.hpp"

namespace rapport::cli::backup {
namespace {

struct Options {
    TargetFlags target;
    std::string folder;
    std::vector<std::string> services;
    bool check = false, replace = false;

    std::filesystem::path state_path() const { return StateDir(target_of(target).state).path(); }
};

/// Ends with 1 where a history was not whole when it was saved: what is there was copied, and somebody must look.
int told(const char* what, const Manifest& manifest, const std::string& where, const Stopwatch& watch) {
    std::int64_t bytes = 0;
    bool whole = true;
    for (const auto& store : manifest.stores) {
        bytes += store.file.bytes;
        whole &= store.inventory.whole();
    }
    fmt::print(std::cout, "{} {} stores, {}, in {:.1f} s: {}\n", what, manifest.stores.size(), in_bytes(bytes),
               static_cast<double>(watch.ms()) / 1'000, where);
    if (!whole) std::cerr << "rapport: a history is not whole; rapport events verify says where\n";
    return whole ? Exit::ok : Exit::wrong;
}

int run_backup(const Options& options) {
    const Stopwatch watch;
    const auto manifest =
        back_up({.state = options.state_path(), .to = options.folder, .version = RAPPORT_VERSION}, std::cout);
    return told("saved", manifest, options.folder, watch);
}

int run_restore(const Options& options) {
    const Stopwatch watch;
    const RestoreOptions what{.from = std::filesystem::absolute(options.folder),
                              .state = options.state_path(),
                              .services = options.services,
                              .replace = options.replace,
                              .version = RAPPORT_VERSION};
    if (options.check) return told("sound:", check(what, std::cout), options.folder, watch);
    return told("restored", restore(what, std::cout), what.state.string(), watch);
}

void add_backup(CLI::App& app, Action& action) {
    const auto options = std::make_shared<Options>();
    auto* verb =
        app.add_subcommand("backup", "Copies every store of a deployment, while it runs, and checks the copies.");
    add_state_option(*verb, options->target);
    verb->add_option("FOLDER", options->folder, "The folder to be made for it")->required();
    verb->footer(
        "Each store is copied as of one moment and its history walked; configuration and keys come with them. The "
        "backup\n"
        "holds secrets. Ends with 1 if it could not be made, or if a history is not whole.");
    verb->callback([options, &action] { action = [options] { return run_backup(*options); }; });
}

void add_restore(CLI::App& app, Action& action) {
    const auto options = std::make_shared<Options>();
    auto* verb = app.add_subcommand("restore", "Brings a backup back into a deployment that is stopped.");
    add_state_option(*verb, options->target);
    verb->add_option("FOLDER", options->folder, "The backup")->required();
    verb->add_option("SERVICE", options->services, "Whose stores; none: all that are in it");
    auto* const check = verb->add_flag("--check", options->check, "Only reads the backup and says whether it is sound");
    verb->add_flag("--replace", options->replace,
                   "Stores that are there are moved aside, to names that end in .before-TIME")
        ->excludes(check);
    verb->footer(
        "Every file is compared with its SHA-256 first; nothing that is there is overwritten. Restored stores have a "
        "new epoch:\n"
        "who follows them reads them anew. Each is counted and its history walked before it takes its place.\n"
        "Ends with 1 if the backup is damaged or a store is in the way.");
    verb->callback([options, &action] { action = [options] { return run_restore(*options); }; });
}

}  // namespace

void add_verbs(CLI::App& app, Action& action) {
    add_backup(app, action);
    add_restore(app, action);
}

}  // namespace rapport::cli::backup
