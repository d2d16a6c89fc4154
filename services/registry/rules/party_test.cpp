// SPDX-License-Identifier: MIT
#include "services/registry/rules/party.hpp"

#include <gmock/gmock-matchers.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "bus/base/error.hpp"

namespace rapport::registry {
namespace {

using testing::ElementsAre;

std::string refusal(const api::Party& party) {
    try {
        check(party);
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), Code::invalid_argument);
        return error.message();
    }
    return "accepted";
}

api::Party party(const std::string& name) { return {.id = api::PartyId(new_uuid({0})), .name = name}; }

TEST(Party, ARefusalNamesTheFieldByItsPath) {
    auto acme = party("Acme");
    EXPECT_EQ(refusal(acme), "accepted");
    acme.addresses = {{.city = "Berlin", .country = "GE"}, {.country = "XY"}};
    EXPECT_EQ(refusal(acme),
              "addresses[1].country: must be a country's ISO 3166-1 alpha-2 code in capitals, such as DE");
    acme.addresses = {{}};
    EXPECT_EQ(refusal(acme), "addresses[0]: needs at least one of street, postal_code, city, region, country");
    acme.addresses.clear();
    acme.tags = {std::string(61, 'x')};
    EXPECT_EQ(refusal(acme), "tags[0]: may have at most 60 characters");
    acme.tags.clear();
    acme.parent = acme.id;
    EXPECT_EQ(refusal(acme), "parent: must be another party");
}

TEST(Party, ATagIsThereOnceHoweverItIsWritten) {
    auto acme = party("Acme");
    acme.tags = {"vip", "key", "Straße", "İzmir"};
    check_tags(acme);
    for (const char* again : {"vip", "VIP", "ｖｉｐ", " Vip ", "STRASSE", "izmir", "IZMIR"}) {
        auto twice = acme;
        twice.tags.emplace_back(again);
        EXPECT_THROW(check_tags(twice), Error) << again;
    }
}

TEST(Party, NamesThatAreWrittenOtherwiseAreAlike) {
    constexpr std::array same{
        std::array{"Ürgüp GmbH", "ÜRGÜP GMBH"},
        std::array{"Müller GmbH", "Mu\u0308ller GmbH"},
        std::array{"Müller GmbH", "Mueller AG"},
        std::array{"Müller GmbH", "Muller Ltd."},
        std::array{"Straßenbau Groß", "STRASSENBAU GROSS"},
        std::array{"ＡＣＭＥ　Ｉｎｃ", "acme"},
        std::array{"İstanbul Işık A.Ş.", "istanbul ışık"},
        std::array{"ISPARTA GIDA", "ısparta gıda"},
        std::array{"Γ. Παπαδόπουλος", "Γ ΠΑΠΑΔΟΠΟΥΛΟΣ"},
        std::array{"Ørsted A/S", "Oersted A/S"},
        std::array{"Łódź Serwis", "lodz serwis"},
        std::array{"ООО Ёлка", "ооо елка"},
        std::array{"ｶﾌﾞｼｷ商事", "カブシキ商事"},
        std::array{"臺灣電力", "台湾电力"},
        std::array{"한국전력", "\u1112\u1161\u11ab국전력"},
    };
    for (const auto& [one, other] : same) {
        const auto of_one = likenesses(party(one)), of_other = likenesses(party(other));
        std::vector<std::string> shared;
        std::ranges::set_intersection(of_one, of_other, std::back_inserter(shared));
        EXPECT_FALSE(shared.empty()) << one << " and " << other;
    }
    constexpr std::array different{std::array{"Müller", "Möller"}, std::array{"Йод", "Иод"}, std::array{"ハス", "バス"},
                                   std::array{"東京", "京都"}};
    for (const auto& [one, other] : different)
        EXPECT_NE(likenesses(party(one)), likenesses(party(other))) << one << " and " << other;
}

TEST(Party, IsRecognisedByNameEmailPhoneAndDomain) {
    auto acme = party("ACME Widgets, Inc.");
    acme.emails = {{api::Use::main, "Info@Acme.example"}, {api::Use::other, "acme@gmail.com"}};
    acme.phones = {{api::Use::main, "0049 30 / 1234567"}, {api::Use::other, "110"}};
    acme.website = "https://www.acme.example/about";
    EXPECT_THAT(likenesses(acme), ElementsAre("domain:acme.example", "email:acme@gmail.com", "email:info@acme.example",
                                              "name:acme widgets", "phone:49301234567"));
    EXPECT_EQ(likenesses(party("Acme Widgets GmbH & Co. KG")), likenesses(party("acme widgets")));
    EXPECT_THAT(likenesses(party("Co")), ElementsAre("name:co"));
    auto ann = party("Ann Miller");
    ann.sort = api::Sort::person;
    ann.emails = {{api::Use::work, "ann@acme.example"}};
    EXPECT_THAT(likenesses(ann), ElementsAre("email:ann@acme.example", "name:ann miller"));
}

TEST(Party, AnImportedRowChangesWhatItSaysAndAddsItsReferences) {
    auto acme = party("Acme");
    acme.country = "DE";
    acme.tags = {"vip"};
    acme.references = {{"crm", "1"}};
    const auto after = imported(acme, {.reference = {"cfpb", "ACME"},
                                       .party = kit::Part<api::Party>::of({.name = "Acme Inc", .industry = "IT"})});
    EXPECT_EQ(after.name, "Acme Inc");
    EXPECT_EQ(after.industry, "IT");
    EXPECT_EQ(after.country, "DE");
    EXPECT_THAT(after.tags, ElementsAre("vip"));
    EXPECT_THAT(after.references, ElementsAre(api::Reference{"crm", "1"}, api::Reference{"cfpb", "ACME"}));
    const auto again =
        imported(after, {.reference = {"cfpb", "ACME"}, .party = kit::Part<api::Party>::of({.name = "Acme Inc"})});
    EXPECT_TRUE(changes_between(after, again).empty());
}

}  // namespace
}  // namespace rapport::registry
