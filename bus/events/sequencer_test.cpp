// SPDX-License-Identifier: MIT
#include "bus/events/sequencer.hpp"

#include <gmock/gmock-more-matchers.h>

#include <cstdlib>
#include <deque>
#include <random>

namespace rapport::bus {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using From = Follower::From;

/// `data` says which event it is, whatever its sequence.
Event event(const std::string& epoch, std::int64_t sequence, std::string data = "x") {
    Event made;
    made.source = "desk";
    made.type = "desk.opened";
    made.epoch = epoch;
    made.sequence = sequence;
    made.data.bytes = std::move(data);
    return made;
}

Watermark mark(const std::string& epoch, std::int64_t last) { return {.source = "desk", .epoch = epoch, .last = last}; }

Uuid id(unsigned char which) {
    Uuid made{};
    made.bytes.back() = which;
    return made;
}

/// One of a source that says of each event which stands before it.
Event chained(const std::string& epoch, std::int64_t sequence, unsigned char which, unsigned char previous) {
    Event made = event(epoch, sequence);
    made.id = id(which);
    made.previous = id(previous);
    return made;
}

EventPage page(const std::string& epoch, std::int64_t last, std::int64_t first, std::int64_t count) {
    EventPage made{.epoch = epoch, .last = last};
    for (std::int64_t i = 0; i < count; ++i) made.events.push_back(event(epoch, first + i));
    return made;
}

struct SequencerTest : testing::Test {
    std::vector<std::int64_t> got;
    std::vector<std::pair<Cursor, std::int64_t>> epochs;
    std::vector<std::optional<HistoryBreak>> breaks;
    std::optional<Sequencer> sequencer;

