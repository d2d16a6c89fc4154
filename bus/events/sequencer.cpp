// SPDX-License-Identifier: MIT
#include "bus/events/sequencer.hpp"

#include <algorithm>

namespace rapport::bus {
namespace {

/// Sources of other makes do not tell ids everywhere: what is not known does not differ.
bool differ(const std::optional<Uuid>& a, const std::optional<Uuid>& b) { return a && b && *a != *b; }

Cursor newest_of(const Watermark& watermark) { return {watermark.epoch, watermark.last, watermark.id}; }
Cursor newest_of(const EventPage& page) { return {page.epoch, page.last, page.id}; }

}  // namespace

Sequencer::Sequencer(Follower::From from, Cursor cursor, Follower::Handlers handlers)
    : from_(from), handlers_(std::move(handlers)), at_(std::move(cursor)), done_(at_.sequence), asked_(at_) {}

void Sequencer::heard(Event event) {
    heard_of({event.epoch, event.sequence - 1, event.previous}, event.sequence);
    if (event.epoch == at_.epoch && event.sequence == at_.sequence && differ(event.id, at_.event)) doubt();
    if (known_ && event.epoch == known_->epoch) keep(std::move(event));
    advance();
    trim();
}

void Sequencer::heard(const Watermark& watermark) {
    heard_of(newest_of(watermark), watermark.last);
    if (lacks(newest_of(watermark), at_)) doubt();
    advance();
}

void Sequencer::heard_of(const Cursor& before, std::int64_t last) {
    if (known_ && known_->epoch == before.epoch) {
        heard_last_ = std::max(heard_last_, last);
        known_->sequence = std::max(known_->sequence, last);
    } else if (!hint_ || hint_->before.epoch != before.epoch) {
        hint_ = Hint{.before = before};
    }
}

void Sequencer::asking_watermark() {
    asking_events();
    if (hint_) hint_->asked = true;
    if (doubt_ == Doubt::open) doubt_ = Doubt::asked;
}

void Sequencer::asking_events() {
    asked_ = at_;
    heard_last_ = 0;
}

void Sequencer::answered(const Watermark& watermark) {
    const Cursor newest = newest_of(watermark);
    settle(newest);
    if (asked_ && lacks(newest, *asked_)) lost(newest);
    if (hint_ && hint_->asked) hint_.reset();
    if (doubt_ == Doubt::asked) doubt_ = Doubt::none;
    advance();
}

bool Sequencer::answered(EventPage page, const ReadEvents& asked) {
    settle(newest_of(page));
    if (page.epoch != at_.epoch) {  // of another store than the one that was asked: its sequences mean something else
        advance();
        return true;
    }
    if (contradicts(page, asked)) {
        lost(newest_of(page));
        advance();
        return true;
    }
    std::int64_t expected = asked.after;
    std::optional<Uuid> before;
    for (const CloudEvent& told : page.events) {
        Event event = told;
        if (event.sequence != ++expected || differ(event.previous, before)) return false;
        before = event.id;
        event.epoch = page.epoch;  // whichever it was written in: here it has its place in this one
        keep(std::move(event));
        advance();
    }
    trim();
    return !page.events.empty() || known_->sequence <= std::max(asked.after, at_.sequence);
}

/// Whether the newest event of a source shows that what is at `at` is none of its history.
bool Sequencer::lacks(const Cursor& newest, const Cursor& at) const {
    if (newest.epoch != at.epoch || at.epoch != at_.epoch) return false;
    return newest.sequence < at.sequence || (newest.sequence == at.sequence && differ(newest.event, at.event));
}

/// Of what was handed on only the last is known by its id. A page says about it what stands before its first event;
/// unless live events were handed on since it was asked for, and then the next page will.
bool Sequencer::contradicts(const EventPage& page, const ReadEvents& asked) const {
    if (asked.after > at_.sequence) return false;  // the consumer went back meanwhile
    if (page.last < asked.after) return true;
    return asked.after == at_.sequence && !page.events.empty() && differ(page.events.front().previous, at_.event);
}

void Sequencer::lost(const Cursor& newest) {
    broken_ = true;
    entry_ = newest;
    drop_all();
}

void Sequencer::settle(const Cursor& newest) {
    if (known_ && known_->epoch == newest.epoch) {
        known_->sequence = std::max(newest.sequence, heard_last_);
        return;
    }
    known_ = entry_ = newest;
    heard_last_ = 0;
    broken_ = false;
    if (hint_ && hint_->before.epoch == newest.epoch) {
        // What was heard before we asked is not to be skipped.
        if (hint_->before.sequence < newest.sequence) entry_ = hint_->before;
        hint_.reset();
    }
    drop_all();
}

void Sequencer::keep(Event event) {
    if (broken_ || (event.sequence <= at_.sequence && known_->epoch == at_.epoch)) return;
    const std::size_t size = event.data.bytes.size();
    const std::int64_t sequence = event.sequence;
    if (ahead_.try_emplace(sequence, std::move(event)).second) ahead_size_ += size;
}

/// Drops what is nearest: the source gives it in the next page, and by then what is farther is live.
void Sequencer::trim() {
    while (ahead_.size() > ahead || ahead_size_ > ahead_bytes) drop_first();
}

void Sequencer::drop_first() {
    ahead_size_ -= ahead_.begin()->second.data.bytes.size();
    ahead_.erase(ahead_.begin());
}

void Sequencer::drop_all() {
    ahead_.clear();
    ahead_size_ = 0;
}

void Sequencer::done(std::int64_t sequence) {
    if (offered_) {
        at_ = *std::exchange(offered_, {});
        done_ = at_.sequence;
        broken_ = false;
        asked_.reset();  // an answer that is still to come says nothing of this
    } else {
        done_ = std::clamp(sequence, done_, at_.sequence);
    }
    advance();
}

void Sequencer::rewind(const Cursor& cursor) {
    offered_.reset();
    at_ = cursor;
    done_ = cursor.sequence;
    asked_.reset();
    if (std::exchange(broken_, false)) doubt();  // it may have been about what the consumer went back behind
    advance();
}

std::optional<ReadEvents> Sequencer::wants_events() const {
    const std::int64_t room = window - (at_.sequence - done_);
    if (!known_ || known_->epoch != at_.epoch || broken_ || offered_ || room <= 0) return {};
    std::int64_t missing = known_->sequence - at_.sequence;
    if (!ahead_.empty()) missing = std::min(missing, ahead_.begin()->first - at_.sequence - 1);
    if (missing <= 0) return {};
    return ReadEvents{.after = at_.sequence, .limit = std::min({room, page, missing})};
}

std::optional<std::int64_t> Sequencer::head() const {
    if (!known_) return {};
    return known_->epoch == at_.epoch && !broken_ ? std::max(known_->sequence, at_.sequence) : known_->sequence;
}

/// Handlers may call done() and rewind() at once: the outermost call goes on with what they changed.
void Sequencer::advance() {
    if (advancing_) return;
    struct Guard {
        bool& flag;
        explicit Guard(bool& f) : flag(f) { flag = true; }
        ~Guard() { flag = false; }
    } const guard(advancing_);
    while (step()) continue;
}

bool Sequencer::step() {
    if (!known_ || offered_) return false;
    if (known_->epoch != at_.epoch || broken_) return begin_anew();
    while (!ahead_.empty() && ahead_.begin()->first <= at_.sequence) drop_first();
    if (at_.sequence - done_ >= window || ahead_.empty() || ahead_.begin()->first != at_.sequence + 1) return false;
    if (differ(ahead_.begin()->second.previous, at_.event)) {
        drop_all();  // either they are left over from another history, or ours is: what the source gives tells
        return false;
    }
    hand_on();
    return true;
}

/// Not before all that was handed on is stored: so the next done() is the new history's.
bool Sequencer::begin_anew() {
    if (at_.sequence != done_) return false;
    const bool from_start = from_ == Follower::From::start, new_here = at_.epoch.empty();
    NewHistory next{.begin = from_start ? Cursor{.epoch = known_->epoch} : entry_};
    if (!from_start && !new_here) next.skipped = std::max<std::int64_t>(entry_.sequence - at_.sequence, 0);
    if (broken_) next.broken = HistoryBreak{.handled = at_.sequence, .last = entry_.sequence};
    offered_ = next.begin;
    handlers_.on_history(next);
    return true;
}

void Sequencer::hand_on() {
    Event event = std::move(ahead_.begin()->second);
    ahead_size_ -= event.data.bytes.size();
    ahead_.erase(ahead_.begin());
    at_.sequence = event.sequence;
    at_.event = event.id;
    handlers_.on_event(std::move(event));
}

}  // namespace rapport::bus
