// SPDX-License-Identifier: MIT
#pragma once
#include <memory>
#include <string>

namespace spdlog {
class formatter;
}

namespace rapport::kit {

/// Sets up spdlog's default logger on stderr: lines for people on a terminal, one JSON object a line otherwise
/// ({time, level, service, message}), of which one that a full disk cut leaves the next one whole. `level`: trace,
/// debug, info, warn, error. invalid_argument for another.
void start_logging(const std::string& service, const std::string& level);

/// Lines as they are on a terminal: nothing that a message holds controls it.
std::unique_ptr<spdlog::formatter> pretty_lines(const std::string& service);

}  // namespace rapport::kit
