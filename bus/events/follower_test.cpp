// SPDX-License-Identifier: MIT
// A follower, a source and a bus, with real sockets. All but the bus are on the test's own loop.
#include "bus/events/follower.hpp"

#include <gtest/gtest.h>

#include <numeric>
#include <random>

#include "bus/base/codec.hpp"
#include "bus/events/publisher.hpp"
#include "bus/server/server.hpp"
#include "bus/testing/test_bus.hpp"

namespace rapport::bus {
namespace {

using namespace std::chrono_literals;
using testing::BusProcess;
using testing::TestBus;
using From = Follower::From;

/// A source with its history in memory, which says its watermark more often than real ones do.
class TestSource {
public:
    TestSource(Loop& loop, const std::string& url)
        : loop_(loop), url_(url), timer_(loop.every(20ms, [this] { say_watermark(); })) {
        start();
    }
    ~TestSource() { loop_.cancel(timer_); }

    void start() {
        publisher_.emplace(loop_, Endpoints::of(url_).publish);
        server_.emplace(loop_, url_, ServerOptions{.service = "desk"},
                        [this](const Request& request) { answer(request); });
    }
    void stop() {
        server_.reset();
        publisher_.reset();
    }
    /// `publish` says of each event how often it is published: 0 is lost, 2 is doubled.
    void commit(
        int count, const std::function<int()>& publish = [] { return 1; }) {
        for (; count > 0; --count) {
            Event event;
            event.id = new_uuid({});
            event.source = "desk";
            event.type = "desk.opened";
            event.epoch = epoch_;
            event.sequence = last() + 1;
            event.actor.id = "service:desk";
            if (!history_.empty()) event.previous = history_.back().id;
            event.data = any_of(epoch_ + " " + std::to_string(event.sequence));
            history_.push_back(event);
            for (int copies = publish(); copies > 0 && publisher_; --copies) publisher_->publish(event);
        }
    }
    void restore(const std::string& epoch, std::size_t events) {
        epoch_ = epoch;
        history_.resize(std::min(events, history_.size()));
    }
    /// What its disk lost, and it does not know of: the epoch stays.
    void lose(std::size_t events) { history_.resize(history_.size() - events); }
    std::int64_t last() const { return std::ssize(history_); }
    int questions() const { return questions_; }

private:
    Watermark watermark() const {
        return {.source = "desk",
                .epoch = epoch_,
                .last = last(),
                .id = history_.empty() ? std::nullopt : std::optional(history_.back().id)};
    }
    void say_watermark() {
        if (publisher_) publisher_->publish(watermark());
    }
    void answer(const Request& request) {
        ++questions_;
        if (request.method == "$watermark") return server_->reply(request, encode(watermark()));
        ASSERT_EQ(request.method, "$events");
        const auto asked = decode<ReadEvents>(request.params);
        EventPage page{.epoch = epoch_, .last = last(), .id = watermark().id};
        const auto end = std::min(last(), asked.after + asked.limit);
        if (asked.after < end) page.events.assign(history_.begin() + asked.after, history_.begin() + end);
        server_->reply(request, encode(page));
    }

    Loop& loop_;
    const std::string url_;
    std::string epoch_ = "first";
    std::vector<Event> history_;
    int questions_ = 0;
    std::optional<Publisher> publisher_;
    std::optional<Server> server_;
    Loop::TimerId timer_;
};

/// What a service does with events, as far as the follower is concerned: it stores them and says so.
class TestConsumer {
public:
    TestConsumer(Loop& loop, const std::string& url, From from, Cursor cursor = {})
        : client_(loop, url), cursor_(std::move(cursor)) {
        follower_.emplace(loop, client_, Endpoints::of(url).subscribe, "desk", from, cursor_,
                          Follower::Handlers{.on_event = [this](Event event) { take(event); },
                                             .on_history =
                                                 [this](const NewHistory& next) {
                                                     ++epochs;
                                                     skipped = next.skipped;
                                                     broken = next.broken;
                                                     stored.clear();
                                                     cursor_ = next.begin;
                                                     follower_->done(next.begin.sequence);
                                                 }});
    }
    void take(const Event& event) {
        ++taken;
        if (!storing) return;
        EXPECT_EQ(event.sequence, cursor_.sequence + 1);
        EXPECT_EQ(event.data, any_of(event.epoch + " " + std::to_string(event.sequence)));
        cursor_.sequence = event.sequence;
        stored.push_back(event.sequence);
        follower_->done(event.sequence);
    }
    bool is_at(const std::string& epoch, std::int64_t sequence) const {
        return cursor_.epoch == epoch && cursor_.sequence == sequence;
    }
    Follower& follower() { return *follower_; }

