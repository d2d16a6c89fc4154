// SPDX-License-Identifier: MIT
#include "services/cli/up/verb.hpp"

#include <CLI/CLI.hpp>
#include <csignal>
#include <memory>

#include "bus/base/error.hpp"
#include "services/cli/signals.hpp"
#include "services/cli/sockets_dir.hpp"
#include "services/cli/target.hpp"
#include "services/cli/up/deployment.hpp"

namespace rapport::cli::up {
namespace {

struct Options {
    TargetFlags target;
    std::string http = "127.0.0.1:8080", log_level;
    std::vector<std::string> services, listen;
};

void require_keys(const std::string& url, const StateDir& state) {
    if (!url.starts_with("tcp://")) throw Error(Code::invalid_argument, "--listen: tcp://HOST:PORT, not " + url);
    if (!std::filesystem::exists(state.keys()))
        throw Error(Code::failed_precondition, "--listen takes keys: make them with rapport keys init --state " +
                                                   state.path().string() + ", then rapport keys add");
}

int up(const Options& options) {
    const StateDir state(target_of(options.target).state);
    for (const auto& url : options.listen) require_keys(url, state);
    const StateLock lock(state);
    const SocketsDir sockets(state);
    bus::Loop loop;
    Deployment deployment(loop, state,
                          {.programs = own_folder(),
                           .services = options.services,
                           .state = state.path(),
                           .bus = sockets.bus(),
                           .listen = options.listen,
                           .http = options.http,
                           .log_level = options.log_level});
    const Signals signals(loop, {SIGINT, SIGTERM, SIGHUP}, [&](int) { deployment.stop(); });
    deployment.start();
    loop.run();
    return deployment.exit_code();
}

}  // namespace

void add_verb(CLI::App& app, Action& action) {
    const auto options = std::make_shared<Options>();
    auto* verb = app.add_subcommand("up", "Runs the bus, services and the gateway on this machine until Ctrl-C.");
    add_state_option(*verb, options->target);
    verb->add_option("--http", options->http, "Where browsers and programs come; port 0: one that is free")
        ->type_name("HOST:PORT")
        ->envname("RAPPORT_HTTP")
        ->capture_default_str();
    verb->add_option("--listen", options->listen,
                     "Where the bus takes others too, with the keys of STATE/keys (rapport keys init); may be repeated")
        ->type_name("tcp://HOST:PORT")
        ->expected(1)
        ->take_all()
        ->allow_extra_args(false);
    verb->add_option("--log-level", options->log_level, "trace, debug, info, warn, error or off, for every program")
        ->check(CLI::IsMember({"trace", "debug", "info", "warn", "error", "off"}))
        ->type_name("LEVEL");
    verb->add_option("SERVICE", options->services, "Which services to run; none: all of them");
    verb->footer(
        "Prints `ready http://HOST:PORT` when everything answers, and how to sign in. What each program logs is in\n"
        "STATE/log/NAME.log; a program that dies is started again. Ends with 78, at once, if one cannot start as it "
        "is\n"
        "configured: a setting that it refuses, a port in use, a store that cannot be opened.");
    verb->callback([options, &action] { action = [options] { return up(*options); }; });
}

}  // namespace rapport::cli::up
