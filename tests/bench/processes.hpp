// SPDX-License-Identifier: MIT
#pragma once
#include <map>
#include <string>
#include <vector>

namespace rapport::bench {

/// A process and all that descend from it.
std::vector<int> family_of(int ancestor);
/// Memory of processes in MiB (proportional set size: what is shared counts in parts).
double memory_of(const std::vector<int>& pids);
/// Processor seconds that processes took so far; nothing of one that is gone.
double processor_seconds_of(const std::vector<int>& pids);
/// The same for each program's name; those of one name together.
std::map<std::string, double> processor_seconds_by_program(const std::vector<int>& pids);

}  // namespace rapport::bench
