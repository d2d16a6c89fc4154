// SPDX-License-Identifier: MIT
// Whose notices are: the parties' that their event concerns, also once those are merged or erased.
#include "services/notifier/notice_parties.hpp"

#include "services/kit/entities/party_events.hpp"
#include "services/notifier/testing.hpp"

namespace rapport::notifier {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::UnorderedElementsAre;

class NoticePartiesTest : public DeskBed {
protected:
    NoticePartiesTest() { only_rule("file"); }
    bus::Event opened_by(const registry::Party& by, std::vector<Uuid> parties) {
        bus::Event event = opened(complaint_of(by, by.name + "'s network"));
        event.parties = std::move(parties);
        return event;
    }
    void complains(const registry::Party& party) { bed.deliver(opened_by(party, {party.id})); }
    /// The titles of notices that the account manager sees.
    std::vector<std::string> seen_by(const kit::UserId& manager) {
        bed.act_as(manager, {"account_manager"});
        std::vector<std::string> texts;
        for (const Notice& notice : notices()) texts.push_back(notice.text.value_or("nothing"));
        bed.act_as("user:test", {"manager"});
        return texts;
    }
    Notice notice_to(const std::string& address) { return notices({.address = address}).at(0); }
    void erase(const Uuid& party) { bed.deliver(kit::party_erased, party, {party}); }
    std::int64_t count(const std::string& sql) { return std::get<0>(*bed.reader().row<std::int64_t>(sql)); }

    const kit::UserId kim = user("kim", {kit::Role::account_manager}).id,
                      lee = user("lee", {kit::Role::account_manager}).id;
    const registry::Party acme = known_party("Acme", "info@acme.example"),
                          other = known_party("Other", "info@other.example");
};
RAPPORT_ON_EACH_STORE(NoticePartiesTest);

TEST_P(NoticePartiesTest, AnAccountManagerSeesThoseOfTheirPartiesAndNoOther) {
    managed_by(acme, kim);
    complains(acme);
    complains(other);
    bed.deliver(opened_by(other, {}));
    EXPECT_THAT(notices(), SizeIs(3));
    EXPECT_THAT(seen_by(kim), UnorderedElementsAre("Acme's network"));
    EXPECT_THAT(seen_by(lee), IsEmpty());
    const Notice theirs = notice_to("info@acme.example"), another = notice_to("info@other.example");
    bed.act_as(kim, {"account_manager"});
    EXPECT_EQ(bed.call(api::list_notices, {}).total, 1);
    kit::ListOf<Notice> search;
    search.search = "Other";
    EXPECT_EQ(bed.call(api::list_notices, search).total, 0);
    EXPECT_EQ(bed.call(api::get_notice, {theirs.id}).parties, std::vector<Uuid>{acme.id});
    EXPECT_EQ(refusal(api::get_notice, {another.id}), "not_found id: there is no such notice");
    EXPECT_FALSE(bed.call(api::list_rules, {}).items.empty()) << "rules are everybody's to read";
}

TEST_P(NoticePartiesTest, OfAnEventThatConcernsSeveralEachSeesItAndListsFindItByEach) {
    managed_by(acme, kim);
    managed_by(other, lee);
    bed.deliver(opened_by(acme, {acme.id, other.id}));
    EXPECT_THAT(seen_by(kim), SizeIs(1));
    EXPECT_THAT(seen_by(lee), SizeIs(1));
    for (const Uuid& party : {Uuid(acme.id), Uuid(other.id)})
        EXPECT_EQ(bed.call(api::list_notices, kit::ListOf<Notice>{}.where(&Notice::parties, {party})).total, 1);
    bed.run_jobs();
    for (const bus::Event& event : bed.events)
        if (event.type == api::sent.type) {
            EXPECT_THAT(event.parties, UnorderedElementsAre(acme.id, other.id)) << "its fate concerns both as well";
        }
}

TEST_P(NoticePartiesTest, OfMergedPartiesTheyAreTheOnesThatIsLeft) {
    managed_by(other, lee);
    complains(acme);
    bed.deliver(kit::parties_merged, other.id, {other.id, {acme.id}});
    complains(acme);
    EXPECT_THAT(seen_by(lee), SizeIs(2)) << "what was told before, and what is told by the old name";
}

TEST_P(NoticePartiesTest, AnErasureLeavesNothingPersonalAndWhatWasNotSentIsNotSent) {
    complains(acme);
    bed.run_jobs();
    complains(acme);
    complains(other);
    ASSERT_THAT(told(), SizeIs(1));
    erase(acme.id);
    bed.run_jobs();
    EXPECT_THAT(told(), SizeIs(2)) << "the other party's";
    EXPECT_THAT(told().back(), HasSubstr("info@other.example"));
    EXPECT_EQ(count("select count(*) from notices where body like '%cme%'"), 0);
    EXPECT_EQ(count("select count(*) from notices where address = 'info@acme.example'"), 0);
    EXPECT_EQ(count("select count(*) from held_events where event like '%cme%'"), 0);
    const auto stopped = notices({.state = State::skipped});
    ASSERT_THAT(stopped, SizeIs(1));
    EXPECT_EQ(stopped[0].reason, "the party was erased");
    EXPECT_EQ(bed.emitted(api::skipped).back().notice, stopped[0].id);
    EXPECT_THAT(refusal(api::resend, {.id = stopped[0].id}), HasSubstr("nothing is left to be sent"));
    EXPECT_EQ(notice_to("info@other.example").text, "Other's network");
}

TEST_P(NoticePartiesTest, AnErasureReachesWhatStillStandsUnderTheIdOfAMergedParty) {
    complains(acme);
    bed.run_jobs();
    kit::Db::open(bed.dsn(), kit::Db::Mode::write)
        ->run("insert into kit_merged_parties (id, survivor) values (?, ?)", {acme.id, other.id});
    erase(other.id);
    EXPECT_EQ(count("select count(*) from notices where body like '%cme%'"), 0);
}

TEST_P(NoticePartiesTest, WhoSpokeForAPartyAndIsErasedLosesWhatWasSentToThem) {
    const auto ann = known_party("Ann", "ann@acme.example");
    const registry::Contact contact{.id = registry::ContactId(new_uuid(bed.clock.now())),
                                    .version = 1,
                                    .person = ann.id,
                                    .party = acme.id,
                                    .role = registry::ContactRole::escalation};
    bed.deliver(registry::contact_created, contact.id, {.entity = contact, .changes = {}});
    bed.call(api::add_rule, {{.name = "contacts",
                              .event = "complaints.opened",
                              .recipients = {{Recipient::contact, "escalation"}},
                              .templates = {{"en", "s", "Dear {{recipient.name}}"}}}});
    complains(acme);
    bed.run_jobs();
    ASSERT_THAT(told(), testing::Contains(HasSubstr("ann@acme.example")));
    erase(ann.id);
    for (const Notice& notice : notices()) {
        if (notice.recipient.kind == Recipient::contact) {
            EXPECT_FALSE(notice.address || notice.name || notice.text);
        } else {
            EXPECT_EQ(notice.address, "info@acme.example") << "the party is still there";
        }
    }
}

TEST_P(NoticePartiesTest, WhatAnEarlierVersionMadeIsTheirsByWhatWasToldOfItOrByTheEventThatItHolds) {
    managed_by(acme, kim);
    complains(acme);
    bed.run_jobs();
    complains(acme);
    {
        const auto db = kit::Db::open(bed.dsn(), kit::Db::Mode::write);
        db->run("update notices set body = replace(body, ?, '')", {R"(,"parties":[")" + to_text(acme.id) + "\"]"});
        db->run("delete from notices_parties");
        db->run("delete from kit_derivations where name = 'notices_parties'");
    }
    EXPECT_THAT(seen_by(kim), IsEmpty());
    restart();
    EXPECT_THAT(seen_by(kim), SizeIs(2));
    for (const Notice& notice : notices()) EXPECT_EQ(notice.parties, std::vector<Uuid>{acme.id});
}

