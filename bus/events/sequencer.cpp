// SPDX-License-Identifier: MIT
#include "bus/events/sequencer.hpp"

#include <algorithm>

namespace rapport::bus {

Sequencer::Sequencer(Follower::From from, Cursor cursor, Follower::Handlers handlers)
    : from_(from),
      handlers_(std::move(handlers)),
      epoch_(std::move(cursor.epoch)),
      handed_on_(cursor.sequence),
      done_(cursor.sequence) {}

void Sequencer::heard(Event event) {
    heard_of(event.epoch, event.sequence - 1, event.sequence);
    if (known_ && event.epoch == known_->epoch) keep(std::move(event));
    advance();
    trim();
}

void Sequencer::heard(const Watermark& watermark) {
    heard_of(watermark.epoch, watermark.last, watermark.last);
    advance();
}

void Sequencer::heard_of(const std::string& epoch, std::int64_t before, std::int64_t last) {
    if (known_ && known_->epoch == epoch) known_->last = std::max(known_->last, last);
    else if (!hint_ || hint_->epoch != epoch) hint_ = Hint{.epoch = epoch, .before = before};
}

void Sequencer::asking_watermark() {
    if (hint_) hint_->asked = true;
}

void Sequencer::answered(const Watermark& watermark) {
    settle(watermark.epoch, watermark.last);
    if (hint_ && hint_->asked) hint_.reset();
    advance();
}

bool Sequencer::answered(EventPage page, const ReadEvents& asked) {
    settle(page.epoch, page.last);
    if (page.epoch != epoch_) {  // of another store than the one that was asked: its sequences mean something else
        advance();
        return true;
    }
    std::int64_t expected = asked.after;
    for (Event& event : page.events) {
        if (event.sequence != ++expected) return false;
        event.epoch = page.epoch;  // whichever it was written in: here it has its place in this one
        keep(std::move(event));
        advance();
    }
    trim();
    return !page.events.empty() || known_->last <= std::max(asked.after, handed_on_);
}

void Sequencer::settle(const std::string& epoch, std::int64_t last) {
    if (known_ && known_->epoch == epoch) {
        known_->last = std::max(known_->last, last);
        return;
    }
    known_ = Position{epoch, last};
    entry_ = last;
    if (hint_ && hint_->epoch == epoch) {
        entry_ = std::min(last, hint_->before);  // what was heard before we asked is not to be skipped
        hint_.reset();
    }
    ahead_.clear();
    ahead_size_ = 0;
}

void Sequencer::keep(Event event) {
    if (event.sequence <= handed_on_ && known_->epoch == epoch_) return;
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

void Sequencer::done(std::int64_t sequence) {
    if (offered_) {
        epoch_ = offered_->epoch;
        handed_on_ = done_ = offered_->sequence;
        offered_.reset();
    } else {
        done_ = std::clamp(sequence, done_, handed_on_);
    }
    advance();
}

void Sequencer::rewind(const Cursor& cursor) {
    offered_.reset();
    epoch_ = cursor.epoch;
    handed_on_ = done_ = cursor.sequence;
    advance();
}

std::optional<ReadEvents> Sequencer::wants_events() const {
    const std::int64_t room = window - (handed_on_ - done_);
    if (!known_ || known_->epoch != epoch_ || offered_ || room <= 0) return {};
    std::int64_t missing = known_->last - handed_on_;
    if (!ahead_.empty()) missing = std::min(missing, ahead_.begin()->first - handed_on_ - 1);
    if (missing <= 0) return {};
    return ReadEvents{.after = handed_on_, .limit = std::min({room, page, missing})};
}

std::optional<std::int64_t> Sequencer::head() const {
    if (!known_) return {};
    return known_->epoch == epoch_ ? std::max(known_->last, handed_on_) : known_->last;
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
    if (known_->epoch != epoch_) return meet_epoch();
    while (!ahead_.empty() && ahead_.begin()->first <= handed_on_) drop_first();
    if (handed_on_ - done_ >= window || ahead_.empty() || ahead_.begin()->first != handed_on_ + 1) return false;
    hand_on();
    return true;
}

/// Not before all that was handed on is stored: so the next done() is the new epoch's.
bool Sequencer::meet_epoch() {
    if (handed_on_ != done_) return false;
    const bool new_here = epoch_.empty();
    offered_ = Cursor{.epoch = known_->epoch, .sequence = from_ == Follower::From::start ? 0 : entry_};
    const std::int64_t skipped = from_ == Follower::From::start || new_here ? 0 : entry_ - handed_on_;
    handlers_.on_epoch(Cursor(*offered_), std::max<std::int64_t>(skipped, 0));
    return true;
}

void Sequencer::hand_on() {
    Event event = std::move(ahead_.begin()->second);
    ahead_size_ -= event.data.bytes.size();
    ahead_.erase(ahead_.begin());
    handed_on_ = event.sequence;
    handlers_.on_event(std::move(event));
}

}  // namespace rapport::bus
