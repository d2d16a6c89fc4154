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

/// What an operator types to look at a bus, without the program around it. Each verb returns the exit code (0 done, 1
/// the service said no, 2 used wrongly, 3 nobody there, 4 refused), writes data to `out` and notices to `err`. Each has
/// a loop of its own and may run on any thread. One that goes on and on ends where `out` cannot be written; to end with
/// another code than 0 then is up to the program (StandardOutput).
namespace rapport::bus::monitor {

/// Which bus, and in whose name.
struct Target {
    Address requests_endpoint;
    std::optional<Actor> actor = {};
};

/// How an answer is written.
enum class Format : unsigned char {
    pretty,  ///< for people
    json,    ///< indented
    jsonl,   ///< one object a line
};

/// The options of `rapport call`.
struct Call {
    std::string service, method;
    std::optional<std::string> params;  ///< JSON; `-`: read from `in`
    std::optional<std::string> idempotency_key;
    std::chrono::milliseconds timeout{10'000};
    bool indent = false;
    bool tell_trace = false;  ///< says under which trace it was asked
};
/// Prints the result as JSON, each part of one that comes in parts on its own.
int call(const Target& target, const Call& options, std::istream& in, std::ostream& out, std::ostream& err);

/// The options of `rapport ls`.
struct Ls {
    std::optional<std::string> service;  ///< only this one, with what each method does
    Format format = Format::pretty;
    std::chrono::milliseconds timeout{2'000};
};
/// Lists the services on the bus, who serves them in which version, and what they can be asked.
int ls(const Target& target, const Ls& options, std::ostream& out, std::ostream& err);

/// The options of `rapport info`.
struct Info {
    std::string service;
    std::optional<std::string> method;  ///< or the type of an event: what its fields are
    Format format = Format::pretty;
    std::chrono::milliseconds timeout{2'000};
};
/// Tells what one service is, what it can be asked and what it tells.
int info(const Target& target, const Info& options, std::ostream& out, std::ostream& err);

/// The options of `rapport stats`; without a service, of all.
struct Stats {
    std::optional<std::string> service;
    Format format = Format::pretty;
    std::chrono::milliseconds timeout{2'000};
};
/// What services have done since they were started, by method, all instances together: as they see it themselves.
int stats(const Target& target, const Stats& options, std::ostream& out, std::ostream& err);

/// The options of `rapport ping`; without a service, of all.
struct PingAll {
    std::optional<std::string> service;
    std::int64_t count = 1;
    std::chrono::microseconds interval{1'000'000};
    Format format = Format::pretty;
    std::chrono::milliseconds timeout{2'000};
};
/// Asks every instance whether it is there, and tells how long each took to say so. 3 if one that the bus knows did
/// not.
int ping(const Target& target, const PingAll& options, std::ostream& out, std::ostream& err,
         const std::atomic<bool>& stop);

/// The options of `rapport lag`; without a service, of all.
struct Lag {
    std::optional<std::string> service;
    Format format = Format::pretty;
    std::chrono::milliseconds timeout{2'000};
};
/// How far each consumer is behind the history that it follows.
int lag(const Target& target, const Lag& options, std::ostream& out, std::ostream& err);

/// The options of `rapport dead`: events that a service put aside.
struct Dead {
    /// What is done with them.
    enum class Do : unsigned char { list, show, redrive, drop } what = Do::list;
    std::optional<std::string> service;
    std::vector<std::int64_t> rows;
    bool all = false;  ///< of the service
    bool show_personal = false;
    Format format = Format::pretty;
    std::chrono::milliseconds timeout{10'000};
};
/// Events that a service could not handle: lists them, shows one, has them handled again, or drops them.
int dead(const Target& target, const Dead& options, std::ostream& out, std::ostream& err);

/// The options of `rapport top`.
struct Top {
    std::chrono::microseconds interval{2'000'000};
    bool once = false;  ///< one look over an interval, as text; else the whole screen
    bool json = false;  ///< once, as JSON
    bool methods = true;
};
/// What services and methods do just now: rate, bytes, errors, latencies, queue and lag, as the bus sees them.
int top(const Target& target, const Top& options, std::ostream& out, std::ostream& err, const std::atomic<bool>& stop);

/// The options of `rapport trace`.
struct TraceOptions {
    std::string id;    ///< a trace, a traceparent, or the id of an entity or event that something was told of
    bool all = false;  ///< all traces of that entity, not the first alone
    std::chrono::microseconds since{std::chrono::hours(1)};  ///< how far back events are looked for
    Format format = Format::pretty;
    std::chrono::milliseconds timeout{2'000};
};
/// Shows what caused what: requests, events, who handled them, jobs, with times. Steps are in services' memory, the
/// newest few thousand each; events are found as long as their history is kept.
int trace(const Target& target, const TraceOptions& options, std::ostream& out, std::ostream& err);

using TargetOf = std::function<Target()>;
/// What the command line asked for; answers the exit code.
using Action = std::function<int()>;
/// Adds all of them, and tail, top and trace, to a program's command line, which sets `action` to what was asked for.
/// `target` is asked when that runs. It writes to the program's own streams and ends on SIGINT and SIGTERM.
void add_verbs(CLI::App& app, TargetOf target, Action& action);

}  // namespace rapport::bus::monitor
