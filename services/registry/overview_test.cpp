// SPDX-License-Identifier: MIT
// What the registry says to the questions that are put to all services.
#include <gmock/gmock-matchers.h>
#include <gmock/gmock-more-matchers.h>

#include "services/kit/questions.hpp"
#include "services/registry/testing.hpp"

namespace rapport::registry {
namespace {

using testing::ElementsAre, testing::IsEmpty, testing::UnorderedElementsAre;

class OverviewTest : public DeskTest {
protected:
    api::Relationship relationship(const api::PartyId& party, api::RelationshipType type,
                                   std::optional<kit::UserId> user = {}) {
        return bed.call(api::create_relationship, {{.party = party, .type = type, .account_manager = user}});
    }
    api::Agreement agreement(const api::PartyId& party, std::int32_t months, api::Renewal renewal) {
        const auto draft = bed.call(api::create_agreement, {{.party = party,
                                                             .title = "Workplace",
                                                             .start = day_of(bed.clock.now()),
                                                             .term_months = months,
                                                             .notice_months = 1,
                                                             .renewal = renewal}});
        return bed.call(api::activate_agreement, {draft.id});
    }
    /// `kind count` of what depends, with what that blocks.
    std::vector<std::string> held(const kit::AskHolds& request) {
        std::vector<std::string> all;
        for (const kit::Held& one : bed.call(kit::holds, request).items) {
            std::string text = one.kind + ' ' + std::to_string(one.count);
            for (const auto what : one.blocks) text += ' ' + std::string(name_of(what));
            all.push_back(text);
        }
        return all;
    }
    const kit::UserId kim = bed.user("kim"), lee = bed.user("lee");

