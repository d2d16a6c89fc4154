// SPDX-License-Identifier: MIT
// Of the desk: who is told of what, and in which words.
#include "services/notifier/testing.hpp"

namespace rapport::notifier {
namespace {

using std::chrono::seconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class NotifierRulesTest : public DeskBed {};
RAPPORT_ON_EACH_STORE(NotifierRulesTest);

TEST_P(NotifierRulesTest, AComplaintTellsItsComplainantAndTheAccountManager) {
    const auto acme = known_party("Acme & Sons", "info@acme.example");
    managed_by(acme, user("kim", {}).id);
    bed.deliver(opened(complaint_of(acme, "The \"fast\" network is <slow>")));
    bed.run_jobs();
    const auto written = told();
    ASSERT_THAT(written, SizeIs(2));
    EXPECT_THAT(written[0],
                HasSubstr(R"("to":"info@acme.example","subject":"We have received your complaint C-2026-000001")"));
    EXPECT_THAT(written[0], HasSubstr(R"(Dear Acme & Sons,\n\nThank you)"));
    EXPECT_THAT(written[0], HasSubstr(R"(\"The \"fast\" network is <slow>\")"));
    EXPECT_THAT(written[1], HasSubstr(R"("to":"kim@us.example","subject":"Complaint C-2026-000001 from Acme & Sons")"));
    for (const Notice& notice : notices()) {
        EXPECT_EQ(notice.state, State::sent);
        EXPECT_THAT(written, testing::Contains(HasSubstr(R"("key":")" + to_text(notice.id))));
    }
    EXPECT_THAT(bed.emitted(api::sent), SizeIs(2));
}

TEST_P(NotifierRulesTest, WhatBecomesOfANoticeConcernsThePartiesOfItsEvent) {
    const auto acme = known_party("Acme", "info@acme.example");
    bus::Event event = opened(complaint_of(acme));
    event.parties = {acme.id};
    bed.deliver(event);
    bed.run_jobs();
    EXPECT_THAT(bed.emitted(api::sent), SizeIs(1));
    for (const bus::Event& fate : bed.events) EXPECT_THAT(fate.parties, ElementsAre(acme.id)) << fate.type;
}

TEST_P(NotifierRulesTest, WorksWithoutARegistryWhereTheComplainantIsGivenInline) {
    bed.deliver(opened(complaint_of("Ann", "ann@example.com")));
    bed.run_jobs();
    EXPECT_THAT(told(), ElementsAre(HasSubstr(R"("to":"ann@example.com")")));
    const auto skipped = bed.emitted(api::skipped);
    ASSERT_THAT(skipped, SizeIs(1));
    EXPECT_EQ(skipped[0].reason, "no party is named, so there is no account manager");
}

TEST_P(NotifierRulesTest, AnEventThatComesTwiceTellsOnce) {
    const bus::Event event = opened(complaint_of("Ann", "ann@example.com"));
    bed.deliver(event);
    bed.deliver(event);
    bed.run_jobs();
    restart();
    bed.deliver(event);
    bed.run_jobs();
    EXPECT_THAT(told(), SizeIs(1));
    EXPECT_THAT(notices(), SizeIs(2));
}

TEST_P(NotifierRulesTest, AnEventThatIsDeliveredAgainAsNewTellsOnce) {
    bus::Event event = opened(complaint_of("Ann", "ann@example.com"));
    bed.deliver(event);
    ++event.sequence;  // a source that numbers its history anew
    bed.deliver(event);
    bed.run_jobs();
    EXPECT_THAT(told(), SizeIs(1));
}

TEST_P(NotifierRulesTest, WhoCannotBeToldIsOnRecordWithTheReason) {
    bed.deliver(opened(complaint_of("Ann", {})));
    bed.deliver(opened(complaint_of(known_party("Acme", {}))));
    EXPECT_THAT(notices({.state = State::waiting}), SizeIs(2));
    for (int i = 0; i < 6; ++i) bed.advance(seconds(16));
    std::vector<std::string> reasons;
    for (const Notice& notice : notices({.state = State::skipped})) reasons.push_back(notice.reason.value_or(""));
    EXPECT_THAT(reasons,
                testing::UnorderedElementsAre("the complainant gave no e-mail address",
                                              "no party is named, so there is no account manager",
                                              "the party has no e-mail address", "the party has no account manager"));
    EXPECT_THAT(bed.emitted(api::skipped), SizeIs(4));
    EXPECT_THAT(told(), IsEmpty());
}

TEST_P(NotifierRulesTest, WhatTheRegistryTellsALittleLaterIsWaitedFor) {
    const auto acme = party("Acme", "info@acme.example", "de-DE");
    bed.deliver(opened(complaint_of(acme)));
    bed.deliver(registry::party_created, acme.id, {.entity = acme, .changes = {}});
    managed_by(acme, user("kim", {}).id);
    bed.run_jobs();
    EXPECT_THAT(told(), IsEmpty());
    bed.advance(seconds(1));
    bed.run_jobs();
    EXPECT_THAT(told(), testing::UnorderedElementsAre(HasSubstr("Guten Tag Acme"), HasSubstr("kim@us.example")));
}

TEST_P(NotifierRulesTest, ASkippedNoticeIsSentOnceItsAddressIsKnown) {
    auto acme = known_party("Acme", {});
    bed.deliver(opened(complaint_of(acme)));
    for (int i = 0; i < 6; ++i) bed.advance(seconds(16));
    const auto id = notices({.recipient = Recipient::complainant}).at(0).id;
    EXPECT_EQ(bed.call(api::resend, {.id = id}).state, State::skipped);
    acme.version = 2;
    acme.emails = {{.address = "new@acme.example"}};
    bed.deliver(registry::party_changed, acme.id, {.entity = acme, .changes = {}});
    EXPECT_EQ(bed.call(api::resend, {.id = id}).state, State::queued);
    bed.run_jobs();
    EXPECT_THAT(told(), ElementsAre(HasSubstr("new@acme.example")));
    EXPECT_THAT(refusal([&] { bed.call(api::resend, {.id = id}); }), HasSubstr("failed_precondition"));
}

TEST_P(NotifierRulesTest, AnImportTellsNobody) {
    bus::Event event = opened(complaint_of("Ann", "ann@example.com"));
    event.quiet = true;
    bed.deliver(event);
    EXPECT_THAT(notices(), IsEmpty());
}

TEST_P(NotifierRulesTest, AnOlderStateOfThePartyDoesNotReplaceANewerOne) {
    auto acme = known_party("Acme", "old@acme.example");
    acme.version = 3;
    acme.emails[0].address = "new@acme.example";
    bed.deliver(registry::party_changed, acme.id, {.entity = acme, .changes = {}});
    acme.version = 2;
    acme.emails[0].address = "late@acme.example";
    bed.deliver(registry::party_changed, acme.id, {.entity = acme, .changes = {}});
    bed.deliver(opened(complaint_of(acme)));
    bed.run_jobs();
    EXPECT_THAT(told(), ElementsAre(HasSubstr("new@acme.example")));
}

TEST_P(NotifierRulesTest, RulesAreThereFromTheStartAndStayAsOperatorsLeaveThem) {
    const std::size_t ship = shipped_rules().size();
    EXPECT_THAT(bed.call(api::list_rules, {}).items, SizeIs(ship));
    auto of_opened = rules_for("complaints.opened");
    std::erase_if(of_opened, [](const Rule& rule) { return rule.where == "data.complaint.was_question = true"; });
    ASSERT_THAT(of_opened, SizeIs(2));
    const Rule off = bed.call(api::update_rule, edit(of_opened[1]).set(&Rule::version, 1).set(&Rule::enabled, false));
    EXPECT_FALSE(off.enabled);
    bed.call(api::remove_rule, {.id = of_opened[0].id});
    restart();
    EXPECT_THAT(bed.call(api::list_rules, {}).items, SizeIs(ship - 1));
    EXPECT_FALSE(bed.call(api::get_rule, {off.id}).enabled);
    bed.deliver(opened(complaint_of("Ann", "ann@example.com")));
    EXPECT_THAT(notices(), IsEmpty());
    EXPECT_EQ(bed.emitted(api::rule_changed).at(0).changes.at(0).field, "enabled");
}

TEST_P(NotifierRulesTest, ARuleTellsOnlyOfWhatItsConditionHoldsFor) {
    const Rule rule = only_rule("file");
    bed.call(api::update_rule, edit(rule).set(&Rule::where, "data.complaint.subject ~ network"s));
    bed.deliver(opened(complaint_of("Ann", "ann@example.com", "Slow NETWORK")));
    bed.deliver(opened(complaint_of("Bob", "bob@example.com", "Rude staff")));
    EXPECT_THAT(notices({.address = "ann@example.com"}), SizeIs(1));
    EXPECT_THAT(notices(), SizeIs(1));
}

TEST_P(NotifierRulesTest, ARuleThatCouldNotWorkIsRefusedAndChangesNothing) {
    const Rule rule = only_rule("file");
    EXPECT_THAT(
        refusal([&] {
            bed.call(api::update_rule, edit(rule).set(&Rule::templates, {{"en", "s", "Dear {{recipient.name"}}));
        }),
        HasSubstr("invalid_argument templates[0].text: is no Mustache template: Unclosed tag at 5"));
    EXPECT_EQ(refusal([&] { bed.call(api::update_rule, edit(rule).set(&Rule::channel, "sms"s)); }),
              "invalid_argument channel: must be one that is configured: file, pager, safe, slow");
    EXPECT_EQ(bed.call(api::get_rule, {rule.id}).version, rule.version);
    bed.act_as("user:agent", {"agent"});
    EXPECT_THAT(refusal([&] { bed.call(api::remove_rule, {.id = rule.id}); }), HasSubstr("permission_denied"));
}

TEST_P(NotifierRulesTest, ARuleThatCanNeverFireIsRefusedAndAnOldOneCanBeMendedOrTakenOutOfForce) {
    const Rule rule = only_rule("file");
    EXPECT_EQ(refusal([&] { bed.call(api::update_rule, edit(rule).set(&Rule::event, "complaints.opend")); }),
              "invalid_argument event: complaints.opend: unknown; did you mean `complaints.opened`?");
    const auto db = kit::Db::open(bed.dsn(), kit::Db::Mode::write);
    db->begin();  // as an earlier version took it
    db->run(
        "update rules set event = 'complaints.opend', body = replace(body, 'complaints.opened', 'complaints.opend') "
        "where id = ?",
        {rule.id});
    db->commit();
    EXPECT_THAT(refusal([&] { bed.call(api::update_rule, edit(rule).set(&Rule::where, "data.x = 1"s)); }),
                HasSubstr("complaints.opend: unknown"));
    EXPECT_EQ(bed.call(api::update_rule, edit(rule).set(&Rule::name, "old")).name, "old");
    EXPECT_FALSE(bed.call(api::update_rule, edit(rule).set(&Rule::enabled, false)).enabled);
    EXPECT_THAT(refusal([&] { bed.call(api::update_rule, edit(rule).set(&Rule::enabled, true)); }),
                HasSubstr("complaints.opend: unknown"));
    EXPECT_TRUE(bed.call(api::update_rule, edit(rule).set(&Rule::event, "complaints.closed").set(&Rule::enabled, true))
                    .enabled);
}

TEST_P(NotifierRulesTest, AnEscalationTellsEachWhoHasItsRoleOnce) {
    user("kim", {kit::Role::manager});
    user("lee", {kit::Role::manager, kit::Role::admin});
    user("max", {kit::Role::agent});
    const bus::Event event = escalated_to("manager");
    bed.deliver(event);
    bed.deliver(event);
    bed.run_jobs();
    EXPECT_THAT(addresses({.state = State::sent}), testing::UnorderedElementsAre("kim@us.example", "lee@us.example"));
    EXPECT_THAT(told()[0], HasSubstr("You are told as manager."));
}

TEST_P(NotifierRulesTest, WhoMayNotSignInAnyMoreIsNotTold) {
    auto kim = user("kim", {kit::Role::manager});
    kim.version = 2;
    kim.active = false;
    bed.deliver(accounts::user_changed, kim.id, {.user = kim});
    bed.deliver(escalated_to("manager"));
    EXPECT_THAT(addresses(), ElementsAre(""));
    user("lee", {kit::Role::manager});
    bed.advance(seconds(60));
    bed.run_jobs();
    EXPECT_THAT(addresses(), ElementsAre("lee@us.example")) << "who came meanwhile is told";
}

TEST_P(NotifierRulesTest, ARoleThatNobodyHasIsOnRecord) {
    bed.deliver(escalated_to("manager"));
    for (int i = 0; i < 60; ++i) bed.advance(seconds(1));
    const auto skipped = bed.emitted(api::skipped);
    ASSERT_THAT(skipped, SizeIs(1));
    EXPECT_EQ(skipped[0].reason, "no user who may sign in has the role manager");
}

TEST_P(NotifierRulesTest, WhoeverGetsAComplaintIsToldBeItByIdOrByName) {
    const auto kim = user("kim", {kit::Role::agent});
    auto told = complaint("Slow network");
    told.entity.owner = kim.id;
    bed.deliver(complaints::assigned, told.entity.id, told);
    // As an earlier version told it.
    for (const std::string& owner : {"kim"s, "user:" + to_text(kim.id)}) {
        bus::Event event = bed.make(complaints::assigned, told.entity.id, complaint("Slow network"));
        std::string json = to_json(event.data.bytes);
        json.insert(json.find("\"subject\""), "\"owner\":\"" + owner + "\",");
        event.data = {from_json(json)};
        bed.deliver(event);
    }
    bed.run_jobs();
    EXPECT_THAT(addresses({.state = State::sent}), ElementsAre("kim@us.example", "kim@us.example", "kim@us.example"));
}

}  // namespace
}  // namespace rapport::notifier
