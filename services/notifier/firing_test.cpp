// SPDX-License-Identifier: MIT
#include "services/notifier/firing.hpp"

#include <gmock/gmock-matchers.h>

#include "bus/base/error.hpp"
#include "bus/base/wire.hpp"
#include "services/notifier/testing_events.hpp"

namespace rapport::notifier {
namespace {

using testing::HasSubstr;

std::string refusal(const Rule& rule, const EventSchemas& known) {
    try {
        check(rule);
        check_fires(rule, known);
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), Code::invalid_argument);
        return error.message();
    }
    return "taken";
}
std::string refusal(const Rule& rule) {
    static const EventSchemas known = told_schemas();
    return refusal(rule, known);
}
Rule rule_for(const std::string& event) {
    return {.name = "r", .event = event, .recipients = {Recipient::channel}, .templates = {{"en", "s", "t"}}};
}
std::string of_event(const std::string& event) { return refusal(rule_for(event)); }
std::string of_where(const std::string& where, const std::string& event = "complaints.opened") {
    Rule rule = rule_for(event);
    rule.where = where;
    return refusal(rule);
}
std::string of_recipient(const std::string& event, Recipient recipient) {
    Rule rule = rule_for(event);
    rule.recipients = {recipient};
    return refusal(rule);
}
std::string of_text(const std::string& text, const std::string& event = "complaints.opened") {
    Rule rule = rule_for(event);
    rule.templates[0].text = text;
    return refusal(rule);
}

TEST(Firing, TheRulesThatShipCanFire) {
    for (const Rule& rule : shipped_rules()) EXPECT_EQ(refusal(rule), "taken") << rule.name;
}

TEST(Firing, EachTypeThatIsToldIsTaken) {
    for (const auto& [type, schema] : told_schemas()) EXPECT_EQ(of_event(type), "taken");
}

TEST(Firing, ATypeThatNobodyTellsIsRefusedWithTheNearest) {
    EXPECT_EQ(of_event("complaints.acknowleged"),
              "event: complaints.acknowleged: unknown; did you mean `complaints.acknowledged`?");
    EXPECT_EQ(of_event("complaints.Opened"), "event: complaints.Opened: unknown; did you mean `complaints.opened`?");
    EXPECT_THAT(of_event("complaints.foo"), HasSubstr("unknown; there are "));
    EXPECT_THAT(of_event("complaints.zzzzzzzzzzzzzzzzzzzz"), HasSubstr("unknown; there are accepted, "));
    EXPECT_THAT(of_event("complaints."), HasSubstr("event: complaints.: unknown; there are "));
    EXPECT_THAT(of_event("complaints"), HasSubstr("event: complaints: unknown; there are "));
    EXPECT_EQ(of_event("complaint.opened"),
              "event: complaint.opened: no service of the name before the dot was heard here; must be one of accounts, "
              "complaints, registry; did you mean `complaints`?");
    EXPECT_THAT(of_event("surveys.scored"), HasSubstr("must be one of accounts, complaints, registry"));
    EXPECT_THAT(of_event("accounts.lockd"), HasSubstr("did you mean `accounts.locked`?"));
}

TEST(Firing, WhatServicesSayOfThemselvesDecidesAndNothingElse) {
    Rule rule = rule_for("surveys.scored");
    rule.where = "data.scroe > 3";
    EXPECT_EQ(refusal(rule, {}),
              "event: surveys.scored: no service has said yet which events it tells; each does soon after its start");
    EventSchemas known{
        {"surveys.scored", {from_json(R"({"type": "object", "properties": {"score": {"type": "number"}}})")}}};
    EXPECT_EQ(refusal(rule, known), "where: data.scroe: unknown; did you mean `score`?");
    rule.where = "data.score > 3";
    EXPECT_EQ(refusal(rule, known), "taken");
    rule.templates[0].text = "{{score}} {{points}}";
    EXPECT_THAT(refusal(rule, known), HasSubstr("templates[0].text: points: unknown; there are score"));
    known["surveys.scored"] = {from_json("{}")};  // says nothing of its data: it may hold anything
    EXPECT_EQ(refusal(rule, known), "taken");
}

