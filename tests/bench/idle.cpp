// SPDX-License-Identifier: MIT
#include "tests/bench/idle.hpp"

#include <unistd.h>

#include <filesystem>
#include <sstream>
#include <thread>

#include "tests/bench/up.hpp"

namespace rapport::bench {
namespace {

namespace fs = std::filesystem;

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

}  // namespace

std::vector<Figure> measure_idle() {
    constexpr int rest = 10;
    const Up up;
    std::this_thread::sleep_for(std::chrono::seconds(3));  // what a start leaves to be done
    const auto family = family_of(static_cast<int>(up.run().pid));
    const double before = ticks_of(family);
    std::this_thread::sleep_for(std::chrono::seconds(rest));
    const double share = 100 * (ticks_of(family) - before) / static_cast<double>(sysconf(_SC_CLK_TCK)) / rest;
    const double memory = memory_of(family);
    return {{"from start to ready, all services", "s", up.seconds_to_ready(), {}, Bar{Bar::Is::at_most, 2}},
            {"memory at rest, all processes (PSS)", "MiB", memory, {}, Bar{Bar::Is::at_most, 100}},
            {"processor at rest, of one core", "%", share, {}, Bar{Bar::Is::at_most, 2}}};
}

}  // namespace rapport::bench
