// SPDX-License-Identifier: MIT
#include <algorithm>
#include <ostream>
#include <set>

#include "bus/monitor/directory.hpp"
#include "bus/monitor/history.hpp"
#include "bus/monitor/output.hpp"
#include "bus/monitor/record.hpp"
#include "bus/monitor/text.hpp"
#include "bus/monitor/trace_tree.hpp"

namespace rapport::bus::monitor {
namespace {

/// Around what is known of a trace: what else belongs to it is looked for so long before and after.
constexpr Millis before{10'000}, after{600'000};

struct OfSubject {
    std::string subject;
    static constexpr auto fields = describe(Field{"subject", &OfSubject::subject, "the entity's id"});
};
struct Told {
    std::vector<CloudEvent> events;
    static constexpr auto fields = describe(Field{"events", &Told::events, "in order"});
};

bool is_trace(const std::string& id) { return id.size() == 32 && id.find_first_not_of("0123456789abcdef") == id.npos; }

class Tracer {
public:
    Tracer(const Target& target, const TraceOptions& options)
        : options_(options),
          actor_(target.actor),
          client_(loop_, target.requests_endpoint),
          directory_(loop_, client_, target.actor, options.timeout),
          services_(directory_.names()) {}

    /// The traces that the id means: itself, or those in which something was told of that entity; newest last.
    std::vector<std::string> traces() {
        if (is_trace(options_.id)) return {options_.id};
        if (auto trace = trace_of(options_.id); !trace.empty()) return {trace};
        std::vector<Event> events = told_of(options_.id);
        std::ranges::sort(events, {}, &Event::recorded);
        std::vector<std::string> traces;
        for (const auto& event : events) {
            const auto trace = trace_of(event.traceparent.value_or(""));
            if (!trace.empty() && std::ranges::find(traces, trace) == traces.end()) traces.push_back(trace);
            first_.try_emplace(trace, event.recorded);
        }
        if (traces.empty()) throw Error(Code::not_found, "nothing that belongs to a trace was told of " + options_.id);
        return traces;
    }

    std::vector<TraceNode> tree(const std::string& trace) {
        const auto spans = spans_of(trace);
        Instant from = SystemClock().now() - std::chrono::duration_cast<Millis>(options_.since);
        if (const auto known = first_.find(trace); known != first_.end()) from = known->second - before;
        for (const auto& span : spans) from = std::min(from, Instant{span.start / 1'000} - before);
        return trace_tree(spans, events_of(trace, from));
    }

private:
    std::vector<Event> told_of(const std::string& id) {
        std::vector<Event> events;
        each_answer("$history", encode(OfSubject{id}), [&](const std::string& result) {
            auto told = decode<Told>(std::string_view(result)).events;
            std::ranges::move(told, std::back_inserter(events));
        });
        return events;
    }

    std::vector<Span> spans_of(const std::string& trace) {
        std::vector<Span> spans;
        each_answer("$spans", encode(AskSpans{trace}), [&](const std::string& result) {
            auto told = decode<Spans>(std::string_view(result)).spans;
            std::ranges::move(told, std::back_inserter(spans));
        });
        return spans;
    }

    std::vector<Event> events_of(const std::string& trace, Instant from) {
        History history(client_, actor_, from, SystemClock().now());
        for (const auto& [name, watermark] : directory_.watermarks(services_)) history.add(watermark);
        std::vector<Event> events;
        history.read([&](Event event) {
            const bool over = first_.contains(trace) && event.recorded > from + before + after;
            if (trace_of(event.traceparent.value_or("")) == trace) events.push_back(std::move(event));
            return !over;
        });
        return events;
    }

    /// Those that know no such method say nothing; nor do parts that only count who answered.
    void each_answer(std::string_view method, const std::string& params,
                     const std::function<void(const std::string& result)>& take) {
        std::size_t open = services_.size();
        const bool in_parts = method == "$spans";
        for (const auto& service : services_)
            client_.call(service, method, params, {.timeout = options_.timeout, .actor = actor_},
                         [&, in_parts](const Reply& reply, bool last) {
                             if (last) --open;
                             if (reply.error || last == in_parts) return;
                             take(reply.result);
                         });
        loop_.run_until([&] { return open == 0; }, Loop::Duration::max());
    }

    const TraceOptions& options_;
    const std::optional<Actor> actor_;
    Loop loop_;
    Client client_;
    Directory directory_;
    const std::vector<std::string> services_;
    std::map<std::string, Instant> first_;  ///< when the first event of a trace was recorded, where that is known
};

void print(const std::string& trace, const std::vector<TraceNode>& nodes, std::ostream& out) {
    std::int64_t begin = nodes.front().start, end = begin;
    for (const auto& node : nodes) {
        begin = std::min(begin, node.start);
        end = std::max(end, node.start + node.took.value_or(0));
    }
    out << "trace " << trace << "  " << local_text(begin) << "  " << took_text(end - begin) << '\n';
    print_table(tree_lines(nodes), "AT TOOK", out);
}

}  // namespace

int trace(const Target& target, const TraceOptions& options, std::ostream& out, std::ostream& err) try {
    if (!is_trace(options.id) && trace_of(options.id).empty() && !uuid_from(options.id)) {
        err << "ID: must be a trace (32 hexadecimal digits), a traceparent, or the id of an entity or event"
            << std::endl;
        return used_wrongly;
    }
    Tracer tracer(target, options);
    auto traces = tracer.traces();
    if (!options.all && traces.size() > 1) {
        err << "the first of " << traces.size() << " traces of it; --all shows the others: ";
        for (std::size_t i = 1; i < traces.size(); ++i) err << traces[i] << (i + 1 < traces.size() ? " " : "\n");
        traces.resize(1);
    }
    bool any = false;
    for (const auto& trace : traces) {
        const auto nodes = tracer.tree(trace);
        if (nodes.empty()) continue;
        if (!write_json(nodes, options.format, out)) {
            if (any) out << '\n';
            print(trace, nodes, out);
        }
        any = true;
    }
    out.flush();
    if (!any) throw Error(Code::not_found, "nothing is known of this trace; look further back with --since");
    return 0;
} catch (const Error& error) {
    return report(error, err);
}

}  // namespace rapport::bus::monitor