    bool storing = true;
    int taken = 0, epochs = 0;
    std::int64_t skipped = 0;
    std::optional<HistoryBreak> broken;
    std::vector<std::int64_t> stored;

private:
    Client client_;
    Cursor cursor_;
    std::optional<Follower> follower_;
};

std::vector<std::int64_t> from_to(std::int64_t first, std::int64_t last) {
    std::vector<std::int64_t> all(static_cast<std::size_t>(last - first + 1));
    std::iota(all.begin(), all.end(), first);
    return all;
}

class FollowerTest : public ::testing::Test {
protected:
    bool reaches(const TestConsumer& consumer, const std::string& epoch, std::int64_t sequence) {
        return loop.run_until([&] { return consumer.is_at(epoch, sequence); }, 20s);
    }

    TestBus bus;
    Loop loop;
};

TEST_F(FollowerTest, ReadsTheHistoryThenTakesEventsLive) {
    TestSource source(loop, bus.url());
    source.commit(1'500);
    TestConsumer consumer(loop, bus.url(), From::start);
    ASSERT_TRUE(reaches(consumer, "first", 1'500));
    const int questions = source.questions();
    source.commit(100);
    ASSERT_TRUE(reaches(consumer, "first", 1'600));
    EXPECT_EQ(consumer.stored, from_to(1, 1'600));
    EXPECT_LE(source.questions(), questions + 1) << "live events are not asked for";
    EXPECT_EQ(consumer.follower().head(), 1'600);
}

TEST_F(FollowerTest, GoesOnFromWhereItsConsumerWas) {
    TestSource source(loop, bus.url());
    source.commit(50);
    TestConsumer consumer(loop, bus.url(), From::head, {"first", 20});
    ASSERT_TRUE(reaches(consumer, "first", 50));
    EXPECT_EQ(consumer.stored, from_to(21, 50));
    EXPECT_EQ(consumer.epochs, 0);
}

TEST_F(FollowerTest, MissesNothingWhenEventsAreLostAndDoubled) {
    const unsigned seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    TestSource source(loop, bus.url());
    TestConsumer consumer(loop, bus.url(), From::start);
    for (int round = 0; round < 50; ++round) {
        source.commit(static_cast<int>(random() % 100), [&] { return static_cast<int>(random() % 3); });
        loop.run_until([] { return false; }, Loop::Duration(random() % 10));
    }
    ASSERT_TRUE(reaches(consumer, "first", source.last()));
    EXPECT_EQ(consumer.stored, from_to(1, source.last()));
}

TEST_F(FollowerTest, WaitsForASourceThatIsAway) {
    TestConsumer consumer(loop, bus.url(), From::start);
    loop.run_until([] { return false; }, 50ms);
    TestSource source(loop, bus.url());
    source.commit(5);
    ASSERT_TRUE(reaches(consumer, "first", 5));
    source.stop();
    source.commit(5);
    loop.run_until([] { return false; }, 50ms);
    source.start();
    source.commit(5);
    ASSERT_TRUE(reaches(consumer, "first", 15));
    EXPECT_EQ(consumer.stored, from_to(1, 15));
}

TEST_F(FollowerTest, AProjectionBeginsAgainInANewEpochAndAReactionGoesOnFromItsHead) {
    TestSource source(loop, bus.url());
    TestConsumer projection(loop, bus.url(), From::start), reaction(loop, bus.url(), From::head);
    ASSERT_TRUE(reaches(projection, "first", 0));
    ASSERT_TRUE(reaches(reaction, "first", 0));
    source.commit(10);
    ASSERT_TRUE(reaches(projection, "first", 10));
    ASSERT_TRUE(reaches(reaction, "first", 10));
    source.restore("second", 0);
    source.commit(13, [] { return 0; });
    ASSERT_TRUE(reaches(projection, "second", 13));
    ASSERT_TRUE(reaches(reaction, "second", 13));
    EXPECT_EQ(projection.stored, from_to(1, 13));
    EXPECT_EQ(reaction.stored, std::vector<std::int64_t>{});
    EXPECT_EQ(reaction.skipped, 3);
    source.commit(1);
    ASSERT_TRUE(reaches(reaction, "second", 14));
    EXPECT_EQ(reaction.stored, from_to(14, 14));
}

TEST_F(FollowerTest, ASourceThatLostItsEndIsNoticedThoughItTellsNothingNew) {
    TestSource source(loop, bus.url());
    source.commit(10);
    TestConsumer projection(loop, bus.url(), From::start), reaction(loop, bus.url(), From::head, {"first", 0});
    ASSERT_TRUE(reaches(projection, "first", 10));
    ASSERT_TRUE(reaches(reaction, "first", 10));
    source.lose(4);
    ASSERT_TRUE(reaches(projection, "first", 6));
    ASSERT_TRUE(reaches(reaction, "first", 6));
    EXPECT_EQ(projection.stored, from_to(1, 6)) << "read anew";
    EXPECT_EQ(projection.broken->handled, 10);
    EXPECT_EQ(projection.broken->last, 6);
    source.commit(1);
    ASSERT_TRUE(reaches(reaction, "first", 7));
    EXPECT_EQ(reaction.stored, from_to(7, 7)) << "goes on from the head";
    EXPECT_EQ(reaction.broken->handled, 10);
}

TEST_F(FollowerTest, ASourceThatLostItsEndIsNoticedHoweverFarItGotOnWhileNobodyListened) {
    for (const int more : {3, 4, 5, 40}) {
        SCOPED_TRACE("4 lost, then told: " + std::to_string(more));
        TestBus another;
        TestSource source(loop, another.url());
        source.commit(10);
        TestConsumer consumer(loop, another.url(), From::start);
        ASSERT_TRUE(reaches(consumer, "first", 10));
        source.stop();
        source.lose(4);
        source.commit(more);
        source.start();
        ASSERT_TRUE(loop.run_until([&] { return consumer.broken.has_value(); }, 20s));
        ASSERT_TRUE(reaches(consumer, "first", source.last()));
        EXPECT_EQ(consumer.stored, from_to(1, source.last()));
    }
}

TEST_F(FollowerTest, HandsOnNoMoreThanAThousandThatAreNotDone) {
    TestSource source(loop, bus.url());
    TestConsumer consumer(loop, bus.url(), From::start);
    ASSERT_TRUE(reaches(consumer, "first", 0));
    consumer.storing = false;
    source.commit(3'000);
    ASSERT_TRUE(loop.run_until([&] { return consumer.taken >= 1'000; }, 20s));
    loop.run_until([] { return false; }, 100ms);
    EXPECT_EQ(consumer.taken, 1'000);
    consumer.storing = true;
    consumer.follower().rewind({"first", 0});
    ASSERT_TRUE(reaches(consumer, "first", 3'000));
    EXPECT_EQ(consumer.stored, from_to(1, 3'000));
}

TEST(FollowerOnABusThatDies, GoesOnWhenTheBusIsBack) {
    BusProcess bus;
    Loop loop;
    TestSource source(loop, bus.url());
    TestConsumer consumer(loop, bus.url(), From::start);
    source.commit(10);
    ASSERT_TRUE(loop.run_until([&] { return consumer.is_at("first", 10); }, 20s));
    bus.kill();
    source.commit(10);
    bus.start();
    source.commit(10);
    ASSERT_TRUE(loop.run_until([&] { return consumer.is_at("first", 30); }, 20s));
    EXPECT_EQ(consumer.stored, from_to(1, 30));
}

}  // namespace
}  // namespace rapport::bus
