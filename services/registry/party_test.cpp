// SPDX-License-Identifier: MIT
#include "services/registry/party.hpp"

#include <gmock/gmock-matchers.h>
#include <gtest/gtest.h>

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
    acme.tags = {"vip", "vip"};
    EXPECT_EQ(refusal(acme), "tags[1]: is there twice");
    acme.tags = {std::string(61, 'x')};
    EXPECT_EQ(refusal(acme), "tags[0]: may have at most 60 characters");
    acme.tags.clear();
    acme.parent = acme.id;
    EXPECT_EQ(refusal(acme), "parent: must be another party");
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
    const auto after = imported(acme, {.reference = {"cfpb", "ACME"}, .party = {.name = "Acme Inc", .industry = "IT"}});
    EXPECT_EQ(after.name, "Acme Inc");
    EXPECT_EQ(after.industry, "IT");
    EXPECT_EQ(after.country, "DE");
    EXPECT_THAT(after.tags, ElementsAre("vip"));
    EXPECT_THAT(after.references, ElementsAre(api::Reference{"crm", "1"}, api::Reference{"cfpb", "ACME"}));
    const auto again = imported(after, {.reference = {"cfpb", "ACME"}, .party = {.name = "Acme Inc"}});
    EXPECT_TRUE(changes_between(after, again).empty());
}

}  // namespace
}  // namespace rapport::registry
