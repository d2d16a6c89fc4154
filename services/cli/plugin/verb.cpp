// SPDX-License-Identifier: MIT
#include "services/cli/plugin/verb.hpp"

#include <fmt/format.h>
#include <fmt/ostream.h>

#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>

#include "bus/base/error.hpp"
#include "bus/base/text.hpp"
#include "sdk/host/record.hpp"
#include "sdk/tools/bench.hpp"
#include "sdk/tools/check.hpp"
#include "sdk/tools/describe.hpp"
#include "sdk/tools/explain.hpp"
#include "sdk/tools/starter.hpp"
#include "services/cli/output.hpp"
#include "services/cli/plugin/list.hpp"
#include "services/cli/plugin/run.hpp"
#include "services/cli/target.hpp"

namespace rapport::cli::plugin {
namespace {

namespace fs = std::filesystem;
namespace tools = sdk::tools;

/// What verbs about one file have in common.
struct FileOptions {
    std::string file, settings = "{}", output = "table";
    long deadline_ms = 10'000;

    bool json() const { return output == "json"; }
    sdk::PluginSpec spec() const {
        return {.id = {},
                .file = file,
                .settings = settings_text(),
                .deadline = std::chrono::milliseconds(deadline_ms),
                .reload = false,
                .log = [](sdk::LogLevel, std::string_view line) { fmt::print(stderr, "{}\n", printable(line)); }};
    }
    /// The JSON itself, or the content of the file that is named after an @.
    std::string settings_text() const {
        if (!settings.starts_with('@')) return settings;
        std::ifstream stream(settings.substr(1), std::ios::binary);
        if (!stream) throw Error(Code::invalid_argument, "--settings: cannot read " + settings.substr(1));
        return {std::istreambuf_iterator<char>(stream), {}};
    }
};

void add_file(CLI::App& verb, FileOptions& options) {
    verb.add_option("FILE", options.file, "The plugin, a shared library")->required()->check(CLI::ExistingFile);
}

void add_output(CLI::App& verb, std::string& output) {
    verb.add_option("-o,--output", output, "table or json")
        ->check(CLI::IsMember({"table", "json"}))
        ->type_name("HOW")
        ->capture_default_str();
}

void add_settings(CLI::App& verb, FileOptions& options) {
    verb.add_option("--settings", options.settings, "Its settings as JSON, or @FILE that holds them")
        ->type_name("JSON")
        ->capture_default_str();
    verb.add_option("--deadline", options.deadline_ms, "Milliseconds for each call")
        ->check(CLI::Range(1L, 3'600'000L))
        ->capture_default_str();
}

void add_data(CLI::App& verb, DataOptions& data) {
    verb.add_option("--map", data.map,
                    "Which column an input takes, where it is not the one of its name; may be repeated")
        ->type_name("INPUT=COLUMN")
        ->allow_extra_args(false);
    verb.add_option("--unknown", data.unknown,
                    "A cell that means, like an empty one, that nothing is known; may be repeated")
        ->type_name("TEXT")
        ->allow_extra_args(false)
        ->capture_default_str();
    verb.add_option("--name", data.name, "The column that names a row")->type_name("COLUMN");
    verb.add_option(
            "--group", data.group,
            "Rows with the same value of this column become one: lists are joined, else what is known last counts")
        ->type_name("COLUMN");
    verb.add_option("--limit", data.limit, "Rows at most; 0: all")->type_name("N");
}

// check

int check(const FileOptions& file, tools::CheckOptions options, const DataOptions& data) {
    options.settings = file.settings_text();
    options.deadline = std::chrono::milliseconds(file.deadline_ms);
    if (!data.file.empty())
        options.rows = [&data](const tools::Inputs& inputs) {
            std::vector<tools::Row> rows;
            read_rows(data, inputs, [&](std::vector<NamedRow> named) {
                for (auto& each : named) rows.push_back(std::move(each.row));
            });
            return rows;
        };
    if (!file.json()) fmt::print(std::cout, "{}, seed {}\n", file.file, options.seed);
    const auto findings = tools::check(file.file, options, [&](const tools::Finding& each) {
        if (file.json())
            fmt::print(std::cout, "{{\"test\":{},\"verdict\":\"{}\",\"detail\":{},\"ms\":{:.1f}}}\n",
                       tools::quoted(each.test), to_string(each.verdict), tools::quoted(each.detail),
                       each.took.count());
        else
            std::cout << printable_lines(
                fmt::format("  {:<8} {:<16} {}\n", to_string(each.verdict), each.test, each.detail));
        flush_output();
    });
    const auto failed = std::ranges::count(findings, tools::Verdict::failed, &tools::Finding::verdict);
    if (!file.json()) fmt::print(std::cout, "{} of {} tests failed\n", failed, findings.size());
    return failed == 0 ? Exit::ok : Exit::wrong;
}

void add_check(CLI::App& plugin, Action& action) {
    struct Options {
        FileOptions file;
        tools::CheckOptions check;
        DataOptions data;
        std::string send_to;
    };
    const auto options = std::make_shared<Options>();
    auto* verb = plugin.add_subcommand("check", "Tests whether a plugin keeps its contract.");
    add_file(*verb, options->file);
    add_settings(*verb, options->file);
    add_output(*verb, options->file.output);
    verb->add_option("--seed", options->check.seed, "Of the rows that are made up")
        ->type_name("N")
        ->capture_default_str();
    verb->add_option("--data", options->data.file, "CSV: rows to test a rule with, in place of made-up ones")
        ->type_name("FILE")
        ->check(CLI::ExistingFile);
    add_data(*verb, options->data);
    verb->add_option("--send-to", options->send_to, "Tries a channel with messages to there; else it sends nothing")
        ->type_name("ADDRESS");
    verb->add_option("--answer", options->check.answer, "The body with which {http} takes a message")
        ->type_name("TEXT")
        ->capture_default_str();
    verb->footer(
        "Each test runs in a process of its own with a deadline. In --settings, {scratch} stands for a private "
        "folder;\n"
        "what a channel leaves there is watched. {http} (the start of a URL), {smtp_host} and {smtp_port} stand for "
        "servers on this\n"
        "machine that keep what they are sent, and refuse, fail, or fall silent: what the channel makes of that is "
        "tested. Ends with 1\n"
        "if a test failed.");
    verb->callback([options, verb, &action] {
        if (verb->count("--send-to") > 0) options->check.send_to = options->send_to;
        action = [options] { return check(options->file, options->check, options->data); };
    });
}

// run

void add_run(CLI::App& plugin, Action& action) {
    struct Options {
        FileOptions file;
        RunOptions run;
    };
    const auto options = std::make_shared<Options>();
    auto* verb =
        plugin.add_subcommand("run", "Runs a plugin on rows of a file: scores them, or sends them as messages.");
    add_file(*verb, options->file);
    verb->add_option("--data", options->run.data.file,
                     "CSV: for a channel with the columns key, to, subject, text, html, language")
        ->required()
        ->type_name("FILE")
        ->check(CLI::ExistingFile);
    add_settings(*verb, options->file);
    add_output(*verb, options->file.output);
    add_data(*verb, options->run.data);
    verb->add_option("--now", options->run.now, "The instant that counts as now; else the clock's")->type_name("TIME");
    verb->add_flag("--explain", options->run.explain, "Shows each row's value and factors as bars");
    verb->add_flag("--in-process", options->run.in_process, "Runs a rule in this process, not in one of its own");
    verb->add_flag("--send", options->run.send, "Lets a channel send; else it is only asked whether it could");
    verb->footer(
        "A list of numbers stands in one cell (10 9 7) or in several rows that --group joins. Ends with 1 if a row "
        "failed or a\n"
        "message was not taken.");
    verb->callback([options, &action] {
        action = [options] {
            options->run.json = options->file.json();
            return run(tools::look_at(options->file.spec()), options->run);
        };
    });
}

// describe

void add_describe(CLI::App& plugin, Action& action) {
    const auto options = std::make_shared<FileOptions>();
    auto* verb = plugin.add_subcommand("describe", "Says what a plugin reads, gives, and may be set to.");
    add_file(*verb, *options);
    add_output(*verb, options->output);
    verb->callback([options, &action] {
        action = [options] {
            const auto subject = tools::look_at(options->spec());
            std::cout << (options->json() ? describe_json(subject) : printable_lines(describe_text(subject)));
            return Exit::ok;
        };
    });
}

// bench

struct BenchOptions {
    FileOptions file;
    DataOptions data;
    std::vector<std::size_t> sizes = {1, 100, 1'000, 10'000};
    bool in_process = false;
};

std::vector<tools::Row> rows_to_measure(const BenchOptions& options, const tools::Inputs& inputs) {
    if (options.data.file.empty()) return tools::random_rows(inputs, 1000, 1);
    std::vector<tools::Row> rows;
    read_rows(options.data, inputs, [&](std::vector<NamedRow> named) {
        for (auto& each : named) rows.push_back(std::move(each.row));
    });
    if (rows.empty()) throw Error(Code::invalid_argument, options.data.file + " has no rows");
    return rows;
}

int bench(const BenchOptions& options) {
    auto spec = tools::look_at(options.file.spec()).spec;
    if (options.in_process) spec.isolation = sdk::Isolation::in_process;
    sdk::RulePlugin rule(spec);
    const auto rows = rows_to_measure(options, rule.description().inputs);
    if (!options.file.json())
        fmt::print(std::cout, "{:>10} {:>14} {:>14} {:>14}\n", "rows", "rows/s", "p50 µs", "p99 µs");
    for (const auto size : options.sizes) {
        const auto speed = tools::measure(rule, rows, size, std::chrono::milliseconds(500));
        if (options.file.json())
            fmt::print(std::cout, "{{\"rows\":{},\"rows_per_second\":{:.0f},\"p50_us\":{:.2f},\"p99_us\":{:.2f}}}\n",
                       speed.rows, speed.rows_per_second, speed.p50.count(), speed.p99.count());
        else
            fmt::print(std::cout, "{:>10} {:>14.0f} {:>14.2f} {:>14.2f}\n", speed.rows, speed.rows_per_second,
                       speed.p50.count(), speed.p99.count());
        flush_output();
    }
    return Exit::ok;
}

void add_bench(CLI::App& plugin, Action& action) {
    const auto options = std::make_shared<BenchOptions>();
    auto* verb = plugin.add_subcommand(
        "bench", "Measures how fast a rule scores batches, in a process of its own as services run it.");
    add_file(*verb, options->file);
    add_settings(*verb, options->file);
    add_output(*verb, options->file.output);
    verb->add_option("--data", options->data.file, "CSV: rows to score in place of made-up ones")
        ->type_name("FILE")
        ->check(CLI::ExistingFile);
    add_data(*verb, options->data);
    verb->add_option("--rows", options->sizes, "Rows a batch; several, separated by commas")
        ->delimiter(',')
        ->check(CLI::Range(std::size_t{1}, std::size_t{10'000'000}))
        ->capture_default_str();
    verb->add_flag("--in-process", options->in_process, "In this process instead");
    verb->footer("p50 and p99 are of one batch, there and back.");
    verb->callback([options, &action] { action = [options] { return bench(*options); }; });
}

// new, list

void add_new(CLI::App& plugin, Action& action) {
    struct Options {
        std::string kind, name, into = ".", starter;
    };
    const auto options = std::make_shared<Options>();
    auto* verb = plugin.add_subcommand("new", "Makes a plugin's repository that builds, tests and checks in one go.");
    verb->add_option("KIND", options->kind, "rule or channel")->required()->check(CLI::IsMember({"rule", "channel"}));
    verb->add_option("NAME", options->name, "Such as acme-loyalty")->required();
    verb->add_option("--in", options->into, "The folder to make it in")
        ->type_name("FOLDER")
        ->check(CLI::ExistingDirectory)
        ->capture_default_str();
    verb->callback([options, &action] {
        action = [options] {
            const auto made =
                tools::make_repository(options->kind, options->name, options->into, tools::installed_starter());
            const auto target = fs::path(options->into).lexically_normal() / options->name;
            fmt::print(std::cout, "made {}:\n", target.string());
            for (const auto& each : made) fmt::print(std::cout, "  {}\n", each.string());
            fmt::print(std::cout,
                       "next:\n  cd {}\n  cmake --preset release && cmake --build --preset release && ctest --preset "
                       "release\n",
                       target.string());
            return Exit::ok;
        };
    });
}

void add_list(CLI::App& plugin, Action& action) {
    struct Options {
        TargetFlags target;
        std::string output = "table";
        std::vector<std::string> folders;
    };
    const auto options = std::make_shared<Options>();
    auto* verb = plugin.add_subcommand(
        "list", "Lists plugin files: what they are, which are refused and why, which run, which are quarantined.");
    verb->add_option("FOLDER", options->folders,
                     "Where to look; by default where the plugins are that ship with Rapport");
    add_state_option(*verb, options->target);
    add_output(*verb, options->output);
    verb->callback([options, &action] {
        action = [options] {
            std::vector<fs::path> folders(options->folders.begin(), options->folders.end());
            if (folders.empty()) folders.push_back(sdk::bundled("x").parent_path());
            const auto plugins = list(folders, target_of(options->target).state);
            fmt::print(std::cout, "{}",
                       options->output == "json" ? as_json(plugins) : printable_lines(as_table(plugins)));
            return std::ranges::any_of(plugins, [](const Listed& each) { return !each.refused.empty(); }) ? Exit::wrong
                                                                                                          : Exit::ok;
        };
    });
}

void add_lift(CLI::App& plugin, Action& action) {
    struct Options {
        TargetFlags target;
        std::string id;
    };
    const auto options = std::make_shared<Options>();
    auto* verb =
        plugin.add_subcommand("lift", "Lifts a quarantine, or forgets a refusal: the service tries the plugin again.");
    verb->add_option("ID", options->id, "Such as com.example.acme-loyalty")->required();
    add_state_option(*verb, options->target);
    verb->callback([options, &action] {
        action = [options] {
            if (!sdk::PluginRecords(fs::path(target_of(options->target).state) / "plugins").lift(options->id))
                throw Error(Code::not_found,
                            options->id + " is neither quarantined nor refused here; see rapport plugin list");
            fmt::print(std::cout, "{} is tried again at the next call\n", options->id);
            return Exit::ok;
        };
    });
}

}  // namespace

void add_verb(CLI::App& app, Action& action) {
    auto* plugin = app.add_subcommand("plugin", "Makes, checks, runs and measures scoring rules and channels.");
    plugin->require_subcommand(1);
    add_new(*plugin, action);
    add_check(*plugin, action);
    add_run(*plugin, action);
    add_describe(*plugin, action);
    add_bench(*plugin, action);
    add_list(*plugin, action);
    add_lift(*plugin, action);
}

}  // namespace rapport::cli::plugin