    Sequencer& begin(From from, Cursor cursor) {
        return sequencer.emplace(from, std::move(cursor),
                                 Follower::Handlers{.on_event = [this](Event e) { got.push_back(e.sequence); },
                                                    .on_history =
                                                        [this](const NewHistory& next) {
                                                            epochs.emplace_back(next.begin, next.skipped);
                                                            breaks.push_back(next.broken);
                                                        }});
    }
};

TEST_F(SequencerTest, HandsLiveEventsStraightOn) {
    auto& s = begin(From::start, {"E", 3});
    s.answered(mark("E", 3));
    s.heard(event("E", 4));
    s.heard(event("E", 5));
    EXPECT_THAT(got, ElementsAre(4, 5));
    EXPECT_FALSE(s.wants_watermark());
    EXPECT_FALSE(s.wants_events());
    EXPECT_EQ(s.head(), 5);
}

TEST_F(SequencerTest, AsksForExactlyWhatAGapLacks) {
    auto& s = begin(From::start, {"E", 3});
    s.answered(mark("E", 3));
    s.heard(event("E", 7));
    ASSERT_TRUE(s.wants_events());
    EXPECT_EQ(s.wants_events()->after, 3);
    EXPECT_EQ(s.wants_events()->limit, 3);
    EXPECT_TRUE(s.answered(page("E", 7, 4, 3), *s.wants_events()));
    EXPECT_THAT(got, ElementsAre(4, 5, 6, 7));
    EXPECT_FALSE(s.wants_events());
}

TEST_F(SequencerTest, AWatermarkAheadShowsALostLastEvent) {
    auto& s = begin(From::start, {"E", 3});
    s.answered(mark("E", 3));
    s.heard(mark("E", 5));
    EXPECT_EQ(s.wants_events()->after, 3);
}

TEST_F(SequencerTest, DropsDuplicates) {
    auto& s = begin(From::start, {"E", 0});
    s.answered(mark("E", 0));
    for (const int n : {1, 1, 3, 3, 2, 2, 1, 3}) s.heard(event("E", n));
    EXPECT_THAT(got, ElementsAre(1, 2, 3));
}

TEST_F(SequencerTest, HandsOnNoMoreThanTheWindow) {
    auto& s = begin(From::start, {"E", 0});
    s.answered(mark("E", 5000));
    while (const auto wanted = s.wants_events()) s.answered(page("E", 5000, wanted->after + 1, wanted->limit), *wanted);
    EXPECT_EQ(got.size(), 1000U);
    s.done(10);
    EXPECT_EQ(s.wants_events()->limit, 10);
}

TEST_F(SequencerTest, ANewProjectionBeginsAtTheStartAndANewReactionAtTheHead) {
    begin(From::start, {}).answered(mark("E", 7));
    begin(From::head, {}).answered(mark("E", 7));
    ASSERT_EQ(epochs.size(), 2U);
    EXPECT_EQ(epochs[0].first.sequence, 0);
    EXPECT_EQ(epochs[1].first.sequence, 7);
    EXPECT_EQ(epochs[1].second, 0);
    EXPECT_FALSE(sequencer->wants_events()) << "before the consumer has stored the cursor";
    sequencer->heard(event("E", 8));
    EXPECT_THAT(got, IsEmpty());
    sequencer->done(7);
    EXPECT_THAT(got, ElementsAre(8));
}

TEST_F(SequencerTest, ANewReactionSkipsNothingThatItHeardBeforeItAsked) {
    auto& s = begin(From::head, {});
    s.heard(event("E", 8));
    s.asking_watermark();
    s.answered(mark("E", 9));
    EXPECT_EQ(epochs.at(0).first.sequence, 7);
}

TEST_F(SequencerTest, MeetsANewEpochOnlyWhenEverythingOfTheOldIsStored) {
    auto& s = begin(From::head, {"E", 0});
    s.answered(mark("E", 0));
    s.heard(event("E", 1));
    s.heard(event("F", 5));
    EXPECT_TRUE(s.wants_watermark()) << "only the source says which epoch holds";
    s.asking_watermark();
    s.answered(mark("F", 5));
    EXPECT_THAT(epochs, IsEmpty());
    s.done(1);
    ASSERT_EQ(epochs.size(), 1U);
    EXPECT_EQ(epochs[0].first.epoch, "F");
    EXPECT_EQ(epochs[0].first.sequence, 4);
    EXPECT_EQ(epochs[0].second, 3) << "2, 3 and 4 were never seen";
}

TEST_F(SequencerTest, AnEventLeftOverFromAnOldEpochChangesNothing) {
    auto& s = begin(From::start, {"F", 2});
    s.answered(mark("F", 2));
    s.heard(event("E", 9));
    EXPECT_TRUE(s.wants_watermark());
    s.asking_watermark();
    s.answered(mark("F", 2));
    EXPECT_FALSE(s.wants_watermark());
    EXPECT_THAT(epochs, IsEmpty());
    s.heard(event("F", 3));
    EXPECT_THAT(got, ElementsAre(3));
}

TEST_F(SequencerTest, AnEpochHeardWhileTheQuestionWasOutIsAskedAboutAgain) {
    auto& s = begin(From::start, {"E", 0});
    s.asking_watermark();
    s.heard(event("F", 1));
    s.answered(mark("E", 0));
    EXPECT_TRUE(s.wants_watermark());
}

TEST_F(SequencerTest, RewindHandsOnAgain) {
    auto& s = begin(From::start, {"E", 0});
    s.answered(mark("E", 0));
    for (int n = 1; n <= 3; ++n) s.heard(event("E", n));
    s.rewind({"E", 1});
    ASSERT_TRUE(s.wants_events());
    s.answered(page("E", 3, 2, 2), *s.wants_events());
    EXPECT_THAT(got, ElementsAre(1, 2, 3, 2, 3));
}

TEST_F(SequencerTest, RewindBeforeAnEpochWasStoredOffersItAgain) {
    auto& s = begin(From::head, {});
    s.answered(mark("E", 7));
    s.heard(mark("E", 9));
    s.rewind({});
    ASSERT_EQ(epochs.size(), 2U);
    EXPECT_EQ(epochs[1].first.sequence, 7);
}

TEST_F(SequencerTest, TellsAPageThatBreaksThePromise) {
    auto& s = begin(From::start, {"E", 0});
    s.answered(mark("E", 9));
    const ReadEvents asked{.after = 0, .limit = 500};
    EXPECT_FALSE(s.answered(page("E", 9, 2, 2), asked)) << "skips 1";
    EXPECT_FALSE(s.answered(page("E", 9, 1, 0), asked)) << "has 9 events and gives none";
    EXPECT_TRUE(s.answered(page("E", 9, 1, 9), asked));
    EXPECT_EQ(got.size(), 9U);
}

TEST_F(SequencerTest, KeepsABoundedAmountAheadOfAGap) {
    auto& s = begin(From::start, {"E", 0});
    s.answered(mark("E", 0));
    const std::string large(1 << 20, 'x');
    for (int n = 2; n <= 20; ++n) s.heard(event("E", n, large));
    const auto missing = s.wants_events();
    ASSERT_TRUE(missing);
    EXPECT_EQ(missing->limit, 16) << "four of 1 MiB were kept";
    s.answered(page("E", 20, 1, missing->limit), *missing);
    EXPECT_EQ(got.size(), 20U);
}

/// What a source says of itself to one whose cursor is at 9, the event 9 in the epoch E, and what that shows.
TEST(LostHistory, IsWhatTheSourcesOwnAnswerContradicts) {
    struct Row {
        const char* says;
        Watermark watermark;
        bool lost;
    };
    const Row rows[] = {
        {"it is where we are", {"desk", "E", 9, id(9)}, false},
        {"it is where we are, and tells no ids", {"desk", "E", 9, {}}, false},
        {"it is ahead", {"desk", "E", 12, id(12)}, false},
        {"it is behind", {"desk", "E", 8, id(8)}, true},
        {"it is behind, and tells no ids", {"desk", "E", 8, {}}, true},
        {"it has nothing at all", {"desk", "E", 0, {}}, true},
        {"it has another event there", {"desk", "E", 9, id(99)}, true},
    };
    for (const auto& row : rows) {
        SCOPED_TRACE(row.says);
        for (const From from : {From::start, From::head}) {
            std::optional<NewHistory> met;
            Sequencer s(from, {"E", 9, id(9)},
                        {.on_event = [](const Event&) {}, .on_history = [&](const NewHistory& next) { met = next; }});
            s.asking_watermark();
            s.answered(row.watermark);
            ASSERT_EQ(met.has_value(), row.lost);
            if (!met) continue;
            EXPECT_EQ(met->begin.sequence, from == From::start ? 0 : row.watermark.last);
            EXPECT_EQ(met->broken.value().handled, 9);
            EXPECT_EQ(met->broken.value().last, row.watermark.last);
            EXPECT_EQ(met->skipped, 0);
        }
    }
}

TEST_F(SequencerTest, WhatIsHeardOfALossIsAskedAboutAndChangesNothingByItself) {
    const auto loss = [](Sequencer& s, int which) {
        if (which == 0) s.heard(mark("E", 7));
        if (which == 1) s.heard(Watermark{"desk", "E", 9, id(99)});
        if (which == 2) s.heard(chained("E", 9, 99, 8));
        if (which == 3) s.heard(chained("E", 10, 10, 99));
    };
    for (int which = 0; which < 4; ++which) {
        SCOPED_TRACE(which);
        got.clear();
        auto& s = begin(From::start, {"E", 9, id(9)});
        s.answered(Watermark{"desk", "E", 9, id(9)});
        ASSERT_FALSE(s.wants_watermark() || s.wants_events());
        loss(s, which);
        EXPECT_TRUE(s.wants_watermark() || s.wants_events());
        EXPECT_THAT(got, IsEmpty());
        EXPECT_THAT(epochs, IsEmpty());
        s.asking_watermark();
        s.answered(Watermark{"desk", "E", 9, id(9)});
        EXPECT_FALSE(s.wants_watermark() || s.wants_events()) << "it was left over from another history";
        s.heard(chained("E", 10, 10, 9));
        EXPECT_THAT(got, ElementsAre(10));
    }
}

TEST_F(SequencerTest, APageWhoseFirstEventStandsBehindAnotherThanOursIsOfAnotherHistory) {
    auto& s = begin(From::start, {"E", 9, id(9)});
    s.answered(Watermark{"desk", "E", 11, id(111)});
    const auto wanted = s.wants_events();
    ASSERT_TRUE(wanted);
    EventPage another{.epoch = "E", .last = 11, .id = id(111), .events = {chained("E", 10, 110, 109)}};
    s.asking_events();
    EXPECT_TRUE(s.answered(another, *wanted));
    EXPECT_THAT(got, IsEmpty());
    ASSERT_EQ(breaks.size(), 1U);
    EXPECT_EQ(breaks[0].value().handled, 9);
    EXPECT_EQ(breaks[0].value().last, 11);
    EXPECT_FALSE(s.wants_events()) << "before the consumer has stored the cursor";
    s.done(0);
    EXPECT_EQ(s.wants_events()->after, 0);
}

TEST_F(SequencerTest, AnAnswerFromBeforeLiveEventsIsNoLoss) {
    auto& s = begin(From::start, {"E", 9, id(9)});
    s.answered(Watermark{"desk", "E", 9, id(9)});
    s.asking_watermark();
    s.heard(chained("E", 10, 10, 9));
    s.answered(Watermark{"desk", "E", 9, id(9)});
    EXPECT_THAT(got, ElementsAre(10));
    EXPECT_THAT(epochs, IsEmpty());
    EXPECT_EQ(s.head(), 10);
}

TEST_F(SequencerTest, ALossIsMetWhenEverythingThatWasHandedOnIsStored) {
    auto& s = begin(From::head, {"E", 9, id(9)});
    s.answered(Watermark{"desk", "E", 9, id(9)});
    s.heard(chained("E", 10, 10, 9));
    s.asking_watermark();
    s.answered(Watermark{"desk", "E", 4, id(4)});
    EXPECT_THAT(epochs, IsEmpty());
    s.done(10);
    ASSERT_EQ(epochs.size(), 1U);
    EXPECT_EQ(epochs[0].first.sequence, 4);
    EXPECT_EQ(breaks[0].value().handled, 10);
    s.done(4);
    s.heard(chained("E", 5, 55, 4));
    EXPECT_THAT(got, ElementsAre(10, 5));
}

TEST_F(SequencerTest, TellsAPageWhoseEventsDoNotStandBehindEachOther) {
    auto& s = begin(From::start, {"E", 0});
    s.answered(mark("E", 2));
    EventPage odd{.epoch = "E", .last = 2, .events = {chained("E", 1, 1, 0), chained("E", 2, 2, 7)}};
    odd.events[0].previous.reset();
    EXPECT_FALSE(s.answered(odd, *s.wants_events()));
    EXPECT_THAT(got, ElementsAre(1));
}

/// A source, a network that loses, doubles, delays and reorders, and a consumer that is slow and fails, in one thread
/// and from one seed.
class World {
public:
    World(From from, unsigned seed)
        : random_(seed),
          from_(from),
          sequencer_(from, {},
                     {.on_event = [this](Event e) { given(std::move(e)); },
                      .on_history =
                          [this](const NewHistory& next) {
                              to_store_.push_back({true, next.begin, {}});
                          }}) {}

