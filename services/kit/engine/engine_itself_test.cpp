// SPDX-License-Identifier: MIT
// What the engine does by itself: events that are heard, timers, jobs.
#include "services/kit/engine/testing_notes.hpp"

namespace rapport::kit::notes {
namespace {

class EngineItselfTest : public NotesTest {};
INSTANTIATE_TEST_SUITE_P(Stores, EngineItselfTest, testing::ValuesIn(testing_kit::backends()),
                         [](const auto& tested) { return tested.param; });

TEST_P(EngineItselfTest, AnEventHasItsEffectOnce) {
    const NoteId subject(new_uuid(bed.clock.now()));
    const bus::Event event = bed.make(said, subject, {"a"});
    bed.deliver(event);
    bed.deliver(event);
    bed.reopen();
    bed.deliver(event);
    EXPECT_EQ(notes(), 1);
}

TEST_P(EngineItselfTest, APoisonEventIsParkedAndBlocksOnlyItsSubject) {
    const NoteId sick(new_uuid(bed.clock.now())), well(new_uuid(bed.clock.now()));
    bed.deliver(said, sick, {"poison"});
    bed.deliver(said, sick, {"behind"});
    bed.deliver(said, well, {"fine"});
    EXPECT_EQ(notes(), 1);
    const auto letters = Inbox::letters(bed.reader(), 0);
    ASSERT_EQ(letters.size(), 2U);
    EXPECT_EQ(letters[0].error, "cannot be heard");
    Work redrive = Redrive{letters[1].row};
    EXPECT_FALSE(bed.engine().run({&redrive, 1}).outcomes[0].error);
    EXPECT_EQ(notes(), 2);
    EXPECT_EQ(Inbox::letters(bed.reader(), 0).size(), 1U);
}

TEST_P(EngineItselfTest, AnEventThatFailsAfterItWroteIsParkedAndThoseOfItsGroupHaveTheirEffect) {
    bed.deliver(said, new_uuid(bed.clock.now()), {"first"});
    const Consumer consumer = bed.engine().consumers()[0];
    std::vector<Work> group;
    for (const char* text : {"a", "half", "b"})
        group.push_back(Delivery{consumer, bed.make(said, new_uuid(bed.clock.now()), {text})});
    for (int times = 0; times < 2; ++times) {
        std::vector<Work> works = group;
        for (const Outcome& outcome : bed.engine().run(works).outcomes) EXPECT_FALSE(outcome.retry);
        EXPECT_EQ(notes(), 3);
        EXPECT_EQ(bed.engine().cursor(consumer).sequence, 4);
        const auto letters = Inbox::letters(bed.reader(), 0);
        ASSERT_EQ(letters.size(), 1U);
        EXPECT_EQ(letters[0].error, "cannot be heard to its end");
    }
}

TEST_P(EngineItselfTest, TroubleThatPassesHoldsTheConsumerBackInOrder) {
    const NoteId subject(new_uuid(bed.clock.now()));
    desk.busy = 1;
    const bus::Event first = bed.make(said, subject, {"busy"}), second = bed.make(said, subject, {"b"});
    EXPECT_TRUE(bed.deliver(first).retry);
    EXPECT_TRUE(bed.deliver(second).retry);
    EXPECT_EQ(notes(), 0);
    EXPECT_FALSE(bed.deliver(first).retry);
    EXPECT_FALSE(bed.deliver(second).retry);
    EXPECT_EQ(bed.emitted(written).back().text, "heard b");
}

TEST_P(EngineItselfTest, ANewEpochClearsAProjection) {
    bed.deliver(said, NoteId(new_uuid(bed.clock.now())), {"a"});
    Work change = NewEpoch{bed.engine().consumers()[0], {.epoch = "another", .sequence = 0}};
    bed.engine().run({&change, 1});
    EXPECT_EQ(desk.cleared, 2);  // once when the consumer was new
    EXPECT_EQ(bed.engine().cursor(bed.engine().consumers()[0]).epoch, "another");
}

TEST_P(EngineItselfTest, TimersFireOnceAlsoAcrossARestartAndAJumpOfTheClock) {
    bed.call(write, {"later"});
    bed.advance(59'000ms);
    EXPECT_EQ(notes(), 1);
    bed.reopen();
    bed.advance(1'000ms);
    EXPECT_EQ(notes(), 2);
    bed.advance(std::chrono::hours(24 * 30));
    EXPECT_EQ(notes(), 2);
    EXPECT_EQ(desk.ticks, 1);  // missed hours are made up for once
    bed.clock.advance(-std::chrono::hours(24));
    bed.advance(0ms);
    EXPECT_EQ(desk.ticks, 1);
}

TEST_P(EngineItselfTest, AJobsResultComesBackAsWork) {
    bed.call(write, {"loud"});
    bed.reopen();
    bed.run_jobs();
    EXPECT_EQ(bed.emitted(written).back().text, "loud!");
    EXPECT_EQ(desk.shouts, 1);
    bed.run_jobs();
    EXPECT_EQ(desk.shouts, 1);
}

TEST_P(EngineItselfTest, AJobIsTriedAgainLaterAndFailsForGoodAfterItsAttempts) {
    bed.call(write, {"loud and hoarse"});
    bed.run_jobs();
    EXPECT_EQ(desk.shouts, 1);
    for (int i = 0; i < 5; ++i) {
        bed.advance(10'000ms);
        bed.run_jobs();
    }
    EXPECT_EQ(desk.shouts, 3);
    EXPECT_EQ(bed.emitted(written).back().text, "failed: hoarse");
}

TEST_P(EngineItselfTest, WhatWaitsForAWhileDoesNotWaitForAClockThatWasSetBack) {
    for (const bool restarted : {false, true}) {
        bed.call(write, {"loud and hoarse"});
        bed.run_jobs();
        bed.call(write, {"loud"});
        const int before = desk.shouts;
        bed.clock.advance(-std::chrono::hours(24));
        if (restarted) bed.reopen();
        bed.advance(0ms);
        bed.run_jobs();
        EXPECT_EQ(desk.shouts, before + 1) << "what was never tried is tried at once";
        bed.advance(1'000ms);
        bed.run_jobs();
        EXPECT_EQ(desk.shouts, before + 2) << "the pause before the next try begins anew";
        const int ticks = desk.ticks;
        bed.advance(std::chrono::hours(1));
        EXPECT_EQ(desk.ticks, ticks + 1) << "so does what comes every hour";
    }
}

TEST_P(EngineItselfTest, AnAppointmentKeepsItsHourWhenTheClockIsSetBack) {
    bed.call(write, {"later"});
    bed.clock.advance(-std::chrono::hours(24));
    bed.advance(60'000ms);
    EXPECT_EQ(notes(), 1);
    bed.advance(std::chrono::hours(24));
    EXPECT_EQ(notes(), 2);
}

}  // namespace
}  // namespace rapport::kit::notes
