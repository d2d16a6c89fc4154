// SPDX-License-Identifier: MIT
#pragma once
#include "tests/bench/bench.hpp"

namespace rapport::bench {

/// Request and reply, against a bare relay of libzmq with the same number of frames, and against nats-server; client,
/// relay and worker are a process each for all of them. Prints a table of its own, of every window and body.
std::vector<Figure> measure_bus();

/// Roles: our service that echoes; a relay that does nothing but pass frames on; a worker behind it that echoes frames;
/// one behind nats-server that echoes messages.
int bus_service(std::span<const std::string> arguments);
int bare_relay(std::span<const std::string> arguments);
int bare_worker(std::span<const std::string> arguments);
#ifdef RAPPORT_NATS
int nats_worker(std::span<const std::string> arguments);
#endif

}  // namespace rapport::bench
