// SPDX-License-Identifier: MIT
#include "tests/bench/processes.hpp"

#include <unistd.h>

#include <filesystem>
#include <sstream>

#include "tests/bench/up.hpp"

namespace rapport::bench {
namespace {

namespace fs = std::filesystem;

struct Stat {
    int parent = 0;
    std::string program;
    double seconds = 0;
};

/// The parent, the name and the processor time of a process; nothing of one that is gone.
Stat stat_of(int pid) {
    const std::string text = content("/proc/" + std::to_string(pid) + "/stat");
    const auto end = text.rfind(')');
    if (end == text.npos) return {};
    std::istringstream fields(text.substr(end + 1));
    std::string state, skip;
    Stat stat;
    const auto name = text.find('(') + 1;
    stat.program = text.substr(name, end - name);
    fields >> state >> stat.parent;
    for (int i = 0; i < 9; ++i) fields >> skip;
    double user = 0, system = 0;
    fields >> user >> system;
    stat.seconds = (user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
    return stat;
}

}  // namespace

std::vector<int> family_of(int ancestor) {
    std::vector<int> family{ancestor};
    for (std::size_t i = 0; i < family.size(); ++i)
        for (const auto& entry : fs::directory_iterator("/proc")) {
            const int pid = std::atoi(entry.path().filename().c_str());
            if (pid > 0 && stat_of(pid).parent == family[i]) family.push_back(pid);
        }
    return family;
}

double memory_of(const std::vector<int>& pids) {
    double kib = 0;
    for (const int pid : pids) {
        std::istringstream lines(content("/proc/" + std::to_string(pid) + "/smaps_rollup"));
        for (std::string line; std::getline(lines, line);)
            if (line.starts_with("Pss:")) kib += std::atof(line.c_str() + 4);
    }
    return kib / 1024;
}

double processor_seconds_of(const std::vector<int>& pids) {
    double seconds = 0;
    for (const int pid : pids) seconds += stat_of(pid).seconds;
    return seconds;
}

std::map<std::string, double> processor_seconds_by_program(const std::vector<int>& pids) {
    std::map<std::string, double> all;
    for (const int pid : pids) {
        const Stat stat = stat_of(pid);
        all[stat.program] += stat.seconds;
    }
    return all;
}

}  // namespace rapport::bench
