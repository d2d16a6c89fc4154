// SPDX-License-Identifier: MIT
#pragma once
#include <iosfwd>
#include <optional>
#include <string>

#include "bus/monitor/verbs.hpp"
#include "services/cli/verb.hpp"

namespace rapport::cli {

/// Adds `rapport health`, which a container's health check runs.
void add_health(CLI::App& app, Action& action);

/// Whether a container does its work: `service` answers over the bus, and the gateway at `http` (`http://HOST:PORT`),
/// where there is one, over HTTP. 0, or 3 and one line to `err` about who does not.
int health(const bus::monitor::Target& target, const std::string& service, const std::optional<std::string>& http,
           std::ostream& err);

}  // namespace rapport::cli
