// SPDX-License-Identifier: MIT
#include <algorithm>
#include <ostream>

#include "bus/monitor/directory.hpp"
#include "bus/monitor/text.hpp"
#include "bus/monitor/verbs.hpp"
#include "bus/wire/info.hpp"

namespace rapport::bus::monitor {
namespace {

struct Instance {
    std::string instance, version;
    static constexpr auto fields = describe(Field{"instance", &Instance::instance, "the process"},
                                            Field{"version", &Instance::version, "of its program"});
};

/// One service as it is listed: what the bus says of it, and what it says of itself.
struct Listed {
    std::string name, doc;
    std::vector<Instance> instances;
    std::int64_t waiting = 0, in_hand = 0, requests = 0, errors = 0;
    std::vector<MethodInfo> methods;
    std::vector<EventInfo> events;
    static constexpr auto fields = describe(
        Field{"name", &Listed::name, "the service"}, Field{"doc", &Listed::doc, "what it is for"},
        Field{"instances", &Listed::instances, "who serves it"},
        Field{"waiting", &Listed::waiting, "requests that wait"},
        Field{"in_hand", &Listed::in_hand, "requests being answered"}, Field{"requests", &Listed::requests, "answered"},
        Field{"errors", &Listed::errors, "of them with an error"},
        Field{"methods", &Listed::methods, "what it can be asked"}, Field{"events", &Listed::events, "what it tells"});
};

/// A worker of another make may know no $info.
void add(Listed& listed, const Reply& reply, std::ostream& err) {
    if (reply.error) {
        listed.instances.push_back({"?", "?"});
        err << printable(listed.name) << ": does not say what it is: " << printable(reply.error->message())
            << std::endl;
        return;
    }
    try {
        auto info = decode<ServiceInfo>(reply.result);
        listed.instances.push_back({info.instance, info.version});
        listed.doc = std::move(info.doc);
        listed.methods = std::move(info.methods);
        listed.events = std::move(info.events);
    } catch (const Error& error) {
        err << printable(listed.name) << ": its $info is not understood: " << printable(error.message()) << std::endl;
    }
}

/// Asks all services at once: each instance answers in a PARTIAL of its own.
std::vector<Listed> ask(const Target& target, const Ls& options, std::ostream& err) {
    Loop loop;
    Client client(loop, target.requests_endpoint);
    const bus::CallOptions asking{.timeout = options.timeout, .actor = target.actor};
    const auto served = Directory(loop, client, target.actor, options.timeout).served();
    std::vector<Listed> all;
    for (const auto& s : served) {
        if (options.service ? s.name != *options.service : s.instances == 0) continue;
        all.push_back({s.name, {}, {}, s.waiting, s.in_hand, s.requests, s.errors, {}, {}});
    }
    for (Listed& listed : all) {
        client.call(listed.name, "$info", {}, asking, [&](const Reply& reply, bool last) {
            if (!last) return add(listed, reply, err);
            if (reply.error) err << printable(listed.name) << ": " << printable(reply.error->message()) << std::endl;
        });
    }
    loop.run_until([&] { return client.outstanding() == 0; }, Loop::Duration::max());
    return all;
}

std::string joined(const std::vector<std::string>& names, std::string_view otherwise) {
    std::string out;
    for (const auto& name : names) (out += out.empty() ? "" : ", ") += printable(name);
    return out.empty() ? std::string(otherwise) : out;
}

void print_all(const std::vector<Listed>& all, std::ostream& out) {
    std::vector<std::vector<std::string>> rows{{"SERVICE", "INSTANCES", "VERSION", "METHODS"}};
    for (const auto& listed : all) {
        std::vector<std::string> versions, methods;
        for (const auto& instance : listed.instances) versions.push_back(instance.version);
        for (const auto& method : listed.methods) methods.push_back(method.name);
        std::ranges::sort(versions);
        versions.erase(std::unique(versions.begin(), versions.end()), versions.end());
        rows.push_back({printable(listed.name), std::to_string(listed.instances.size()), joined(versions, "?"),
                        joined(methods, "?")});
    }
    print_table(rows, {}, out);
}

void print_service(const Listed& listed, std::ostream& out) {
    out << printable(listed.name) << ": " << printable(listed.doc) << '\n';
    for (const auto& instance : listed.instances)
        out << "  instance " << printable(instance.instance) << ", version " << printable(instance.version) << '\n';
    for (const auto& method : listed.methods)
        out << "  " << printable(method.kind) << ' ' << printable(method.name) << ": " << printable(method.doc) << '\n';
    for (const auto& event : listed.events)
        out << "  event " << printable(event.type) << ": " << printable(event.doc) << '\n';
}

}  // namespace

int ls(const Target& target, const Ls& options, std::ostream& out, std::ostream& err) try {
    const auto all = ask(target, options, err);
    if (options.service && all.empty()) throw Error(Code::unavailable, "nobody serves " + *options.service);
    if (options.format == Format::json) {
        out << to_pretty_json(encode(all)) << '\n';
    } else if (options.format == Format::jsonl) {
        for (const auto& listed : all) out << to_json(encode(listed)) << '\n';
    } else if (options.service) {
        print_service(all.front(), out);
    } else {
        print_all(all, out);
    }
    out.flush();
    return 0;
} catch (const Error& error) {
    return report(error, err);
}

}  // namespace rapport::bus::monitor
