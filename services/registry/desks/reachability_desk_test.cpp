// SPDX-License-Identifier: MIT
// Who is not to be written to, or cannot be: told by senders, and set and cleared by staff.
#include <gmock/gmock-more-matchers.h>

#include "services/kit/reachability.hpp"
#include "services/registry/testing.hpp"

namespace rapport::registry {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class ReachabilityTest : public DeskTest {
protected:
    api::Shown<api::Party> with_email(const std::string& name, const std::string& email) {
        return bed.call(api::create_party, {{.name = name, .emails = {{api::Use::work, email}}}});
    }
    api::Party party(const api::PartyId& id) { return bed.call(api::get_party, {id}); }
    api::Contact ann_of_acme() { return bed.call(api::create_contact, {{.person = ann().id, .party = acme().id}}); }
    template <class Data>
    void tell(const kit::Event<Data>& event, const Data& data) {
        const auto outcome = bed.deliver(event, new_uuid(bed.clock.now()), data);
        EXPECT_FALSE(outcome.error) << outcome.error->message();
    }
};
RAPPORT_ON_EACH_STORE(ReachabilityTest);

TEST_P(ReachabilityTest, AnAddressThatBouncedIsMarkedAtEachPartyThatHasItOnce) {
    const auto ann = with_email("Ann", "Ann@acme.example"), desk = with_email("Desk", "ann@acme.example"),
               bob = with_email("Bob", "bob@acme.example");
    tell(kit::bounced, {.address = "ann@acme.example", .reason = "550\r\nno such user"});
    tell(kit::bounced, {.address = "ANN@acme.example", .reason = "again"});
    for (const auto& id : {ann.id, desk.id}) {
        const auto marks = party(id).marks;
        ASSERT_THAT(marks, SizeIs(1));
        EXPECT_EQ(marks[0].kind, api::MarkKind::invalid);
        EXPECT_EQ(marks[0].since, bed.clock.now());
        EXPECT_EQ(marks[0].reason, "550  no such user");
    }
    EXPECT_THAT(party(bob.id).marks, IsEmpty());
    const auto told = bed.emitted(api::party_changed);
    ASSERT_THAT(told, SizeIs(2));
    EXPECT_EQ(told[0].changes.at(0).field, "marks");
}

TEST_P(ReachabilityTest, WhoOptsOutIsMarkedAsContactOrByAddress) {
    const auto contact = ann_of_acme();
    const auto bob = with_email("Bob", "bob@acme.example");
    tell(kit::opted_out_of_notices, {.contact = contact.id, .how = "by the link in a letter"});
    tell(kit::opted_out_of_notices, {.contact = contact.id, .how = "once more"});
    tell(kit::opted_out_of_notices, {.address = "bob@acme.example", .how = "in a survey"});
    tell(kit::opted_out_of_notices, {.contact = Uuid(new_uuid(bed.clock.now())), .how = "of whom nobody knows"});
    const auto marked = bed.call(api::get_contact, {contact.id});
    ASSERT_TRUE(marked.opted_out);
    EXPECT_EQ(marked.opted_out->how, "by the link in a letter");
    EXPECT_EQ(marked.opted_out->since, bed.clock.now());
    EXPECT_THAT(bed.emitted(api::contact_changed), SizeIs(1));
    ASSERT_THAT(party(bob.id).marks, SizeIs(1));
    EXPECT_EQ(party(bob.id).marks[0].kind, api::MarkKind::opted_out);
}

TEST_P(ReachabilityTest, StaffSetAndClearMarksAsTheyChangeWhatElseThereIs) {
    const auto ann = with_email("Ann", "ann@acme.example");
    const std::vector<api::Mark> marks{
        {.kind = api::MarkKind::invalid, .address = "ann@acme.example", .reason = "left"}};
    const auto marked = bed.call(api::update_party, edit(ann).set(&api::Party::marks, marks));
    EXPECT_EQ(marked.marks.at(0).since, bed.clock.now());
    bed.advance(std::chrono::hours(1));
    const auto again = bed.call(api::update_party, edit(ann).set(&api::Party::marks, marks));
    EXPECT_EQ(again.version, marked.version) << "since when it holds stays: nothing changed";
    EXPECT_THAT(bed.call(api::update_party, edit(ann).set(&api::Party::marks, {})).marks, IsEmpty());
    const auto contact = ann_of_acme();
    const auto out =
        bed.call(api::update_contact, edit(contact).set(&api::Contact::opted_out, api::OptOut{.how = "by phone"}));
    EXPECT_EQ(out.opted_out->since, bed.clock.now());
    EXPECT_FALSE(bed.call(api::update_contact, edit(contact).set(&api::Contact::opted_out, std::nullopt)).opted_out);
}

TEST_P(ReachabilityTest, AMarkOutlastsItsAddressAndWhoeverReplacesTheList) {
    const auto ann = with_email("Ann", "ann@acme.example");
    tell(kit::bounced, {.address = "ann@acme.example", .reason = "gone"});
    using Emails = std::vector<api::Email>;
    const auto other =
        bed.call(api::update_party, edit(ann).set(&api::Party::emails, Emails{{api::Use::work, "new@acme.example"}}));
    EXPECT_THAT(other.marks, SizeIs(1));
    auto marks = other.marks;
    marks.push_back({.kind = api::MarkKind::opted_out, .address = "new@acme.example"});
    EXPECT_THAT(bed.call(api::update_party, edit(ann).set(&api::Party::marks, marks)).marks, SizeIs(2));
}

TEST_P(ReachabilityTest, AMarkOnWhatThePartyHasNotIsRefused) {
    const auto ann = with_email("Ann", "ann@acme.example");
    const auto refused = [&](std::vector<api::Mark> marks) {
        return refusal(api::update_party, edit(ann).set(&api::Party::marks, std::move(marks)));
    };
    EXPECT_EQ(refused({{.address = "bob@acme.example"}}),
              "invalid_argument marks[0].address: must be an e-mail address or phone number of the party");
    EXPECT_EQ(refused({{.address = "ann@acme.example"}, {.address = "ANN@acme.example"}}),
              "invalid_argument marks[1]: is there twice");
    EXPECT_EQ(
        refused({{.address = "ann@acme.example"}, {.kind = api::MarkKind::opted_out, .address = "ann@acme.example"}}),
        "accepted");
}

}  // namespace
}  // namespace rapport::registry
