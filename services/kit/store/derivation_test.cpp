// SPDX-License-Identifier: MIT
#include "services/kit/store/derivation.hpp"

#include <gmock/gmock-more-matchers.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>
#include <sys/wait.h>
#include <unistd.h>

#include <sstream>

#include "services/kit/store/migrations.hpp"
#include "services/kit/store/table.hpp"
#include "services/kit/testing/bed.hpp"

namespace rapport::kit {
namespace {

struct ThingTag;
using ThingId = Id<ThingTag>;

struct Thing {
    ThingId id;
    std::int64_t version = 0;
    std::string name, text;
    std::vector<std::string> tags;
    static constexpr auto fields =
        describe(Field{"id", &Thing::id, "which"}, Field{"version", &Thing::version, "changes"},
                 Field{"name", &Thing::name, "what it is called"}, Field{"text", &Thing::text, "what it is"},
                 Field{"tags", &Thing::tags, "labels"});
};

constexpr Migration schema_[] = {
    {"001_things",
     "create table things (row $row, id text not null unique, version bigint not null, name text not null, name_key "
     "text, body text not null);\ncreate search table things_search;\n"
     "create table things_tags (row bigint not null, value text not null, primary key (value, row));\n"}};

TableSpec spec(std::vector<std::string_view> search) {
    return {.name = "things",
            .columns = {"name"},
            .search = std::move(search),
            .sorts = {"name"},
            .lists = {"tags"},
            .names = {"name", "tags"}};
}

/// A store as version 0.1 left it: the engines' own words, and no keys of names.
class DerivationTest : public testing::TestWithParam<std::string> {
protected:
    static constexpr int rows = 3'500;

    DerivationTest() {
        migrate(*db, schema_);
        db->begin();
        for (int i = 0; i < rows; ++i) {
            Thing thing{.id = ThingId(new_uuid(clock.now())), .name = "Thing " + std::to_string(i)};
            thing.text = i % 10 ? "a service is slow" : "東京の障害";
            if (i == 7) thing.tags = {"VIP"};
            Unit unit(*db, clock.now(), {.id = "user:1"}, "things", {});
            table.put(unit, thing);
        }
        db->commit();
        db->run("update things set name_key = null");
        db->run("update things_tags set value = 'VIP'");
        if (GetParam() == "sqlite") {
            db->run("drop table things_search");
            db->run("create virtual table things_search using fts5(text, tokenize = 'unicode61 remove_diacritics 2')");
            db->run("insert into things_search (rowid, text) select row, 'Thing a service 東京の障害' from things");
        } else {
            db->run("update things_search set text = to_tsvector('simple', 'Thing a service 東京の障害')");
        }
        table.add_derivation(derivations);
    }

    std::int64_t total(const ListOptions& options, std::initializer_list<Condition> conditions = {}) {
        const View view(*db, clock.now(), {});
        return table.list(view, options, std::span(conditions.begin(), conditions.size())).total;
    }
    std::vector<std::int64_t> reports() {
        std::vector<std::int64_t> done;
        derive(*db, derivations, [&](const DerivationProgress& progress) {
            EXPECT_EQ(progress.name, "things");
            EXPECT_EQ(progress.rows, rows);
            done.push_back(progress.done);
        });
        return done;
    }
    void expect_whole() {
        EXPECT_EQ(total({.limit = 1, .search = "障害"}), rows / 10);
        EXPECT_EQ(total({.limit = 1, .search = "slow"}), rows - rows / 10);
        EXPECT_EQ(total({.limit = 1}, {{"name", "THING 99"}}), 1);
        EXPECT_EQ(total({.limit = 1}, {{"tags", "vip"}}), 1);
        EXPECT_EQ(std::get<0>(db->row<std::int64_t>("select count(*) from things_search").value()), rows);
    }

