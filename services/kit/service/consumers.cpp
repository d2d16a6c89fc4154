// SPDX-License-Identifier: MIT
#include "services/kit/service/consumers.hpp"

#include <spdlog/spdlog.h>

namespace rapport::kit {
namespace {

constexpr Millis retry_delay(500);

}  // namespace

Consumers::Consumers(bus::Loop& loop, bus::Client& client, const bus::Address& subscribe_endpoint, Engine& engine,
                     Writer& writer, SpanLog& spans, std::function<void(const Consumer&)> applied)
    : loop_(loop),
      client_(client),
      subscribe_endpoint_(subscribe_endpoint),
      engine_(engine),
      writer_(writer),
      spans_(spans),
      applied_(std::move(applied)) {
    for (const Consumer& consumer : engine.consumers()) open(consumer, engine.cursor(consumer));
    if (!engine.hears_every_source()) return;
    everything_.emplace(
        loop, subscribe_endpoint, std::vector<std::string>{""},
        bus::Subscriber::Handlers{.on_event = [this](bus::Event event) { heard(std::move(event)); },
                                  .on_watermark = [this](const bus::Watermark& watermark) { heard(watermark); }});
}

Consumers::~Consumers() = default;

void Consumers::open(const Consumer& consumer, const bus::Cursor& at) {
    auto& lane = *(lanes_[consumer] = std::make_unique<Lane>(Lane{.consumer = consumer, .at = at}));
    lane.follower = std::make_unique<bus::Follower>(
        loop_, client_, engine_.hears_every_source() ? std::nullopt : std::optional(subscribe_endpoint_),
        consumer.source, consumer.as, at,
        bus::Follower::Handlers{.on_event = [this, &lane](bus::Event event) { deliver(lane, std::move(event)); },
                                .on_history = [this, &lane](const bus::NewHistory& next) { meet(lane, next); }});
}

/// Where it is now is where this service begins: what it told before is history. What it tells from here on is read
/// from it, though it comes while this is being stored.
void Consumers::discover(const std::string& source, const bus::Cursor& head) {
    const Consumer consumer{bus::Follower::From::head, source};
    const bool is_name = !source.empty() && source.find('.') == source.npos && !head.epoch.empty();
    if (!engine_.hears_every_source() || !is_name || source == engine_.name() || lanes_.contains(consumer) ||
        !discovered_.insert(source).second)
        return;
    writer_.push(NewEpoch{consumer, head}, [this, consumer, head](const Outcome& outcome) {
        loop_.post([this, consumer, head, failed = outcome.error.has_value()] {
            discovered_.erase(consumer.source);
            if (failed) return;  // it will be heard again
            spdlog::info("{} is heard of for the first time: what it tells after {} is handled", consumer.source,
                         head.sequence);
            open(consumer, head);
        });
    });
}

void Consumers::heard(bus::Event event) {
    discover(event.source, {event.epoch, event.sequence - 1, event.previous});
    const auto projection = lanes_.find(Consumer{bus::Follower::From::start, event.source});
    const auto reaction = lanes_.find(Consumer{bus::Follower::From::head, event.source});
    if (projection != lanes_.end()) projection->second->follower->heard(event);
    if (reaction != lanes_.end()) reaction->second->follower->heard(std::move(event));
}

void Consumers::deliver(Lane& lane, bus::Event event) {
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
std::optional<SpanLog::Step> Consumers::step_of(const Lane& lane, const bus::Event& event) const {
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

void Consumers::settled(Lane& lane, std::uint64_t turn, const bus::Cursor& cursor, const std::string& type,
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

void Consumers::meet(Lane& lane, const bus::NewHistory& next) {
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

void Consumers::begin_anew(Lane& lane, const bus::NewHistory& next) {
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

void Consumers::heard(const bus::Watermark& watermark) {
    discover(watermark.source, {watermark.epoch, watermark.last, watermark.id});
    for (const auto as : {bus::Follower::From::start, bus::Follower::From::head})
        if (const auto lane = lanes_.find(Consumer{as, watermark.source}); lane != lanes_.end())
            lane->second->follower->heard(watermark);
}

std::optional<bus::Cursor> Consumers::projected(const std::string& source) const {
    const auto lane = lanes_.find(Consumer{bus::Follower::From::start, source});
    if (lane == lanes_.end()) return {};
    return lane->second->at;
}

std::vector<std::pair<Consumer, bus::Cursor>> Consumers::cursors() const {
    std::vector<std::pair<Consumer, bus::Cursor>> all;
    for (const auto& [consumer, lane] : lanes_) all.emplace_back(consumer, lane->at);
    return all;
}

}  // namespace rapport::kit
