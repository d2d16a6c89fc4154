// SPDX-License-Identifier: MIT
// What tables make of names, and of other text.
#include <gtest/gtest.h>

#include "services/kit/store/migrations.hpp"
#include "services/kit/store/table.hpp"
#include "services/kit/testing/bed.hpp"

namespace rapport::kit {
namespace {

struct PersonTag;
using PersonId = Id<PersonTag>;
struct Person {
    PersonId id;
    std::int64_t version = 0;
    std::string name;
    std::optional<std::string> city;
    std::vector<std::string> tags;
    static constexpr auto fields =
        describe(Field{"id", &Person::id, "which"}, Field{"version", &Person::version, "changes"},
                 Field{"name", &Person::name, "what they are called"}, Field{"city", &Person::city, "where they live"},
                 Field{"tags", &Person::tags, "labels"});
};

constexpr Migration people_[] = {
    {"001_people",
     "create table people (row $row, id text not null unique, version bigint not null, name text not null, name_key "
     "text, city text, body text not null);\ncreate index people_name on people (name_key, row);\n"
     "create index people_city on people (city, row);\n"
     "create table people_tags (row bigint not null, value text not null, primary key (value, row));\n"}};

class NamesTest : public testing::TestWithParam<std::string> {
protected:
    NamesTest() { migrate(*db, people_); }

    void put(const std::string& name, std::optional<std::string> city = {}, std::vector<std::string> tags = {}) {
        Person person{.id = PersonId(new_uuid(clock.now())), .name = name, .city = std::move(city)};
        person.tags = std::move(tags);
        people.put(unit, person);
    }
    std::vector<std::string> names(const std::optional<std::string>& sort,
                                   std::initializer_list<Condition> conditions = {}) {
        std::vector<std::string> all;
        ListOptions options{.limit = 2, .sort = sort};
        do {
            auto page = people.list(unit, options, std::span(conditions.begin(), conditions.size()));
            for (const Person& person : page.items) all.push_back(person.name);
            options.after = page.next;
        } while (options.after);
        return all;
    }
    using Names = std::vector<std::string>;

    testing_kit::TestStore store{GetParam()};
    testing_kit::ManualClock clock;
    std::unique_ptr<Db> db = Db::open(store.dsn(), Db::Mode::write);
    Unit unit{*db, clock.now(), {.id = "user:1"}, "people", {}};
    Table<Person> people{"person",
                         {.name = "people",
                          .columns = {"name", "city"},
                          .sorts = {"name", "city"},
                          .lists = {"tags"},
                          .names = {"name", "tags"}}};
};
INSTANTIATE_TEST_SUITE_P(Stores, NamesTest, testing::ValuesIn(testing_kit::backends()),
                         [](const auto& tested) { return tested.param; });

TEST_P(NamesTest, AreSortedWithoutCaseTheSameOnEachStore) {
    for (const char* name :
         {"zoe", "Émile", "anna", "Ann", "ANN B", "İris", "ian", "_x", "Zoë", "1", "東京", "Яна", "a-b"})
        put(name);
    EXPECT_EQ(names("name"),
              (Names{"1", "_x", "a-b", "Ann", "ANN B", "anna", "Émile", "ian", "İris", "zoe", "Zoë", "Яна", "東京"}));
}

/// What no name is, such as an instant, is sorted by its bytes, whatever the database's own order is.
TEST_P(NamesTest, OtherTextIsSortedByItsBytesTheSameOnEachStore) {
    const Names cities{"", "2026-01-01T00:00:00Z", "A", "B", "Z", "_", "a", "a b", "a-b", "ab", "b", "É", "é", "東"};
    for (auto city = cities.rbegin(); city != cities.rend(); ++city) put(*city, *city);
    EXPECT_EQ(names("city"), cities);
}

TEST_P(NamesTest, AreFoundHoweverTheyAreWritten) {
    put("Müller", {}, {"VIP", "Straße"});
    put("Moller");
    EXPECT_EQ(names({}, {{"name", "MU\u0308LLER"}}), (Names{"Müller"}));
    EXPECT_EQ(names({}, {{"name", "Muller"}}), (Names{}));
    EXPECT_EQ(names({}, {{"tags", "vip"}}), (Names{"Müller"}));
    EXPECT_EQ(names({}, {{"tags", "STRASSE"}}), (Names{"Müller"}));
    EXPECT_TRUE(people.find_by(unit, "name", "ｍüller"));
    EXPECT_FALSE(people.find_by(unit, "name", "nobody"));
}

/// As every one of the first version: its columns have the order of the database.
TEST_P(NamesTest, AStoreThatWasSortedOtherwiseIsSortedByBytes) {
    if (GetParam() != "postgresql") GTEST_SKIP() << "SQLite knows no other";
    db->run("alter table people alter column city type text collate \"und-x-icu\"");
    const Names cities{"A", "B", "a", "b"};
    for (const char* city : {"a", "B", "b", "A"}) put(city, city);
    EXPECT_NE(names("city"), cities);
    db = Db::open(store.dsn(), Db::Mode::write);
    migrate(*db, people_);
    Unit again{*db, clock.now(), {.id = "user:1"}, "people", {}};
    EXPECT_EQ(people.list(again, {.sort = "city"}, {}).items.front().name, "A");
    EXPECT_EQ(people.list(again, {.sort = "city"}, {}).items.at(1).name, "B");
}

}  // namespace
}  // namespace rapport::kit
