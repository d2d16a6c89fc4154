// SPDX-License-Identifier: MIT
#include "services/kit/store/db.hpp"

#include <gtest/gtest.h>

#include "services/kit/testing/store.hpp"

namespace rapport::kit {
namespace {

/// Every test runs on SQLite, and on PostgreSQL where a server is there.
class DbTest : public testing::TestWithParam<std::string> {
protected:
    testing_kit::TestStore store{GetParam()};
    std::unique_ptr<Db> db = Db::open(store.dsn(), Db::Mode::write);
};
INSTANTIATE_TEST_SUITE_P(Stores, DbTest, testing::ValuesIn(testing_kit::backends()),
                         [](const auto& tested) { return tested.param; });

TEST_P(DbTest, ReadsBackWhatItWrote) {
    db->script("create table things (id text primary key, big bigint, num double precision, note text);\n");
    const std::int64_t big = 9'007'199'254'740'993;
    EXPECT_EQ(db->run("insert into things values (?, ?, ?, ?)", {"a", big, 2.5, nullptr}), 1);
    EXPECT_EQ(db->run("insert into things values (?, ?, ?, ?)", {"b", 1, 0.0, "größe\n€"}), 1);
    const auto rows = db->rows<std::string, std::int64_t, double, std::optional<std::string>>(
        "select id, big, num, note from things order by id");
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0], std::make_tuple("a", big, 2.5, std::nullopt));
    EXPECT_EQ(std::get<3>(rows[1]), "größe\n€");
}

TEST_P(DbTest, CountsTheRowsThatAStatementTouched) {
    db->script("create table things (id text primary key, n bigint);\n");
    for (const char* id : {"a", "b", "c"}) db->run("insert into things values (?, ?)", {id, 1});
    EXPECT_EQ(db->run("update things set n = ? where id <> ?", {2, "a"}), 2);
    EXPECT_EQ(db->run("update things set n = ? where id = ?", {2, "z"}), 0);
    EXPECT_EQ(db->run("insert into things values (?, ?) on conflict do nothing", {"a", 1}), 0);
}

TEST_P(DbTest, ASavepointTakesBackOnlyWhatCameAfterIt) {
    db->script("create table things (id text primary key);\n");
    db->begin();
    db->run("insert into things values (?)", {"kept"});
    db->savepoint();
    db->run("insert into things values (?)", {"gone"});
    db->rollback_to_savepoint();
    db->savepoint();
    db->run("insert into things values (?)", {"too"});
    db->release();
    db->commit();
    EXPECT_EQ(db->rows<std::string>("select id from things order by id").size(), 2U);
}

TEST_P(DbTest, WhatWaitsForTheCommitComesInOrderUnlessItIsTakenBack) {
    db->script("create table things (id text primary key, note text);\n");
    const auto later = [&](const char* sql, std::initializer_list<Param> params) {
        db->run_at_commit(sql, std::span(params.begin(), params.size()));
    };
    const auto all = [&] { return db->rows<std::string, std::string>("select id, note from things order by id"); };
    later("insert into things values (?, ?)", {"at once", ""});
    EXPECT_EQ(all().size(), 1U);
    db->begin();
    later("insert into things values (?, ?)", {std::string("kept"), "first"});
    db->savepoint();
    later("insert into things values (?, ?)", {"gone", ""});
    db->rollback_to_savepoint();
    db->savepoint();
    later("update things set note = ? where id = ?", {"then", "kept"});
    db->release();
    EXPECT_EQ(all().size(), 1U);
    db->commit();
    ASSERT_EQ(all().size(), 2U);
    EXPECT_EQ(all().back(), std::make_tuple("kept", "then"));
    db->begin();
    later("insert into things values (?, ?)", {"never", ""});
    db->rollback();
    db->begin();
    db->commit();
    EXPECT_EQ(all().size(), 2U);
}

TEST_P(DbTest, ErrorsTellTheKindAndNeitherSqlNorValues) {
    db->script("create table things (id text primary key);\n");
    db->run("insert into things values (?)", {"secret"});
    try {
        db->run("insert into things values (?)", {"secret"});
        FAIL() << "accepted a second row with the same key";
    } catch (const StoreError& error) {
        EXPECT_EQ(error.kind(), StoreError::Kind::conflict);
        EXPECT_EQ(error.message().find("secret"), std::string::npos);
        EXPECT_EQ(error.message().find("insert"), std::string::npos);
    }
}

TEST_P(DbTest, StatementsThatFailEarlyOrLateLeaveTheConnectionAsItWas) {
    db->script("create table things (id text primary key);\n");
    for (int i = 0; i < 3; ++i) {
        EXPECT_THROW(db->run("insert into nowhere values (?)", {"a"}), StoreError);  // cannot be prepared
        EXPECT_EQ(db->run("insert into things values (?)", {std::to_string(i)}), 1);
        EXPECT_THROW(db->run("insert into things values (?)", {std::to_string(i)}), StoreError);  // cannot be executed
    }
    EXPECT_EQ(std::get<0>(db->row<std::int64_t>("select count(*) from things").value()), 3);
}

TEST_P(DbTest, KeepsSoManyStatementsPreparedAndNoMore) {
    db->script("create table things (id text primary key, n bigint);\n");
    db->run("insert into things values (?, ?)", {"a", 7});
    const auto read = [&](std::size_t i) {
        return std::get<0>(
            db->row<std::int64_t>("select n + " + std::to_string(i) + " from things where id = ?", {"a"}).value());
    };
    for (std::size_t i = 0; i < Db::max_prepared + 50; ++i) {
        EXPECT_EQ(read(i), static_cast<std::int64_t>(7 + i));
        EXPECT_EQ(read(0), 7) << "what is used stays";
        ASSERT_LE(db->prepared(), Db::max_prepared);
    }
    EXPECT_EQ(read(1), 8) << "what went is made again";
    db->begin();
    for (std::size_t i = 1'000; i < 1'010; ++i) EXPECT_EQ(read(i), static_cast<std::int64_t>(7 + i));
    db->run("update things set n = ? where id = ?", {8, "a"});
    db->commit();
    EXPECT_EQ(read(0), 8) << "also within a transaction";
}

}  // namespace
}  // namespace rapport::kit
