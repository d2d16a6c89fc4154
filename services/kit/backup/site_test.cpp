// SPDX-License-Identifier: MIT
#include "services/kit/backup/site.hpp"

#include <gmock/gmock-matchers.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <thread>

#include "services/kit/backup/epoch.hpp"
#include "services/kit/backup/program.hpp"
#include "services/kit/testing/bed.hpp"

namespace rapport::kit {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

struct Line {
    std::string text;
    static constexpr auto fields = describe(Field{"text", &Line::text, "what"});
};
constexpr Command<Line, Line> write{"write", POST("/lines"), roles(Role::agent)};
constexpr Event<Line> written{"lines.written", "a line was written"};
constexpr Migration schema_[] = {{"001_lines", "create table lines (text text not null);\n"}};

std::int64_t rows_of(const Inventory& inventory, const std::string& table) {
    return std::ranges::find(inventory.tables, table, &TableRows::table)->rows;
}

class Lines {
public:
    Definition definition() {
        return {"lines", "keeps lines", {on(write, this, &Lines::write_line), tells(written)}, schema_};
    }
    Line write_line(Unit& unit, const Line& line) {
        unit.db().run("insert into lines (text) values (?)", {line.text});
        unit.emit(written, new_uuid(unit.now()), line);
        return line;
    }
};

/// A service that keeps lines.
class SiteTest : public ::testing::TestWithParam<std::string> {
protected:
    SiteTest() : store_(GetParam()) { open(); }

    void open() {
        engine_ = std::make_unique<Engine>(lines_.definition(), store_.dsn(), clock_, EngineOptions{.writers = 1});
    }
    void write_lines(int count) {
        for (int i = 0; i < count; ++i) {
            std::array<Work, 1> one{
                Invocation{"write",
                           encode(Line{"a line"}),
                           {.actor = Actor{.id = "user:test", .kind = "person", .roles = {"manager"}}}}};
            ASSERT_FALSE(engine_->run(one).outcomes.front().error);
        }
    }
    std::unique_ptr<StoreSite> site() const { return StoreSite::at(store_.dsn()); }
    fs::path file(const std::string& name) const { return fs::path(store_.folder()) / name; }
    Inventory inventory() const { return inventory_of(*Db::open(store_.dsn(), Db::Mode::read), "lines"); }

