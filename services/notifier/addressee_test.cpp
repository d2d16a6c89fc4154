// SPDX-License-Identifier: MIT
// Whom an event of any service is about, and how a contact is reached.
#include "services/notifier/addressee.hpp"

#include <gmock/gmock-more-matchers.h>

#include "bus/base/wire.hpp"
#include "services/notifier/event_fields.hpp"

namespace rapport::notifier {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr auto one = "0192f0c1-7a3b-7cde-8f00-000000000001", two = "0192f0c1-7a3b-7cde-8f00-000000000002";

bus::Event event(const std::string& data) {
    return {.source = "surveys", .type = "surveys.scored", .data = {from_json(data)}};
}

TEST(Addressee, ReadsWhomAnEventOfAnyServiceIsAbout) {
    auto told = event(R"({"role": "manager", "changes": [], "answer": {"owner": "kim", "party": ")" + std::string(one) +
                      R"(", "contact": ")" + two + R"("}})");
    told.parties = {*uuid_from(two)};
    const Concerned concerned = concerned_by(told);
    EXPECT_EQ(concerned.owner, "kim");
    EXPECT_EQ(concerned.role, "manager");
    EXPECT_EQ(concerned.party, uuid_from(one));
    EXPECT_EQ(concerned.contact, uuid_from(two));
    EXPECT_THAT(concerned.parties, ElementsAre(*uuid_from(two)));
    EXPECT_FALSE(concerned.complainant);
}

TEST(Addressee, OfFeedbackWhoGaveItComesFirstAndTheOwnerOfEither) {
    const Concerned concerned = concerned_by(event(
        R"({"complaint": {"owner": "kim", "complainant": {"name": "Bob"}}, "question": {"giver": {"name": "Ann", "email": "a@b.example", "language": "de"}}})"));
    ASSERT_TRUE(concerned.complainant);
    EXPECT_EQ(concerned.complainant->name, "Ann");
    EXPECT_EQ(concerned.complainant->email, "a@b.example");
    EXPECT_EQ(concerned.complainant->language, "de");
    EXPECT_EQ(concerned.owner, "kim");
}

TEST(Addressee, WhatHasAnotherFormThanIsLookedForIsNotThere) {
    for (const char* data :
         {"{}", "[]", "7", R"({"complaint": 7, "role": [], "owner": {"id": 1}})",
          R"({"complaint": {"owner": 7, "party": "no id", "contact": {}, "complainant": "Ann", "giver": []}})",
          R"({"complaint": null, "question": [{"party": 1}]})"}) {
        const Concerned concerned = concerned_by(event(data));
        EXPECT_FALSE(concerned.owner || concerned.role || concerned.party || concerned.contact || concerned.complainant)
            << data;
    }
    EXPECT_FALSE(concerned_by({.source = "surveys", .type = "surveys.none"}).owner) << "no data at all";
}

TEST(Addressee, AContactIsReachedByThePersonUnlessTheyAreInactive) {
    KnownContact contact{.person = {.name = "Ann", .email = "ann@acme.example", .language = "en", .time_zone = "UTC"},
                         .language = "de"};
    const auto to = std::get<Addressee>(addressee_of_contact(contact));
    EXPECT_EQ(to.name + " " + to.address + " " + to.language.value(), "Ann ann@acme.example de");
    EXPECT_EQ(to.time_zone, "UTC");
    EXPECT_TRUE(std::get<Unreachable>(addressee_of_contact({})).may_change);
    contact.inactive = true;
    EXPECT_EQ(std::get<Unreachable>(addressee_of_contact(contact)).reason,
              "the contact is inactive, and gets no notice");
    contact = {.person = {.name = "Ann", .email = {}, .language = {}}, .language = {}};
    EXPECT_EQ(std::get<Unreachable>(addressee_of_contact(contact)).reason, "the contact has no e-mail address");
}

TEST(EventFields, AreTextsAtAPathThroughLists) {
    const Any record{
        from_json(R"({"a": {"b": [{"c": "1"}, {"c": ["2", "3"]}, {"c": 4}, {"d": "5"}]}, "e": "", "f": "6"})")};
    EXPECT_THAT(texts_at(record, "a.b.c"), ElementsAre("1", "2", "3"));
    EXPECT_THAT(texts_at(record, "f"), ElementsAre("6"));
    for (const char* path : {"a", "a.b", "e", "f.g", "none", "", "a..c"})
        EXPECT_THAT(texts_at(record, path), IsEmpty()) << path;
    EXPECT_THAT(records_in(record), ElementsAre("a"));
}

}  // namespace
}  // namespace rapport::notifier
