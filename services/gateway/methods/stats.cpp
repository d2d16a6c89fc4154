// SPDX-License-Identifier: MIT
#include "services/gateway/methods/stats.hpp"

#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "bus/base/wire.hpp"
#include "services/gateway/http/metrics.hpp"

namespace rapport::gateway {
namespace {

constexpr std::chrono::milliseconds patience{500};

std::string numbers_of(const nlohmann::json& record, std::string_view prefix, const std::string& labels) {
    std::string out;
    for (const auto& [name, value] : record.items()) {
        if (!value.is_number() || name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_0123456789") != name.npos)
            continue;
        out += fmt::format("{}_{}{{{}}} {}\n", prefix, name, labels, value.dump());
    }
    return out;
}

}  // namespace

std::string stats_text(const std::string& service, const std::string& text) {
    const auto stats = nlohmann::json::parse(text, nullptr, false);
    if (!stats.is_object()) return {};
    std::string labels = fmt::format("service=\"{}\"", label(service));
    const auto id = stats.find(stats.contains("id") ? "id" : "instance");
    if (id != stats.end() && id->is_string()) labels += fmt::format(",instance=\"{}\"", label(id->get<std::string>()));
    std::string out = numbers_of(stats, "rapport_service", labels);
    const auto endpoints = stats.find("endpoints");
    if (endpoints == stats.end() || !endpoints->is_array()) return out;
    for (const auto& endpoint : *endpoints) {
        if (!endpoint.is_object() || !endpoint.contains("name") || !endpoint["name"].is_string()) continue;
        out += numbers_of(endpoint, "rapport_endpoint",
                          fmt::format("{},endpoint=\"{}\"", labels, label(endpoint["name"].get<std::string>())));
    }
    return out;
}

void gather_stats(bus::Client& client, const std::vector<std::string>& services,
                  std::function<void(std::string text)> done) {
    struct Gathering {
        std::size_t open;
        std::string text;
        std::function<void(std::string)> done;
    };
    if (services.empty()) return done({});
    auto gathering = std::make_shared<Gathering>(Gathering{services.size(), {}, std::move(done)});
    for (const std::string& service : services) {
        client.call(service, "$stats", {}, {.timeout = patience},
                    [gathering, service](const bus::Reply& reply, bool last) {
                        if (!reply.error && !last)  // one for each instance; the last says how many answered
                            gathering->text += stats_text(service, to_json(reply.result));
                        if (last && --gathering->open == 0) gathering->done(std::move(gathering->text));
                    });
    }
}

}  // namespace rapport::gateway
