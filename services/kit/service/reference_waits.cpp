// SPDX-License-Identifier: MIT
#include "services/kit/service/reference_waits.hpp"

#include "bus/base/codec.hpp"
#include "bus/base/retry.hpp"

namespace rapport::kit {
namespace {

constexpr Millis patience(2'000);

Error late(const std::string& source) {
    return {Code::unavailable, source + " did not answer in time what it knows; try again"};
}

/// Where a source was never heard nobody can say whether it is slow, away, or no part of this deployment. A caller is
/// not to wait for what may never come.
Error unheard(const std::string& source) {
    return unavailable(source + " was never heard here, so nothing that it owns is known; try again when it runs",
                       "never_heard", Millis(5'000));
}

/// Whether the source, asked when the projection was there, has another history.
bool lost(const bus::Watermark& source, const bus::Cursor& projection) {
    if (source.epoch != projection.epoch || source.last > projection.sequence) return false;
    return source.last < projection.sequence || (source.id && projection.event && *source.id != *projection.event);
}

}  // namespace

ReferenceWaits::ReferenceWaits(bus::Loop& loop, bus::Client& client, Consumers& consumers)
    : loop_(loop), client_(client), consumers_(consumers) {
    loop_.every(Millis(50), [this] { expire(); });
}

void ReferenceWaits::settle(const std::string& source, Millis within, std::function<void()> settled,
                            std::function<void(const Error&)> failed) {
    const auto cursor = consumers_.projected(source);
    if (!cursor) return settled();
    const Millis wait = std::min(within, patience);
    Waiting waiting{.source = source,
                    .until = std::chrono::steady_clock::now() + wait,
                    .settled = std::move(settled),
                    .failed = std::move(failed)};
    client_.call(source, "$watermark", {}, {.timeout = wait},
                 [this, waiting = std::move(waiting), was = *cursor](const bus::Reply& reply, bool last) mutable {
                     if (last) asked(std::move(waiting), was, reply);
                 });
}

void ReferenceWaits::asked(Waiting waiting, const bus::Cursor& was, const bus::Reply& reply) {
    if (reply.error) return waiting.failed(was.epoch.empty() ? unheard(waiting.source) : late(waiting.source));
    try {
        waiting.target = decode<bus::Watermark>(reply.result);
    } catch (const Error& error) {
        return waiting.failed(Error(Code::unavailable, waiting.source + " answers what is no watermark"));
    }
    waiting.ahead = lost(waiting.target, was);
    if (reached(waiting)) return waiting.settled();
    const bus::Watermark target = waiting.target;
    waiting_.push_back(std::move(waiting));
    consumers_.heard(target);
}

bool ReferenceWaits::reached(const Waiting& waiting) const {
    const auto cursor = consumers_.projected(waiting.source);
    return cursor && !waiting.ahead && cursor->epoch == waiting.target.epoch && cursor->sequence >= waiting.target.last;
}

void ReferenceWaits::moved(const Consumer& consumer) {
    if (consumer.as != bus::Follower::From::start) return;
    const auto cursor = consumers_.projected(consumer.source);
    for (auto it = waiting_.begin(); it != waiting_.end();) {
        if (it->source == consumer.source && cursor && !lost(it->target, *cursor)) it->ahead = false;
        if (it->source != consumer.source || !reached(*it)) {
            ++it;
            continue;
        }
        const auto settled = std::move(it->settled);
        it = waiting_.erase(it);
        settled();
    }
}

void ReferenceWaits::expire() {
    const auto now = std::chrono::steady_clock::now();
    for (auto it = waiting_.begin(); it != waiting_.end();) {
        if (it->until > now) {
            ++it;
            continue;
        }
        const auto failed = std::move(it->failed);
        const Error error = late(it->source);
        it = waiting_.erase(it);
        failed(error);
    }
}

}  // namespace rapport::kit
