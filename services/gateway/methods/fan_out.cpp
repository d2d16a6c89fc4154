// SPDX-License-Identifier: MIT
#include "services/gateway/methods/fan_out.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <memory>

namespace rapport::gateway {

void call_all(bus::Client& client, const Snapshot& snapshot, const std::vector<ServiceCall>& calls,
              bus::CallOptions options, std::function<void(std::vector<bus::Reply> replies)> done) {
    struct Round {
        std::vector<bus::Reply> replies;
        std::size_t open;
        std::function<void(std::vector<bus::Reply>)> done;
    };
    if (calls.empty()) return done({});
    options.timeout = std::min<bus::Loop::Duration>(options.timeout, fan_out_budget);
    const auto round = std::make_shared<Round>();
    round->replies.resize(calls.size());
    round->open = calls.size();
    round->done = std::move(done);
    for (std::size_t i = 0; i < calls.size(); ++i) {
        options.retry = snapshot.is_up(calls[i].service);
        client.call(calls[i].service, calls[i].method, calls[i].params, options,
                    [round, i](const bus::Reply& reply, bool last) {
                        if (!last) return;
                        round->replies[i] = reply;
                        if (--round->open == 0) round->done(std::move(round->replies));
                    });
    }
}

bus::Reply readable(std::string_view question, const std::function<bus::Reply()>& make) {
    try {
        return make();
    } catch (const std::exception& error) {
        spdlog::error("{} is answered in a way that cannot be read: {}", question, error.what());
        return {.error = Error(Code::internal, "a service answers in a way that cannot be read")};
    }
}

bool has_method(const bus::ServiceInfo& service, std::string_view method) {
    return std::ranges::find(service.methods, method, &bus::MethodInfo::name) != service.methods.end();
}

void add_never_heard(const Snapshot& snapshot, std::vector<std::string>& missing) {
    for (const std::string& name : snapshot.missing)
        if (std::ranges::find(snapshot.offer->services, name, &bus::ServiceInfo::name) ==
            snapshot.offer->services.end())
            missing.push_back(name);
    std::ranges::sort(missing);
    missing.erase(std::unique(missing.begin(), missing.end()), missing.end());
}

}  // namespace rapport::gateway
