// SPDX-License-Identifier: MIT
#pragma once
#include <map>
#include <string>
#include <vector>

namespace rapport::kit {

/// Runs a program, found in PATH, to its end; what it prints is thrown away but for standard error. `environment` comes
/// beside ours. Error(failed_precondition) with what it said last if it does not end with 0, or is not there.
void run_program(const std::vector<std::string>& command, const std::map<std::string, std::string>& environment);

}  // namespace rapport::kit
