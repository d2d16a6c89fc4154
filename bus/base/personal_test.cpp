// SPDX-License-Identifier: MIT
#include "bus/base/personal.hpp"

#include <gtest/gtest.h>

#include "bus/base/codec.hpp"

namespace rapport {
namespace {

struct Address {
    std::string kind, text;
    static constexpr auto fields =
        describe(Field{"kind", &Address::kind, "home or work"}, Field{"text", &Address::text, "where", personal});
};
struct Person {
    std::string id, name;
    std::optional<std::string> nickname;
    std::optional<Day> born;
    std::vector<std::string> phones;
    std::vector<Address> addresses;
    std::optional<Address> billing;
    Address home;
    std::int64_t children = 0, visits = 0;
    bool married = false;
    Any more;
    static constexpr auto fields =
        describe(Field{"id", &Person::id, "which"}, Field{"name", &Person::name, "", personal},
                 Field{"nickname", &Person::nickname, "", personal}, Field{"born", &Person::born, "", personal},
                 Field{"phones", &Person::phones, "", personal}, Field{"addresses", &Person::addresses, "where"},
                 Field{"billing", &Person::billing, "where to bill"}, Field{"home", &Person::home, "", personal},
                 Field{"children", &Person::children, "", personal}, Field{"visits", &Person::visits, "how often"},
                 Field{"married", &Person::married, "", personal}, Field{"more", &Person::more, "", personal});
};

TEST(Personal, IsBlankedWhereverItStandsAndNothingElseIs) {
    Person person{.id = "7",
                  .name = "Kim",
                  .nickname = "K",
                  .born = Day{10'000},
                  .phones = {"+49"},
                  .addresses = {{"work", "Main St 1"}, {"other", "Side St 2"}},
                  .billing = Address{"post", "PO box"},
                  .home = {"home", "Hill 3"},
                  .children = 2,
                  .visits = 5,
                  .married = true,
                  .more = any_of(std::string("said"))};
    blank_personal(person);
    EXPECT_EQ(to_json(encode(person)),
              R"({"id":"7","name":"","phones":[],"addresses":[{"kind":"work","text":""},)"
              R"({"kind":"other","text":""}],"billing":{"kind":"post","text":""},"home":{"kind":"","text":""},)"
              R"("children":0,"visits":5,"married":false})");
}

struct Wrong {
    struct Inner {
        Day born;
        static constexpr auto fields = describe(Field{"born", &Inner::born, "", personal});
    };
    std::vector<Inner> people;
    static constexpr auto fields = describe(Field{"people", &Wrong::people, "who"});
};

TEST(Personal, WhatCannotBeBlankedIsFoundByItsPath) {
    EXPECT_NO_THROW(check_can_blank(shape_of<Person>()));
    try {
        check_can_blank(shape_of<Wrong>());
        FAIL() << "a personal day that is always there";
    } catch (const std::logic_error& error) {
        EXPECT_STREQ(error.what(), "Wrong.people.born: is personal and cannot be blanked; make it optional");
    }
}

}  // namespace
}  // namespace rapport
