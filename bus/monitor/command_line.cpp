// SPDX-License-Identifier: MIT
#include <unistd.h>

#include <csignal>
#include <iostream>
#include <map>

#include "bus/monitor/options.hpp"
#include "bus/monitor/verbs.hpp"

namespace rapport::bus::monitor {

std::atomic<bool> interrupted = false;
static_assert(std::atomic<bool>::is_always_lock_free, "set by a signal handler");

void end_on_signals() {
    const auto interrupt = [](int) { interrupted = true; };
    std::signal(SIGINT, interrupt);
    std::signal(SIGTERM, interrupt);
}

CLI::Option* add_duration(CLI::App& verb, const std::string& name, const std::string& what,
                          std::function<void(std::chrono::microseconds)> set) {
    return verb
        .add_option_function<std::string>(
            name, [set = std::move(set)](const std::string& text) { set(duration_from(text).value()); }, what)
        ->check(CLI::Validator(
            [](const std::string& text) {
                return duration_from(text) ? std::string() : text + " is no duration such as 250ms, 10s, 5m, 2h or 7d";
            },
            ""))
        ->type_name("DURATION");
}

void add_format(CLI::App& verb, Format& format) {
    static const std::map<std::string, Format> formats{
        {"pretty", Format::pretty}, {"json", Format::json}, {"jsonl", Format::jsonl}};
    verb.add_option_function<std::string>(
            "-o,--output", [&format](const std::string& name) { format = formats.at(name); },
            "How: for people, indented, or one object a line")
        ->check(CLI::IsMember(&formats).description(""))
        ->type_name("pretty|json|jsonl");
}

void add_timeout(CLI::App& verb, std::chrono::milliseconds& timeout) {
    verb.add_option_function<double>(
            "--timeout",
            [&timeout](double s) { timeout = std::chrono::milliseconds(static_cast<std::int64_t>(s * 1000)); },
            "Seconds to wait for the answer")
        ->check(CLI::Range(0.001, 86'400.0).description(""))
        ->type_name("SECONDS");
}

namespace {

void add_call(CLI::App& app, const TargetOf& target, Action& action) {
    auto* const verb = app.add_subcommand("call", "Asks a service and prints its answer as JSON.");
    const auto options = std::make_shared<Call>();
    verb->add_option("SERVICE", options->service, "Such as complaints; see ls")->required();
    verb->add_option("METHOD", options->method, "Such as get; see ls SERVICE")->required();
    verb->add_option("JSON", options->params, "Its parameter; - reads it from standard input");
    verb->add_option("--idempotency-key", options->idempotency_key, "Has one effect however often it is asked")
        ->option_text("KEY");
    verb->add_flag("--trace", options->tell_trace, "Says under which trace it is asked: see trace ID");
    add_timeout(*verb, options->timeout);
    verb->footer(
        "Examples:\n  rapport call complaints list '{\"limit\":5}'\n  echo '{}' | rapport call registry list_parties "
        "-");
    verb->callback([options, target, &action] {
        options->indent = ::isatty(STDOUT_FILENO) == 1;
        action = [options, target] { return call(target(), *options, std::cin, std::cout, std::cerr); };
    });
}

void add_ls(CLI::App& app, const TargetOf& target, Action& action) {
    auto* const verb = app.add_subcommand("ls", "Lists the services on the bus and what they can be asked.");
    const auto options = std::make_shared<Ls>();
    verb->add_option("SERVICE", options->service, "Only this one, with what its methods do");
    add_format(*verb, options->format);
    add_timeout(*verb, options->timeout);
    verb->callback([options, target, &action] {
        action = [options, target] { return ls(target(), *options, std::cout, std::cerr); };
    });
}

void add_info(CLI::App& app, const TargetOf& target, Action& action) {
    auto* const verb = app.add_subcommand("info", "Tells what a service is, can be asked, and tells.");
    const auto options = std::make_shared<Info>();
    verb->add_option("SERVICE", options->service, "Such as complaints; see ls")->required();
    verb->add_option("METHOD", options->method, "Or a type of event: what its fields are");
    add_format(*verb, options->format);
    add_timeout(*verb, options->timeout);
    verb->callback([options, target, &action] {
        action = [options, target] { return info(target(), *options, std::cout, std::cerr); };
    });
}

void add_stats(CLI::App& app, const TargetOf& target, Action& action) {
    auto* const verb = app.add_subcommand("stats", "What services have done since they started, by method.");
    const auto options = std::make_shared<Stats>();
    verb->add_option("SERVICE", options->service, "Only this one");
    add_format(*verb, options->format);
    add_timeout(*verb, options->timeout);
    verb->footer(
        "Times are the services' own, from receipt to answer; top shows those that the bus sees, as they change.");
    verb->callback([options, target, &action] {
        action = [options, target] { return stats(target(), *options, std::cout, std::cerr); };
    });
}

void add_ping(CLI::App& app, const TargetOf& target, Action& action) {
    auto* const verb = app.add_subcommand("ping", "Asks every instance whether it is there.");
    const auto options = std::make_shared<PingAll>();
    verb->add_option("SERVICE", options->service, "Only this one; else the bus and all services");
    verb->add_option("-n", options->count, "So often")->check(CLI::PositiveNumber.description(""))->type_name("N");
    add_duration(*verb, "--interval", "Between two rounds; 1s", [options](auto us) { options->interval = us; });
    add_format(*verb, options->format);
    add_timeout(*verb, options->timeout);
    verb->footer("Ends with 3 if one that the bus knows did not answer.");
    verb->callback([options, target, &action] {
        action = [options, target] {
            end_on_signals();
            return ping(target(), *options, std::cout, std::cerr, interrupted);
        };
    });
}

void add_lag(CLI::App& app, const TargetOf& target, Action& action) {
    auto* const verb = app.add_subcommand("lag", "How far each consumer is behind the history that it follows.");
    const auto options = std::make_shared<Lag>();
    verb->add_option("SERVICE", options->service, "Only this one's");
    add_format(*verb, options->format);
    add_timeout(*verb, options->timeout);
    verb->callback([options, target, &action] {
        action = [options, target] { return lag(target(), *options, std::cout, std::cerr); };
    });
}

void add_dead_verb(CLI::App& dead_app, const char* name, const char* what, Dead::Do how, const TargetOf& target,
                   Action& action) {
    auto* const verb = dead_app.add_subcommand(name, what);
    const auto options = std::make_shared<Dead>();
    options->what = how;
    auto* const service = verb->add_option("SERVICE", options->service, "Who could not handle them");
    if (how != Dead::Do::list) {
        service->required();
        auto* const rows = verb->add_option("ROW", options->rows, "Which, as list numbers them");
        auto* const all = verb->add_flag("--all", options->all, "All of that service's, in order")->excludes(rows);
        verb->parse_complete_callback([rows, all] {
            if (rows->empty() && all->empty()) throw CLI::RequiredError("ROW or --all");
        });
    }
    if (how == Dead::Do::list || how == Dead::Do::show) {
        add_format(*verb, options->format);
        verb->add_flag("--show-personal", options->show_personal, "Does not mask what is personal");
    }
    add_timeout(*verb, options->timeout);
    verb->callback([options, target, &action] {
        action = [options, target] { return dead(target(), *options, std::cout, std::cerr); };
    });
}

void add_dead(CLI::App& app, const TargetOf& target, Action& action) {
    auto* const verb = app.add_subcommand("dead", "Events that a service could not handle.");
    verb->require_subcommand(1);
    add_dead_verb(*verb, "list", "Lists them.", Dead::Do::list, target, action);
    add_dead_verb(*verb, "show", "Shows some of them whole.", Dead::Do::show, target, action);
    add_dead_verb(*verb, "redrive", "Has them handled again, now that what was wrong is mended.", Dead::Do::redrive,
                  target, action);
    add_dead_verb(*verb, "drop", "Drops them: they will never be handled.", Dead::Do::drop, target, action);
    verb->footer(
        "Later events of the same entity wait behind one that could not be handled: redrive the earliest first.");
}

void add_top(CLI::App& app, const TargetOf& target, Action& action) {
    auto* const verb = app.add_subcommand("top", "What services and methods do just now, as the bus sees it.");
    const auto options = std::make_shared<Top>();
    add_duration(*verb, "-d,--interval", "Between two looks; 2s", [options](auto us) { options->interval = us; });
    verb->add_flag("--once", options->once, "One look, as text");
    verb->add_flag("--json", options->json, "One look, as JSON");
    verb->add_flag_callback(
        "--no-methods", [options] { options->methods = false; }, "Services alone");
    verb->footer(
        "On the screen: r, e, p, b, n sort by rate, errors, p99, bytes, name; m shows or hides methods; arrows scroll; "
        "q ends.\n"
        "P50 and P99 are of the answers in the interval; QUEUE waits for credit, BUSY is being answered; LAG is the "
        "number of\n"
        "events that a service has still to handle.");
    verb->callback([options, target, &action] {
        if (::isatty(STDOUT_FILENO) != 1) options->once = true;
        action = [options, target] {
            end_on_signals();
            return top(target(), *options, std::cout, std::cerr, interrupted);
        };
    });
}

void add_trace(CLI::App& app, const TargetOf& target, Action& action) {
    auto* const verb = app.add_subcommand("trace", "Shows what caused what, as a tree with times.");
    const auto options = std::make_shared<TraceOptions>();
    verb->add_option("ID", options->id,
                     "A trace (the header Trace-Id of an answer), or the id of a complaint, a party …")
        ->required();
    verb->add_flag("--all", options->all, "All traces of that entity, not the first alone");
    add_duration(*verb, "--since", "How far back its events are looked for; 1h",
                 [options](auto us) { options->since = us; });
    add_format(*verb, options->format);
    add_timeout(*verb, options->timeout);
    verb->footer("Steps are remembered by each process, the newest 4096; events as long as their history is kept.");
    verb->callback([options, target, &action] {
        action = [options, target] { return trace(target(), *options, std::cout, std::cerr); };
    });
}

}  // namespace

void add_verbs(CLI::App& app, TargetOf target, Action& action) {
    add_tail(app, target, action);
    add_call(app, target, action);
    add_ls(app, target, action);
    add_info(app, target, action);
    add_stats(app, target, action);
    add_ping(app, target, action);
    add_lag(app, target, action);
    add_dead(app, target, action);
    add_top(app, target, action);
    add_trace(app, target, action);
}

}  // namespace rapport::bus::monitor
