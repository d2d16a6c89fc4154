// SPDX-License-Identifier: MIT
#include "services/gateway/accounts/password_queue.hpp"

#include <gmock/gmock-matchers.h>

#include <future>
#include <mutex>

#include "bus/base/error.hpp"

namespace rapport::gateway::accounts {
namespace {

using testing::ElementsAre;

/// A queue whose works are done when the test says so, and in which order they came to it.
class PasswordQueueTest : public testing::Test {
protected:
    struct Job {
        std::promise<void> may_end;
        std::promise<PasswordQueue::Turn> begun;
    };

    /// Something that goes on until the test lets it end.
    std::shared_ptr<Job> add_long(const PasswordQueue::Comer& comer) {
        auto job = std::make_shared<Job>();
        queue->add(comer, [job](PasswordQueue::Turn turn) {
            job->begun.set_value(std::move(turn));
            job->may_end.get_future().wait();
        });
        return job;
    }
    void add(const std::string& name, bool known = false, const std::string& address = "192.0.2.1") {
        queue->add({name, address, known}, [this, name](const PasswordQueue::Turn&) {
            const std::lock_guard lock(mutex);
            done.push_back(name);
            changed.notify_all();
        });
    }
    /// What was done, once so many are.
    std::vector<std::string> done_of(std::size_t count) {
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return done.size() >= count; });
        return done;
    }
    Code refusal(const std::function<void()>& act) const {
        try {
            act();
        } catch (const Error& e) {
            return e.code();
        }
        ADD_FAILURE() << "was accepted";
        return Code::internal;
    }

    std::mutex mutex;
    std::condition_variable changed;
    std::vector<std::string> done;
    std::unique_ptr<PasswordQueue> queue = std::make_unique<PasswordQueue>(std::chrono::hours(1));
};

TEST_F(PasswordQueueTest, WhoIsKnownWaitsForNoStranger) {
    const auto guess = add_long({.name = "guess"});
    guess->begun.get_future().wait();
    for (int i = 0; i < 100; ++i) add("guess " + std::to_string(i));
    add("ann", true);
    EXPECT_THAT(done_of(1), ElementsAre("ann")) << "a thread is kept for them, whatever strangers do";
    guess->may_end.set_value();
    done_of(101);
}

TEST_F(PasswordQueueTest, ANameThatIsGuessedAtComesAfterOneThatIsNot) {
    const auto first = add_long({.name = "first"});
    first->begun.get_future().wait();
    for (int i = 0; i < 3; ++i) add("admin");
    add("nobody");
    add("ann");
    first->may_end.set_value();
    EXPECT_THAT(done_of(5), ElementsAre("nobody", "ann", "admin", "admin", "admin"))
        << "the first guess too, since others came after it";
    add("admin");
    const auto last = add_long({.name = "last"});
    last->begun.get_future().wait();
    add("admin");
    add("bob");
    last->may_end.set_value();
    const auto all = done_of(8);
    EXPECT_LT(std::ranges::find(all, "bob"), all.end() - 1) << "it is remembered how often a name was asked for";
}

TEST_F(PasswordQueueTest, ABurstOfGuessesAtManyNamesHoldsUpNobodyElse) {
    const auto first = add_long({.name = "first"});
    first->begun.get_future().wait();
    for (int i = 0; i < 200; ++i) add("known-" + std::to_string(i % 20));
    add("ann");
    add("bob");
    first->may_end.set_value();
    const auto all = done_of(202);
    EXPECT_THAT(std::vector(all.begin(), all.begin() + 2), ElementsAre("ann", "bob"));
}

TEST_F(PasswordQueueTest, OfOneNameOneIsLookedAtAtATimeUntilItIsWrittenDown) {
    const auto first = add_long({.name = "ann", .known = true});
    PasswordQueue::Turn turn = first->begun.get_future().get();
    add("ann", true);
    add("bob", true);
    first->may_end.set_value();
    EXPECT_THAT(done_of(1), ElementsAre("bob")) << "it is done, but not written down";
    turn.seat.reset();
    add("eve", true);
    EXPECT_THAT(done_of(2), ElementsAre("bob", "eve"));
    turn.name.reset();
    EXPECT_THAT(done_of(3), ElementsAre("bob", "eve", "ann"));
}

TEST_F(PasswordQueueTest, AThreadIsKeptForStrangersToo) {
    const auto first = add_long({.name = "k", .known = true}), second = add_long({.name = "l", .known = true});
    for (const auto& each : {first, second}) each->begun.get_future().wait();
    for (const char* name : {"ann", "bob", "eve"}) add(name, true);
    add("stranger");
    second->may_end.set_value();
    EXPECT_EQ(done_of(4).front(), "stranger") << "whatever those who are known do";
    first->may_end.set_value();
}

TEST_F(PasswordQueueTest, OfNamesAskedForAsOftenThoseFromWhereTheFewestWaitComeFirst) {
    const auto first = add_long({.name = "first"});
    first->begun.get_future().wait();
    for (const char* name : {"a", "b", "c", "d"}) add(name, false, "198.51.100.1");
    add("ann", false, "192.0.2.1");
    add("bob", false, "192.0.2.1");
    first->may_end.set_value();
    EXPECT_THAT(done_of(6), ElementsAre("a", "ann", "b", "bob", "c", "d"));
}

