// SPDX-License-Identifier: MIT
#include "services/cli/imports/verb.hpp"

#include <fmt/format.h>
#include <fmt/ostream.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <fstream>
#include <iostream>
#include <memory>

#include "bus/base/error.hpp"
#include "services/cli/imports/importer.hpp"
#include "services/cli/imports/parties.hpp"
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
    std::string file, format = "csv", rejects;
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
    const auto name = fmt::format("{}-rejects-{}Z.csv", fs::path(options.file).stem().string(), now);
    return options.target.bus.empty() ? StateDir(options.target.state).path() / "import" / name : fs::path(name);
}

void tell(std::string_view did, const Counts& counts, const Rejects& rejects) {
    for (const auto& line : rejects.first()) std::cout << line << '\n';
    if (rejects.size() != 0 && !rejects.path().empty())
        fmt::print(std::cout, "rejected rows and the reason of each: {}\n", rejects.path().string());
    else if (rejects.size() > rejects.first().size())
        fmt::print(std::cout, "and {} more; --rejects FILE takes them all\n", rejects.size() - rejects.first().size());
    if (did == "imported")
        fmt::print(std::cout, "imported {}, unchanged {}, rejected {}\n", counts.imported, counts.unchanged,
                   counts.rejected);
    else fmt::print(std::cout, "{} {}, rejected {}\n", did, counts.imported, counts.rejected);
}

std::ifstream opened(const std::string& path) {
    std::ifstream stream(path, std::ios::binary);
    if (!stream) throw Error(Code::invalid_argument, "cannot read " + path);
    return stream;
}

/// A deployment need not have a registry: then nobody is entered.
Parties parties_of(const Options& options, const Format& format, bus::Client& client) {
    if (!format.parties || !services_of(client, options.target).contains("registry")) return {};
    auto stream = opened(options.file);
    kit::CsvReader file(stream);
    return enter_parties(client, options.target.actor(), file, *format.parties);
}

int send(const Options& options, const Kind& kind, const Format& format, kit::CsvReader& file, Rejects& rejects) {
    bus::Loop loop;
    bool broken_off = false;
    bus::Client client(loop, options.target.requests());
    std::optional<Progress> progress(std::in_place);
    Importer importer(loop, client, file, format.mapping(file, parties_of(options, format, client)), rejects,
                      {.service = std::string(kind.service),
                       .notify = options.notify,
                       .actor = options.target.actor(),
                       .on_progress = [&](const Counts& counts) { progress->show(counts); }});
    const Signals signals(loop, {SIGINT, SIGTERM}, [&](int) {
        if (broken_off) ::_exit(Exit::interrupted);  // it does not want to wait for what is under way
        broken_off = true;
        importer.stop();
    });
    try {
        importer.run();
    } catch (const Error&) {
        progress.reset();
        tell("imported", importer.counts(), rejects);
        throw;
    }
    progress.reset();
    tell("imported", importer.counts(), rejects);
    if (!broken_off) return Exit::ok;
    fmt::print(stderr, "rapport: broken off; the same command again goes on from here\n");
    return Exit::interrupted;
}

int import(const Options& options, const Kind& kind) {
    const auto& format = kind.format(options.format);
    auto stream = opened(options.file);
    kit::CsvReader file(stream);
    Rejects rejects(rejects_path(options));
    if (!options.dry_run) return send(options, kind, format, file, rejects);
    tell("would import", check(file, format.mapping(file, {}), rejects), rejects);
    return Exit::ok;
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
    sub->add_option("FILE", options->file, "The file to read")->required()->check(CLI::ExistingFile);
    sub->add_option("--format", options->format, "How it is laid out")
        ->check(CLI::IsMember(names))
        ->type_name("FORMAT")
        ->capture_default_str();
    sub->add_option("--rejects", options->rejects, "Where to write rows that are not taken")->type_name("FILE");
    sub->add_flag("--notify", options->notify,
                  "Tell people, as if each row had just come in; without it nobody is told");
    sub->add_flag("--dry-run", options->dry_run,
                  "Read and check the file; import nothing, make no file but one named with --rejects");
    sub->footer("Formats:" + formats +
                "\n\nIt can be broken off and begun again: what is known already is left unchanged.");
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
