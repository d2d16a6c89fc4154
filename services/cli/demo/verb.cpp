// SPDX-License-Identifier: MIT
#include "services/cli/demo/verb.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ostream.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <memory>

#include "bus/base/error.hpp"
#include "services/cli/demo/data.hpp"
#include "services/cli/demo/password.hpp"
#include "services/cli/demo/player.hpp"
#include "services/cli/services.hpp"
#include "services/cli/state_dir.hpp"
#include "services/cli/target.hpp"

namespace rapport::cli::demo {
namespace {

namespace fs = std::filesystem;

struct Options {
    TargetFlags flags;
    std::uint32_t seed = 1;
    bool beside = false;
};

/// For its owner alone, as everything in the state folder is.
void write_password(const fs::path& file, const std::string& password) {
    const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    const std::string line = password + "\n";
    const bool written = fd >= 0 && ::write(fd, line.data(), line.size()) == static_cast<::ssize_t>(line.size());
    if (fd >= 0) ::close(fd);
    if (!written) throw Error(Code::internal, "cannot write " + file.string());
}

void tell(const Played& played, const std::string& password, const fs::path& file) {
    if (played.was_there) {
        fmt::print(std::cout, "the demo is there already: nothing was added\n");
        if (!file.empty() && fs::exists(file))
            fmt::print(std::cout, "the password of its users is in {}\n", file.string());
        return;
    }
    fmt::print(std::cout, "made");
    const char* before = " ";
    for (const auto& [what, count] : played.made) {
        fmt::print(std::cout, "{}{} {}", before, count, what);
        before = ", ";
    }
    fmt::print(std::cout, ": all invented\n");
    for (const std::string& name : played.left_out)
        fmt::print(std::cout, "left out {}: its service does not run\n", name);
    for (const auto& [name, role] : played.people) fmt::print(std::cout, "  {:<16} {}\n", name, role);
    fmt::print(std::cout, "the password of all of them: {}\n", password);
    if (!file.empty()) fmt::print(std::cout, "it is in {}, too\n", file.string());
}

int demo(const Options& options, const Target& target) {
    bus::Loop loop;
    bus::Client client(loop, target.requests());
    const auto running = services_of(client, target);
    for (const char* needed : {"accounts", "registry"})
        if (!running.contains(needed))
            throw Error(Code::unavailable, fmt::format("the demo needs the service {}, which does not run", needed));
    std::vector<Script> scripts;
    for (const DataFile& file : data) scripts.push_back(read_script(std::string(file.name), file.json, options.seed));
    const bool terminal = ::isatty(STDERR_FILENO) != 0;
    Player player(client, {.seed = options.seed,
                           .beside_own_data = options.beside,
                           .speaker = target.actor(),
                           .on_progress = [&](std::size_t done, std::size_t of) {
                               if (terminal)
                                   fmt::print(stderr, "\r{} of {} …{}", done, of, done == of ? "\r\x1b[K" : "");
                           }});
    const std::string password = random_password();
    const fs::path file = target.bus.empty() ? StateDir(target.state).path() / "demo.password" : fs::path();
    const Played played = player.play(std::move(scripts), running, password);
    if (!played.was_there && !file.empty()) write_password(file, password);
    tell(played, password, file);
    return Exit::ok;
}

}  // namespace

void add_verb(CLI::App& app, Action& action) {
    const auto options = std::make_shared<Options>();
    auto* const verb = app.add_subcommand("demo", "Fills a new deployment with an invented IT service provider.");
    add_target_options(*verb, options->flags);
    verb->add_option("--seed", options->seed, "Another number draws another year of complaints")->capture_default_str();
    verb->add_flag("--beside", options->beside,
                   "Adds it to data of your own, where nothing takes it out again; else such a deployment is refused");
    verb->footer(
        "It runs beside `rapport up`. The same again adds nothing; what was broken off goes on, within six days. "
        "The password of its users is made anew and told at the end.");
    verb->callback([options, &action] { action = [options] { return demo(*options, target_of(options->flags)); }; });
}

}  // namespace rapport::cli::demo
