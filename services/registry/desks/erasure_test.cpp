// SPDX-License-Identifier: MIT
// What is left of a party that was erased, and what is told of it.
#include <gmock/gmock-matchers.h>

#include "services/kit/engine/outbox.hpp"
#include "services/registry/testing.hpp"

namespace rapport::registry {
namespace {

using testing::HasSubstr;

class ErasureTest : public DeskTest {
protected:
    api::Party kim() {
        return bed.call(api::create_party, {{.sort = api::Sort::person,
                                             .name = "Kim Example",
                                             .emails = {{api::Use::main, "kim@example.com"}},
                                             .phones = {{api::Use::main, "+49 30 1234567"}},
                                             .tags = {"vip"},
                                             .references = {{"crm", "kim-17"}}}});
    }
    std::int64_t holding(const std::string& text) {
        std::int64_t found = 0;
        for (const std::string column : {"parties.body", "kit_events.body", "kit_replies.result"}) {
            const std::string table = column.substr(0, column.find('.')), name = column.substr(table.size() + 1);
            found += std::get<0>(
                bed.reader()
                    .row<std::int64_t>("select count(*) from " + table + " where lower(" + name + ") like ?",
                                       {"%" + text + "%"})
                    .value());
        }
        return found;
    }
};
RAPPORT_ON_EACH_STORE(ErasureTest);

TEST_P(ErasureTest, NothingPersonalIsLeftAndTheHistoryStillVerifies) {
    bed.with_key("again");
    const auto party = kim();
    bed.call(api::update_party, edit(party).set(&api::Party::legal_name, "Kim Maria Example"));
    ASSERT_GT(holding("kim"), 0);
    const auto left = bed.call(api::erase_party, {party.id});
    EXPECT_EQ(left.erased_at, bed.clock.now());
    EXPECT_TRUE(left.retired);
    EXPECT_EQ(left.name, "");
    EXPECT_TRUE(left.emails.empty() && left.phones.empty() && left.references.empty() && left.tags.empty());
    EXPECT_EQ(holding("kim"), 0);
    EXPECT_TRUE(kit::Outbox::verify(bed.reader(), "registry").chain_intact);
    const auto told = bed.emitted(api::party_erased);
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told[0].party, party.id);
    EXPECT_EQ(bed.events.back().parties, std::vector<Uuid>{party.id});
    const auto changed = bed.emitted(api::party_changed).back();
    EXPECT_EQ(changed.entity.name, "");
    EXPECT_TRUE(changed.changes.empty()) << "what was there before is not told";
    EXPECT_EQ(bed.call(api::list_parties, {Parties{}.where(&api::Party::retired, true)}).total, 1);
    Parties search;
    search.search = "Kim";
    EXPECT_EQ(parties(search), 0);
    EXPECT_EQ(kim().version, 1) << "its reference is free";
}

TEST_P(ErasureTest, WhatIsErasedIsNeitherRestoredNorChangedNorErasedAgain) {
    const auto party = kim();
    bed.call(api::erase_party, {party.id});
    EXPECT_THAT(refusal(api::restore_party, {party.id}), HasSubstr("failed_precondition"));
    EXPECT_EQ(refusal(api::update_party, edit(party).set(&api::Party::name, "Kim again")),
              "failed_precondition id: the party was erased; enter another one");
    EXPECT_EQ(refusal(api::erase_party, {party.id}), "failed_precondition id: the party was erased; enter another one");
    const auto shown = bed.call(api::get_party, {party.id});
    EXPECT_TRUE(shown.allowed_moves.empty());
    ASSERT_EQ(shown.blocked_moves.size(), 1U);
    EXPECT_EQ(shown.blocked_moves[0].reason, "party_is_erased");
}

TEST_P(ErasureTest, IsRefusedWhileSomethingOfThePartyIsOpenHereOrInAnotherService) {
    const auto party = acme();
    const auto agreement = active_agreement(party.id, api::Renewal::none);
    EXPECT_EQ(refusal(api::erase_party, {party.id}),
              "failed_precondition id: it has 1 agreement (Workplace) of registry: end them first");
    bed.call(api::terminate_agreement, {.id = agreement.id, .reason = "the customer asked for it"});
    bed.answer("complaints", kit::holds,
               kit::Holds{{{.kind = "complaint", .count = 2, .blocks = {kit::Blocks::erase}, .can_hand_over = true}}});
    EXPECT_EQ(refusal(api::erase_party, {party.id}),
              "failed_precondition id: it has 2 complaints of complaints: end them first");
    EXPECT_TRUE(bed.call(api::erase_party, {.id = party.id, .without = {"complaints"}}).erased_at);
}

TEST_P(ErasureTest, WhoReadsTheHistoryAnewKnowsWhatThereIs) {
    const auto party = acme();
    const auto person = ann();
    const auto contact = bed.call(api::create_contact, {{.person = person.id, .party = party.id}});
    const auto relationship = bed.call(api::create_relationship, {{.party = party.id}});
    const auto draft =
        bed.call(api::create_agreement,
                 {{.party = party.id, .title = "Workplace", .start = day_of(bed.clock.now()), .term_months = 1}});
    bed.call(api::erase_party, {party.id});
    const kit::EventParties none;
    std::map<std::string, std::string> newest;  // by subject: the type of the last event that still says something
    const bus::EventPage page = kit::Outbox::read(bed.reader(), {}, {.parties = none});
    for (const bus::CloudEvent& event : page.events)
        if (!event.erased) newest[event.subject] = event.type;
    EXPECT_EQ(newest[to_text(party.id)], "registry.party_erased");
    EXPECT_EQ(newest[to_text(person.id)], "registry.party_created");
    EXPECT_EQ(newest[to_text(contact.id)], "registry.contact_changed");
    EXPECT_EQ(newest[to_text(relationship.id)], "registry.relationship_changed");
    EXPECT_EQ(newest[to_text(draft.id)], "registry.agreement_changed");
    EXPECT_EQ(bed.call(api::get_agreement, {draft.id}).version, 2);
}

TEST_P(ErasureTest, IsForManagers) {
    const auto party = acme();
    for (const char* role : {"agent", "account_manager", "auditor"}) {
        bed.act_as("user:1", {role});
        EXPECT_THAT(refusal(api::erase_party, {party.id}), HasSubstr("permission_denied")) << role;
    }
}

}  // namespace
}  // namespace rapport::registry
