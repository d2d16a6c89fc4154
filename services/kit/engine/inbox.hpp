// SPDX-License-Identifier: MIT
#pragma once
#include <map>

#include "bus/events/dead_letter.hpp"
#include "bus/events/follower.hpp"
#include "bus/events/loss.hpp"
#include "services/kit/store/db.hpp"

namespace rapport::kit {

/// One consumer of one source: a service follows a source as a projection, as a reaction, or as both, each with its own
/// cursor.
struct Consumer {
    bus::Follower::From as = bus::Follower::From::start;
    std::string source;
    std::string name() const { return as == bus::Follower::From::start ? "projection" : "reaction"; }
    friend auto operator<=>(const Consumer&, const Consumer&) = default;
};

/// Cursors, dead letters and losses. Belongs to the one who writes the store.
class Inbox {
public:
    /// All that ever had a cursor here.
    static std::vector<Consumer> consumers(Db& db);
    bus::Cursor cursor(Db& db, const Consumer& consumer);
    /// Stores how far the consumer is, in the transaction that is open.
    void move(Db& db, const Consumer& consumer, const bus::Cursor& cursor);
    /// Forgets what was read before: the transaction was rolled back.
    void reload() { cursors_.clear(); }

    /// Whether an earlier event of this subject is parked, so that this one must queue behind it.
    bool blocked(Db& db, const Consumer& consumer, const std::string& subject);
    void park(Db& db, const Consumer& consumer, const bus::Event& event, const std::string& error, Instant now);
    /// Parked events in order, at most 200 after a row.
    static std::vector<bus::DeadLetter> letters(Db& db, std::int64_t after);
    static std::optional<bus::DeadLetter> letter(Db& db, std::int64_t row);
    static void drop(Db& db, std::int64_t row);
    /// Whether the consumer put events of its source aside, whatever their subject.
    static bool put_aside(Db& db, const Consumer& consumer);

    static void note_loss(Db& db, const Consumer& consumer, const std::string& epoch, const bus::HistoryBreak& broken,
                          Instant now);
    /// Losses that nobody has acknowledged, in order, at most 200.
    static std::vector<bus::Loss> losses(Db& db);
    /// Forgets those of that source, or all of them; returns how many.
    static std::int64_t acknowledge(Db& db, const std::optional<std::string>& source);

private:
    std::map<Consumer, bus::Cursor> cursors_;
};

}  // namespace rapport::kit