    void step() {
        switch (chance(12)) {
            case 0:
            case 1:
            case 2:
                commit(1 + chance(20));
                break;
            case 3:
                publish_watermark();
                break;
            case 4:
            case 5:
            case 6:
                deliver(1 + chance(30));
                break;
            case 7:
                ask();
                break;
            case 8:
                answer();
                break;
            case 9:
            case 10:
                store(1 + chance(30));
                break;
            default:
                if (chance(40) == 0) restore();
                else if (chance(30) == 0) lose();
                else if (chance(10) == 0) fail_to_store();
        }
    }

    /// Nothing is committed any more; everything that is under way arrives, and watermarks go on.
    void settle() {
        for (int i = 0; i < 500 && !settled(); ++i) {
            publish_watermark();
            deliver(1000);
            ask();
            answer();
            store(1000);
        }
    }
    bool settled() const {
        return wire_.empty() && to_store_.empty() && cursor_.epoch == epoch_ &&
               cursor_.sequence == std::ssize(history_) && cursor_.event == newest();
    }

    std::vector<std::string> history() const {
        std::vector<std::string> all;
        for (const Event& e : history_) all.push_back(e.data.bytes);
        return all;
    }
    const std::vector<std::string>& stored() const { return stored_; }
    std::int64_t begun_at() const { return begun_at_; }
    const Cursor& cursor() const { return cursor_; }
    const std::string& epoch() const { return epoch_; }

private:
    struct Given {
        bool new_epoch;
        Cursor cursor;
        std::string data;
    };

