// SPDX-License-Identifier: MIT
// What the desk says to the questions that are put to all services, and what is handed over.
#include <gmock/gmock-matchers.h>
#include <gmock/gmock-more-matchers.h>

#include "services/complaints/testing.hpp"
#include "services/gateway/accounts/api.hpp"
#include "services/kit/questions.hpp"

namespace rapport::complaints {
namespace {

using testing::ElementsAre, testing::IsEmpty;
namespace accounts = gateway::accounts;

class OverviewTest : public DeskTest {
protected:
    Complaint of(const PartyId& party, std::optional<kit::UserId> owner = {}) {
        return bed.call(api::open, {{.party = party, .subject = "No network", .owner = owner}});
    }
    Question question(const PartyId& party, std::optional<kit::UserId> owner = {}) {
        return bed.call(api::create_question, {{.party = party, .subject = "When do you open?", .owner = owner}});
    }
    Action action(const Complaint& complaint, const std::string& text, std::optional<kit::UserId> owner = {},
                  std::optional<Day> due = {}) {
        return bed.call(api::complaint_actions.create,
                        {{.about = complaint.id, .what = text, .owner = owner, .due = due}});
    }
    /// `kind count` of what depends, with what that blocks.
    std::vector<std::string> held(const kit::AskHolds& request) {
        std::vector<std::string> all;
        for (const kit::Held& one : bed.call(kit::holds, request).items) {
            EXPECT_TRUE(one.can_hand_over) << one.kind;
            std::string text = one.kind + ' ' + std::to_string(one.count);
            for (const auto what : one.blocks) text += ' ' + std::string(name_of(what));
            all.push_back(text);
        }
        return all;
    }
    void retire_party(const PartyId& party, std::optional<PartyId> to) {
        registry::api::PartyRetired told;
        told.entity = {.id = party, .version = 2, .name = "Acme", .retired = true};
        told.hand_over_to = to;
        bed.deliver(registry::api::party_retired, party, told);
    }
    void retire_user(const accounts::UserId& user, std::optional<accounts::UserId> to) {
        bed.deliver(accounts::api::user_retired, user, {.user = {.id = user, .name = "kim"}, .hand_over_to = to});
    }
    const kit::UserId kim = bed.user("kim"), sam = bed.user("sam");
};
RAPPORT_ON_EACH_STORE(OverviewTest);

TEST_P(OverviewTest, WhatIsOpenOfAPartyDependsOnIt) {
    const PartyId acme = party("Acme");
    EXPECT_THAT(held({.party = acme}), IsEmpty());
    const Complaint complaint = of(acme), over = of(acme), others = of(party("Best"));
    bed.call(api::withdraw, {.id = over.id, .reason = "was ours"});
    question(acme);
    action(complaint, "Replace the switch");
    action(others, "Of another");
    EXPECT_THAT(held({.party = acme}),
                ElementsAre("complaint 1 retire erase", "question 1 retire erase", "action 1 erase"));
    const auto first = bed.call(kit::holds, {.party = acme}).items.at(0).references.at(0);
    EXPECT_EQ(first.id, complaint.id);
    EXPECT_EQ(first.number, complaint.number);
    EXPECT_EQ(first.title, "No network");
}

TEST_P(OverviewTest, WhatSomebodyWorksOnDependsOnThem) {
    const PartyId acme = party("Acme");
    const Complaint complaint = of(acme, kim);
    of(acme, kim);
    of(acme, sam);
    question(acme, kim);
    const Action done = action(complaint, "done", kim);
    bed.call(api::complaint_actions.complete, {done.id});
    action(complaint, "open", kim);
    EXPECT_THAT(held({.user = kim}),
                ElementsAre("complaint 2 retire erase", "question 1 retire erase", "action 1 retire erase"));
}

TEST_P(OverviewTest, WorkIsWhatSomebodyHasToDoSoonestFirst) {
    const PartyId acme = party("Acme");
    const Complaint complaint = of(acme, kim);
    question(acme, kim);
    const Day today = day_of(bed.clock.now());
    action(complaint, "Replace the switch", kim, today);
    bed.act_as(kim, {"agent"});
    const auto work = bed.call(kit::work, {}).items;
    ASSERT_EQ(work.size(), 3U);
    EXPECT_EQ(work.back().kind, "question") << "nothing is due";
    const auto& due = work[0].kind == "action" ? work[0] : work[1];
    EXPECT_EQ(due.record.title, "Replace the switch");
    EXPECT_EQ(due.party, acme);
    EXPECT_EQ(due.due, start_of({today.days + 1}));
    EXPECT_FALSE(due.overdue);
    bed.advance(std::chrono::days(90));
    const auto later = bed.call(kit::work, {.kind = "complaint"}).items;
    ASSERT_EQ(later.size(), 1U);
    EXPECT_TRUE(later[0].overdue);
    EXPECT_EQ(later[0].due, bed.call(api::get, {complaint.id}).due_at);
    EXPECT_THAT(bed.call(kit::work, {.user = sam}).items, IsEmpty());
}

TEST_P(OverviewTest, OfVeryMuchWorkTheSoonestIsTold) {
    const Complaint complaint = of(party("Acme"));
    const Day today = day_of(bed.clock.now());
    action(complaint, "some time", kim);
    for (int day = 0; day < 205; ++day) action(complaint, std::to_string(day), kim, Day{today.days + day});
    action(complaint, "some time", kim);
    const auto work = bed.call(kit::work, {.user = kim}).items;
    ASSERT_EQ(work.size(), 200U);
    for (std::size_t i = 0; i < work.size(); ++i) EXPECT_EQ(work[i].record.title, std::to_string(i));
}

TEST_P(OverviewTest, WhatIsOpenOfARetiredPartyGoesToTheOneThatGoesOn) {
    const PartyId acme = party("Acme"), best = party("Best");
    const Complaint complaint = of(acme), over = of(acme);
    bed.call(api::withdraw, {.id = over.id, .reason = "was ours"});
    const Question asked = question(acme);
    retire_party(acme, best);
    const Complaint handed = bed.call(api::get, {complaint.id});
    EXPECT_EQ(handed.party, best);
    EXPECT_EQ(handed.party_name, "Best");
    EXPECT_EQ(bed.emitted(api::changed).back().entity.party, best);
    EXPECT_EQ(bed.call(api::get, {over.id}).party, acme) << "what is over stays";
    EXPECT_EQ(bed.call(api::get_question, {asked.id}).party, best);
    EXPECT_THAT(held({.party = acme}), IsEmpty());
}

TEST_P(OverviewTest, WhoSpokeForAPartyThatWasHandedOverDoesNotKeepItsComplaintFromBeingChanged) {
    const PartyId acme = party("Acme"), best = party("Best");
    kit::Changed<registry::api::Contact> contact;
    contact.entity = {.id = ContactId(new_uuid(bed.clock.now())), .version = 1, .person = party("Ann"), .party = acme};
    bed.deliver(registry::api::contact_created, contact.entity.id, contact);
    kit::Changed<registry::api::Service> service;
    service.entity = {.id = ServiceId(new_uuid(bed.clock.now())), .version = 1, .name = "Mail"};
    bed.deliver(registry::api::service_created, service.entity.id, service);
    const Complaint complaint = bed.call(api::open, {{.contact = contact.entity.id, .subject = "No network"}});
    retire_party(acme, best);
    const Complaint changed =
        bed.call(api::update, kit::Edit<Complaint>::of(complaint.id).set(&Complaint::service, service.entity.id));
    EXPECT_EQ(changed.service, service.entity.id);
    EXPECT_EQ(changed.contact, contact.entity.id);
    EXPECT_EQ(changed.party, best);
}

TEST_P(OverviewTest, WhatARetiredUserWorksOnGoesToTheOneWhoGoesOn) {
    const PartyId acme = party("Acme");
    const Complaint complaint = of(acme, kim);
    const Question asked = question(acme, kim);
    const Action opened = action(complaint, "open", kim), done = action(complaint, "done", kim);
    bed.call(api::complaint_actions.complete, {done.id});
    retire_user(kim, sam);
    EXPECT_EQ(bed.call(api::get, {complaint.id}).owner, sam);
    EXPECT_EQ(bed.emitted(api::assigned).back().entity.owner, sam) << "who has it now is told";
    EXPECT_EQ(bed.call(api::get_question, {asked.id}).owner, sam);
    EXPECT_EQ(bed.call(api::complaint_actions.get, {opened.id}).owner, sam);
    EXPECT_EQ(bed.call(api::complaint_actions.get, {done.id}).owner, kim);
    EXPECT_THAT(held({.user = kim}), IsEmpty());
}

TEST_P(OverviewTest, WhereNobodyGoesOnAllStaysAsItIs) {
    const PartyId acme = party("Acme");
    const Complaint complaint = of(acme, kim);
    const auto before = bed.events.size();
    retire_party(acme, {});
    retire_user(kim, {});
    EXPECT_EQ(bed.events.size(), before);
    EXPECT_EQ(bed.call(api::get, {complaint.id}).owner, kim);
}

}  // namespace
}  // namespace rapport::complaints
