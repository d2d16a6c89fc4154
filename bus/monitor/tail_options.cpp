// SPDX-License-Identifier: MIT
#include <unistd.h>

#include <charconv>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>

#include "bus/monitor/options.hpp"

namespace rapport::bus::monitor {
namespace {

/// A time by itself, or a day's beginning.
std::optional<Instant> time_from(const std::string& text) {
    if (const auto instant = instant_from(text)) return instant;
    if (const auto day = day_from(text)) return start_of(*day);
    return {};
}

Since since_from(const std::string& text) {
    if (const auto ago = duration_from(text)) return *ago;
    if (const auto time = time_from(text)) return *time;
    std::int64_t sequence = 0;
    const auto [stop, problem] = std::from_chars(text.data(), text.data() + text.size(), sequence);
    if (problem == std::errc{} && stop == text.data() + text.size() && sequence >= 0) return sequence;
    throw CLI::ValidationError("--since", "must be a duration (10m), a sequence (42) or a time (2026-11-24T08:00:00Z)");
}

/// One of a few names, as what it stands for.
template <class E>
CLI::Option* add_choice(CLI::App& verb, const std::string& name, E& value, std::map<std::string, E> choices,
                        const std::string& what) {
    const auto known = std::make_shared<const std::map<std::string, E>>(std::move(choices));
    return verb
        .add_option_function<std::string>(
            name, [&value, known](const std::string& text) { value = known->at(text); }, what)
        ->check(CLI::IsMember(known.get()).description(""));
}

void add_what(CLI::App& verb, Tail& tail) {
    verb.add_option("PATTERN", tail.patterns,
                    "Types of events, or SERVICE.METHOD; * stands for any text: 'complaints.*'. All if none");
    verb.add_option("--exclude", tail.exclude, "Not these")->type_name("PATTERN")->allow_extra_args(false);
    verb.add_option("--source", tail.sources, "Only of these services")->type_name("PATTERN")->allow_extra_args(false);
    verb.add_option("--type", tail.types, "Only events of these types")->type_name("PATTERN")->allow_extra_args(false);
    verb.add_option("--method", tail.methods, "Only calls of these methods: get, or complaints.get")
        ->type_name("PATTERN")
        ->allow_extra_args(false);
    verb.add_option_function<std::vector<std::string>>(
            "--kind",
            [&tail](const std::vector<std::string>& names) {
                const auto all = names_of(Kind{});
                for (const auto& name : names)
                    tail.kinds.push_back(static_cast<Kind>(std::ranges::find(all, name) - all.begin()));
            },
            "event, req (requests), rep (answers), err (answers that are errors), hb (workers' heartbeats). Else "
            "events, or "
            "what the other options speak of")
        ->delimiter(',')
        ->check(CLI::IsMember({"event", "req", "rep", "err", "hb"}).description(""))
        ->allow_extra_args(false)
        ->type_name("event|req|rep|err|hb");
    verb.add_option("--trace", tail.trace, "Only of this trace")->type_name("ID");
    verb.add_option("--actor", tail.actor, "Only what is done in this name, such as user:*")->type_name("PATTERN");
    verb.add_option("--where", tail.where, "Only what this filter holds for: 'data.complaint.priority in (P1, P2)'")
        ->type_name("EXPR");
    add_duration(verb, "--min-latency", "Only answers that took so long, such as 50ms",
                 [&tail](auto us) { tail.min_latency = us; });
    verb.add_flag("--errors", tail.errors, "Only answers that are errors");
    verb.add_option("--sample", tail.sample, "One of so many; of calls with their answers")
        ->check(CLI::Range(1, 1'000'000).description(""))
        ->type_name("N");
    verb.add_option("--rate", tail.rate,
                    "Of calls so many requests and answers a second at most (10000); beyond, whole calls are left out "
                    "and counted. 0: all, whatever it costs those that are looked at")
        ->check(CLI::Range(0, 1'000'000'000).description(""))
        ->type_name("N");
    verb.add_flag("--match-replies", tail.match_replies,
                  "Each call once, when its answer is there, with how long it took");
}

void add_when(CLI::App& verb, Tail& tail) {
    verb.add_option_function<std::string>(
            "--since", [&tail](const std::string& text) { tail.since = since_from(text); },
            "Events from then on: a duration (10m), a sequence (42), a time")
        ->type_name("WHEN");
    verb.add_option_function<std::string>(
            "--until",
            [&tail](const std::string& text) {
                tail.until = time_from(text);
                if (!tail.until) throw CLI::ValidationError("--until", "must be a time such as 2026-11-24T08:00:00Z");
            },
            "Ends there")
        ->type_name("TIME");
    verb.add_flag("--end", tail.end, "Ends where the history ends, not waiting for what comes");
    verb.add_flag("--last-per-subject", tail.last_per_subject, "Of the history only the newest event of each entity");
    verb.add_option("-n", tail.count, "Ends after so many")->check(CLI::PositiveNumber.description(""))->type_name("N");
    add_duration(verb, "--wait", "Ends with 5 when so long nothing is shown", [&tail](auto us) { tail.wait = us; });
    verb.add_flag("--verify-gaps", tail.verify_gaps, "Ends with 6 at the first gap in a source's sequence");
    verb.add_flag("--strict", tail.strict, "Ends with 7 at the first that was dropped (for its --rate, too) or missed");
}

void add_how(CLI::App& verb, Tail& tail) {
    add_choice<Form>(
        verb, "-o,--output", tail.form,
        {{"pretty", Form::pretty},
         {"json", Form::json},
         {"jsonl", Form::jsonl},
         {"raw", Form::raw},
         {"hex", Form::hex},
         {"template", Form::text_template}},
        "pretty (for people), json (indented), jsonl (one object a line), raw (MessagePack as it came), hex, "
        "template")
        ->type_name("pretty|json|jsonl|raw|hex|template");
    verb.add_option_function<std::string>(
            "-f,--template",
            [&tail](const std::string& text) {
                tail.text_template = text;
                tail.form = Form::text_template;
            },
            "A line of your own: '{time} {type} {data.complaint.number}'")
        ->type_name("TEMPLATE");
    auto* const utc = verb.add_flag_callback(
        "--utc", [&tail] { tail.times = Times::utc; }, "Times in UTC, not local");
    verb.add_flag_callback(
            "--delta", [&tail] { tail.times = Times::delta; }, "Seconds since the line before")
        ->excludes(utc);
    verb.add_flag("--headers-only", tail.headers_only, "No data, parameters and results");
    verb.add_option("--truncate", tail.truncate, "Cuts text beyond so many bytes")->type_name("N");
    verb.add_option("--redact", tail.redact, "Masks these fields too: email, or data.complaint.subject")
        ->delimiter(',')
        ->allow_extra_args(false)
        ->type_name("FIELD,…");
    verb.add_flag("--show-personal", tail.show_personal, "Does not mask what is personal; takes that grant");
    add_choice<When>(verb, "--color", tail.color,
                     {{"auto", When::automatic}, {"always", When::always}, {"never", When::never}},
                     "auto, always or never; auto heeds NO_COLOR")
        ->type_name("auto|always|never");
}

bool colors(When when) {
    if (when != When::automatic) return when == When::always;
    const char* no = std::getenv("NO_COLOR");
    return ::isatty(STDOUT_FILENO) == 1 && (!no || !*no);
}

constexpr auto examples = R"(Examples:
  rapport tail                                           events as they happen
  rapport tail 'complaints.*' --since 10m                and those of the last ten minutes
  rapport tail --since 2026-11-24 --end -o jsonl         a day's history, to be read by jq
  rapport tail --kind req,rep --match-replies            each call once, with how long it took
  rapport tail --errors                                  calls that fail
  rapport tail --source registry --min-latency 50ms      slow answers of one service
  rapport tail complaints.opened -n 1 --wait 30s         waits for one, half a minute at most
  rapport tail -f '{time} {type} {data.complaint.number}'

Ends with: 0 ended, or -n reached; 1 an error was answered; 2 wrong usage; 3 cannot connect; 4 refused;
5 --wait is over; 6 a gap, with --verify-gaps; 7 dropped, with --strict.)";

int run(const Target& target, Tail tail, const std::string& file) {
    tail.color = file.empty() && colors(tail.color) ? When::always : When::never;
    if (tail.form == Form::text_template && tail.text_template.empty()) {
        std::cerr << "-o template wants -f TEMPLATE" << std::endl;
        return used_wrongly;
    }
    if (tail.form == Form::raw && file.empty() && ::isatty(STDOUT_FILENO) == 1) {
        std::cerr << "-o raw would let what is on the bus control this terminal: pipe it, name a file, or use -o hex"
                  << std::endl;
        return used_wrongly;
    }
    if (file.empty()) return monitor::tail(target, tail, std::cout, std::cerr, interrupted);
    std::ofstream out(file, std::ios::binary | std::ios::app);
    if (!out) {
        std::cerr << file << ": cannot be written" << std::endl;
        return used_wrongly;
    }
    const int exit_code = monitor::tail(target, tail, out, std::cerr, interrupted);
    if (out) return exit_code;
    std::cerr << file << ": could not be written to its end" << std::endl;
    return 1;
}

}  // namespace

void add_tail(CLI::App& app, const TargetOf& target, Action& action) {
    auto* const verb = app.add_subcommand("tail", "Shows what happens on the bus: events, requests, answers.");
    const auto options = std::make_shared<Tail>();
    const auto file = std::make_shared<std::string>();
    options->color = When::automatic;
    add_what(*verb, *options);
    add_when(*verb, *options);
    add_how(*verb, *options);
    verb->add_option("-w,--write", *file, "Writes there, after what is there, not to standard output")
        ->type_name("FILE");
    verb->footer(examples);
    verb->callback([options, file, target, &action] {
        action = [options, file, target] {
            end_on_signals();
            return run(target(), *options, *file);
        };
    });
}

}  // namespace rapport::bus::monitor
