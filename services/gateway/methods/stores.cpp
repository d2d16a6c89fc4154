// SPDX-License-Identifier: MIT
#include "services/gateway/methods/stores.hpp"

#include <memory>

#include "bus/base/codec.hpp"

namespace rapport::gateway {
namespace {

constexpr std::chrono::milliseconds patience{500};

/// Of a `$stats` answer what is looked at here; services of other makes say nothing of a store.
struct Told {
    std::optional<kit::StoreState> store;
    static constexpr auto fields = describe(Field{"store", &Told::store, "how its store is"});
};
/// The same as it is told on.
struct Line {
    std::string service, state;
    std::optional<std::string> reason;
    std::optional<Instant> since;
    static constexpr auto fields =
        describe(Field{"service", &Line::service, "whose"}, Field{"state", &Line::state, "what is wrong"},
                 Field{"reason", &Line::reason, "and what to do"}, Field{"since", &Line::since, "since when"});
};
struct Lines {
    std::vector<Line> lines;
    static constexpr auto fields = describe(Field{"lines", &Lines::lines, "by service"});
};

std::optional<kit::StoreState> store_in(const bus::Reply& reply) {
    if (reply.error) return {};
    try {
        return decode<Told>(reply.result).store;
    } catch (const Error&) {
        return {};  // of a service of another make, which means something else by that name
    }
}

}  // namespace

void ask_stores(bus::Client& client, const std::vector<std::string>& services,
                std::function<void(std::vector<AilingStore> ailing)> done) {
    struct Gathering {
        std::size_t open;
        std::vector<AilingStore> ailing;
        std::function<void(std::vector<AilingStore>)> done;
    };
    if (services.empty()) return done({});
    const auto gathering = std::make_shared<Gathering>(Gathering{services.size(), {}, std::move(done)});
    for (const std::string& service : services)
        client.call(service, "$stats", {}, {.timeout = patience},
                    [gathering, service](const bus::Reply& reply, bool last) {
                        // One for each instance; the last says how many answered.
                        const auto store = last ? std::nullopt : store_in(reply);
                        if (store && store->state != "ok") gathering->ailing.push_back({service, *store});
                        if (last && --gathering->open == 0) gathering->done(std::move(gathering->ailing));
                    });
}

std::string as_json(const std::vector<AilingStore>& ailing) {
    Lines all;
    for (const auto& [service, store] : ailing) all.lines.push_back({service, store.state, store.reason, store.since});
    const std::string object = to_json(encode(all));  // {"lines":[…]}
    return object.substr(9, object.size() - 10);
}

}  // namespace rapport::gateway
