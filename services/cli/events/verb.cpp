// SPDX-License-Identifier: MIT
#include "services/cli/events/verb.hpp"

#include <fmt/ostream.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "bus/base/codec.hpp"
#include "bus/base/text.hpp"
#include "services/cli/events/verify.hpp"
#include "services/cli/target.hpp"

namespace rapport::cli::events {
namespace {

struct Options {
    TargetFlags target;
    std::string output = "table";
};

std::string in_words(const Finding& finding) {
    if (finding.error) return fmt::format("{:<16} could not be asked: {}\n", finding.source, finding.error->message());
    const auto& v = *finding.verification;
    auto words =
        fmt::format("{:<16} {:>10} events, {} gaps, {} duplicates, chain {}\n", finding.source, v.events, v.gaps,
                    v.duplicates, v.chain_intact ? "intact" : fmt::format("broken at {}", v.first_bad.value_or(0)));
    for (const auto& loss : v.losses)
        words += fmt::format("  {} to its {}: {}\n", loss.source, loss.consumer, bus::in_words(loss));
    return words;
}

std::string as_json(const std::vector<Finding>& findings) {
    std::string bytes;
    Writer out(bytes);
    out.array(findings.size());
    for (const auto& finding : findings) {
        if (finding.verification) {
            out.raw(encode(*finding.verification));
            continue;
        }
        out.map(2);
        out.text("source");
        out.text(finding.source);
        out.text("error");
        out.text(finding.error->message());
    }
    return to_pretty_json(bytes) + "\n";
}

int verify(const Options& options) {
    const auto findings = verify_all(target_of(options.target));
    if (options.output == "json") std::cout << as_json(findings);
    else
        for (const auto& finding : findings) std::cout << printable_lines(in_words(finding));
    for (const auto& finding : findings)
        if (!finding.whole()) return Exit::wrong;
    return Exit::ok;
}

struct Acknowledging {
    TargetFlags target;
    std::optional<std::string> source;
};

int acknowledge(const Acknowledging& options) {
    const auto count = acknowledge_losses(target_of(options.target), options.source);
    fmt::print(std::cout, "{} {} acknowledged\n", count, count == 1 ? "loss is" : "losses are");
    return Exit::ok;
}

void add_acknowledge(CLI::App& events, Action& action) {
    const auto options = std::make_shared<Acknowledging>();
    auto* verb = events.add_subcommand("acknowledge", "Forgets that services lost the end of their history.");
    add_target_options(*verb, options->target);
    verb->add_option("SOURCE", options->source, "Whose history; none: all");
    verb->footer("Until then verify, lag and doctor tell of it, though its projections are read anew long since.");
    verb->callback([options, &action] { action = [options] { return acknowledge(*options); }; });
}

}  // namespace

void add_verb(CLI::App& app, Action& action) {
    auto* events = app.add_subcommand("events", "Looks after what services have told.");
    events->require_subcommand(1);
    const auto options = std::make_shared<Options>();
    auto* verb = events->add_subcommand("verify", "Tells whether the history of every service is whole.");
    add_target_options(*verb, options->target);
    verb->add_option("-o,--output", options->output, "table or json")
        ->check(CLI::IsMember({"table", "json"}))
        ->type_name("HOW")
        ->capture_default_str();
    verb->footer(
        "Ends with 1 if anything is missing, there twice, altered, lost at the end and not acknowledged, or could not "
        "be "
        "asked.");
    verb->callback([options, &action] { action = [options] { return verify(*options); }; });
    add_acknowledge(*events, action);
}

}  // namespace rapport::cli::events
