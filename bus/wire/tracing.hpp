// SPDX-License-Identifier: MIT
#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bus/base/fields.hpp"

/// W3C Trace Context, and what services remember of it.
namespace rapport::bus {

/// A step of a trace, as a `traceparent` names it.
struct TraceParent {
    std::array<std::uint8_t, 16> trace{};
    std::uint64_t step = 0;
    bool sampled = true;

    /// A step that this one caused.
    TraceParent child() const;
};
/// Version 00 alone; nothing for any other text.
std::optional<TraceParent> trace_parent_from(std::string_view text);
std::string to_text(const TraceParent& parent);

/// One step of a trace as `$spans` tells it.
struct Span {
    std::string trace, id;              ///< 32 and 16 hexadecimal digits
    std::optional<std::string> parent;  ///< the step that caused it
    std::string service, kind, name;    ///< kind: http, request, event or job
    std::optional<std::string> event;   ///< of kind event: the id of the event that was handled
    std::int64_t start = 0, took = 0;   ///< microseconds, since 1970
    std::optional<std::string> error;   ///< code, or status, if it failed

    static constexpr auto fields = describe(
        Field{"trace", &Span::trace, "its id"}, Field{"id", &Span::id, "of this step"},
        Field{"parent", &Span::parent, "the step that caused it"}, Field{"service", &Span::service, "who took it"},
        Field{"kind", &Span::kind, "http, request, event (that was handled) or job"},
        Field{"name", &Span::name, "route, method, type or job"},
        Field{"event", &Span::event, "the event that was handled"},
        Field{"start", &Span::start, "microseconds since 1970"}, Field{"took", &Span::took, "microseconds"},
        Field{"error", &Span::error, "how it failed, if it did"});
};

/// Parameters of `$spans`, and what each instance answers.
struct AskSpans {
    std::string trace;
    static constexpr auto fields = describe(Field{"trace", &AskSpans::trace, "32 hexadecimal digits", length(32, 32)});
};
/// The steps that a service remembers of a trace.
struct Spans {
    std::vector<Span> spans;
    static constexpr auto fields = describe(Field{"spans", &Spans::spans, "that it remembers"});
};

}  // namespace rapport::bus
