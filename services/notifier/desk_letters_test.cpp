// SPDX-License-Identifier: MIT
// Of the desk: letters with the complainant's link and language, one mailbox that hears once, and rules that ship anew.
#include "services/notifier/testing.hpp"

namespace rapport::notifier {
namespace {

using std::chrono::seconds;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;
using testing::UnorderedElementsAre;

class NotifierLettersTest : public DeskBed {
protected:
    NotifierLettersTest() {
        const accounts::Organisation organisation{.version = 1,
                                                  .name = "ACME Desk",
                                                  .time_zone = "Europe/Berlin",
                                                  .languages = {"de"},
                                                  .public_url = "https://help.example.com"};
        bed.deliver(accounts::organisation_changed, organisation.id, {.entity = organisation, .changes = {}});
    }
    complaints::ComplaintEvent with_page(complaints::ComplaintEvent told) {
        told.page = "/feedback/complaint/t0k3n";
        return told;
    }
    registry::Contact contact_of(const registry::Party& person, const registry::Party& party,
                                 std::optional<std::string> language = {}) {
        const registry::Contact contact{.id = registry::ContactId(new_uuid(bed.clock.now())),
                                        .version = 1,
                                        .person = person.id,
                                        .party = party.id,
                                        .language = std::move(language)};
        bed.deliver(registry::contact_created, contact.id, {.entity = contact, .changes = {}});
        return contact;
    }
    Rule shipped(const std::string& name) {
        for (const Rule& rule : bed.call(api::list_rules, {.limit = 200}).items)
            if (rule.shipped == name) return rule;
        throw std::logic_error("no rule " + name);
    }
    Rule add(const std::string& name, const std::string& event, std::vector<Recipient> recipients,
             std::optional<std::string> channel = {}) {
        return bed.call(api::add_rule, {{.name = name,
                                         .event = event,
                                         .channel = std::move(channel),
                                         .recipients = std::move(recipients),
                                         .templates = {{"en", "s", name}}}});
    }
    /// Changes what is stored, as a store of an earlier release had it.
    void in_the_store(const std::function<void(kit::Db&)>& change) {
        const auto db = kit::Db::open(bed.dsn(), kit::Db::Mode::write);
        db->begin();
        change(*db);
        db->run("delete from kit_meta where name like 'once.rules that ship%'");
        db->commit();
        restart();
    }
    /// As the first release stored its rules: those alone, under no name by which they ship.
    static void as_at_first(kit::Db& db) {
        const std::set<std::string> later{"note",
                                          "rejection",
                                          "closing",
                                          "closing_without_reply",
                                          "final_position",
                                          "reinstatement",
                                          "question_taken_up",
                                          "question_receipt",
                                          "answer",
                                          "compliment_receipt",
                                          "thanks",
                                          "suggestion_receipt",
                                          "suggestion_answer",
                                          "second_factor_enrolled",
                                          "second_factor_removed",
                                          "recovery_codes_made",
                                          "recovery_code_used"};
        for (const auto& [id, body] : db.rows<std::string, std::string>("select id, body from rules")) {
            auto rule = nlohmann::json::parse(body);
            if (rule.contains("shipped") && later.contains(rule["shipped"])) {
                db.run("delete from rules where id = ?", {id});
                continue;
            }
            rule.erase("shipped");
            rule.erase("changed");
            rule["templates"] = {{{"language", "en"}, {"subject", "old"}, {"text", "old"}}};
            db.run("update rules set body = ? where id = ?", {rule.dump(), id});
        }
    }
    std::vector<std::string> reasons() {
        std::vector<std::string> all;
        for (const Notice& notice : notices({.state = State::skipped})) all.push_back(notice.reason.value_or(""));
        return all;
    }
};
RAPPORT_ON_EACH_STORE(NotifierLettersTest);

TEST_P(NotifierLettersTest, TheComplainantGetsTheLinkAndNobodyElseDoes) {
    const auto acme = known_party("Acme", "info@acme.example", "en");
    managed_by(acme, user("kim", {}).id);
    add("to a program", "complaints.opened", {Recipient::channel}, "pager");
    const Rule manager = shipped("account_manager");
    bed.call(api::update_rule,
             edit(manager).set(&Rule::templates, {{"en", "s", "[{{complaint.link}}{{page}}{{data.page}}]"}}));
    bed.deliver(opened(with_page(complaint_of(acme))));
    bed.run_jobs();
    for (const Notice& notice : notices()) {
        if (notice.recipient == Recipient::complainant)
            EXPECT_THAT(notice.text.value_or(""), HasSubstr("\nhttps://help.example.com/feedback/complaint/t0k3n\n"));
        else EXPECT_THAT(notice.text.value_or(""), Not(HasSubstr("t0k3n")));
    }
    for (const std::string& line : told())
        EXPECT_EQ(line.find("t0k3n") != line.npos, line.find("info@acme.example") != line.npos) << line;
    for (const std::string& line : lines("pager")) EXPECT_THAT(line, Not(HasSubstr("t0k3n")));
}

TEST_P(NotifierLettersTest, WhoeverPraisesOrSuggestsIsWrittenToOnceIfTheyGaveAnAddress) {
    using namespace rapport::complaints;
    const auto ann = [](std::optional<std::string> email) {
        return Complainant{.name = "Ann", .email = std::move(email), .language = "en"};
    };
    complaints::WithPage<Compliment> praise{{.entity = {.id = ComplimentId(new_uuid(bed.clock.now())),
                                                        .number = "F-2026-000001",
                                                        .giver = ann("ann@example.com"),
                                                        .praised = "the night shift"}},
                                            "/feedback/compliment/t0k3n"};
    complaints::WithPage<Suggestion> idea{{.entity = {.id = SuggestionId(new_uuid(bed.clock.now())),
                                                      .number = "F-2026-000002",
                                                      .giver = ann("ann@example.com"),
                                                      .subject = "Answer by chat"}},
                                          "/feedback/suggestion/t0k3n"};
    const auto deliver = [&] {
        const auto received = bed.make(complaints::compliment_received, praise.entity.id, praise);
        bed.deliver(received);
        bed.deliver(received);
        for (const auto state : {ComplimentState::thanked, ComplimentState::forwarded, ComplimentState::published}) {
            praise.entity.state = state;
            bed.deliver(complaints::compliment_moved, praise.entity.id, praise);
        }
        bed.deliver(complaints::suggestion_received, idea.entity.id, idea);
        idea.entity.state = SuggestionState::considered;
        bed.deliver(complaints::suggestion_moved, idea.entity.id, idea);
        idea.entity.state = SuggestionState::adopted;
        idea.entity.adopted = true;
        bed.deliver(complaints::suggestion_adopted, idea.entity.id, idea);
        idea.entity.state = SuggestionState::answered;
        idea.entity.answer = "From May on";
        bed.deliver(complaints::suggestion_moved, idea.entity.id, idea);
        bed.run_jobs();
    };
    deliver();
    EXPECT_THAT(told(),
                UnorderedElementsAre(
                    AllOf(HasSubstr("We have received your compliment F-2026-000001"), HasSubstr("compliment/t0k3n")),
                    AllOf(HasSubstr("Thank you for your compliment F-2026-000001"), HasSubstr("compliment/t0k3n")),
                    AllOf(HasSubstr("We have received your suggestion F-2026-000002"), HasSubstr("suggestion/t0k3n")),
                    AllOf(HasSubstr("We will do it."), HasSubstr("From May on"), HasSubstr("suggestion/t0k3n"))));
    praise.entity.giver = idea.entity.giver = ann({});
    deliver();
    EXPECT_THAT(told(), SizeIs(4));
    EXPECT_THAT(reasons(), testing::Contains("the complainant gave no e-mail address"));
}

TEST_P(NotifierLettersTest, ALinkSurvivesTheWaitForAnAddress) {
    const auto acme = party("Acme", "info@acme.example");
    bed.deliver(opened(with_page(complaint_of(acme))));
    bed.deliver(registry::party_created, acme.id, {.entity = acme, .changes = {}});
    bed.advance(seconds(2));
    bed.run_jobs();
    EXPECT_THAT(told(), ElementsAre(HasSubstr("/feedback/complaint/t0k3n")));
}

TEST_P(NotifierLettersTest, EachIsWrittenToInTheirLanguageElseInTheOrganisations) {
    const auto acme = known_party("Acme", "info@acme.example"),
               zhang = known_party("Zhang", "zhang@acme.example", "zh-CN");
    const auto contact = contact_of(zhang, acme);
    auto by_contact = complaint_of(acme);
    by_contact.entity.contact = contact.id;
    auto on_a_page = complaint_of("Ann", "ann@example.com");
    on_a_page.entity.complainant->language = "en";
    auto french = complaint_of("Luc", "luc@example.com");
    french.entity.complainant->language = "fr";
    for (const auto& told : {complaint_of(acme), by_contact, on_a_page, french}) bed.deliver(opened(told));
    bed.run_jobs();
    std::vector<std::string> got;
    for (const Notice& notice : notices({.state = State::sent}))
        got.push_back(*notice.address + " " + *notice.language);
    EXPECT_THAT(got, UnorderedElementsAre("info@acme.example de", "zhang@acme.example zh", "ann@example.com en",
                                          "luc@example.com de"));
}

TEST_P(NotifierLettersTest, AContactThatTheRegistryTellsOfALittleLaterIsWaitedFor) {
    const auto acme = known_party("Acme", "info@acme.example"), zhang = known_party("Zhang", "zhang@acme.example");
    registry::Contact contact{
        .id = registry::ContactId(new_uuid(bed.clock.now())), .version = 1, .person = zhang.id, .party = acme.id};
    auto told_of = complaint_of(acme);
    told_of.entity.contact = contact.id;
    bed.deliver(opened(told_of));
    bed.deliver(registry::contact_created, contact.id, {.entity = contact, .changes = {}});
    bed.advance(seconds(2));
    bed.run_jobs();
    EXPECT_THAT(addresses({.state = State::sent}), ElementsAre("zhang@acme.example"));
    contact.version = 2;
    contact.inactive = true;
    bed.deliver(registry::contact_changed, contact.id, {.entity = contact, .changes = {}});
    bed.deliver(opened(told_of));
    bed.run_jobs();
    EXPECT_THAT(addresses({.state = State::sent}), UnorderedElementsAre("zhang@acme.example", "info@acme.example"));
}

TEST_P(NotifierLettersTest, OneMailboxOfTwoUsersHearsOnce) {
    auto kim = user("kim", {kit::Role::manager}), lee = user("lee", {kit::Role::manager});
    user("max", {kit::Role::manager});
    lee.version = 2;
    lee.email = "KIM@Us.Example";
    bed.deliver(accounts::user_changed, lee.id, {.user = lee});
    const auto event = escalated_to("manager");
    bed.deliver(event);
    bed.run_jobs();
    EXPECT_THAT(told(), UnorderedElementsAre(HasSubstr("\"kim@us.example\""), HasSubstr("\"max@us.example\"")));
    EXPECT_THAT(reasons(),
                ElementsAre("this mailbox hears of it by the rule \"Tell those who are to act on an escalation\""));
    bed.deliver(escalated_to("manager"));
    bed.run_jobs();
    EXPECT_THAT(told(), SizeIs(4)) << "of the next one it hears again";
}

TEST_P(NotifierLettersTest, RecipientsAndRulesThatOverlapReachAMailboxOnce) {
    const auto acme = known_party("Acme", "Desk@Us.example", "en");
    managed_by(acme, user("desk", {}).id);
    add("again", "complaints.opened", {Recipient::complainant, Recipient::account_manager});
    add("through the pager", "complaints.opened", {Recipient::complainant}, "pager");
    add("to whoever the pager reaches", "complaints.opened", {Recipient::channel}, "pager");
    bed.deliver(opened(with_page(complaint_of(acme))));
    bed.run_jobs();
    EXPECT_THAT(told(), ElementsAre(HasSubstr("We have received your complaint")));
    EXPECT_THAT(notices({.channel = "pager"}), SizeIs(2));
    EXPECT_THAT(reasons(), SizeIs(3));
    EXPECT_THAT(reasons(), testing::Each(HasSubstr("Acknowledge receipt of a complaint")));
}

TEST_P(NotifierLettersTest, AMailboxIsNotPassedOverForALetterThatNeverWent) {
    only_rule("pager");
    const Rule second = add("second", "complaints.opened", {Recipient::complainant}, "pager");
    bed.deliver(opened(complaint_of("Ann", "ann@example.com", "reject")));
    bed.run_jobs();
    const auto failed = notices({.state = State::failed});
    ASSERT_THAT(failed, SizeIs(1));
    const auto passed_over = notices({.rule = second.id}).at(0);
    EXPECT_EQ(passed_over.state, State::skipped);
    EXPECT_EQ(bed.call(api::resend, {.id = passed_over.id}).state, State::queued);
}

TEST_P(NotifierLettersTest, WhatAnOperatorLeftAloneGetsTheNewText) {
    in_the_store(as_at_first);
    EXPECT_THAT(bed.call(api::list_rules, {.limit = 200}).items, SizeIs(shipped_rules().size()));
    for (const Rule& rule : shipped_rules()) {
        const Rule stored = shipped(*rule.shipped);
        EXPECT_FALSE(stored.changed);
        EXPECT_EQ(encode(stored.templates.at(0)), encode(rule.templates.at(0))) << rule.name;
        EXPECT_EQ(stored.where, rule.where);
    }
    const auto before = bed.call(api::list_rules, {.limit = 200}).items;
    restart();
    for (const Rule& rule : before) EXPECT_EQ(bed.call(api::get_rule, {rule.id}).version, rule.version);
}

TEST_P(NotifierLettersTest, WhatAnOperatorChangedOrRemovedStays) {
    const Rule receipt = shipped("receipt"), offer = shipped("offer"), reminder = shipped("reminder");
    in_the_store([&](kit::Db& db) {
        as_at_first(db);
        const auto change = [&](const Rule& rule, const nlohmann::json& what) {
            auto body = nlohmann::json::parse(
                std::get<0>(*db.row<std::string>("select body from rules where id = ?", {rule.id})));
            body.update(what);
            body["version"] = 2;
            db.run("update rules set body = ?, version = 2, enabled = ?, retired = ? where id = ?",
                   {body.dump(), body["enabled"].get<bool>() ? 1 : 0, body["retired"].get<bool>() ? 1 : 0, rule.id});
        };
        change(receipt, {{"templates", {{{"language", "en"}, {"subject", "ours"}, {"text", "ours"}}}}});
        change(offer, {{"retired", true}, {"enabled", false}});
        change(reminder, {{"name", "Ours now"}});
    });
    EXPECT_EQ(bed.call(api::get_rule, {receipt.id}).templates.at(0).subject, "ours");
    EXPECT_TRUE(bed.call(api::get_rule, {receipt.id}).changed);
    EXPECT_TRUE(bed.call(api::get_rule, {offer.id}).retired);
    EXPECT_EQ(bed.call(api::get_rule, {reminder.id}).templates.at(0).subject, "old");
    EXPECT_THAT(rules_for("complaints.proposed"), SizeIs(0));
    EXPECT_THAT(rules_for("complaints.reminded"), SizeIs(1));
    EXPECT_EQ(shipped("note").templates.size(), 3U) << "what is new comes all the same";

    const Rule anew = bed.call(api::restore_rule, {.id = receipt.id});
    EXPECT_EQ(anew.templates.at(0).subject, "We have received your complaint {{complaint.number}}");
    EXPECT_FALSE(anew.changed);
    EXPECT_TRUE(bed.call(api::restore_rule, {.id = offer.id}).enabled);
    EXPECT_EQ(bed.call(api::restore_rule, {.id = offer.id}).version, bed.call(api::get_rule, {offer.id}).version);
    EXPECT_THAT(refusal([&] { bed.call(api::restore_rule, {.id = reminder.id}); }),
                HasSubstr("failed_precondition the rule does not ship"));
    EXPECT_THAT(refusal([&] { bed.call(api::restore_rule, {.id = receipt.id, .version = 1}); }), HasSubstr("aborted"));
}

TEST_P(NotifierLettersTest, ALaterReleaseReplacesWhatShippedUnlessItWasChangedMeanwhile) {
    const Rule receipt = shipped("receipt"), offer = shipped("offer");
    bed.call(api::update_rule, edit(offer).set(&Rule::name, "Ours"));
    EXPECT_TRUE(shipped("offer").changed);
    in_the_store([](kit::Db& db) {
        for (const auto& [id, body] : db.rows<std::string, std::string>("select id, body from rules")) {
            auto rule = nlohmann::json::parse(body);
            rule["templates"] = {{{"language", "en"}, {"subject", "old"}, {"text", "old"}}};
            db.run("update rules set body = ? where id = ?", {rule.dump(), id});
        }
    });
    EXPECT_EQ(shipped("receipt").templates.size(), 3U);
    EXPECT_EQ(shipped("offer").templates.at(0).subject, "old");
    EXPECT_EQ(shipped("receipt").id, receipt.id);
}

}  // namespace
}  // namespace rapport::notifier
