// SPDX-License-Identifier: MIT
#include "bus/events/sequencer.hpp"

#include <gmock/gmock-more-matchers.h>

namespace rapport::bus {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using From = Follower::From;

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

}  // namespace
}  // namespace rapport::bus
