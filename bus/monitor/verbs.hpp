// SPDX-License-Identifier: MIT
#pragma once
#include <atomic>
#include <chrono>
#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "bus/base/actor.hpp"
#include "bus/wire/endpoints.hpp"

namespace CLI {
class App;
}

/// What an operator types to look at a bus: `rapport tail`, `call` and `ls`, without the program around them. Each
/// returns the exit code (0 done, 1 the service said no, 2 used wrongly, 3 nobody there, 4 refused), writes data to
/// `out` and notices to `err`. Each has a loop of its own and may run on any thread. A closed `out` ends them with 0.
namespace rapport::bus::monitor {

/// Which bus, and in whose name.
struct Target {
    Address requests_endpoint;
    std::optional<Actor> actor = {};
};

enum class Format : unsigned char {
    pretty,  ///< for people
    json,    ///< indented
    jsonl,   ///< one object a line
};

struct Tail {
    std::vector<std::string> patterns;  ///< of types, `*` stands for any text: `complaints.*`; none: everything
    std::optional<std::int64_t> count;  ///< ends after that many
    Format format = Format::pretty;
    std::string where;  ///< a filter over the CloudEvent; empty: everything
};
/// Prints events as they are published, until `stop`. It says how many it missed where it can know.
int tail(const Target& target, const Tail& options, std::ostream& out, std::ostream& err,
         const std::atomic<bool>& stop);

struct Call {
    std::string service, method;
    std::optional<std::string> params;  ///< JSON; `-`: read from `in`
    std::optional<std::string> idempotency_key;
    std::chrono::milliseconds timeout{10'000};
    bool indent = false;
};
/// Prints the result as JSON, each part of one that comes in parts on its own.
int call(const Target& target, const Call& options, std::istream& in, std::ostream& out, std::ostream& err);

struct Ls {
    std::optional<std::string> service;  ///< only this one, with what each method does
    Format format = Format::pretty;
    std::chrono::milliseconds timeout{2'000};
};
/// Lists the services on the bus, who serves them in which version, and what they can be asked.
int ls(const Target& target, const Ls& options, std::ostream& out, std::ostream& err);

/// Adds the three to a program's command line. `target` is asked when one of them runs, `exit_code` is set when it has.
/// They write to the program's own streams and end on SIGINT and SIGTERM.
void add_verbs(CLI::App& app, std::function<Target()> target, int& exit_code);

}  // namespace rapport::bus::monitor