    int chance(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n)); }

    void commit(int count) {
        for (int i = 0; i < count; ++i) {
            ++ever_;
            auto told = event(epoch_, std::ssize(history_) + 1, "event " + std::to_string(ever_));
            for (std::size_t byte = 0; byte < sizeof ever_; ++byte)
                told.id.bytes[byte] = static_cast<unsigned char>(ever_ >> 8 * byte);
            told.previous = newest();
            history_.push_back(told);
            const auto& live = history_.back();
            for (int copies = chance(4) == 0 ? chance(3) : 1; copies > 0; --copies) wire_.emplace_back(live);
        }
        if (chance(5) == 0 && wire_.size() > 3) std::shuffle(wire_.end() - 3, wire_.end(), random_);
    }
    void publish_watermark() { wire_.emplace_back(watermark()); }
    std::optional<Uuid> newest() const {
        if (history_.empty()) return {};
        return history_.back().id;
    }
    Watermark watermark() const { return {"desk", epoch_, std::ssize(history_), newest()}; }
    void deliver(int count) {
        for (; count > 0 && !wire_.empty(); --count) {
            auto item = std::move(wire_.front());
            wire_.pop_front();
            if (auto* live = std::get_if<Event>(&item)) sequencer_.heard(std::move(*live));
            else sequencer_.heard(std::get<Watermark>(item));
        }
    }

    /// One question is out at a time; the source answers at once, the answer takes its time.
    void ask() {
        if (answer_ || no_answer_) return;
        if (chance(5) == 0) no_answer_ = true;  // the source is down
        else if (sequencer_.wants_watermark()) {
            sequencer_.asking_watermark();
            answer_ = [this, now = watermark()] { sequencer_.answered(now); };
        } else if (const auto wanted = sequencer_.wants_events()) {
            sequencer_.asking_events();
            EventPage read{.epoch = epoch_, .last = std::ssize(history_), .id = newest()};
            for (auto i = wanted->after; i < read.last && std::ssize(read.events) < wanted->limit; ++i) {
                read.events.push_back(history_[static_cast<std::size_t>(i)]);
                read.events.back().epoch = "whatever it was then";
            }
            answer_ = [this, read, asked = *wanted] { sequencer_.answered(read, asked); };
        }
    }
    void answer() {
        no_answer_ = false;
        if (const auto arrived = std::exchange(answer_, nullptr)) arrived();
    }

    /// A copy of the store from a while ago is put in place of it: some events never happened.
    void restore() {
        lose();
        epoch_ = "epoch " + std::to_string(++ever_);
    }
    /// The end of the store is lost, and nobody was told.
    void lose() {
        history_.resize(history_.size() - std::min<std::size_t>(history_.size(), static_cast<std::size_t>(chance(60))));
    }

    void given(Event e) {
        EXPECT_EQ(e.epoch, cursor_.epoch);
        to_store_.push_back({false, {cursor_.epoch, e.sequence, e.id}, e.data.bytes});
        EXPECT_LE(to_store_.size(), 1000U);
    }
    void store(int count) {
        for (; count > 0 && !to_store_.empty(); --count) {
            const Given next = std::move(to_store_.front());
            to_store_.pop_front();
            if (next.new_epoch) {
                cursor_ = next.cursor;
                begun_at_ = cursor_.sequence;
                stored_.clear();
            } else {
                ASSERT_EQ(next.cursor.sequence, cursor_.sequence + 1);
                cursor_ = next.cursor;
                stored_.push_back(next.data);
            }
            sequencer_.done(cursor_.sequence);
        }
    }
    void fail_to_store() {
        to_store_.clear();
        sequencer_.rewind(cursor_);
    }

    std::mt19937 random_;
    From from_;
    std::vector<Event> history_;
    std::string epoch_ = "the first epoch";
    int ever_ = 0;
    std::deque<std::variant<Event, Watermark>> wire_;
    std::function<void()> answer_;
    bool no_answer_ = false;
    std::deque<Given> to_store_;
    Cursor cursor_;
    std::int64_t begun_at_ = 0;
    std::vector<std::string> stored_;
    Sequencer sequencer_;
};

