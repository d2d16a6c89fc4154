// SPDX-License-Identifier: MIT
#include <istream>
#include <iterator>
#include <ostream>

#include "bus/base/known_fields.hpp"
#include "bus/base/wire.hpp"
#include "bus/client/client.hpp"
#include "bus/monitor/record.hpp"
#include "bus/monitor/text.hpp"
#include "bus/monitor/verbs.hpp"
#include "bus/wire/info.hpp"
#include "bus/wire/tracing.hpp"

namespace rapport::bus::monitor {
namespace {

/// As MessagePack; empty for none.
std::string params_of(const Call& options, std::istream& in) {
    if (!options.params) return {};
    if (*options.params != "-") return from_json(*options.params);
    return from_json(std::string(std::istreambuf_iterator<char>(in), {}));
}

void print(const std::string& result, bool indent, std::ostream& out) {
    if (result.empty()) out << "null";
    else out << (indent ? to_pretty_json(result) : to_json(result));
    out << std::endl;
}

/// What an instance says of the service; nothing from one of another make, which tells nothing that could be checked.
std::optional<ServiceInfo> info_of(Loop& loop, const Target& target, const Call& options) {
    Client client(loop, target.requests_endpoint);
    std::optional<ServiceInfo> info;
    bool over = false;
    client.call(options.service, "$info", {}, {.timeout = options.timeout, .actor = target.actor},
                [&](const Reply& reply, bool last) {
                    over = true;  // with the first: one that hangs is not waited for
                    if (last || reply.error || info) return;
                    try {
                        info = decode<ServiceInfo>(reply.result);
                    } catch (const Error&) {
                    }
                });
    loop.run_until([&] { return over; }, Loop::Duration::max());
    return info;
}

/// A slip in a field's name would silently say nothing: services ignore what they do not know.
void check_fields(const ServiceInfo& info, const Call& options, const std::string& params) {
    for (const auto& method : info.methods)
        if (method.name == options.method) KnownFields(std::string_view(method.request.bytes)).check(params);
}

int ask(const Target& target, const Call& options, const std::string& params, std::ostream& out, std::ostream& err) {
    TraceParent trace;
    trace.trace = new_uuid(SystemClock().now()).bytes;
    const auto traceparent = to_text(trace.child());
    if (options.tell_trace) err << "trace " << trace_of(traceparent) << std::endl;
    Loop loop;
    if (!params.empty())
        if (const auto info = info_of(loop, target, options)) check_fields(*info, options, params);
    Client client(loop, target.requests_endpoint);
    std::optional<Reply> answer;
    client.call(options.service, options.method, params,
                {.timeout = options.timeout,
                 .idem = options.idempotency_key,
                 .traceparent = traceparent,
                 .actor = target.actor,
                 .retry = options.idempotency_key.has_value()},
                [&](Reply reply, bool last) {
                    if (last) answer = std::move(reply);
                    else print(reply.result, options.indent, out);
                });
    loop.run_until([&] { return answer || !out; }, Loop::Duration::max());
    if (answer && answer->error) throw *answer->error;
    if (answer) print(answer->result, options.indent, out);
    return 0;
}

}  // namespace

int call(const Target& target, const Call& options, std::istream& in, std::ostream& out, std::ostream& err) try {
    std::string params;
    try {
        params = params_of(options, in);
    } catch (const Error& error) {
        err << "parameter: " << error.what() << std::endl;
        return used_wrongly;
    }
    return ask(target, options, params, out, err);
} catch (const Error& error) {
    return report(error, err);
}

}  // namespace rapport::bus::monitor
