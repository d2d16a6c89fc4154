// SPDX-License-Identifier: MIT
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>
#include <sys/signalfd.h>
#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>

#include "bus/base/error.hpp"
#include "bus/base/open_files.hpp"
#include "bus/base/program.hpp"
#include "bus/broker/broker.hpp"

namespace {

/// SIGTERM and SIGINT as something to read. To be called before any thread is made.
int stop_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    return ::signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
}

int run(int argc, char** argv) {
    namespace bus = rapport::bus;
    ::umask(077);  // locks and sockets are for this user alone
    bus::BrokerOptions options;
    std::string level = "info";
    CLI::App app("The bus: passes requests to services and events to subscribers.", "rapport-bus");
    app.add_option("--listen", options.listen, "ipc://PATH or tcp://HOST:PORT; may be repeated")->required();
    app.add_option("--keys", options.keys,
                   "folder of keys and grants, made by rapport keys init; then tcp takes those keys alone");
    app.add_option("--max-connections", options.max_connections,
                   "above it, keys are told to come later; if not given, newcomers wait at the limit of open files");
    app.add_option("--log-level", level, "trace, debug, info, warn, error or off")
        ->check(CLI::IsMember({"trace", "debug", "info", "warn", "error", "off"}));
    app.set_version_flag("--version", RAPPORT_VERSION);
    CLI11_PARSE(app, argc, argv);

    spdlog::set_default_logger(spdlog::stderr_color_mt("bus"));
    spdlog::set_level(spdlog::level::from_str(level));
    try {
        const int signals = stop_signals();
        rapport::allow_many_open_files();
        bus::Loop loop;
        loop.watch_fd(signals, [&] { loop.stop(); });
        const bus::Broker broker(loop, std::move(options));
        loop.run();
        spdlog::info("stopped");
        return 0;
    } catch (const rapport::Error& error) {
        std::fprintf(stderr, "rapport-bus: %s\n", error.what());
        return error.code() == rapport::Code::invalid_argument ? rapport::cannot_start : 1;
    }
}

}  // namespace

int main(int argc, char** argv) {
    rapport::StandardOutput output("rapport-bus");
    return output.end(run(argc, argv));
}
