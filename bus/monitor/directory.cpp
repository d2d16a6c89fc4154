// SPDX-License-Identifier: MIT
#include "bus/monitor/directory.hpp"

#include <algorithm>

#include "bus/base/codec.hpp"

namespace rapport::bus::monitor {
namespace {

struct AllServed {
    std::vector<Served> services;
    static constexpr auto fields = describe(Field{"services", &AllServed::services, "by name"});
};

std::string asking_for_latency(bool latency) {
    std::string bytes;
    Writer out(bytes);
    out.map(1);
    out.text("latency");
    out.boolean(latency);
    return bytes;
}

}  // namespace

template <class T>
std::optional<T> Directory::read(std::string_view bytes) {
    try {
        return decode<T>(bytes);
    } catch (const Error&) {
        return {};  // of a service of another make, which means something else by that name
    }
}

std::vector<Served> Directory::served(bool latency) {
    return decode<AllServed>(
               client_.ask("bus", "services", asking_for_latency(latency), {.timeout = timeout_, .actor = actor_}))
        .services;
}

std::vector<std::string> Directory::names(const std::optional<std::string>& only) {
    std::vector<std::string> names;
    for (const auto& service : served())
        if (service.instances > 0 && (!only || service.name == *only)) names.push_back(service.name);
    if (only && names.empty()) throw Error(Code::unavailable, "nobody serves " + *only);
    return names;
}

void Directory::ask_all(const std::vector<std::string>& services, std::string_view method, const OnAnswer& on_answer) {
    std::size_t open = services.size();
    for (const auto& service : services)
        client_.call(service, method, {}, {.timeout = timeout_, .actor = actor_},
                     [&, service](const Reply& reply, bool last) {
                         on_answer(service, reply, last);
                         if (last) --open;
                     });
    loop_.run_until([&] { return open == 0; }, Loop::Duration::max());
}

std::vector<ServiceInfo> Directory::infos(const std::vector<std::string>& services) {
    std::vector<ServiceInfo> infos;
    ask_all(services, "$info", [&](const std::string&, const Reply& reply, bool last) {
        if (last || reply.error) return;
        if (auto info = read<ServiceInfo>(reply.result)) infos.push_back(std::move(*info));
    });
    return infos;
}

std::map<std::string, std::vector<InstanceStats>> Directory::stats(const std::vector<std::string>& services) {
    std::map<std::string, std::vector<InstanceStats>> all;
    ask_all(services, "$stats", [&](const std::string& service, const Reply& reply, bool last) {
        if (last || reply.error) return;
        if (auto stats = read<InstanceStats>(reply.result)) all[service].push_back(std::move(*stats));
    });
    return all;
}

std::map<std::string, Watermark> Directory::watermarks(const std::vector<std::string>& services) {
    std::map<std::string, Watermark> all;
    ask_all(services, "$watermark", [&](const std::string& service, const Reply& reply, bool last) {
        if (!last || reply.error) return;
        if (auto watermark = read<Watermark>(reply.result)) all.emplace(service, std::move(*watermark));
    });
    return all;
}

}  // namespace rapport::bus::monitor
