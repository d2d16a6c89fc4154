// SPDX-License-Identifier: MIT
#pragma once
#include <map>
#include <memory>
#include <set>

#include "bus/events/follower.hpp"
#include "bus/events/subscriber.hpp"
#include "services/kit/service/span_log.hpp"
#include "services/kit/service/writer.hpp"

namespace rapport::kit {

/// A service's consumers: hands what their followers bring to the writer, moves them on when it is committed, and back
/// when it could not be. Belongs to the loop's thread.
class Consumers {
public:
    /// `applied` is called when a consumer's cursor has moved. Where the engine reacts to every other service, one
    /// subscription to everything stands for those of all consumers, and finds who is new.
    Consumers(bus::Loop& loop, bus::Client& client, const bus::Address& subscribe_endpoint, Engine& engine,
              Writer& writer, SpanLog& spans, std::function<void(const Consumer&)> applied);
    ~Consumers();

    /// How far the projection of a source is; nothing if the service keeps none.
    std::optional<bus::Cursor> projected(const std::string& source) const;
    std::vector<std::pair<Consumer, bus::Cursor>> cursors() const;
    /// Somebody asked a source how far it is: who follows it need not wait until it is heard.
    void heard(const bus::Watermark& watermark);
    /// How many losses of sources' histories were noticed since the start.
    std::int64_t losses() const { return losses_; }

private:
    struct Lane {
        Consumer consumer;
        bus::Cursor at;
        std::uint64_t turn = 0;  ///< outcomes of deliveries from before a rewind are of an earlier turn
        bool rewinding = false;  ///< what comes until the rewind will come again after it
        bool waiting = false;    ///< it was said that an event waits
        std::unique_ptr<bus::Follower> follower;
    };
    void open(const Consumer& consumer, const bus::Cursor& at);
    void heard(bus::Event event);
    /// A source is heard that may be a new one: from `head` on it is followed.
    void discover(const std::string& source, const bus::Cursor& head);
    void deliver(Lane& lane, bus::Event event);
    void meet(Lane& lane, const bus::NewHistory& next);
    void begin_anew(Lane& lane, const bus::NewHistory& next);
    void settled(Lane& lane, std::uint64_t turn, const bus::Cursor& cursor, const std::string& type,
                 const Outcome& outcome);
    std::optional<SpanLog::Step> step_of(const Lane& lane, const bus::Event& event) const;

    bus::Loop& loop_;
    bus::Client& client_;
    const bus::Address subscribe_endpoint_;
    Engine& engine_;
    Writer& writer_;
    SpanLog& spans_;
    std::function<void(const Consumer&)> applied_;
    std::map<Consumer, std::unique_ptr<Lane>> lanes_;
    std::set<std::string> discovered_;  ///< sources whose first cursor is being stored
    std::optional<bus::Subscriber> everything_;
    std::int64_t losses_ = 0;
};

}  // namespace rapport::kit