class AnyNetwork : public testing::TestWithParam<From> {};

TEST_P(AnyNetwork, EveryEventArrivesOnceInOrderFromWhereTheConsumerBegan) {
    const char* const given = std::getenv("RAPPORT_SEED");
    const unsigned first = given ? static_cast<unsigned>(std::stoul(given)) : std::random_device{}();
    for (unsigned seed = first; seed != first + (given ? 1 : 20); ++seed) {
        SCOPED_TRACE("again with RAPPORT_SEED=" + std::to_string(seed));
        World world(GetParam(), seed);
        for (int i = 0; i < 1000; ++i) world.step();
        world.settle();
        ASSERT_EQ(world.cursor().epoch, world.epoch());
        ASSERT_TRUE(GetParam() == From::head || world.begun_at() == 0);
        const auto history = world.history();
        ASSERT_LE(world.begun_at(), std::ssize(history));
        const std::vector<std::string> expected(history.begin() + world.begun_at(), history.end());
        ASSERT_EQ(world.stored(), expected);
    }
}

INSTANTIATE_TEST_SUITE_P(Sequencer, AnyNetwork, testing::Values(From::start, From::head),
                         [](const auto& which) { return which.param == From::start ? "Projection" : "Reaction"; });

}  // namespace
}  // namespace rapport::bus
