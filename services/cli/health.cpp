// SPDX-License-Identifier: MIT
#include "services/cli/health.hpp"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <sstream>

#include "services/cli/state_dir.hpp"
#include "services/cli/target.hpp"
#include "services/cli/up/http_probe.hpp"

namespace rapport::cli {
namespace {

struct Options {
    TargetFlags target;
    std::string service = "bus", http;
};

/// The gateway's address: as it was named, else of what `rapport up` runs here.
std::optional<std::string> http_of(const Options& options, const Target& target) {
    if (!options.http.empty()) return options.http;
    if (!target.bus.empty()) return {};
    const auto run = StateDir(target.state).running();
    return run ? run->http : std::nullopt;
}

}  // namespace

int health(const bus::monitor::Target& target, const std::string& service, const std::optional<std::string>& http,
           std::ostream& err) {
    std::ostringstream times;  // nobody reads how long it took
    const int exit_code = bus::monitor::ping(target, {.service = service}, times, err, false);
    if (exit_code != Exit::ok || !http || up::http_status(*http, "/healthz") == 200) return exit_code;
    err << *http << "/healthz does not answer 200 within half a second" << std::endl;
    return Exit::cannot_connect;
}

void add_health(CLI::App& app, Action& action) {
    const auto options = std::make_shared<Options>();
    auto* verb = app.add_subcommand("health", "Whether a container does its work, for the check of its health.");
    add_target_options(*verb, options->target);
    verb->add_option("SERVICE", options->service, "Which service the container is")
        ->envname("RAPPORT_PING")
        ->capture_default_str();
    verb->add_option("--http", options->http, "Where its gateway listens; else where that of --state does, if one runs")
        ->type_name("URL")
        ->envname("RAPPORT_HEALTH_HTTP");
    verb->footer("Ends with 0 if it answers over the bus and, if it is or has a gateway, over HTTP; else with 3.");
    verb->callback([options, &action] {
        action = [options] {
            const Target target = target_of(options->target);
            return health({target.requests(), target.actor()}, options->service, http_of(*options, target), std::cerr);
        };
    });
}

}  // namespace rapport::cli
