// SPDX-License-Identifier: MIT
#include "services/cli/imports/verb.hpp"

#include <fmt/format.h>
#include <fmt/ostream.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <iostream>
#include <memory>

#include "bus/base/error.hpp"
#include "bus/base/names.hpp"
#include "services/cli/imports/importer.hpp"
#include "services/cli/imports/parties.hpp"
#include "services/cli/imports/source_file.hpp"
#include "services/cli/services.hpp"
#include "services/cli/signals.hpp"
#include "services/cli/state_dir.hpp"
#include "services/cli/target.hpp"

namespace rapport::cli::imports {
namespace {

namespace fs = std::filesystem;

struct Options {
    TargetFlags flags;
    Target target;
    Reading reading;
    std::string mapping, format = "csv", rejects;
    bool notify = false, dry_run = false;
};

/// A line that is written over, on a terminal only.
class Progress {
public:
    void show(const Counts& counts) {
        const auto now = std::chrono::steady_clock::now();
        if (!terminal_ || now < next_) return;
        next_ = now + std::chrono::milliseconds(100);
        fmt::print(stderr, "\r{} rows …", counts.rows());
        shown_ = true;
    }
    ~Progress() {
        if (shown_) fmt::print(stderr, "\r\x1b[K");
    }

private:
    bool terminal_ = ::isatty(STDERR_FILENO) != 0;
    bool shown_ = false;
    std::chrono::steady_clock::time_point next_;
};

/// `cfpb-complaints-rejects-20261122T142000Z.csv`, in the state folder where one is known. A dry run makes no file
/// unless one is named.
fs::path rejects_path(const Options& options) {
    if (!options.rejects.empty() || options.dry_run) return options.rejects;
    auto now = to_text(SystemClock().now()).substr(0, 19);
    std::erase_if(now, [](char c) { return c == '-' || c == ':'; });
    const auto name = fmt::format("{}-rejects-{}Z.csv", fs::path(options.reading.file).stem().string(), now);
    return options.target.bus.empty() ? StateDir(options.target.state).path() / "import" / name : fs::path(name);
}

/// Whom rows named as a user and nobody here is, the most frequent first, a few of them by name.
void tell_unknown_users(const std::map<std::string, std::size_t>& unknown) {
    constexpr std::size_t most = 10;
    if (unknown.empty()) return;
    std::vector<std::pair<std::string, std::size_t>> all(unknown.begin(), unknown.end());
    std::ranges::stable_sort(all, std::greater<>(), [](const auto& each) { return each.second; });
    std::size_t rows = 0;
    std::string names;
    for (std::size_t i = 0; i < all.size(); ++i) {
        rows += all[i].second;
        if (i < most) names += (names.empty() ? "" : ", ") + shown_name(all[i].first);
    }
    if (all.size() > most) names += ", …";
    fmt::print(std::cout, "without owner {}: no user here is called {}; their names are kept as text\n", rows, names);
}

/// The last line: `imported 3, unchanged 1, rejected 0`.
void tell_counts(const Kind& kind, const Counts& counts) {
    fmt::print(std::cout, "imported {}, ", counts.imported);
    if (kind.may_change) fmt::print(std::cout, "changed {}, ", counts.changed);
    fmt::print(std::cout, "unchanged {}, rejected {}\n", counts.unchanged, counts.rejected);
}

void tell_rejects(const Rejects& rejects) {
    for (const auto& line : rejects.first()) std::cout << line << '\n';
    if (rejects.size() != 0 && !rejects.path().empty())
        fmt::print(std::cout, "rejected rows and the reason of each: {}\n", rejects.path().string());
    else if (rejects.size() > rejects.first().size())
        fmt::print(std::cout, "and {} more; --rejects FILE takes them all\n", rejects.size() - rejects.first().size());
}

int exit_of(const Counts& counts) { return counts.rejected == 0 ? static_cast<int>(Exit::ok) : rows_rejected; }

/// A deployment need not have a registry: then nobody is entered.
Parties parties_of(const Options& options, const Format& format, bus::Client& client) {
    if (!format.parties || !services_of(client, options.target).contains("registry")) return {};
    SourceFile file(options.reading);
    return enter_parties(client, options.target.actor(), file.rows(), *format.parties);
}

Plan plan_of(const Options& options, const Format& format, const kit::CsvReader& file, const Parties& parties) {
    auto plan = format.plan(file, options.reading.how, parties);
    std::string names;
    for (const auto& name : plan.left_columns) names += (names.empty() ? "" : ", ") + shown_name(name);
    if (!names.empty()) fmt::print(std::cout, "ignored columns: {}\n", names);
    return plan;
}

int send(const Options& options, const Kind& kind, const Format& format, kit::CsvReader& file, Rejects& rejects) {
    bus::Loop loop;
    bool broken_off = false;
    bus::Client client(loop, options.target.requests());
    auto plan = plan_of(options, format, file, parties_of(options, format, client));
    std::optional<Progress> progress(std::in_place);
    Importer importer(loop, client, file, std::move(plan.mapping), rejects,
                      {.service = std::string(kind.service),
                       .method = std::string(kind.method),
                       .in_order = kind.in_order,
                       .notify = options.notify,
                       .actor = options.target.actor(),
                       .on_progress = [&](const Counts& counts) { progress->show(counts); }});
    const Signals signals(loop, {SIGINT, SIGTERM}, [&](int) {
        if (broken_off) ::_exit(Exit::interrupted);  // it does not want to wait for what is under way
        broken_off = true;
        importer.stop();
    });
    const auto tell = [&] {
        progress.reset();
        tell_rejects(rejects);
        tell_unknown_users(importer.counts().unknown_users);
        tell_counts(kind, importer.counts());
    };
    try {
        importer.run();
    } catch (const Error&) {
        tell();
        throw;
    }
    tell();
    if (!broken_off) return exit_of(importer.counts());
    fmt::print(stderr, "rapport: broken off; the same command again goes on from here\n");
    return Exit::interrupted;
}

int import(Options options, const Kind& kind) {
    const auto& format = kind.format(options.format);
    if (!options.mapping.empty()) {
        if (!format.takes_mapping)
            throw Error(Code::invalid_argument,
                        "--mapping is for --format csv: of " + options.format + " files every column is known");
        options.reading.how = read_mapping_file(options.mapping);
    }
    SourceFile file(options.reading);
    fmt::print(std::cout, "{}\n", file.read_as());
    Rejects rejects(file.rows(), rejects_path(options));
    if (!options.dry_run) return send(options, kind, format, file.rows(), rejects);
    const auto counts = check(file.rows(), plan_of(options, format, file.rows(), {}).mapping, rejects);
    tell_rejects(rejects);
    fmt::print(std::cout, "would import {}, rejected {}\n", counts.imported, counts.rejected);
    return exit_of(counts);
}

void add_kind(CLI::App& verb, const Kind& kind, Action& action) {
    const auto options = std::make_shared<Options>();
    auto* sub = verb.add_subcommand(std::string(kind.name), fmt::format("Imports {} from a file.", kind.name));
    add_target_options(*sub, options->flags);
    std::string formats;
    std::vector<std::string> names;
    for (const auto& format : kind.formats) {
        formats += fmt::format("\n  {:<6} {}", format.name, format.doc);
        names.emplace_back(format.name);
    }
    sub->add_option("FILE", options->reading.file, "The file to read")->required()->check(CLI::ExistingFile);
    sub->add_option("--format", options->format, "How it is laid out")
        ->check(CLI::IsMember(names))
        ->type_name("FORMAT")
        ->capture_default_str();
    sub->add_option("--mapping", options->mapping,
                    "A TOML file that says which column is which field, and how dates are written")
        ->type_name("FILE")
        ->check(CLI::ExistingFile);
    sub->add_option("--separator", options->reading.separator,
                    "What parts the fields: comma, semicolon, tab, pipe, or another character; else the file shows it")
        ->type_name("SEPARATOR");
    sub->add_option("--encoding", options->reading.encoding,
                    "The file's character set, such as windows-1252 or GB18030; else UTF-8, or what a byte order mark "
                    "says")
        ->type_name("NAME");
    sub->add_option("--rejects", options->rejects,
                    "Where to write rows that are not taken; mended, that file can be imported")
        ->type_name("FILE");
    sub->add_flag("--notify", options->notify,
                  "Tell people, as if each row had just come in; without it nobody is told");
    sub->add_flag("--dry-run", options->dry_run,
                  "Read and check the file; import nothing, make no file but one named with --rejects");
    sub->footer(
        "Formats:" + formats +
        "\n\nIt can be broken off and begun again: what is known already is left unchanged. Ends with 0 only if "
        "every row was taken or known, with 5 if rows were rejected.");
    sub->callback([options, &kind, &action] {
        action = [options, &kind] {
            options->target = target_of(options->flags);
            return import(*options, kind);
        };
    });
}

}  // namespace

void add_verb(CLI::App& app, Action& action) {
    auto* verb = app.add_subcommand("import", "Brings in what another system knows.");
    verb->require_subcommand(1);
    for (const auto& kind : kinds()) add_kind(*verb, kind, action);
}

}  // namespace rapport::cli::imports
