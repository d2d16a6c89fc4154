// SPDX-License-Identifier: MIT
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <iostream>
#include <map>

#include "bus/monitor/verbs.hpp"

namespace rapport::bus::monitor {
namespace {

std::atomic<bool> interrupted = false;
static_assert(std::atomic<bool>::is_always_lock_free, "set by a signal handler");

void end_on_signals() {
    const auto interrupt = [](int) { interrupted = true; };
    std::signal(SIGINT, interrupt);
    std::signal(SIGTERM, interrupt);
    std::signal(SIGPIPE, SIG_IGN);  // a reader that went away is an error of the stream
}

void add_format(CLI::App& verb, Format& format) {
    static const std::map<std::string, Format> formats{
        {"pretty", Format::pretty}, {"json", Format::json}, {"jsonl", Format::jsonl}};
    verb.add_option_function<std::string>(
            "-o,--output", [&format](const std::string& name) { format = formats.at(name); },
            "pretty (for people), json (indented) or jsonl (one object a line)")
        ->check(CLI::IsMember(&formats).description(""))
        ->option_text("FORMAT");
}

void add_timeout(CLI::App& verb, std::chrono::milliseconds& timeout) {
    verb.add_option_function<double>(
            "--timeout",
            [&timeout](double s) { timeout = std::chrono::milliseconds(static_cast<std::int64_t>(s * 1000)); },
            "seconds to wait for the answer")
        ->check(CLI::Range(0.001, 86'400.0).description(""))
        ->option_text("SECONDS");
}

void add_tail(CLI::App& app, const std::function<Target()>& target, int& exit_code) {
    auto* const verb = app.add_subcommand("tail", "Prints events as they are published.");
    const auto options = std::make_shared<Tail>();
    verb->add_option("PATTERN", options->patterns,
                     "types of events, * stands for any text: 'complaints.*'; all if none");
    verb->add_option("-n", options->count, "ends after that many")
        ->check(CLI::PositiveNumber.description(""))
        ->option_text("N");
    add_format(*verb, options->format);
    verb->add_option("--where", options->where, "only those, such as 'data.complaint.priority in (P1, P2)'")
        ->option_text("FILTER");
    verb->callback([options, target, &exit_code] {
        end_on_signals();
        exit_code = tail(target(), *options, std::cout, std::cerr, interrupted);
    });
}

void add_call(CLI::App& app, const std::function<Target()>& target, int& exit_code) {
    auto* const verb = app.add_subcommand("call", "Asks a service and prints its answer as JSON.");
    const auto options = std::make_shared<Call>();
    verb->add_option("SERVICE", options->service, "such as complaints; see ls")->required();
    verb->add_option("METHOD", options->method, "such as get; see ls SERVICE")->required();
    verb->add_option("JSON", options->params, "its parameter; - reads it from standard input");
    verb->add_option("--idempotency-key", options->idempotency_key, "has one effect however often it is asked")
        ->option_text("KEY");
    add_timeout(*verb, options->timeout);
    verb->callback([options, target, &exit_code] {
        std::signal(SIGPIPE, SIG_IGN);
        options->indent = ::isatty(STDOUT_FILENO) == 1;
        exit_code = call(target(), *options, std::cin, std::cout, std::cerr);
    });
}

void add_ls(CLI::App& app, const std::function<Target()>& target, int& exit_code) {
    auto* const verb = app.add_subcommand("ls", "Lists the services on the bus and what they can be asked.");
    const auto options = std::make_shared<Ls>();
    verb->add_option("SERVICE", options->service, "only this one, with what its methods do");
    add_format(*verb, options->format);
    add_timeout(*verb, options->timeout);
    verb->callback([options, target, &exit_code] { exit_code = ls(target(), *options, std::cout, std::cerr); });
}

}  // namespace

void add_verbs(CLI::App& app, std::function<Target()> target, int& exit_code) {
    add_tail(app, target, exit_code);
    add_call(app, target, exit_code);
    add_ls(app, target, exit_code);
}

}  // namespace rapport::bus::monitor