    Lines lines_;
    testing_kit::ManualClock clock_;
    testing_kit::TestStore store_;
    std::unique_ptr<Engine> engine_;
};

INSTANTIATE_TEST_SUITE_P(Stores, SiteTest, ::testing::ValuesIn(testing_kit::backends()),
                         [](const auto& backend) { return backend.param; });

TEST_P(SiteTest, ACopyIsOfOneMomentWhileItsServiceWrites) {
    std::atomic<bool> enough = false;
    write_lines(1);
    std::thread writer([&] {
        while (!enough) write_lines(1);
    });
    const auto copy = site()->copy_to(file("copy"), "lines");
    enough = true;
    writer.join();
    EXPECT_TRUE(copy.whole());
    EXPECT_EQ(copy.history.events, copy.last_sequence);
    // On PostgreSQL what was committed last may have no place in the history yet.
    EXPECT_EQ(rows_of(copy, "lines"), copy.history.events + rows_of(copy, "kit_staged"));
    EXPECT_EQ(fs::status(file("copy")).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_P(SiteTest, AStoreComesBackAsItWasCopied) {
    write_lines(3);
    const auto saved = site()->copy_to(file("copy"), "lines");
    write_lines(2);
    engine_.reset();

    const auto place = site();
    EXPECT_THAT(place->set_aside("before-20260302T090000Z"), HasSubstr("20260302"));
    EXPECT_FALSE(place->occupied());
    place->fill_from(file("copy"));
    EXPECT_EQ(difference(saved, inventory_of(*place->filled(), "lines")), "");
    place->publish();
    EXPECT_EQ(inventory().history.events, 3);

    open();
    write_lines(1);
    EXPECT_TRUE(inventory().whole());
    EXPECT_EQ(inventory().last_sequence, 4);
}

TEST_P(SiteTest, WhatCannotBeBroughtBackLeavesWhatWasThere) {
    write_lines(3);
    engine_.reset();
    std::ofstream(file("no copy")) << "nothing that either engine would know";
    const auto place = site();
    EXPECT_THROW(place->fill_from(file("no copy")), Error) << "there is a store";
    place->set_aside("before-x");
    EXPECT_ANY_THROW({
        place->fill_from(file("no copy"));
        place->filled();
    });
    place->discard();
    EXPECT_EQ(inventory().history.events, 3);
}

TEST_P(SiteTest, AnotherHistoryIsTold) {
    write_lines(2);
    const auto two = inventory();
    write_lines(1);
    EXPECT_THAT(difference(two, inventory()), HasSubstr("3 events up to 3"));
    EXPECT_EQ(difference(two, two), "");
}

TEST_P(SiteTest, ARestoredStoreHasAnEpochOfItsOwn) {
    write_lines(2);
    const auto was = inventory().history.epoch;
    engine_.reset();
    renew(*Db::open(store_.dsn(), Db::Mode::write), "lines", {{"lines", {was, "another", 2}}});
    EXPECT_EQ(inventory().history.epoch, "another");
    EXPECT_TRUE(inventory().whole());
}

TEST(SqliteSite, ACopyThatFindsNoRoomNamesItsOwnFile) {
    const testing_kit::TestStore store("sqlite");
    {
        const auto user = Db::open(store.dsn(), Db::Mode::write);
        user->script("create table t (x text);\n");
        user->run("insert into t (x) values (?)", {std::string(1'000'000, 'x')});
    }
    const auto file = fs::path(store.folder()) / "the copy";
    rlimit before{};
    ::getrlimit(RLIMIT_FSIZE, &before);
    rlimit little = before;
    little.rlim_cur = 200'000;
    ::signal(SIGXFSZ, SIG_IGN);
    ::setrlimit(RLIMIT_FSIZE, &little);
    std::string said;
    try {
        StoreSite::at(store.dsn())->copy_to(file, "lines");
    } catch (const Error& error) {
        said = error.message();
    }
    ::setrlimit(RLIMIT_FSIZE, &before);
    EXPECT_THAT(said, HasSubstr(file.string()));
}

TEST(SqliteSite, ADamagedStoreIsNamedItself) {
    const testing_kit::TestStore store("sqlite");
    const auto path = store.dsn().substr(7);
    std::ofstream(path) << std::string(100'000, 'x');
    try {
        StoreSite::at(store.dsn())->copy_to(fs::path(store.folder()) / "the copy", "lines");
        FAIL();
    } catch (const Error& error) {
        EXPECT_THAT(error.message(), HasSubstr(path));
    }
}

TEST(SqliteSite, AStoreThatIsInUseIsNotMovedAway) {
    const testing_kit::TestStore store("sqlite");
    const auto user = Db::open(store.dsn(), Db::Mode::write);
    user->script("create table t (x bigint);\n");
    try {
        StoreSite::at(store.dsn())->set_aside("before-x");
        FAIL();
    } catch (const Error& error) {
        EXPECT_THAT(error.message(), HasSubstr("in use: stop its service"));
    }
}

TEST(RenewedCursors, ReactionsGoOnAndProjectionsAreRebuilt) {
    const std::map<std::string, Renewal> together{{"registry", {"r1", "r2", 10}}};
    EXPECT_THAT(renewed({{"reaction", "registry", "r1", 7},     // goes on
                         {"reaction", "registry", "r1", 12},    // was copied later than its source
                         {"reaction", "registry", "r0", 7},     // had not met r1 yet
                         {"projection", "registry", "r1", 7},   // is rebuilt
                         {"reaction", "complaints", "c1", 5}},  // was not restored
                        together),
                ElementsAre(Place{"reaction", "registry", "r2", 7}, Place{"reaction", "registry", "r2", 10},
                            Place{"reaction", "registry", "r0", 7}, Place{"projection", "registry", "r1", 7},
                            Place{"reaction", "complaints", "c1", 5}));
}

TEST(RunProgram, SaysWhatAProgramSaidWhenItFails) {
    run_program({"sh", "-c", "test \"$COLOUR\" = red"}, {{"COLOUR", "red"}});
    try {
        run_program({"sh", "-c", "echo no room >&2; exit 3"}, {});
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.message(), "sh failed: no room");
    }
    try {
        run_program({"no-such-program"}, {});
        FAIL();
    } catch (const Error& error) {
        EXPECT_THAT(error.message(), HasSubstr("no-such-program cannot be run"));
    }
}

}  // namespace
}  // namespace rapport::kit