TEST_P(NoticePartiesTest, WhatEarlierVersionsKnewOfOurUsersIsKeptUntilAccountsAreHeard) {
    const auto db = kit::Db::open(bed.dsn(), kit::Db::Mode::write);
    const auto known = [&] {
        return db->rows<std::string, std::string>("select name, coalesce(roles, '') from kit_users order by name");
    };
    ASSERT_THAT(known(), SizeIs(2));
    // As the store was before its migration.
    db->script(
        "delete from kit_users;\ndrop table notices_parties;\ndrop index notices_recipient;\n"
        "drop index notices_channel;\ndrop index rules_enabled;\n"
        "create table known_users (id text primary key, version bigint not null, login text not null, name text not "
        "null, email text, active bigint not null);\n"
        "create table known_roles (role text not null, id text not null, primary key (role, id));\n"
        "insert into known_users (id, version, login, name, email, active) values ('" +
        to_text(kim) +
        "', 1, 'kim', 'Kim of us', 'kim@us.example', 1);\n"
        "insert into known_roles (role, id) values ('account_manager', '" +
        to_text(kim) + "');\ninsert into known_roles (role, id) values ('agent', '" + to_text(kim) +
        "');\ndelete from kit_migrations where name = '009_parties';\n");
    restart();
    const auto after = known();
    ASSERT_THAT(after, SizeIs(1));
    EXPECT_EQ(std::get<1>(after[0]), " agent account_manager ");
    const kit::View view(bed.reader(), bed.clock.now(), {});
    EXPECT_EQ(kit::user_of(view, kim).value().shown_name(), "Kim of us");
    EXPECT_THAT(kit::users_with(view, kit::Role::agent, 9), UnorderedElementsAre(kim));
    EXPECT_THAT(kit::users_with(view, kit::Role::manager, 9), IsEmpty());
}

}  // namespace
}  // namespace rapport::notifier
