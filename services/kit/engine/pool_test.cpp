// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <set>

#include "bus/testing/test_bus.hpp"
#include "services/kit/engine/engine.hpp"
#include "services/kit/engine/sequencer.hpp"
#include "services/kit/testing/postgresql.hpp"
#include "services/kit/testing/postgresql_server.hpp"
#include "services/kit/testing/store.hpp"

namespace rapport::kit {
namespace {

struct Deposit {
    std::string account;
    std::int64_t amount = 0;
    static constexpr auto fields =
        describe(Field{"account", &Deposit::account, "where"}, Field{"amount", &Deposit::amount, "how much"});
};
struct Balance {
    std::int64_t total = 0;
    std::string number;
    static constexpr auto fields =
        describe(Field{"total", &Balance::total, "now"}, Field{"number", &Balance::number, "of the receipt"});
};
constexpr Command<Deposit, Balance> deposit{"deposit", bus_only, everyone};
constexpr Event<Balance> deposited{"bank.deposited"};
constexpr Event<Deposit> earned{"mint.earned"};

constexpr Migration schema_[] = {{"001_bank",
                                  "create table accounts (name text primary key, total bigint not null);\n"
                                  "create table heard (row $row, amount bigint not null);\n"}};

/// Reads, decides, writes: what comes out wrong when others do so in between.
class Bank {
public:
    Definition definition() {
        return {.name = "bank",
                .doc = "keeps accounts",
                .routes = {on(deposit, this, &Bank::take), react(earned, this, &Bank::hear), tells(deposited)},
                .schema = schema_,
                .numbered = {{'R', "receipts"}}};
    }
    Balance take(Unit& unit, const Deposit& request) {
        const auto row = unit.db().row<std::int64_t>("select total from accounts where name = ?", {request.account});
        const Balance balance{(row ? std::get<0>(*row) : 0) + request.amount, unit.next_number('R')};
        if (row) unit.db().run("update accounts set total = ? where name = ?", {balance.total, request.account});
        else unit.db().run("insert into accounts (name, total) values (?, ?)", {request.account, balance.total});
        unit.emit(deposited, new_uuid(unit.now()), balance);
        return balance;
    }
    void hear(Unit& unit, const Deposit& heard) {
        unit.db().run("insert into heard (amount) values (?)", {heard.amount});
    }
};

Invocation invocation(const std::string& account, std::optional<std::string> key = {}) {
    return {.method = "deposit", .params = encode(Deposit{account, 1}), .header = {.idem = std::move(key)}};
}

/// What PostgreSQL alone has: many transactions at once, and a server that may go.
class PoolTest : public testing::Test {
protected:
    void SetUp() override {
        if (!testing_kit::postgresql_installed()) GTEST_SKIP() << "no PostgreSQL server here";
    }
    SystemClock clock;
    Bank bank;
};

TEST_F(PoolTest, WhatReadsAndWritesTheSameRowsComesOutAsIfOneAfterAnother) {
    const testing_kit::TestStore store("postgresql");
    Engine engine(bank.definition(), store.dsn(), clock, {.writers = 8});
    std::vector<Work> works(200, invocation("shared"));
    const Committed committed = engine.run(works);
    std::set<std::int64_t> totals;
    std::set<std::string> numbers;
    for (const Outcome& outcome : committed.outcomes) {
        ASSERT_FALSE(outcome.error) << outcome.error->message();
        totals.insert(decode<Balance>(outcome.result).total);
        numbers.insert(decode<Balance>(outcome.result).number);
    }
    EXPECT_EQ(totals.size(), 200U);
    EXPECT_EQ(*totals.rbegin(), 200);
    EXPECT_EQ(numbers.size(), 200U);

    // Events follow cause: the history tells the totals in the order in which they came about.
    ASSERT_EQ(committed.events.size(), 200U);
    for (std::size_t i = 0; i < committed.events.size(); ++i) {
        EXPECT_EQ(committed.events[i].sequence, static_cast<std::int64_t>(i) + 1);
        EXPECT_EQ(decode<Balance>(committed.events[i].data).total, static_cast<std::int64_t>(i) + 1);
    }
    EXPECT_TRUE(Outbox::verify(*engine.open_reader(), "bank").chain_intact);
}

TEST_F(PoolTest, TheSameKeyAtTheSameTimeHasOneEffect) {
    const testing_kit::TestStore store("postgresql");
    Engine engine(bank.definition(), store.dsn(), clock, {.writers = 8});
    std::vector<Work> works;
    for (int i = 0; i < 100; ++i) works.push_back(invocation("a", "key " + std::to_string(i % 5)));
    const Committed committed = engine.run(works);
    std::set<std::string> answers;
    for (const Outcome& outcome : committed.outcomes) {
        ASSERT_FALSE(outcome.error) << outcome.error->message();
        answers.insert(outcome.result);
    }
    EXPECT_EQ(answers.size(), 5U);
    EXPECT_EQ(committed.events.size(), 5U);
}

TEST_F(PoolTest, OneConsumersEventsKeepTheirOrder) {
    const testing_kit::TestStore store("postgresql");
    Engine engine(bank.definition(), store.dsn(), clock, {.writers = 4});
    const Consumer consumer = engine.consumers().at(0);
    std::vector<Work> works{NewEpoch{consumer, {.epoch = "e", .sequence = 0}}};
    for (std::int64_t i = 1; i <= 100; ++i) {
        bus::Event event{.id = new_uuid(clock.now()), .source = "mint", .type = "mint.earned", .subject = "s"};
        event.sequence = i;
        event.epoch = "e";
        event.data = any_of(Deposit{"a", i});
        works.push_back(Delivery{consumer, event});
        works.push_back(invocation("beside"));
    }
    for (const Outcome& outcome : engine.run(works).outcomes) EXPECT_FALSE(outcome.error);
    std::int64_t last = 0;
    for (const auto& [amount] : engine.open_reader()->rows<std::int64_t>("select amount from heard order by row"))
        EXPECT_EQ(amount, ++last);
    EXPECT_EQ(last, 100);
    EXPECT_EQ(engine.cursor(consumer).sequence, 100);
}

TEST_F(PoolTest, WhatADyingProcessLeftUntoldIsToldByTheNext) {
    const testing_kit::TestStore store("postgresql");
    {
        Engine engine(bank.definition(), store.dsn(), clock);
        std::vector<Work> works(1, invocation("a"));
        engine.run(works);
    }
    const auto db = Db::open(store.dsn(), Db::Mode::write);
    bus::Event left{.id = new_uuid(clock.now()), .source = "bank", .type = "bank.deposited", .subject = "s"};
    left.actor.id = "user:1";
    left.data = any_of(Balance{5, "R"});
    Sequencer::stage(*db, left);

    Engine engine(bank.definition(), store.dsn(), clock);
    EXPECT_TRUE(engine.has_unpublished_events());
    const Committed committed = engine.run({});
    ASSERT_EQ(committed.events.size(), 1U);
    EXPECT_EQ(committed.events[0].sequence, 2);
    EXPECT_EQ(decode<Balance>(committed.events[0].data).total, 5);
    EXPECT_FALSE(engine.has_unpublished_events());
    EXPECT_TRUE(Outbox::verify(*db, "bank").chain_intact);
}

TEST_F(PoolTest, AServerThatCrashesIsWaitedForAndNothingAcknowledgedIsLost) {
    testing_kit::PostgresqlServer server;
    Engine engine(bank.definition(), server.dsn(), clock, {.writers = 4});
    const auto reader = engine.open_reader();
    std::int64_t acknowledged = 0;
    const auto run = [&](std::size_t many, const char* prefix) {
        std::vector<Work> works;
        for (std::size_t i = 0; i < many; ++i) works.push_back(invocation("a", prefix + std::to_string(i)));
        Committed committed = engine.run(works);
        for (const Outcome& outcome : committed.outcomes) {
            acknowledged += outcome.error ? 0 : 1;
        }
        return committed;
    };
    run(20, "before ");
    EXPECT_EQ(acknowledged, 20);

    server.crash();
    for (const Outcome& outcome : run(3, "meanwhile ").outcomes) {
        ASSERT_TRUE(outcome.error);
        EXPECT_EQ(outcome.error->code(), Code::unavailable);
    }
    EXPECT_EQ(
        engine.query(*reader, {.method = "$watermark", .header = {.actor = Actor{.roles = {"admin"}}}}).error->code(),
        Code::unavailable);

    server.start();
    std::this_thread::sleep_for(std::chrono::milliseconds(300));  // how long a refused connection is left alone
    run(20, "after ");
    EXPECT_EQ(acknowledged, 40);
    EXPECT_EQ(Outbox::watermark(*reader, "bank").last, 40);
    EXPECT_TRUE(Outbox::verify(*reader, "bank").chain_intact);
}

TEST_F(PoolTest, ConnectionsCutWhileWorkIsOnItsWayLoseNothingAndDoubleNothing) {
    const testing_kit::TestStore store("postgresql");
    Engine engine(bank.definition(), store.dsn(), clock, {.writers = 4});
    const auto observer = Db::open(store.dsn(), Db::Mode::write);
    std::jthread cutter([&] {
        for (int cut = 0; cut < 20; ++cut) {
            // Those of this schema alone: other tests share the server.
            observer->rows<std::int64_t>(
                "select count(pg_terminate_backend(l.pid)) from pg_locks l join pg_class c on c.oid = l.relation "
                "where c.relnamespace = current_schema()::regnamespace and l.pid <> pg_backend_pid()");
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        }
    });
    std::vector<Work> left;
    for (int i = 0; i < 200; ++i) left.push_back(invocation("a", std::to_string(i)));
    for (int round = 0; round < 200 && !left.empty(); ++round) {
        std::vector<Work> works = left;
        const Committed committed = engine.run(works);
        std::vector<Work> again;
        for (std::size_t i = 0; i < works.size(); ++i)
            if (committed.outcomes[i].error) again.push_back(left[i]);
        left = std::move(again);
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    cutter.join();
    EXPECT_TRUE(left.empty());
    engine.run({});
    EXPECT_EQ(std::get<0>(observer->row<std::int64_t>("select total from accounts").value()), 200);
    const auto verified = Outbox::verify(*observer, "bank");
    EXPECT_EQ(verified.events, 200);
    EXPECT_EQ(verified.gaps + verified.duplicates, 0);
    EXPECT_TRUE(verified.chain_intact);
}

}  // namespace
}  // namespace rapport::kit
