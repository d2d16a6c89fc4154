// SPDX-License-Identifier: MIT
#pragma once
#include <map>
#include <optional>

#include "bus/events/follower.hpp"

namespace rapport::bus {

/// The rules of following one source, without sockets or clock: told what was heard and answered, it hands events on
/// in order and says what the source should be asked for. Only what the source itself answers settles which epoch it is
/// in; what is heard with another epoch may be left over from before, and makes it ask.
class Sequencer {
public:
    static constexpr std::int64_t window = 1'000;        ///< events handed on that are not done
    static constexpr std::int64_t page = 500;            ///< events asked for at once
    static constexpr std::size_t ahead = 1'000;          ///< live events kept until those before them are there
    static constexpr std::size_t ahead_bytes = 4 << 20;  ///< of their data

    Sequencer(Follower::From from, Cursor cursor, Follower::Handlers handlers);

    void heard(Event event);
    void heard(const Watermark& watermark);
    /// What the source answered to `$watermark` and `$events`.
    void answered(const Watermark& watermark);
    /// False if the page breaks what sources promise: it skips events, or lacks those that it says there are.
    bool answered(EventPage page, const ReadEvents& asked);
    void done(std::int64_t sequence);
    void rewind(const Cursor& cursor);

    bool wants_watermark() const { return !known_ || hint_; }
    /// `$watermark` is being asked: its answer settles what was heard until now.
    void asking_watermark();
    /// What to read from the source, if anything is missing, is not live already, and may be handed on.
    std::optional<ReadEvents> wants_events() const;
    std::optional<std::int64_t> head() const;

private:
    struct Position {
        std::string epoch;
        std::int64_t last = 0;
    };
    /// Another epoch than known_'s that was heard.
    struct Hint {
        std::string epoch;
        std::int64_t before = 0;  ///< the sequence before the first that was heard in it
        bool asked = false;       ///< and the source was asked since
    };

    void heard_of(const std::string& epoch, std::int64_t before, std::int64_t last);
    void settle(const std::string& epoch, std::int64_t last);
    void keep(Event event);
    void drop_first();
    void trim();
    void advance();
    bool step();
    bool meet_epoch();
    void hand_on();

    const Follower::From from_;
    const Follower::Handlers handlers_;
    std::string epoch_;              ///< in which the consumer is
    std::int64_t handed_on_ = 0;     ///< sequence of the last event that was
    std::int64_t done_ = 0;          ///< sequence up to which the consumer has stored
    std::optional<Position> known_;  ///< where the source is, in the epoch it told us itself
    std::optional<Hint> hint_;
    std::int64_t entry_ = 0;               ///< where in known_'s epoch a reaction begins
    std::optional<Cursor> offered_;        ///< by on_epoch, not done yet
    std::map<std::int64_t, Event> ahead_;  ///< of known_'s epoch, after handed_on_
    std::size_t ahead_size_ = 0;           ///< bytes of their data
    bool advancing_ = false;
};

}  // namespace rapport::bus
