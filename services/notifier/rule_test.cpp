// SPDX-License-Identifier: MIT
#include "services/notifier/rule.hpp"

#include <gmock/gmock-matchers.h>

#include "bus/base/error.hpp"
#include "bus/base/wire.hpp"
#include "services/notifier/addressee.hpp"

namespace rapport::notifier {
namespace {

using testing::HasSubstr;

Rule good() {
    return {.name = "r",
            .event = "complaints.opened",
            .recipients = {Recipient::complainant},
            .templates = {{"en", "s", "t"}}};
}
std::string refusal(const Rule& rule) {
    try {
        check(rule);
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), Code::invalid_argument);
        return error.message();
    }
    return "accepted";
}

TEST(Rule, OneThatCouldNotWorkIsRefusedWithTheFieldNamed) {
    const auto with = [](auto change) {
        Rule rule = good();
        change(rule);
        return refusal(rule);
    };
    EXPECT_THAT(with([](Rule& r) { r.where = "data.complaint.priority = "; }), HasSubstr("where: "));
    EXPECT_THAT(with([](Rule& r) { r.recipients.clear(); }), HasSubstr("recipients: "));
    EXPECT_THAT(with([](Rule& r) { r.recipients.assign(2, Recipient::complainant); }), HasSubstr("recipients: "));
    EXPECT_THAT(with([](Rule& r) { r.templates.clear(); }), HasSubstr("templates: "));
    EXPECT_THAT(with([](Rule& r) { r.templates.push_back({"en", "s", "t"}); }), HasSubstr("templates[1].language: "));
    EXPECT_THAT(with([](Rule& r) { r.templates[0].subject = "{{x"; }), HasSubstr("templates[0].subject: "));
}

TEST(Rule, AppliesWhereItsConditionHoldsAndOnlyInForce) {
    const Any event{from_json(R"({"type":"complaints.opened","data":{"complaint":{"priority":"P1"}}})")};
    Rule rule = good();
    EXPECT_TRUE(applies(rule, event));
    rule.where = "data.complaint.priority in (P1, P2)";
    EXPECT_TRUE(applies(rule, event));
    rule.where = "data.complaint.priority = P3";
    EXPECT_FALSE(applies(rule, event));
    rule.where.reset();
    rule.enabled = false;
    EXPECT_FALSE(applies(rule, event));
}

TEST(Rule, WritesInTheRecipientsLanguageElseInTheFirst) {
    Rule rule = good();
    rule.templates = {{"en", "e", "e"}, {"de-AT", "a", "a"}, {"pt-BR", "p", "p"}};
    const std::pair<std::optional<std::string>, const char*> cases[] = {
        {{}, "en"}, {"en-GB", "en"}, {"de", "de-AT"}, {"de-DE", "de-AT"}, {"pt-BR", "pt-BR"}, {"fr", "en"}};
    for (const auto& [language, expected] : cases) EXPECT_EQ(template_in(rule, language).language, expected);
}

struct Case {
    const char* what;
    Recipient recipient;
    Concerned concerned;
    std::optional<KnownParty> party;
    const char* expected;  ///< the address, or why there is none; "…?" if that may change
};

TEST(Addressee, IsWhoTheEventNamesElseWhoTheRegistryKnows) {
    const Uuid id = new_uuid({1});
    const KnownParty acme{.name = "Acme", .email = "info@acme.example", .account_manager = {{"Kim", "kim@us.example"}}};
    const KnownParty bare{.name = "Bare"};
    const auto complainant = Recipient::complainant, manager = Recipient::account_manager;
    const Case cases[] = {
        {"inline", complainant, {{}, {{"Ann", "ann@x.example"}}}, {}, "Ann <ann@x.example>"},
        {"inline before the party", complainant, {id, {{"Ann", "ann@x.example"}}}, acme, "Ann <ann@x.example>"},
        {"inline name, the party's address", complainant, {id, {{"Ann", {}}}}, acme, "Ann <info@acme.example>"},
        {"party", complainant, {id, {}}, acme, "Acme <info@acme.example>"},
        {"a second header",
         complainant,
         {{}, {{"A", "a@x\nBcc: b@x"}}},
         {},
         "what the complainant gave is no e-mail address"},
        {"no address at all", complainant, {{}, {{"Ann", {}}}}, {}, "the complainant gave no e-mail address"},
        {"party unknown", complainant, {id, {}}, {}, "the party is not known here?"},
        {"party without", complainant, {id, {}}, bare, "the party has no e-mail address?"},
        {"manager", manager, {id, {}}, acme, "Kim <kim@us.example>"},
        {"manager of nobody", manager, {{}, {{"Ann", "a@x"}}}, {}, "no party is named, so there is no account manager"},
        {"no manager", manager, {id, {}}, bare, "the party has no account manager?"},
        {"party of the manager unknown", manager, {id, {}}, {}, "the party is not known here?"},
    };
    for (const Case& each : cases) {
        const auto found = addressee(each.recipient, each.concerned, each.party);
        std::string said;
        if (const auto* to = std::get_if<Addressee>(&found)) said = to->name + " <" + to->address + ">";
        else said = std::get<Unreachable>(found).reason + (std::get<Unreachable>(found).may_change ? "?" : "");
        EXPECT_EQ(said, each.expected) << each.what;
    }
}

}  // namespace
}  // namespace rapport::notifier
