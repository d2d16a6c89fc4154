// SPDX-License-Identifier: MIT
#pragma once
#include <map>
#include <optional>

#include "bus/events/follower.hpp"

namespace rapport::bus {

/// The rules of following one source, without sockets or clock: told what was heard and answered, it hands events on
/// in order and says what the source should be asked for. Only what the source itself answers settles which history it
/// has. What is heard of another epoch, or does not fit what was handed on, may be left over from before, and makes it
/// ask.
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

    bool wants_watermark() const { return !known_ || hint_ || doubt_ != Doubt::none; }
    /// A question is being put: its answer settles what was heard until now.
    void asking_watermark();
    void asking_events();
    /// What to read from the source, if anything is missing, is not live already, and may be handed on.
    std::optional<ReadEvents> wants_events() const;
    std::optional<std::int64_t> head() const;

private:
    /// Another epoch than known_'s that was heard.
    struct Hint {
        Cursor before;       ///< what stands before the first that was heard in it
        bool asked = false;  ///< and the source was asked since
    };
    enum class Doubt : unsigned char { none, open, asked };

    void doubt() { doubt_ = Doubt::open; }
    void heard_of(const Cursor& before, std::int64_t last);
    void settle(const Cursor& newest);
    bool lacks(const Cursor& newest, const Cursor& at) const;
    bool contradicts(const EventPage& page, const ReadEvents& asked) const;
    void lost(const Cursor& newest);
    void keep(Event event);
    void drop_first();
    void drop_all();
    void trim();
    void advance();
    bool step();
    bool begin_anew();
    void hand_on();

    const Follower::From from_;
    const Follower::Handlers handlers_;
    Cursor at_;                    ///< the last event that was handed on
    std::int64_t done_ = 0;        ///< sequence up to which the consumer has stored
    std::optional<Cursor> known_;  ///< where the source is: the epoch that it told us itself, and the newest we know of
    std::int64_t heard_last_ = 0;  ///< the newest in that epoch that was heard since a question was put
    std::optional<Cursor> asked_;  ///< what was handed on when the last question was put
    std::optional<Hint> hint_;
    Doubt doubt_ = Doubt::none;            ///< whether the source has what was handed on
    bool broken_ = false;                  ///< it has not: the epoch is the same, and its history another one
    Cursor entry_;                         ///< where in known_'s history a reaction begins
    std::optional<Cursor> offered_;        ///< by on_history, not done yet
    std::map<std::int64_t, Event> ahead_;  ///< of known_'s epoch, after at_
    std::size_t ahead_size_ = 0;           ///< bytes of their data
    bool advancing_ = false;
};

}  // namespace rapport::bus
