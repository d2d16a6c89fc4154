// SPDX-License-Identifier: MIT
#include "services/kit/service/introductions.hpp"

#include <spdlog/spdlog.h>

#include "bus/base/text.hpp"
#include "bus/client/client.hpp"
#include "bus/wire/info.hpp"

namespace rapport::kit {
namespace {

constexpr Millis period(1'000), answer_time(5'000);
constexpr int looks_between = 10;  ///< at one that is known

}  // namespace

Introductions::Introductions(bus::Loop& loop, bus::Client& client, Engine& engine, Writer& writer,
                             const Consumers& consumers)
    : loop_(loop), client_(client), writer_(writer), consumers_(consumers) {
    if (engine.learns()) loop.every(period, [this] { look(); });
}

void Introductions::look() {
    const bool at_all = looks_++ % looks_between == 0;
    for (const auto& [consumer, cursor] : consumers_.cursors())
        if (consumer.as == bus::Follower::From::head && (at_all || !known_.contains(consumer.source)))
            ask(consumer.source);
}

void Introductions::ask(const std::string& source) {
    // One answer for each instance. Who is away is asked again.
    client_.call(source, "$info", {}, {.timeout = answer_time, .query = true},
                 [this, source](const bus::Reply& reply, bool last) {
                     if (!last && !reply.error) take(source, reply.result);
                 });
}

void Introductions::take(const std::string& source, const std::string& answer) {
    Introduction introduction;
    std::string problem;
    try {
        introduction.info = decode<bus::ServiceInfo>(answer);
        if (introduction.info.name != source) problem = "it calls itself " + printable(introduction.info.name);
    } catch (const Error& error) {
        problem = error.message();
    }
    if (!problem.empty()) {
        if (known_.try_emplace(source).second)
            spdlog::warn("what {} says of itself cannot be used: {}", source, problem);
        return;
    }
    std::string events = encode(introduction.info.events);
    if (const auto known = known_.find(source); known != known_.end() && known->second == events) return;
    known_[source] = std::move(events);
    writer_.push(std::move(introduction), [this, source](const Outcome& outcome) {
        if (!outcome.error) return;
        spdlog::warn("what {} tells cannot be kept: {}", source, outcome.error->message());
        loop_.post([this, source] { known_.erase(source); });
    });
}

}  // namespace rapport::kit
