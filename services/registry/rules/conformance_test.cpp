// SPDX-License-Identifier: MIT
#include "services/registry/rules/conformance.hpp"

#include <gmock/gmock-matchers.h>
#include <gmock/gmock-more-matchers.h>
#include <gtest/gtest.h>

#include "services/registry/rules/agreement.hpp"

namespace rapport::registry {
namespace {

using testing::ElementsAre, testing::IsEmpty;

std::vector<std::string_view> rules_missed(const Standing& standing) {
    std::vector<std::string_view> rules;
    for (const Requirement& requirement : missed(standing)) rules.push_back(requirement.rule);
    return rules;
}

TEST(Conformance, ACustomerHasAnAccountManagerAnAgreementAndAContactForEscalation) {
    Standing standing{.relationship = {.type = api::RelationshipType::customer}};
    EXPECT_THAT(rules_missed(standing),
                ElementsAre("customer_without_account_manager", "customer_without_agreement_in_force",
                            "customer_without_escalation_contact"));
    standing.relationship.account_manager = kit::UserId(*uuid_from("0192f0c1-7a3b-7cde-8f00-000000000007"));
    standing.agreements_in_force = 1;
    standing.contacts_for_escalation = 1;
    EXPECT_THAT(rules_missed(standing), IsEmpty());
}

TEST(Conformance, ASupplierHasSomebodyOnEitherSide) {
    Standing standing{.relationship = {.type = api::RelationshipType::supplier}};
    EXPECT_THAT(rules_missed(standing), ElementsAre("supplier_without_account_manager", "supplier_without_contact"));
    standing.relationship.account_manager = kit::UserId(*uuid_from("0192f0c1-7a3b-7cde-8f00-000000000007"));
    standing.contacts = 1;
    EXPECT_THAT(rules_missed(standing), IsEmpty());
}

TEST(Conformance, NothingIsAskedOfOtherRelationships) {
    EXPECT_THAT(missed({.relationship = {.type = api::RelationshipType::community}}), IsEmpty());
}

TEST(Conformance, AnAgreementThatRenewsItselfIsPastItsNoticeDayOnTheDayAfter) {
    api::Agreement agreement{
        .renewal = api::Renewal::tacit, .notice_by = *day_from("2026-03-31"), .status = api::AgreementStatus::active};
    EXPECT_FALSE(is_past_notice_day(agreement, *day_from("2026-03-31")));
    EXPECT_TRUE(is_past_notice_day(agreement, *day_from("2026-04-01")));
    agreement.renewal = api::Renewal::express;
    EXPECT_FALSE(is_past_notice_day(agreement, *day_from("2026-04-01")));
    agreement.renewal = api::Renewal::tacit;
    agreement.status = api::AgreementStatus::notice_given;
    EXPECT_FALSE(is_past_notice_day(agreement, *day_from("2026-04-01")));
}

TEST(Conformance, TheEndOfAnAgreementIsDecidedByItsNoticeDayOrItsLast) {
    api::Agreement agreement{.renewal = api::Renewal::tacit,
                             .last_day = *day_from("2026-06-30"),
                             .notice_by = *day_from("2026-03-31"),
                             .status = api::AgreementStatus::active};
    EXPECT_EQ(decided_by(agreement), agreement.notice_by);
    agreement.renewal = api::Renewal::none;
    EXPECT_EQ(decided_by(agreement), agreement.last_day);
    agreement.status = api::AgreementStatus::notice_given;
    EXPECT_EQ(decided_by(agreement), std::nullopt);
}

}  // namespace
}  // namespace rapport::registry
