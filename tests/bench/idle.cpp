// SPDX-License-Identifier: MIT
#include "tests/bench/idle.hpp"

#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "bus/base/codec.hpp"

namespace rapport::bench {
namespace {

namespace fs = std::filesystem;
using std::chrono::steady_clock;

std::string content(const fs::path& path) {
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

struct Stat {
    int parent = 0;
    double ticks = 0;
};

/// The parent and the processor time of a process; nothing of one that is gone.
Stat stat_of(int pid) {
    const std::string text = content("/proc/" + std::to_string(pid) + "/stat");
    const auto end = text.rfind(')');
    if (end == text.npos) return {};
    std::istringstream fields(text.substr(end + 1));
    std::string state, skip;
    Stat stat;
    fields >> state >> stat.parent;
    for (int i = 0; i < 9; ++i) fields >> skip;
    double user = 0, system = 0;
    fields >> user >> system;
    stat.ticks = user + system;
    return stat;
}

/// A process and all that descend from it.
std::vector<int> family_of(int ancestor) {
    std::vector<int> family{ancestor};
    for (std::size_t i = 0; i < family.size(); ++i)
        for (const auto& entry : fs::directory_iterator("/proc")) {
            const int pid = std::atoi(entry.path().filename().c_str());
            if (pid > 0 && stat_of(pid).parent == family[i]) family.push_back(pid);
        }
    return family;
}

/// Proportional set size in MiB: what is shared counts in parts.
double memory_of(const std::vector<int>& pids) {
    double kib = 0;
    for (const int pid : pids) {
        std::istringstream lines(content("/proc/" + std::to_string(pid) + "/smaps_rollup"));
        for (std::string line; std::getline(lines, line);)
            if (line.starts_with("Pss:")) kib += std::atof(line.c_str() + 4);
    }
    return kib / 1024;
}

double ticks_of(const std::vector<int>& pids) {
    double ticks = 0;
    for (const int pid : pids) ticks += stat_of(pid).ticks;
    return ticks;
}

/// What `rapport up` writes for the other verbs.
struct RunFile {
    std::int64_t pid = 0;
    bool ready = false;
    static constexpr auto fields = describe(Field{"pid", &RunFile::pid, "of rapport up"},
                                            Field{"ready", &RunFile::ready, "everything answers", defaulted});
};

RunFile run_file(const fs::path& state) {
    const fs::path path = state / "run.json";
    return fs::exists(path) ? decode<RunFile>(from_json(content(path))) : RunFile{};
}

}  // namespace

std::vector<Figure> measure_idle() {
    constexpr int rest = 10;
    bus::testing::TempFolder folder;
    const fs::path state = folder.path() / "state";
    const auto start = steady_clock::now();
    Process up({program("rapport"), "up", "--state", state.string(), "--http", "127.0.0.1:0", "--log-level", "warn"});
    while (!run_file(state).ready) {
        if (steady_clock::now() - start > std::chrono::seconds(30)) throw std::runtime_error("rapport up is not ready");
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    const std::chrono::duration<double> ready = steady_clock::now() - start;
    std::this_thread::sleep_for(std::chrono::seconds(3));  // what a start leaves to be done
    const auto family = family_of(static_cast<int>(run_file(state).pid));
    const double before = ticks_of(family);
    std::this_thread::sleep_for(std::chrono::seconds(rest));
    const double share = 100 * (ticks_of(family) - before) / static_cast<double>(sysconf(_SC_CLK_TCK)) / rest;
    const double memory = memory_of(family);
    up.signal(SIGTERM);
    up.wait();
    return {{"from start to ready, all services", "s", ready.count(), {}, Bar{Bar::Is::at_most, 2}},
            {"memory at rest, all processes (PSS)", "MiB", memory, {}, Bar{Bar::Is::at_most, 100}},
            {"processor at rest, of one core", "%", share, {}, Bar{Bar::Is::at_most, 2}}};
}

}  // namespace rapport::bench