    testing_kit::TestStore store{GetParam()};
    testing_kit::ManualClock clock;
    std::unique_ptr<Db> db = Db::open(store.dsn(), Db::Mode::write);
    Table<Thing> table{"thing", spec({"name", "text"})};
    std::vector<Derivation> derivations;
};
INSTANTIATE_TEST_SUITE_P(Stores, DerivationTest, testing::ValuesIn(testing_kit::backends()),
                         [](const auto& tested) { return tested.param; });

TEST_P(DerivationTest, AStoreOfAnEarlierVersionIsMadeAnewOnceAndSaysHowFarItIs) {
    EXPECT_EQ(total({.limit = 1, .search = "障害"}), 0);
    EXPECT_THAT(reports(), testing::ElementsAre(0, 1'000, 2'000, 3'000, 3'500));
    expect_whole();
    EXPECT_THAT(reports(), testing::IsEmpty());
    Thing late{.id = ThingId(new_uuid(clock.now())), .name = "late", .text = "障害"};
    Unit unit(*db, clock.now(), {.id = "user:1"}, "things", {});
    table.put(unit, late);
    EXPECT_EQ(total({.limit = 1, .search = "障害"}), rows / 10 + 1) << "new ones go on being found";
}

TEST_P(DerivationTest, IsMadeAnewWhenOtherFieldsAreSearched) {
    reports();
    const Table<Thing> other{"thing", spec({"name"})};
    derivations.clear();
    other.add_derivation(derivations);
    EXPECT_EQ(reports().back(), rows);
    EXPECT_EQ(total({.limit = 1, .search = "slow"}), 0);
    EXPECT_EQ(total({.limit = 1, .search = "thing"}), rows);
}

TEST_P(DerivationTest, GoesOnWhereAKilledProcessWas) {
    db.reset();
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        const auto own = Db::open(store.dsn(), Db::Mode::write);
        derive(*own, derivations, [](const DerivationProgress& progress) {
            if (progress.done == 2'000) ::raise(SIGKILL);
        });
        ::_exit(1);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    db = Db::open(store.dsn(), Db::Mode::write);
    EXPECT_THAT(reports(), testing::ElementsAre(2'000, 3'000, 3'500));
    expect_whole();
}

TEST_P(DerivationTest, GoesOnWhereAThousandWasTakenBack) {
    const auto make = derivations.at(0).make;
    int made = 0;
    derivations.at(0).make = [&](Db& store, std::string_view body) {
        if (++made == 1'500) throw StoreError(StoreError::Kind::full);
        make(store, body);
    };
    EXPECT_THROW(reports(), StoreError);
    EXPECT_THAT(reports(), testing::ElementsAre(1'000, 2'000, 3'000, 3'500));
    expect_whole();
}

TEST_P(DerivationTest, ARowThatCannotBeReadKeepsNoOtherFromBeingFound) {
    db->run("update things set body = '{\"id\":7}' where name = 'Thing 7'");
    EXPECT_EQ(reports().back(), rows);
    EXPECT_EQ(total({.limit = 1, .search = "障害"}), rows / 10);
    EXPECT_EQ(total({.limit = 1, .search = "slow"}), rows - rows / 10 - 1);
}

TEST_P(DerivationTest, TheLogSaysHowFarItIs) {
    std::ostringstream lines;
    const auto before = spdlog::default_logger();
    spdlog::set_default_logger(
        std::make_shared<spdlog::logger>("test", std::make_shared<spdlog::sinks::ostream_sink_mt>(lines)));
    derive(*db, derivations);
    spdlog::set_default_logger(before);
    EXPECT_THAT(lines.str(), testing::HasSubstr("things is made anew in the form of this version: 0 of 3500 rows"));
    EXPECT_THAT(lines.str(), testing::HasSubstr("3500 of 3500 rows"));
}

TEST_P(DerivationTest, ATableWithoutRowsIsNotWorthAWord) {
    db->run("delete from things");
    EXPECT_THAT(reports(), testing::IsEmpty());
    Thing first{.id = ThingId(new_uuid(clock.now())), .name = "first", .text = "東京"};
    Unit unit(*db, clock.now(), {.id = "user:1"}, "things", {});
    table.put(unit, first);
    EXPECT_EQ(total({.limit = 1, .search = "東京"}), 1);
    EXPECT_THAT(reports(), testing::IsEmpty());
}

}  // namespace
}  // namespace rapport::kit
