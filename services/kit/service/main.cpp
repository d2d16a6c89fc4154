// SPDX-License-Identifier: MIT
#include <signal.h>
#include <sodium.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <thread>

#include "bus/base/open_files.hpp"
#include "services/kit/log.hpp"
#include "services/kit/service/placement.hpp"
#include "services/kit/service/private_state.hpp"
#include "services/kit/service/service.hpp"

namespace rapport::kit {
namespace {

namespace fs = std::filesystem;

void print_usage(const std::string& name, const Shape& process, const Shape* own) {
    std::printf("rapport-%s: the service %s. Settings, each also in STATE/config/%s.toml and as RAPPORT_%s_<KEY>:\n",
                name.c_str(), name.c_str(), name.c_str(), "<SERVICE>");
    for (const Shape* shape : {&process, own}) {
        if (!shape) continue;
        for (const FieldShape& field : shape->fields()) {
            std::string flag = "--" + std::string(field.name);
            for (char& c : flag)
                if (c == '_') c = '-';
            std::printf("  %-16s %s\n", flag.c_str(), std::string(field.doc).c_str());
        }
    }
}

int serve(const std::string& name, const std::vector<std::string>& flags, const Shape* own_settings,
          const std::function<std::unique_ptr<Component>(const Environment&)>& make) {
    const auto variables = ConfigSources::process_environment();
    const std::string state = state_folder(name, flags, variables);
    ConfigSources sources(name, settings_file(name, state, variables), flags, variables);
    if (own_settings) sources.leave_to_others(*own_settings);
    const auto settings = sources.read<ProcessSettings>();
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
    if (!flags.empty() && (flags[0] == "--help" || flags[0] == "-h")) {
        print_usage(name, shape_of<ProcessSettings>(), own_settings);
        return 0;
    }
    try {
        allow_many_open_files();
        return serve(name, flags, own_settings, make);
    } catch (const Error& error) {
        std::fprintf(stderr, "rapport-%s: %s\n", name.c_str(), printable_lines(error.what()).c_str());
        return error.code() == Code::invalid_argument ? 2 : 1;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "rapport-%s: %s\n", name.c_str(), printable_lines(error.what()).c_str());
        return 1;
    }
}

}  // namespace rapport::kit