TEST(Firing, ARuleOnTheNotifiersOwnEventsIsRefused) {
    EventSchemas known = told_schemas();
    EXPECT_THAT(refusal(rule_for("notifier.failed"), known),
                HasSubstr("event: notifier.failed: the notifier does not hear its own events"));
}

TEST(Firing, AConditionOnWhatAnEventMayHaveIsTaken) {
    for (const char* where : {"data.complaint.priority in (P1, P2)", "data.complaint.complainant.email ~ example",
                              "data.changes.field = owner", "data.changes.before = x", "data.changes.after.deep.er = x",
                              "actor.id = user:1", "subject is not null", "time >= 2026-11-01",
                              "type = complaints.opened", "type in (complaints.opened, complaints.closed)",
                              "type = complaints.closed or data.complaint.open = true", "not type = complaints.closed",
                              "data.complaint.score.factors.points > 10", "data.complaint.clocks is not null"})
        EXPECT_EQ(of_where(where), "taken") << where;
}

TEST(Firing, AConditionThatNoEventMeetsIsRefused) {
    const std::pair<const char*, const char*> table[] = {
        {"data.complaint.prioritty = P1", "where: data.complaint.prioritty: unknown; did you mean `priority`?"},
        {"complaint.priority = P1", "where: complaint: unknown; there are "},
        {"data.complaint.priority = P9", "where: data.complaint.priority: P9 must be one of P1, P2, P3, P4"},
        {"data.complaint.severity = hgih", "must be one of low, medium, high, critical; did you mean `high`?"},
        {"data.complaint.impact = high", "where: data.complaint.impact: high must be a number"},
        {"data.role = manager", "where: data.role: unknown; there are complaint, changes"},
        {"actor.roles = x and actor.nmae = y", "where: actor.nmae: unknown"},
        {"type = complaints.closed", "where: leaves out every event of type complaints.opened"},
        {"data.complaint.open = true and (type = complaints.closed or source = accounts)", "where: leaves out every"},
    };
    for (const auto& [where, says] : table) EXPECT_THAT(of_where(where), HasSubstr(says)) << where;
    EXPECT_EQ(of_where("data.role = manager", "complaints.escalated"), "taken");
}

TEST(Firing, ARecipientWhomTheEventNeverNamesIsRefusedWithThoseItDoes) {
    EXPECT_EQ(of_recipient("complaints.opened", Recipient::complainant), "taken");
    EXPECT_EQ(of_recipient("complaints.opened", Recipient::account_manager), "taken");
    EXPECT_EQ(of_recipient("complaints.assigned", Recipient::owner), "taken");
    EXPECT_EQ(of_recipient("complaints.escalated", Recipient::role), "taken");
    EXPECT_EQ(of_recipient("accounts.locked", Recipient::user), "taken");
    EXPECT_EQ(of_recipient("accounts.user_changed", Recipient::former_address), "taken");
    EXPECT_EQ(of_recipient("complaints.opened", Recipient::role),
              "recipients[0]: role: nobody such is named by complaints.opened; there are complainant, account_manager, "
              "channel, owner");
    EXPECT_EQ(of_recipient("complaints.opened", Recipient::user),
              "recipients[0]: user: nobody such is named by complaints.opened; there are complainant, account_manager, "
              "channel, owner");
    EXPECT_EQ(of_recipient("accounts.locked", Recipient::former_address),
              "recipients[0]: former_address: nobody such is named by accounts.locked; there are channel, user");
    EXPECT_THAT(of_recipient("accounts.locked", Recipient::complainant), HasSubstr("there are channel, user"));
    EXPECT_THAT(of_recipient("complaints.review_held", Recipient::complainant),
                HasSubstr("there are account_manager, channel"));
    EXPECT_EQ(of_recipient("registry.agreement_changed", {Recipient::contact, "escalation"}), "taken");
    EXPECT_EQ(of_recipient("accounts.locked", {Recipient::contact, "escalation"}),
              "recipients[0]: contact:escalation: nobody such is named by accounts.locked; there are channel, user");
}

