// SPDX-License-Identifier: MIT
#pragma once
#include "tests/bench/bench.hpp"

namespace rapport::bench {

/// Request and reply through the bus, against a bare relay of libzmq with the same number of frames; client, relay and
/// worker are a process each for both.
std::vector<Figure> measure_bus();

/// Roles: our service that echoes; a relay that does nothing but pass frames on; a worker behind it that echoes frames.
int bus_service(std::span<const std::string> arguments);
int bare_relay(std::span<const std::string> arguments);
int bare_worker(std::span<const std::string> arguments);

}  // namespace rapport::bench
