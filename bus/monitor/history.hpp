// SPDX-License-Identifier: MIT
#pragma once
#include <deque>
#include <functional>

#include "bus/client/client.hpp"
#include "bus/events/event.hpp"
#include "bus/monitor/tail.hpp"

namespace rapport::bus::monitor {

/// Reads what sources have told, in the order in which it was recorded; of each source without gaps. Runs the client's
/// loop.
class History {
public:
    /// `now` is what "so long ago" is counted from.
    History(Client& client, std::optional<Actor> actor, const Since& since, Instant now);

    /// Where each source is when asked: it is read up to there.
    void add(const Watermark& source);
    /// The same, but only what follows that sequence.
    void add(const Watermark& source, std::int64_t after) { sources_.push_back({source, after, {}}); }
    /// Calls `on_event` for each, until it answers false.
    void read(const std::function<bool(Event event)>& on_event);

private:
    struct Source {
        Watermark until;
        std::int64_t after = 0;
        std::deque<Event> page;
        bool done() const { return page.empty() && after >= until.last; }
    };
    std::int64_t beginning(const Watermark& source);
    std::int64_t recorded_since(const Watermark& source, Instant time);
    EventPage ask(const std::string& source, std::int64_t after, std::int64_t limit);
    void fill(Source& source);

    Client& client_;
    const std::optional<Actor> actor_;
    const Since since_;
    const Instant now_;
    std::vector<Source> sources_;
};

}  // namespace rapport::bus::monitor