TEST(Firing, ATemplateMayNameWhatAnEventMayHave) {
    for (const char* text :
         {"{{complaint.number}} {{data.complaint.number}} {{type}} {{time}} {{actor.id}} {{recipient.language}}",
          "{{{complaint.subject}}} {{& complaint.subject }} {{! nobody.reads this }}",
          "{{#complaint.priority}}P {{.}} {{complaint.priority}}{{/complaint.priority}}",
          "{{^complaint.owner}}nobody has {{complaint.number}}{{/complaint.owner}}",
          "{{#complaint}}{{number}} {{#escalation}}{{role}} {{by}}{{/escalation}} {{type}}{{/complaint}}",
          "{{#changes}}{{field}}: {{before}} → {{after}} {{complaint.number}}{{/changes}}",
          "{{#changes}}{{#after}}{{whatever.it.is}}{{/after}}{{/changes}}",
          "{{complaint.link}} {{data.complaint.link}} {{#complaint}}{{link}}{{#link}}{{.}}{{/link}}{{/complaint}} "
          "{{organisation}}",
          "{{complaint.received_at_local}} {{time_local}} {{#complaint}}{{received_at_local}}{{/complaint}}",
          "{{#complaint.score.factors}}{{name}} {{points}}{{/complaint.score.factors}}",
          "{{=<% %>=}}<% complaint.number %> {{no.tag}} <%={{ }}=%>{{complaint.number}}", "no tag, { {x} }"})
        EXPECT_EQ(of_text(text), "taken") << text;
    EXPECT_EQ(of_text("{{role}}", "complaints.escalated"), "taken");
    EXPECT_EQ(of_text("{{#user.roles}}{{.}} {{/user.roles}}{{#by}}{{by}}{{/by}}", "accounts.user_changed"), "taken");
}

TEST(Firing, ATemplateThatNamesWhatIsNeverThereIsRefusedWithTheNearest) {
    const std::pair<const char*, const char*> table[] = {
        {"{{complaint.nubmer}}", "templates[0].text: complaint.nubmer: unknown; did you mean `number`?"},
        {"{{complant.number}}", "templates[0].text: complant.number: unknown; did you mean `complaint`?"},
        {"{{recipient.adress}}", "templates[0].text: recipient.adress: unknown; did you mean `address`?"},
        {"{{link}}", "templates[0].text: link: unknown"},
        {"{{recipient.link}}", "templates[0].text: recipient.link: unknown"},
        {"{{complaint.number_local}}", "templates[0].text: complaint.number_local: unknown"},
        {"{{complaint.recieved_at_local}}", "templates[0].text: complaint.recieved_at_local: unknown"},
        {"{{organization}}", "templates[0].text: organization: unknown; did you mean `organisation`?"},
        {"{{tpye}}", "templates[0].text: tpye: unknown; did you mean `type`?"},
        {"{{role}}", "templates[0].text: role: unknown; there are "},
        {"{{#complaint.onwer}}x{{/complaint.onwer}}", "complaint.onwer: unknown; did you mean `owner`?"},
        {"{{^complaint.onwer}}x{{/complaint.onwer}}", "complaint.onwer: unknown; did you mean `owner`?"},
        {"{{#complaint}}{{nubmer}}{{/complaint}}", "nubmer: unknown; did you mean `number`?"},
        {"{{#complaint}}{{number}}{{/complaint}}{{number}}", "templates[0].text: number: unknown"},
        {"{{#changes}}{{feild}}{{/changes}}", "feild: unknown; did you mean `field`?"},
        {"{{changes.field}}", "templates[0].text: changes: is a list, whose elements are gone through one by one"},
        {"{{complaint.number.first}}", "templates[0].text: complaint.number: has no fields"},
        {"{{=<% %>=}}<% complaint.nubmer %>", "complaint.nubmer: unknown; did you mean `number`?"},
        {"{{{complaint.nubmer}}}", "complaint.nubmer: unknown; did you mean `number`?"},
    };
    for (const auto& [text, says] : table) EXPECT_THAT(of_text(text), HasSubstr(says)) << text;
    Rule rule = rule_for("complaints.opened");
    rule.templates.push_back({"de", "{{complaint.nr}}", "x"});
    EXPECT_THAT(refusal(rule), HasSubstr("templates[1].subject: complaint.nr: unknown"));
}

}  // namespace
}  // namespace rapport::notifier
