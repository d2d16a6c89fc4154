// SPDX-License-Identifier: MIT
#pragma once
#include <string>

namespace rapport::kit {

/// Sets up spdlog's default logger on stderr: lines for people on a terminal, one JSON object a line otherwise
/// ({time, level, service, message}). `level`: trace, debug, info, warn, error. invalid_argument for another.
void start_logging(const std::string& service, const std::string& level);

}  // namespace rapport::kit
