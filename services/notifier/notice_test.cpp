// SPDX-License-Identifier: MIT
#include "services/notifier/notice.hpp"

#include <gtest/gtest.h>

#include "bus/base/error.hpp"

namespace rapport::notifier {
namespace {

constexpr Instant now{1'000'000};
const Patience patience{.lookup = Millis(10'000), .attempts = 3};

Notice queued() {
    Notice notice{.id = NoticeId(new_uuid(now)), .created_at = now};
    return addressed(notice, {"Ann", "ann@example.com", {}}, {"s", "t", "en"});
}
Receipt receipt(Outcome outcome, bool idempotent = false) {
    return {.outcome = outcome, .reason = "why", .idempotent = idempotent};
}

TEST(Notice, IsSentWhenTheChannelTookIt) {
    const Notice notice = attempted(queued(), receipt(Outcome::ok), patience, now);
    EXPECT_EQ(notice.state, State::sent);
    EXPECT_EQ(notice.attempts, 1);
    EXPECT_EQ(notice.settled_at, now);
    EXPECT_FALSE(notice.reason);
}

TEST(Notice, WaitsForItsTurnWithoutLosingAnAttempt) {
    const Notice notice = attempted(
        queued(), {.outcome = Outcome::retry, .reason = "later", .retry_after_ms = 700, .held = true}, patience, now);
    EXPECT_EQ(notice.state, State::queued);
    EXPECT_EQ(notice.attempts, 0);
    EXPECT_EQ(notice.next_attempt_at, now + Millis(700));
}

TEST(Notice, FailsAtOnceWhenItIsRefused) {
    const Notice notice = attempted(queued(), receipt(Outcome::rejected), patience, now);
    EXPECT_EQ(notice.state, State::failed);
    EXPECT_EQ(notice.reason, "why");
}

TEST(Notice, IsTriedAgainEverLaterAndThenGivenUp) {
    Notice notice = attempted(queued(), receipt(Outcome::retry), patience, now);
    EXPECT_EQ(notice.state, State::queued);
    const Millis first = *notice.next_attempt_at - now;
    EXPECT_GE(first, Millis(5'000));
    EXPECT_LE(first, Millis(6'000));
    notice = attempted(notice, receipt(Outcome::retry), patience, now);
    EXPECT_GE(*notice.next_attempt_at - now, Millis(15'000));
    notice = attempted(notice, receipt(Outcome::retry), patience, now);
    EXPECT_EQ(notice.state, State::failed);
    EXPECT_EQ(notice.reason, "given up after 3 attempts: why");
    EXPECT_FALSE(notice.next_attempt_at);
}

TEST(Notice, WaitsAsLongAsTheChannelAsks) {
    Receipt busy = receipt(Outcome::retry);
    busy.retry_after_ms = 60'000;
    EXPECT_EQ(attempted(queued(), busy, patience, now).next_attempt_at, now + Millis(60'000));
}

TEST(Notice, OfUnknownFateIsSentAgainOnlyWhereThatIsSafe) {
    EXPECT_EQ(attempted(queued(), receipt(Outcome::unknown), patience, now).state, State::unknown);
    Notice notice = attempted(queued(), receipt(Outcome::unknown, true), patience, now);
    EXPECT_EQ(notice.state, State::queued);
    for (int i = 0; i < 2; ++i) notice = attempted(notice, receipt(Outcome::unknown, true), patience, now);
    EXPECT_EQ(notice.state, State::unknown);
}

TEST(Notice, WaitsForAnAddressThatMayComeAndIsThenSkipped) {
    Notice notice{.created_at = now};
    notice = unaddressed(notice, {"not known", true}, patience, now);
    EXPECT_EQ(notice.state, State::waiting);
    EXPECT_EQ(notice.next_attempt_at, now + Millis(1'000));
    notice = unaddressed(notice, {"not known", true}, patience, now + Millis(4'000));
    EXPECT_EQ(notice.next_attempt_at, now + Millis(8'000));
    notice = unaddressed(notice, {"not known", true}, patience, now + Millis(16'000));
    EXPECT_EQ(notice.state, State::skipped);
    EXPECT_EQ(notice.reason, "not known");
    EXPECT_EQ(unaddressed({.created_at = now}, {"none", false}, patience, now).state, State::skipped);
}

TEST(Notice, IsTakenUpAgainOnlyWhenItIsSettledAndNotSent) {
    for (const State state : {State::failed, State::unknown, State::skipped}) {
        Notice notice = queued();
        notice.state = state;
        notice.attempts = 3;
        notice = taken_up(notice);
        EXPECT_EQ(notice.state, State::queued);
        EXPECT_EQ(notice.attempts, 0);
    }
    for (const State state : {State::waiting, State::queued, State::sent}) {
        Notice notice = queued();
        notice.state = state;
        EXPECT_THROW(taken_up(notice), Error) << name_of(state);
    }
}

}  // namespace
}  // namespace rapport::notifier
