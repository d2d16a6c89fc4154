// SPDX-License-Identifier: MIT
#include "bus/monitor/trace_tree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <set>

#include "bus/monitor/text.hpp"

namespace rapport::bus::monitor {
namespace {

TraceNode node_of(const Span& span) {
    return {.id = span.id,
            .parent = span.event ? span.event : span.parent,
            .kind = span.kind == "event" ? "handling" : span.kind,
            .service = span.service,
            .name = span.name,
            .start = span.start,
            .took = span.took,
            .error = span.error};
}

TraceNode node_of(const Event& event) {
    TraceNode node{.id = to_text(event.id),
                   .kind = "event",
                   .service = event.source,
                   .name = event.type,
                   .subject = event.subject,
                   .sequence = event.sequence,
                   .start = event.recorded.ms * 1'000};
    if (const auto step = trace_parent_from(event.traceparent.value_or("")))
        node.parent = fmt::format("{:016x}", step->step);
    return node;
}

class Tree {
public:
    Tree(const std::vector<Span>& spans, const std::vector<Event>& events) {
        for (const auto& span : spans) add(node_of(span));
        for (const auto& event : events) {
            TraceNode node = node_of(event);
            // Its step is forgotten when its service was started anew; then the event that caused it stands for that.
            if (!node.parent || !steps_.contains(*node.parent)) node.parent = event.causationid;
            add(std::move(node));
        }
        begins_within_its_cause();
        for (const auto& node : nodes_) {
            const bool known = node.parent && ids_.contains(*node.parent) && *node.parent != node.id;
            children_[known ? *node.parent : std::string()].push_back(&node);
        }
        for (auto& [parent, children] : children_) std::ranges::stable_sort(children, {}, &TraceNode::start);
    }

    std::vector<TraceNode> walk() {
        std::vector<TraceNode> all;
        visit({}, all);
        // A circle of causes has no root: shown all the same, as roots.
        for (const auto& node : nodes_) {
            if (!seen_.insert(node.id).second) continue;
            all.push_back(node);
            all.back().parent.reset();
            visit(node.id, all);
        }
        return all;
    }

private:
    void add(TraceNode node) {
        if (!ids_.insert(node.id).second) return;
        if (node.kind != "event") steps_.insert(node.id);
        nodes_.push_back(std::move(node));
    }

    /// Times of record are whole milliseconds: an event is not shown before the step that told it.
    void begins_within_its_cause() {
        std::map<std::string, std::int64_t> starts;
        for (const auto& node : nodes_) starts[node.id] = node.start;
        for (auto& node : nodes_)
            if (node.kind == "event" && node.parent && starts.contains(*node.parent))
                node.start = std::max(node.start, starts[*node.parent]);
    }

    void visit(const std::string& parent, std::vector<TraceNode>& all) {
        const auto children = children_.find(parent);
        if (children == children_.end()) return;
        for (const TraceNode* const node : children->second) {
            if (!seen_.insert(node->id).second) continue;
            all.push_back(*node);
            if (parent.empty()) all.back().parent.reset();
            visit(node->id, all);
        }
    }

    std::vector<TraceNode> nodes_;
    std::set<std::string> ids_, steps_, seen_;
    std::map<std::string, std::vector<const TraceNode*>> children_;
};

std::string name_of(const TraceNode& node) {
    const std::string name = printable(node.name);
    if (node.kind == "http") return name;
    if (node.kind == "request") return printable(node.service) + "." + name;
    if (node.kind == "handling") return printable(node.service) + " handles " + name;
    if (node.kind == "job") return printable(node.service) + " job " + name;
    return fmt::format("{} #{}", name, node.sequence.value_or(0));
}

}  // namespace

std::vector<TraceNode> trace_tree(const std::vector<Span>& spans, const std::vector<Event>& events) {
    return Tree(spans, events).walk();
}

std::vector<std::vector<std::string>> tree_lines(const std::vector<TraceNode>& nodes) {
    std::vector<std::vector<std::string>> lines{{"WHAT", "AT", "TOOK", "KIND", ""}};
    std::map<std::string, std::size_t> depths;
    std::int64_t begin = nodes.empty() ? 0 : nodes.front().start;
    for (const auto& node : nodes) begin = std::min(begin, node.start);
    // From below: a branch goes on as long as another of its parent's follows.
    std::vector<std::string> branches(nodes.size());
    std::set<std::string> more;
    for (const auto& node : nodes) depths[node.id] = node.parent ? depths[*node.parent] + 1 : 0;
    std::vector<bool> goes_on;
    for (std::size_t i = nodes.size(); i-- > 0;) {
        const auto depth = depths[nodes[i].id];
        goes_on.resize(std::max(goes_on.size(), depth + 1), false);
        for (std::size_t d = 1; d < depth; ++d) branches[i] += goes_on[d] ? "│  " : "   ";
        if (depth > 0) branches[i] += goes_on[depth] ? "├─ " : "└─ ";
        goes_on[depth] = true;
        std::fill(goes_on.begin() + static_cast<std::ptrdiff_t>(depth) + 1, goes_on.end(), false);
    }
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        const auto& node = nodes[i];
        lines.push_back({branches[i] + name_of(node), "+" + took_text(node.start - begin),
                         node.took ? took_text(*node.took) : "", printable(node.kind),
                         node.error ? "failed: " + printable(*node.error) : printable(node.subject.value_or(""))});
    }
    return lines;
}

}  // namespace rapport::bus::monitor
