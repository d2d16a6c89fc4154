// SPDX-License-Identifier: MIT
#include <signal.h>
#include <sodium.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <iomanip>
#include <iostream>
#include <thread>

#include "bus/base/open_files.hpp"
#include "bus/base/program.hpp"
#include "bus/base/text.hpp"
#include "services/kit/log.hpp"
#include "services/kit/service/placement.hpp"
#include "services/kit/service/private_state.hpp"
#include "services/kit/service/service.hpp"
#include "services/kit/service/start_failure.hpp"

namespace rapport::kit {
namespace {

namespace fs = std::filesystem;

void print_usage(const std::string& name, const Shape& process, const Shape* own) {
    std::cout << "rapport-" << name << ": the service " << name << ". Settings, each also in STATE/config/" << name
              << ".toml and as " << ConfigSources::variable(name, "<KEY>") << ":\n";
    for (const Shape* shape : {&process, own}) {
        if (!shape) continue;
        for (const FieldShape& field : shape->fields()) {
            std::string flag = "--" + std::string(field.name);
            for (char& c : flag)
                if (c == '_') c = '-';
            std::cout << "  " << std::left << std::setw(16) << flag << ' ' << field.doc << '\n';
        }
    }
}

/// `serving` is set when it has started.
int serve(const std::string& name, const std::vector<std::string>& flags, const Shape* own_settings,
          const std::function<std::unique_ptr<Component>(const Environment&)>& make, bool& serving) {
    const auto variables = ConfigSources::process_environment();
    ConfigSources sources(name, settings_file(name, state_folder(name, flags, variables), variables), flags, variables);
    if (own_settings) sources.leave_to_others(*own_settings);
    const auto settings = sources.read<ProcessSettings>();
    const std::string& state = settings.state;
    sources.leave_to_others(shape_of<ProcessSettings>());
    start_logging(name, settings.log_level);
    spdlog::info("settings {}", masked(shape_of<ProcessSettings>(), &settings));

    const std::string store = settings.store.value_or("sqlite:" + state + "/" + name + ".db");
    require_private(state);
    tighten_store(store);

    // Where plugin hosts record what became of their plugins, for `rapport plugin list`.
    ::setenv("RAPPORT_PLUGIN_RECORDS", (state + "/plugins").c_str(), 0);

    // Blocked before any thread starts, so that all of them leave the signals to the one that waits for them.
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);

    const SystemClock clock;
    const Environment environment{state, fs::read_symlink("/proc/self/exe").parent_path().string(), sources};
    const auto component = make(environment);
    Engine engine(component->definition(), store, clock, {.writers = static_cast<std::size_t>(settings.writers)});
    Service service(engine, settings.address(), static_cast<std::uint32_t>(settings.credit));
    std::thread waiter([&] {
        int signal = 0;
        sigwait(&signals, &signal);
        service.stop();
    });
    const auto end_waiter = [&waiter] {
        pthread_kill(waiter.native_handle(), SIGTERM);
        waiter.join();
    };
    serving = true;
    try {
        service.run();
    } catch (...) {
        end_waiter();
        throw;
    }
    end_waiter();
    return 0;
}

}  // namespace

int service_main(int argc, char** argv, const std::string& name, const Shape* own_settings,
                 const std::function<std::unique_ptr<Component>(const Environment&)>& make) {
    // Ids and salts in great numbers: from a generator in the process, which the system's seeds, not a system call
    // each.
    randombytes_set_implementation(&randombytes_internal_implementation);
    keep_files_private();
    const std::vector<std::string> flags(argv + 1, argv + argc);
    StandardOutput output("rapport-" + name);
    if (!flags.empty() && (flags[0] == "--help" || flags[0] == "-h")) {
        print_usage(name, shape_of<ProcessSettings>(), own_settings);
        return output.end(0);
    }
    bool serving = false;
    try {
        allow_many_open_files();
        return serve(name, flags, own_settings, make, serving);
    } catch (const std::exception& error) {
        if (!serving) return tell_failed_start("rapport-" + name, error);
        std::fprintf(stderr, "rapport-%s: %s\n", name.c_str(), printable_lines(error.what()).c_str());
        return 1;
    }
}

}  // namespace rapport::kit
