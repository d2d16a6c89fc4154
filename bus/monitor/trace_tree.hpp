// SPDX-License-Identifier: MIT
#pragma once
#include <map>
#include <vector>

#include "bus/events/event.hpp"
#include "bus/wire/tracing.hpp"

namespace rapport::bus::monitor {

/// One thing of a trace: a step that somebody took, or an event that was told.
struct TraceNode {
    std::string id;                     ///< of the step, or the event
    std::optional<std::string> parent;  ///< the node that caused it
    std::string kind;                   ///< http, request, handling, job, or event
    std::string service, name;
    std::optional<std::string> subject;    ///< of an event
    std::optional<std::int64_t> sequence;  ///< of an event
    std::int64_t start = 0;                ///< microseconds since 1970
    std::optional<std::int64_t> took;      ///< microseconds; an event takes none
    std::optional<std::string> error;

    static constexpr auto fields = describe(
        Field{"id", &TraceNode::id, "of the step, or the event"}, Field{"parent", &TraceNode::parent, "what caused it"},
        Field{"kind", &TraceNode::kind, "http, request, handling (of an event), job, or event"},
        Field{"service", &TraceNode::service, "who"}, Field{"name", &TraceNode::name, "route, method, type or job"},
        Field{"subject", &TraceNode::subject, "of an event"}, Field{"sequence", &TraceNode::sequence, "of an event"},
        Field{"start", &TraceNode::start, "microseconds since 1970"}, Field{"took", &TraceNode::took, "microseconds"},
        Field{"error", &TraceNode::error, "how it failed, if it did"});
};

/// Puts the steps and events of one trace in their order of cause. What caused a node and is not known any more is
/// stood for by the event that it was for, or by nothing. Depth first, what is caused by one in the order of time.
std::vector<TraceNode> trace_tree(const std::vector<Span>& spans, const std::vector<Event>& events);

/// The nodes as lines: a branch for each, who, what, when since the first, and how long it took.
std::vector<std::vector<std::string>> tree_lines(const std::vector<TraceNode>& nodes);

}  // namespace rapport::bus::monitor
