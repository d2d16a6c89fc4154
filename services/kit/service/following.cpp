// SPDX-License-Identifier: MIT
#include "services/kit/service/following.hpp"

#include <spdlog/spdlog.h>

namespace rapport::kit {
namespace {

constexpr Millis retry_delay(500);

}  // namespace

Following::Following(bus::Loop& loop, bus::Client& client, const bus::Address& subscribe_endpoint, Engine& engine,
                     Writer& writer, SpanLog& spans, std::function<void(const Consumer&)> applied)
    : loop_(loop), engine_(engine), writer_(writer), spans_(spans), applied_(std::move(applied)) {
    for (const Consumer& consumer : engine.consumers()) {
        auto& lane =
            *(lanes_[consumer] = std::make_unique<Lane>(Lane{.consumer = consumer, .at = engine.cursor(consumer)}));
        lane.follower = std::make_unique<bus::Follower>(
            loop, client, subscribe_endpoint, consumer.source, consumer.as, lane.at,
            bus::Follower::Handlers{.on_event = [this, &lane](bus::Event event) { deliver(lane, std::move(event)); },
                                    .on_history = [this, &lane](const bus::NewHistory& next) { meet(lane, next); }});
    }
}

Following::~Following() = default;

void Following::deliver(Lane& lane, bus::Event event) {
    if (lane.rewinding) return;
    const bus::Cursor cursor{event.epoch, event.sequence, event.id};
    const std::string type = event.type;
    auto step = step_of(lane, event);
    Delivery delivery{lane.consumer, std::move(event)};
    if (step) delivery.traceparent = to_text(step->own);
    writer_.push(std::move(delivery), [this, &lane, turn = lane.turn, cursor, type,
                                       step = std::move(step)](const Outcome& outcome) mutable {
        if (step && !outcome.retry) {
            if (outcome.error) step->error = name_of(outcome.error->code());
            spans_.add(std::move(*step));
        }
        loop_.post([this, &lane, turn, cursor, type, outcome] { settled(lane, turn, cursor, type, outcome); });
    });
}

/// The handling of an event that belongs to a trace, if there is anything to handle.
std::optional<SpanLog::Step> Following::step_of(const Lane& lane, const bus::Event& event) const {
    const auto cause = bus::trace_parent_from(event.traceparent.value_or(""));
    if (!cause || !engine_.handles(lane.consumer, event.type)) return {};
    return SpanLog::Step{.kind = SpanLog::Kind::event,
                         .own = cause->child(),
                         .parent = cause->step,
                         .service = engine_.name(),
                         .name = event.type,
                         .event = event.id,
                         .begun = std::chrono::steady_clock::now()};
}

void Following::settled(Lane& lane, std::uint64_t turn, const bus::Cursor& cursor, const std::string& type,
                        const Outcome& outcome) {
    if (turn != lane.turn) return;
    if (outcome.retry) {
        if (!std::exchange(lane.waiting, true))
            spdlog::warn("{} {} of {} waits: {}", type, cursor.sequence, lane.consumer.source,
                         outcome.error->message());
        ++lane.turn;  // what follows it in the queue is out of order now and will be refused
        lane.rewinding = true;
        loop_.after(retry_delay, [&lane] {
            lane.rewinding = false;
            lane.follower->rewind(lane.at);
        });
        return;
    }
    if (outcome.error)
        spdlog::error("{} {} of {} is parked as a dead letter: {}", type, cursor.sequence, lane.consumer.source,
                      outcome.error->message());
    lane.waiting = false;
    lane.at = cursor;
    lane.follower->done(cursor.sequence);
    applied_(lane.consumer);
}

void Following::meet(Lane& lane, const bus::NewHistory& next) {
    const auto& source = lane.consumer.source;
    if (next.broken) {
        ++losses_;
        spdlog::error(
            "{0} lost the end of its history: this {1} had handled its events up to {2}, and they are not "
            "what {0} has now, up to {3}; the {1} {4}. See rapport events verify",
            source, lane.consumer.name(), next.broken->handled, next.broken->last,
            lane.consumer.as == bus::Follower::From::start
                ? "is read anew"
                : "goes on with what comes after " + std::to_string(next.begin.sequence));
    } else if (next.skipped > 0) {
        spdlog::warn("{}'s store is another one now: this {} goes on from {}, {} events were never seen", source,
                     lane.consumer.name(), next.begin.sequence, next.skipped);
    }
    begin_anew(lane, next);
}

void Following::begin_anew(Lane& lane, const bus::NewHistory& next) {
    writer_.push(NewEpoch{lane.consumer, next.begin, next.skipped, next.broken},
                 [this, &lane, turn = ++lane.turn, next](const Outcome& outcome) {
                     loop_.post([this, &lane, turn, next, failed = outcome.error.has_value()] {
                         if (turn != lane.turn) return;
                         if (failed) {
                             loop_.after(retry_delay, [this, &lane, next] { begin_anew(lane, next); });
                             return;
                         }
                         lane.at = next.begin;
                         lane.follower->done(next.begin.sequence);
                         applied_(lane.consumer);
                     });
                 });
}

void Following::heard(const bus::Watermark& watermark) {
    const auto lane = lanes_.find(Consumer{bus::Follower::From::start, watermark.source});
    if (lane != lanes_.end()) lane->second->follower->heard(watermark);
}

std::optional<bus::Cursor> Following::projected(const std::string& source) const {
    const auto lane = lanes_.find(Consumer{bus::Follower::From::start, source});
    if (lane == lanes_.end()) return {};
    return lane->second->at;
}

std::vector<std::pair<Consumer, bus::Cursor>> Following::cursors() const {
    std::vector<std::pair<Consumer, bus::Cursor>> all;
    for (const auto& [consumer, lane] : lanes_) all.emplace_back(consumer, lane->at);
    return all;
}

}  // namespace rapport::kit
