// SPDX-License-Identifier: MIT
// Of the desk: events of any service, and recipients who are looked for.
#include "services/notifier/testing.hpp"

namespace rapport::notifier {
namespace {

using std::chrono::seconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

class RecipientsTest : public DeskBed {
protected:
    Rule rule_for(const std::string& event, std::vector<Recipient> recipients, const std::string& name = "echo") {
        return bed.call(api::add_rule, {{.name = name,
                                         .event = event,
                                         .recipients = std::move(recipients),
                                         .templates = {{"en", "{{type}}", "Dear {{recipient.name}}"}}}});
    }
    registry::Party tagged(const std::string& name, std::vector<std::string> tags) {
        registry::Party party = this->party(name, {});
        party.tags = std::move(tags);
        bed.deliver(registry::party_created, party.id, {.entity = party, .changes = {}});
        return party;
    }
    registry::Contact speaks_for(const registry::Party& party, const std::string& name, registry::ContactRole role,
                                 bool inactive = false) {
        const auto person = known_party(name, name + "@acme.example");
        const registry::Contact contact{.id = registry::ContactId(new_uuid(bed.clock.now())),
                                        .version = 1,
                                        .person = person.id,
                                        .party = party.id,
                                        .role = role,
                                        .inactive = inactive,
                                        .created_at = bed.clock.now()};
        bed.deliver(registry::contact_created, contact.id, {.entity = contact, .changes = {}});
        return contact;
    }
    /// An event of the registry about an agreement of these parties.
    bus::Event agreement_of(std::vector<Uuid> parties) {
        const registry::Agreement agreement{.id = registry::AgreementId(new_uuid(bed.clock.now())),
                                            .version = 1,
                                            .title = "Workplace",
                                            .created_at = bed.clock.now()};
        bus::Event event = bed.make(registry::agreement_changed, agreement.id, {.entity = agreement, .changes = {}});
        event.parties = std::move(parties);
        return event;
    }
    void wait_in_vain() {
        for (int i = 0; i < 60; ++i) bed.advance(seconds(1));
    }
    std::vector<std::string> reasons() {
        std::vector<std::string> all;
        for (const Notice& notice : notices({.state = State::skipped})) all.push_back(notice.reason.value_or(""));
        return all;
    }
};
RAPPORT_ON_EACH_STORE(RecipientsTest);

using enum registry::ContactRole;

TEST_P(RecipientsTest, ContactsOfTheEventsPartiesAreToldByTheirRole) {
    const auto acme = known_party("Acme", {}), other = known_party("Other", {});
    speaks_for(acme, "ann", escalation);
    speaks_for(acme, "bob", escalation);
    speaks_for(acme, "cem", billing);
    speaks_for(other, "dan", escalation);
    speaks_for(acme, "eve", escalation, true);
    rule_for("registry.agreement_changed", {{Recipient::contact, "escalation"}});
    const auto event = agreement_of({acme.id});
    bed.deliver(event);
    bed.deliver(event);
    bed.run_jobs();
    EXPECT_THAT(addresses({.state = State::sent}), UnorderedElementsAre("ann@acme.example", "bob@acme.example"));
    EXPECT_THAT(told(), testing::Contains(HasSubstr("Dear ann")));
    bed.deliver(agreement_of({acme.id, other.id}));
    bed.run_jobs();
    EXPECT_THAT(notices({.state = State::sent}), SizeIs(5));
    EXPECT_EQ(notices({.recipient = Recipient(Recipient::contact, "escalation")}).size(), 5U);
}

TEST_P(RecipientsTest, ARoleThatNobodyHasIsOnRecordAndOneWhoComesAMomentLaterIsTold) {
    const auto acme = known_party("Acme", {});
    rule_for("registry.agreement_changed", {{Recipient::contact, "escalation"}});
    bed.deliver(agreement_of({acme.id}));
    bed.deliver(agreement_of({}));
    wait_in_vain();
    EXPECT_THAT(reasons(), UnorderedElementsAre("nobody: no contact with the role escalation",
                                                "nobody: the event concerns no party"));
    bed.deliver(agreement_of({acme.id}));
    speaks_for(acme, "ann", escalation);
    speaks_for(acme, "bob", escalation);
    bed.advance(seconds(1));
    bed.run_jobs();
    EXPECT_THAT(addresses({.state = State::sent}), UnorderedElementsAre("ann@acme.example", "bob@acme.example"));
}

TEST_P(RecipientsTest, WhoBecomesInactiveOrIsRetiredGetsNothing) {
    const auto acme = known_party("Acme", {});
    auto ann = speaks_for(acme, "ann", technical);
    const auto bob = speaks_for(acme, "bob", technical);
    rule_for("registry.agreement_changed", {{Recipient::contact, "technical"}});
    ann.version = 2;
    ann.inactive = true;
    bed.deliver(registry::contact_changed, ann.id, {.entity = ann, .changes = {}});
    registry::Party retired = party("bob", "bob@acme.example");
    retired.id = bob.person;
    retired.version = 2;
    retired.retired = true;
    bed.deliver(registry::party_retired, retired.id, {{retired, {}}, {}});
    bed.deliver(agreement_of({acme.id}));
    wait_in_vain();
    EXPECT_THAT(reasons(), ElementsAre("nobody: no contact with the role technical"));
}

TEST_P(RecipientsTest, ContactsOfPartiesWithATagAreToldHoweverItIsWritten) {
    speaks_for(tagged("Acme", {"Gold", "north"}), "ann", registry::ContactRole::user);
    speaks_for(tagged("Beta", {"GOLD"}), "bob", billing);
    auto gone = tagged("Gone", {"gold"});
    speaks_for(gone, "cem", registry::ContactRole::user);
    gone.version = 2;
    gone.tags = {"silver"};
    bed.deliver(registry::party_changed, gone.id, {.entity = gone, .changes = {}});
    rule_for("registry.agreement_changed", {{Recipient::tagged, "gold"}});
    rule_for("registry.agreement_changed", {{Recipient::tagged, "bronze"}}, "nobody");
    bed.deliver(agreement_of({}));
    bed.run_jobs();
    EXPECT_THAT(addresses({.state = State::sent}), UnorderedElementsAre("ann@acme.example", "bob@acme.example"));
    wait_in_vain();
    EXPECT_THAT(reasons(), ElementsAre("nobody: no contact of a party with the tag bronze"));
}

TEST_P(RecipientsTest, UsersWithARoleAreTold) {
    user("kim", {kit::Role::manager});
    user("lee", {kit::Role::agent});
    rule_for("registry.agreement_changed", {{Recipient::user_role, "manager"}});
    rule_for("registry.agreement_changed", {{Recipient::user_role, "auditor"}}, "nobody");
    bed.deliver(agreement_of({}));
    bed.run_jobs();
    EXPECT_THAT(addresses({.state = State::sent}), ElementsAre("kim@us.example"));
    wait_in_vain();
    EXPECT_THAT(reasons(), ElementsAre("no user who may sign in has the role auditor"));
}

TEST_P(RecipientsTest, TheAccountManagerOfEachPartyThatAnEventConcernsIsTold) {
    const auto acme = known_party("Acme", {}), other = known_party("Other", {});
    managed_by(acme, user("kim", {kit::Role::account_manager}).id);
    managed_by(other, user("lee", {kit::Role::account_manager}).id);
    rule_for("registry.agreement_changed", {Recipient::account_manager});
    bed.deliver(agreement_of({acme.id, other.id}));
    bed.run_jobs();
    EXPECT_THAT(addresses({.state = State::sent}), UnorderedElementsAre("kim@us.example", "lee@us.example"));
}

/// Of a service that nobody knew of when the notifier was written.
TEST_P(RecipientsTest, AFieldOfAnEventNamesAnAddressAContactOrAUser) {
    bed.introduce({.name = "meetings",
                   .events = {{.type = "meetings.held",
                               .doc = "it was held",
                               .schema = {from_json(R"({"type": "object", "properties": {"chair": {"type": "string"},
                                   "number": {"type": "integer"}, "attendees": {"type": "array", "items": {"type":
                                   "object", "properties": {"who": {"type": "string"}}}}}})")}}}});
    const auto acme = known_party("Acme", {});
    const auto ann = speaks_for(acme, "ann", auditor);
    const auto kim = user("kim", {kit::Role::agent});
    EXPECT_EQ(refusal([&] {
                  rule_for("meetings.held", {{Recipient::field, "data.attendes.who"}});
              }),
              "invalid_argument recipients[0]: field:data.attendes: unknown; did you mean `attendees`?");
    EXPECT_THAT(refusal([&] {
                    rule_for("meetings.held", {{Recipient::field, "data.number"}});
                }),
                HasSubstr("recipients[0]: field:data.number: must be text that may be an address"));
    rule_for("meetings.held", {{Recipient::field, "data.attendees.who"}, {Recipient::field, "data.chair"}});
    bus::Event event = agreement_of({});
    event.source = "meetings";
    event.type = "meetings.held";
    event.sequence = 1;
    event.data = {from_json(R"({"chair": "", "attendees": [{"who": "dan@else.example"}, {"who": ")" + to_text(ann.id) +
                            R"("}, {"who": ")" + to_text(kim.id) + R"("}, {"who": "nobody"}]})")};
    bed.deliver(event);
    bed.run_jobs();
    EXPECT_THAT(addresses({.state = State::sent}),
                UnorderedElementsAre("dan@else.example", "ann@acme.example", "kim@us.example"));
    wait_in_vain();
    EXPECT_THAT(reasons(), UnorderedElementsAre(
                               "nobody: data.attendees.who is no address, and no contact or user who is known here",
                               "nobody: the event has no data.chair"));
}

TEST_P(RecipientsTest, AMailboxHearsOnceOfAnEventInWhicheverWayItIsFound) {
    const auto acme = tagged("Acme", {"gold"});
    speaks_for(acme, "ann", escalation);
    const auto person = known_party("Ann again", "ANN@acme.example");
    const registry::Contact again{.id = registry::ContactId(new_uuid(bed.clock.now())),
                                  .version = 1,
                                  .person = person.id,
                                  .party = acme.id,
                                  .role = billing};
    bed.deliver(registry::contact_created, again.id, {.entity = again, .changes = {}});
    rule_for("registry.agreement_changed", {{Recipient::contact, "escalation"}, {Recipient::contact, "billing"}},
             "first");
    rule_for("registry.agreement_changed", {{Recipient::tagged, "gold"}}, "second");
    bed.deliver(agreement_of({acme.id}));
    bed.run_jobs();
    EXPECT_THAT(notices({.state = State::sent}), SizeIs(1));
    EXPECT_THAT(reasons(), testing::Each("this mailbox hears of it by the rule \"first\""));
    EXPECT_THAT(reasons(), SizeIs(3));
}

TEST_P(RecipientsTest, WhatAServiceSaysItTellsIsKnownWhileItIsDownAndReplacedWhenItSaysOtherwise) {
    restart();
    rule_for("registry.agreement_changed", {{Recipient::contact, "escalation"}});
    bed.introduce(introduction_of("registry", registry::party_created));
    EXPECT_THAT(refusal([&] { rule_for("registry.agreement_changed", {Recipient::channel}); }),
                HasSubstr("registry.agreement_changed: unknown; "));
    bed.introduce({.name = "surveys", .events = {{.type = "complaints.forged", .doc = {}, .schema = {}}}});
    EXPECT_THAT(refusal([&] { rule_for("complaints.forged", {Recipient::channel}); }), HasSubstr("unknown"));
    EXPECT_THAT(told(), IsEmpty());
}

}  // namespace
}  // namespace rapport::notifier