TEST_F(PasswordQueueTest, InventedNamesMakeNoneForgottenThatIsGuessedAt) {
    for (int i = 0; i < 4; ++i) add("admin");
    std::size_t count = done_of(4).size();
    for (int i = 0; i < 25'000; ++i) {
        add("invented " + std::to_string(i), false, std::to_string(i / 500));
        if (++count % 400 == 0) done_of(count);
    }
    done_of(count);
    const auto last = add_long({.name = "last"});
    last->begun.get_future().wait();
    add("admin");
    add("bob");
    last->may_end.set_value();
    const auto all = done_of(count + 2);
    EXPECT_THAT(std::vector(all.end() - 2, all.end()), ElementsAre("bob", "admin"));
}

TEST_F(PasswordQueueTest, OneWhoIsKnownFillsTheirOwnSeatsAndNobodyElses) {
    const auto first = add_long({.name = "k", .address = "198.51.100.1", .known = true});
    const auto second = add_long({.name = "l", .address = "203.0.113.1", .known = true});
    PasswordQueue::Turn kept = first->begun.get_future().get();
    second->begun.get_future().wait();
    const auto one_more = [&](const std::string& name) { add(name, true, "198.51.100.1"); };
    for (std::size_t i = 1; i < PasswordQueue::most_of_one_name; ++i) one_more("k");
    EXPECT_EQ(refusal([&] { one_more("k"); }), Code::resource_exhausted);
    std::size_t others = 0;
    for (std::size_t i = PasswordQueue::most_of_one_name; i < PasswordQueue::most_of_one_address; ++i, ++others)
        one_more("k" + std::to_string(i));
    EXPECT_EQ(refusal([&] { one_more("y"); }), Code::resource_exhausted) << "nor one address with many names";
    add("ann", true, "192.0.2.1");
    kept = {};
    first->may_end.set_value();
    second->may_end.set_value();
    done_of(PasswordQueue::most_of_one_name + others);
    one_more("k");
    done_of(PasswordQueue::most_of_one_name + others + 1);
}

TEST_F(PasswordQueueTest, OneAddressFillsItsOwnSeatsAndNobodyElses) {
    const auto first = add_long({.name = "x", .address = "198.51.100.1"});
    PasswordQueue::Turn kept = first->begun.get_future().get();
    const auto flood = [&] { add("x", false, "198.51.100.1"); };
    for (std::size_t i = 1; i < PasswordQueue::most_of_one_address; ++i) flood();
    EXPECT_EQ(refusal(flood), Code::resource_exhausted);
    add("ann", false, "192.0.2.1");
    add("x", true, "198.51.100.1");
    kept = {};
    first->may_end.set_value();
    done_of(PasswordQueue::most_of_one_address + 1);
    flood();
    done_of(PasswordQueue::most_of_one_address + 2);
}

TEST_F(PasswordQueueTest, StrangersFromEverywhereLeaveSeatsToWhoIsKnown) {
    const auto first = add_long({.name = "x", .address = "0"});
    PasswordQueue::Turn kept = first->begun.get_future().get();
    for (std::size_t i = 1; i < PasswordQueue::most_strangers; ++i) add("x", false, std::to_string(i));
    EXPECT_EQ(refusal([&] { add("y", false, "one more"); }), Code::resource_exhausted);
    add("ann", true);
    EXPECT_THAT(done_of(1), ElementsAre("ann"));
    first->may_end.set_value();
}

TEST_F(PasswordQueueTest, StrangersThatAreNotLookedAtInTimeAreToldSoAndWhoIsKnownWaits) {
    queue = std::make_unique<PasswordQueue>(std::chrono::milliseconds(20));
    const auto first = add_long({.name = "x"});
    PasswordQueue::Turn kept = first->begun.get_future().get();
    EXPECT_FALSE(kept.late);
    std::promise<bool> other_name, same_name;
    const auto tell = [](std::promise<bool>& late) {
        return [&late](const PasswordQueue::Turn& turn) { late.set_value(turn.late); };
    };
    queue->add({.name = "y"}, tell(other_name));
    queue->add({.name = "x"}, tell(same_name));
    EXPECT_TRUE(other_name.get_future().get());
    EXPECT_TRUE(same_name.get_future().get());
    const auto known = add_long({.name = "k", .known = true});
    PasswordQueue::Turn turn = known->begun.get_future().get();
    std::promise<bool> waited;
    queue->add({.name = "k", .known = true}, tell(waited));
    add("z");
    first->may_end.set_value();
    known->may_end.set_value();
    turn = {};
    EXPECT_FALSE(waited.get_future().get());
}

TEST_F(PasswordQueueTest, EndsWhileSomeWaitAndATurnIsOut) {
    const auto first = add_long({.name = "x"});
    PasswordQueue::Turn turn = first->begun.get_future().get();
    add("x");
    add("x");
    first->may_end.set_value();
    queue.reset();
    turn = {};  // it outlives the queue
    EXPECT_TRUE(done.empty());
}

}  // namespace
}  // namespace rapport::gateway::accounts