    std::vector<std::string> found(const kit::AskFindings& request = {}) {
        std::vector<std::string> all;
        for (const kit::Finding& one : bed.call(kit::findings, request).items) all.push_back(one.rule);
        return all;
    }
};
INSTANTIATE_TEST_SUITE_P(Stores, OverviewTest, testing::ValuesIn(testing_kit::backends()),
                         [](const auto& tested) { return tested.param; });

TEST_P(OverviewTest, NothingDependsOnAPartyThatIsNew) { EXPECT_THAT(held({.party = acme().id}), IsEmpty()); }

TEST_P(OverviewTest, AgreementsInForceRelationshipsContactsAndSubsidiariesDependOnAParty) {
    const auto party = acme();
    agreement(party.id, 12, api::Renewal::tacit);
    bed.call(api::create_agreement, {{.party = party.id, .title = "A draft", .start = day_of(bed.clock.now())}});
    relationship(party.id, api::RelationshipType::customer);
    bed.call(api::create_contact, {{.person = ann().id, .party = party.id}});
    bed.call(api::create_party, {{.name = "Acme South", .parent = party.id}});
    EXPECT_THAT(held({.party = party.id}),
                ElementsAre("agreement 1 retire erase", "relationship 1", "contact 1", "party 1"));
    const auto items = bed.call(kit::holds, {.party = party.id}).items;
    EXPECT_EQ(items[0].references.at(0).title, "Workplace");
    EXPECT_TRUE(items[0].can_hand_over);
    EXPECT_EQ(items[2].references.at(0).title, "Ann Miller");
}

TEST_P(OverviewTest, RelationshipsThatHaveNotEndedDependOnAUser) {
    relationship(acme().id, api::RelationshipType::customer, kim);
    const auto ended = relationship(ann().id, api::RelationshipType::client, kim);
    bed.call(api::move_relationship, {.id = ended.id, .stage = api::Stage::ended, .reason = "gone"});
    EXPECT_THAT(held({.user = kim}), ElementsAre("relationship 1 retire erase"));
    EXPECT_THAT(held({.user = lee}), IsEmpty());
}

TEST_P(OverviewTest, RelationshipsOfAUserWhoIsRetiredAreHandedOver) {
    using gateway::accounts::api::user_retired;
    const auto one = relationship(acme().id, api::RelationshipType::customer, kim);
    bed.deliver(user_retired, kim, {.user = {.id = kim}});
    EXPECT_EQ(bed.call(api::get_relationship, {one.id}).version, 1) << "nobody goes on";
    bed.deliver(user_retired, kim, {.user = {.id = kim}, .hand_over_to = lee});
    EXPECT_EQ(bed.call(api::get_relationship, {one.id}).account_manager, lee);
    EXPECT_THAT(held({.user = kim}), IsEmpty());
    bed.act_as(lee, {"account_manager"});
    EXPECT_EQ(parties({}), 1) << "and the party is theirs";
}

TEST_P(OverviewTest, AnAgreementIsWorkOfWhoAnswersForThePartyUntilItsNoticeDay) {
    const auto party = acme();
    relationship(party.id, api::RelationshipType::customer, kim);
    agreement(party.id, 12, api::Renewal::tacit);  // 2026-03-02 until 2027-03-02, notice by 2027-02-01
    const auto work = [&] { return bed.call(kit::work, {.user = kim}).items; };
    EXPECT_THAT(work(), IsEmpty()) << "too early";
    bed.clock.set(*instant_from("2026-11-04T12:00:00Z"));
    ASSERT_EQ(work().size(), 1U);
    EXPECT_EQ(work()[0].kind, "agreement");
    EXPECT_EQ(work()[0].party, party.id);
    EXPECT_EQ(to_text(*work()[0].due), "2027-02-02T00:00:00.000Z") << "the end of the day";
    EXPECT_THAT(bed.call(kit::work, {.user = lee}).items, IsEmpty());
    bed.clock.set(*instant_from("2027-02-02T00:00:00Z"));
    EXPECT_THAT(work(), IsEmpty()) << "nothing can be done any more";
}

TEST_P(OverviewTest, WhoAsksForTheirWorkSeesTheirOwn) {
    const auto party = acme();
    relationship(party.id, api::RelationshipType::customer, kim);
    agreement(party.id, 2, api::Renewal::tacit);
    bed.act_as(kim, {"account_manager"});
    EXPECT_EQ(bed.call(kit::work, {}).items.size(), 1U);
    bed.act_as(lee, {"account_manager"});
    EXPECT_THAT(bed.call(kit::work, {}).items, IsEmpty());
    EXPECT_THAT(bed.call(kit::work, {.user = kim}).items, IsEmpty()) << "of parties that are not theirs";
}

TEST_P(OverviewTest, ACustomerOfWhomSomethingIsMissingIsFound) {
    const auto party = acme();
    const auto customer = relationship(party.id, api::RelationshipType::customer);
    EXPECT_THAT(found(), UnorderedElementsAre("customer_without_account_manager", "customer_without_agreement_in_force",
                                              "customer_without_escalation_contact"));
    const auto first = bed.call(kit::findings, {}).items.at(0);
    EXPECT_EQ(first.fitsm + ' ' + first.iso20000, "PR7.2 8.3.2");
    EXPECT_EQ(first.record.id, customer.id);
    EXPECT_EQ(first.record.title, "Acme");
    bed.call(api::update_relationship, edit(customer).set(&api::Relationship::account_manager, kim));
    agreement(party.id, 12, api::Renewal::none);
    bed.call(api::create_contact, {{.person = ann().id, .party = party.id, .role = api::ContactRole::escalation}});
    EXPECT_THAT(found(), IsEmpty());
}

TEST_P(OverviewTest, WhoIsRetiredOrEndedIsNotFound) {
    const auto party = acme();
    relationship(party.id, api::RelationshipType::supplier);
    EXPECT_THAT(found(), UnorderedElementsAre("supplier_without_account_manager", "supplier_without_contact"));
    bed.call(api::retire_party, {party.id});
    EXPECT_THAT(found(), IsEmpty());
}

TEST_P(OverviewTest, AnAgreementIsFoundInThePeriodInWhichItsNoticeDayPassed) {
    agreement(acme().id, 12, api::Renewal::tacit);  // notice by 2027-02-01
    bed.clock.set(*instant_from("2027-02-01T12:00:00Z"));
    EXPECT_THAT(found(), IsEmpty()) << "there is still time";
    bed.clock.set(*instant_from("2027-02-02T12:00:00Z"));
    EXPECT_THAT(found(), ElementsAre("agreement_past_notice_day"));
    EXPECT_THAT(found({.period = "2027-Q1"}), ElementsAre("agreement_past_notice_day"));
    EXPECT_THAT(found({.period = "2027-01"}), IsEmpty());
    EXPECT_EQ(refusal(kit::findings, {.period = "last year"}).substr(0, 23), "invalid_argument period");
}

TEST_P(OverviewTest, WhoSeesSomePartiesFindsNothingOfOthers) {
    relationship(acme().id, api::RelationshipType::customer, kim);
    relationship(bed.call(api::create_party, {{.name = "Foreign"}}).id, api::RelationshipType::customer, lee);
    bed.act_as(kim, {"account_manager"});
    for (const kit::Finding& one : bed.call(kit::findings, {}).items) EXPECT_EQ(one.record.title, "Acme");
    EXPECT_EQ(found().size(), 2U);
}

}  // namespace
}  // namespace rapport::registry
