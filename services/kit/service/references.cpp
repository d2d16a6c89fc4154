// SPDX-License-Identifier: MIT
#include "services/kit/service/references.hpp"

#include "bus/base/codec.hpp"

namespace rapport::kit {
namespace {

constexpr Millis patience(2'000);

Error late(const std::string& source) {
    return {Code::unavailable, source + " did not answer in time what it knows; try again"};
}

}  // namespace

References::References(bus::Loop& loop, bus::Client& client, Following& following)
    : loop_(loop), client_(client), following_(following) {
    loop_.every(Millis(50), [this] { expire(); });
}

void References::settle(const std::string& source, Millis within, std::function<void()> settled,
                        std::function<void(const Error&)> failed) {
    const auto cursor = following_.projected(source);
    if (!cursor) return settled();
    const Millis wait = std::min(within, patience);
    Waiting waiting{source, {}, std::chrono::steady_clock::now() + wait, std::move(settled), std::move(failed)};
    const bool never_heard = cursor->epoch.empty();
    client_.call(source, "$watermark", {}, {.timeout = wait},
                 [this, waiting = std::move(waiting), never_heard](const bus::Reply& reply, bool last) mutable {
                     if (!last) return;
                     if (reply.error) {
                         const bool absent = reply.error->code() == Code::unavailable && never_heard;
                         return absent ? waiting.settled() : waiting.failed(late(waiting.source));
                     }
                     waiting.target = decode<bus::Watermark>(reply.result);
                     if (reached(waiting)) return waiting.settled();
                     waiting_.push_back(std::move(waiting));
                 });
}

bool References::reached(const Waiting& waiting) const {
    const auto cursor = following_.projected(waiting.source);
    return cursor && cursor->epoch == waiting.target.epoch && cursor->sequence >= waiting.target.last;
}

void References::moved(const Consumer& consumer) {
    if (consumer.as != bus::Follower::From::start) return;
    for (auto it = waiting_.begin(); it != waiting_.end();) {
        if (it->source != consumer.source || !reached(*it)) {
            ++it;
            continue;
        }
        const auto settled = std::move(it->settled);
        it = waiting_.erase(it);
        settled();
    }
}

void References::expire() {
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
