// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "bus/client/client.hpp"
#include "bus/events/subscriber.hpp"

namespace rapport::bus {

/// Where a consumer is in one source's history.
struct Cursor {
    std::string epoch;  ///< empty: has never heard of the source
    std::int64_t sequence = 0;
    std::optional<Uuid> event = {};  ///< the id of that event, where it is known
};

/// The source lost the end of its history, and may have told other events since: what a consumer handled is in it no
/// more, though the epoch is the same.
struct HistoryBreak {
    std::int64_t handled = 0;  ///< up to where the consumer had handled the history that is gone
    std::int64_t last = 0;     ///< the newest sequence that the source had when this was noticed
};

/// A consumer is to go on elsewhere: it is new, or the source's history is another one than it knew.
struct NewHistory {
    Cursor begin;                             ///< where it goes on
    std::int64_t skipped = 0;                 ///< a reaction's events that it never saw
    std::optional<HistoryBreak> broken = {};  ///< the epoch is the same
};

/// Hands on one source's events in order without gaps: live ones as they come, missed ones read from the source with
/// `$events`, found by a gap in the sequence or by a watermark ahead of us. Belongs to its loop's thread.
class Follower {
public:
    /// Where in a source's history a consumer begins.
    enum class From {
        start,  ///< a projection: a new one, or one that meets a new history, begins at 0
        head,   ///< a reaction: a new one, or one that meets a new history, begins with what comes next
    };
    /// What a consumer does with what it follows; called on the loop's thread, each after done() of the one before.
    struct Handlers {
        /// The next event. Its consumer calls done() when the effect is stored (or parked).
        std::function<void(Event event)> on_event;
        /// The consumer stores the cursor it is to go on from, a projection after clearing itself, then calls done().
        std::function<void(const NewHistory& next)> on_history;
    };

    /// `cursor` is what the consumer has stored. Without an endpoint it subscribes to nothing: somebody else hears the
    /// source for it, and hands on what comes by heard().
    Follower(Loop& loop, Client& client, const std::optional<Address>& subscribe_endpoint, std::string source,
             From from, Cursor cursor, Handlers handlers);
    ~Follower();

    /// The consumer has stored everything up to `sequence`. At most 1,000 events are handed on beyond that; further
    /// ones wait at the source.
    void done(std::int64_t sequence);
    /// Hand on again everything after `cursor`: the consumer could not store what it was given.
    void rewind(Cursor cursor);
    /// Somebody else heard how far the source is, or what it tells.
    void heard(const Watermark& watermark);
    void heard(Event event);
    /// The source's newest sequence that we know of; nothing if it was never heard.
    std::optional<std::int64_t> head() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace rapport::bus
