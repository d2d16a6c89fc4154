// SPDX-License-Identifier: MIT
#pragma once
#include <atomic>
#include <variant>

#include "bus/monitor/record.hpp"
#include "bus/monitor/verbs.hpp"
#include "bus/wire/tapping.hpp"

namespace rapport::bus::monitor {

/// From where in a source's history: so long ago, from that sequence on, or from that time on.
using Since = std::variant<std::monostate, std::chrono::microseconds, std::int64_t, Instant>;

/// How a record is written.
enum class Form : unsigned char { pretty, json, jsonl, raw, hex, text_template };
/// Which time stands beside a record: this machine's zone, UTC, or since the record before.
enum class Times : unsigned char { local, utc, delta };
/// Whether output is coloured; automatic: where it is a terminal.
enum class When : unsigned char { automatic, always, never };

/// The options of `rapport tail`: what is shown, how, and when it ends.
struct Tail {
    // What: all of these must hold. In patterns `*` stands for any text.
    std::vector<std::string> patterns;  ///< of types of events, and of SERVICE.METHOD; none: everything
    std::vector<std::string> exclude, sources, types, methods;
    std::vector<Kind> kinds;  ///< none: events, or what the other options speak of
    std::string trace, actor;
    std::string where;                                     ///< a filter over what JSON shows
    std::optional<std::chrono::microseconds> min_latency;  ///< of answers
    bool errors = false;                                   ///< answers that are errors alone
    std::int64_t sample = 1;                               ///< one of so many
    std::int64_t rate = TapRequest{}.rate;                 ///< of calls: records a second at most; 0: all
    bool match_replies = false;                            ///< each call once, when its answer is there

    // Which part of time.
    Since since;
    std::optional<Instant> until;
    bool end = false;               ///< ends where the history ends
    bool last_per_subject = false;  ///< of the history only the newest of each entity
    std::optional<std::int64_t> count;
    std::optional<std::chrono::microseconds> wait;  ///< ends with 5 when so long nothing is shown
    bool verify_gaps = false;                       ///< ends with 6 at the first gap
    bool strict = false;                            ///< ends with 7 at the first that was dropped

    // How.
    Form form = Form::pretty;
    std::string text_template;  ///< `{path}` stands for what is there
    Times times = Times::local;
    When color = When::never;
    bool headers_only = false, show_personal = false;
    std::size_t truncate = 0;         ///< text beyond so many bytes is cut; 0: none
    std::vector<std::string> redact;  ///< fields, by name or dotted path
};

/// Prints what happens on the bus, until `stop`, or until what the options say. It says how many it missed where it can
/// know.
int tail(const Target& target, const Tail& options, std::ostream& out, std::ostream& err,
         const std::atomic<bool>& stop);

}  // namespace rapport::bus::monitor
