// SPDX-License-Identifier: MIT
// Stores that are full, damaged, not to be written or away, and what is told of that.
#include <gmock/gmock-matchers.h>
#include <gtest/gtest.h>

#include <fstream>
#include <thread>

#include "bus/base/retry.hpp"
#include "bus/testing/log_capture.hpp"
#include "services/kit/testing/bed.hpp"

namespace rapport::kit {
namespace {

using namespace std::literals;
using ::testing::HasSubstr;
using Kind = StoreError::Kind;

struct Text {
    std::string text;
    static constexpr auto fields = describe(Field{"text", &Text::text, "what"});
};
struct Empty {
    static constexpr auto fields = describe();
};
constexpr Command<Text, Nothing> keep{"keep", bus_only, roles(Role::agent)};
constexpr Command<Text, Nothing> tamper{"tamper", bus_only, roles(Role::agent)};
constexpr Query<Empty, Text> all{"all", bus_only, roles(Role::agent)};
constexpr Migration texts_schema[] = {{"001_texts", "create table texts (row $row, text text not null);\n"}};

class Keeper {
public:
    Definition definition() {
        return {"keeper",
                "keeps texts",
                {on(keep, this, &Keeper::keep_text), on(tamper, this, &Keeper::run), on(all, this, &Keeper::read)},
                texts_schema};
    }
    Nothing keep_text(Unit& unit, const Text& text) {
        unit.db().run("insert into texts (text) values (?)", {text.text});
        return {};
    }
    /// On the engine's own connection, for what can be set there alone.
    Nothing run(Unit& unit, const Text& sql) {
        unit.db().script(sql.text);
        return {};
    }
    Text read(View& view, const Empty&) {
        Text read;
        for (const auto& [text] : view.db().rows<std::string>("select text from texts")) read.text += text;
        return read;
    }
};

class StoreTrouble : public ::testing::Test {
protected:
    StoreTrouble() : bed_(keeper_.definition()) {}
    std::optional<Error> keeping(std::size_t bytes) {
        return failure([&] { bed_.call(keep, {std::string(bytes, 'x')}); });
    }
    template <class Act>
    static std::optional<Error> failure(Act act) {
        try {
            act();
        } catch (const Error& error) {
            return error;
        }
        return {};
    }
    std::string state() { return bed_.engine().store_state().state; }
    /// As a second later.
    void probe() {
        std::this_thread::sleep_for(1'010ms);
        bed_.engine().probe();
    }

    Keeper keeper_;
    testing_kit::TestBed bed_;
};

int times(std::string_view what, const std::string& in) {
    int count = 0;
    for (auto at = in.find(what); at != in.npos; at = in.find(what, at + 1)) ++count;
    return count;
}

void expect_told(const Error& error, std::string_view reason) {
    EXPECT_EQ(error.code(), Code::unavailable);
    EXPECT_EQ(reason_of(error), reason);
    EXPECT_EQ(retry_after_of(error), 10s);
    EXPECT_THAT(error.message(), Not(HasSubstr("SQL")));
    EXPECT_THAT(error.message(), Not(HasSubstr("result")));
}

TEST(StoreErrors, EachKindHasItsCodeAndSaysWhatCanBeDone) {
    struct Row {
        Kind kind;
        Code code;
        bool passes, needs_somebody;
        const char* says;
    };
    const Row rows[] = {
        {Kind::busy, Code::unavailable, true, false, "try again"},
        {Kind::full, Code::unavailable, true, true, "make room"},
        {Kind::no_memory, Code::unavailable, true, true, "memory"},
        {Kind::unwritable, Code::unavailable, true, true, "modes"},
        {Kind::failing, Code::unavailable, true, true, "system's log"},
        {Kind::damaged, Code::unavailable, true, true, "rapport restore"},
        {Kind::away, Code::unavailable, true, false, "cannot be reached"},
        {Kind::lost, Code::in_doubt, true, false, "not known"},
        {Kind::conflict, Code::already_exists, false, false, "already"},
        {Kind::broken, Code::internal, false, false, "refused"},
    };
    for (const auto& row : rows) {
        const StoreError error(row.kind);
        SCOPED_TRACE(name_of(row.kind));
        EXPECT_EQ(error.code(), row.code);
        EXPECT_EQ(error.is_transient(), row.passes);
        EXPECT_THAT(error.message(), HasSubstr(row.says));
        EXPECT_EQ(retry_after_of(error).has_value(), row.needs_somebody);
        EXPECT_EQ(reason_of(error).value_or("none"),
                  row.code == Code::unavailable ? "store_" + std::string(name_of(row.kind)) : "none");
    }
}

TEST_F(StoreTrouble, AFullStoreIsToldOnceReadsOnAndRecoversWhenThereIsRoom) {
    bus::testing::LogCapture log;
    EXPECT_FALSE(keeping(10));
    bed_.call(tamper, {"pragma max_page_count = 1;\n"});  // no page more than there are
    for (int i = 0; i < 3; ++i) {
        const auto refused = keeping(100'000);
        ASSERT_TRUE(refused);
        expect_told(*refused, "store_full");
    }
    EXPECT_EQ(state(), "full");
    EXPECT_TRUE(bed_.engine().store_state().since);
    EXPECT_EQ(bed_.call(all, {}).text, "xxxxxxxxxx") << "what is there can be read";
    probe();
    EXPECT_EQ(state(), "full");
    bed_.call(tamper, {"pragma max_page_count = 100000;\n"});
    EXPECT_EQ(state(), "full") << "a commit that needs no room shows nothing";
    probe();
    EXPECT_EQ(state(), "ok");
    EXPECT_FALSE(keeping(100'000));
    EXPECT_EQ(times("the store of keeper is in trouble (full)", log.text()), 1);
    EXPECT_EQ(times("the store of keeper takes changes again", log.text()), 1);
}

TEST_F(StoreTrouble, AReadOnlyStoreIsTold) {
    bed_.call(tamper, {"pragma query_only = on;\n"});
    const auto refused = keeping(10);
    ASSERT_TRUE(refused);
    expect_told(*refused, "store_unwritable");
    probe();
    EXPECT_EQ(state(), "unwritable");
}

/// Overwrites the middle of the file: its header and schema stay.
void spoil(const std::string& dsn) {
    std::fstream file(dsn.substr(dsn.find(':') + 1), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(0, std::ios::end);
    const auto size = file.tellp();
    file.seekp(size / 2);
    file << std::string(static_cast<std::size_t>(size / 2), '\x5a');
}

TEST_F(StoreTrouble, DamageIsToldToWhoReadsItAndDoesNotPass) {
    bus::testing::LogCapture log;
    for (int i = 0; i < 200; ++i) ASSERT_FALSE(keeping(5'000));
    bed_.reopen();
    spoil(bed_.dsn());
    bed_.reopen();
    const auto refused = failure([&] { bed_.call(all, {}); });
    ASSERT_TRUE(refused);
    expect_told(*refused, "store_damaged");
    EXPECT_EQ(state(), "damaged");
    probe();
    EXPECT_EQ(state(), "damaged");
    EXPECT_EQ(times("in trouble (damaged)", log.text()), 1);
}

TEST_F(StoreTrouble, AFileThatIsNoStoreSaysSo) {
    const auto file = bed_.folder() + "/letter.db";
    std::ofstream(file) << std::string(10'000, 'x');
    const auto refused = failure([&] { Db::open("sqlite:" + file, Db::Mode::write); });
    ASSERT_TRUE(refused);
    expect_told(*refused, "store_damaged");
    const auto nowhere = failure([&] { Db::open("sqlite:" + bed_.folder() + "/none/store.db", Db::Mode::write); });
    ASSERT_TRUE(nowhere);
    expect_told(*nowhere, "store_unwritable");
}

/// What a server says with its SQLSTATE.
TEST(StoreTroubleOnPostgresql, IsKnownByItsSqlstate) {
    if (testing_kit::backends().size() < 2) GTEST_SKIP() << "no PostgreSQL server here";
    Keeper keeper;
    testing_kit::TestBed bed(keeper.definition(), "postgresql");
    const std::pair<const char*, const char*> rows[] = {
        {"53100", "full"},       {"53200", "no_memory"}, {"58030", "failing"}, {"XX001", "damaged"},
        {"25006", "unwritable"}, {"57P01", "away"},      {"53300", "away"},
    };
    for (const auto& [sqlstate, state] : rows) {
        SCOPED_TRACE(sqlstate);
        bed.reopen();
        try {
            bed.call(tamper,
                     {"do $$ begin raise exception using errcode = '" + std::string(sqlstate) + "'; end $$;\n"});
            ADD_FAILURE();
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), Code::unavailable);
            EXPECT_EQ(reason_of(error), "store_" + std::string(state));
        }
        EXPECT_EQ(bed.engine().store_state().state, state);
    }
}

}  // namespace
}  // namespace rapport::kit
