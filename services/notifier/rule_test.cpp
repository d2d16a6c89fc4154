// SPDX-License-Identifier: MIT
#include "services/notifier/rule.hpp"

#include <gmock/gmock-matchers.h>

#include <set>

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

TEST(Rule, TheShippedOnesAreGood) {
    std::set<std::string> names;
    for (const Rule& rule : shipped_rules()) {
        EXPECT_EQ(refusal(rule), "accepted") << rule.name;
        EXPECT_TRUE(names.insert(rule.shipped.value_or("")).second) << rule.name;
        std::vector<std::string> languages;
        for (const Template& each : rule.templates) languages.push_back(each.language);
        EXPECT_THAT(languages, testing::ElementsAre("en", "zh", "de")) << rule.name;
    }
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
    for (const auto& [language, expected] : cases) EXPECT_EQ(template_in(rule, {language}).language, expected);
    EXPECT_EQ(template_in(rule, {"fr", "de"}).language, "de-AT") << "else in the organisation's";
    EXPECT_EQ(template_in(rule, {{}, "it"}).language, "en");
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

std::string reached(const Concerned& concerned, const std::optional<KnownParty>& party,
                    const std::optional<KnownContact>& contact) {
    const auto found = addressee(Recipient::complainant, concerned, party, contact);
    if (const auto* nobody = std::get_if<Unreachable>(&found)) return nobody->reason;
    const auto& to = std::get<Addressee>(found);
    return to.name + " <" + to.address + "> " + to.language.value_or("-") + " " + to.time_zone.value_or("-");
}

TEST(Addressee, AComplainantIsWrittenToInTheirLanguageAndZone) {
    const Uuid party = new_uuid({1}), contact = new_uuid({2});
    const KnownParty acme{.name = "Acme", .email = "info@acme.example", .language = "de", .time_zone = "Europe/Berlin"};
    const KnownParty li{.name = "Li", .email = "li@acme.example", .language = "zh", .time_zone = "Asia/Shanghai"};
    const KnownContact speaks{.person = li}, in_english{.person = li, .language = "en"};
    const KnownContact left{.person = li, .language = {}, .inactive = true}, bare{.person = {.name = "Bo"}};
    const KnownContact broken{.person = {.name = "Bo", .email = "no address", .language = "fr"}};
    const Concerned::Person self{"Ann", "ann@x.example", "en"}, named{"Ann", {}, "en"};
    const struct {
        const char* what;
        Concerned concerned;
        std::optional<KnownParty> party;
        std::optional<KnownContact> contact;
        const char* expected;
    } cases[] = {
        {"filed on a page", {{}, self}, {}, {}, "Ann <ann@x.example> en -"},
        {"the page before the party", {party, self}, acme, {}, "Ann <ann@x.example> en Europe/Berlin"},
        {"the contact before the page",
         {party, self, contact},
         acme,
         in_english,
         "Ann <ann@x.example> en Asia/Shanghai"},
        {"the page before the person", {party, self, contact}, acme, speaks, "Ann <ann@x.example> en Asia/Shanghai"},
        {"the contact", {party, {}, contact}, acme, speaks, "Li <li@acme.example> zh Asia/Shanghai"},
        {"for this party in English", {party, {}, contact}, acme, in_english, "Li <li@acme.example> en Asia/Shanghai"},
        {"no contact any more", {party, {}, contact}, acme, left, "Acme <info@acme.example> de Europe/Berlin"},
        {"a contact without address", {party, {}, contact}, acme, bare, "Bo <info@acme.example> de Europe/Berlin"},
        {"a contact with no address", {party, {}, contact}, acme, broken, "Bo <info@acme.example> fr Europe/Berlin"},
        {"a contact not heard of yet", {party, {}, contact}, acme, {}, "the contact is not known here"},
        {"named inline, reached as a contact",
         {party, named, contact},
         acme,
         speaks,
         "Ann <li@acme.example> en Asia/Shanghai"},
        {"the party", {party, {}}, acme, {}, "Acme <info@acme.example> de Europe/Berlin"},
    };
    for (const auto& each : cases)
        EXPECT_EQ(reached(each.concerned, each.party, each.contact), each.expected) << each.what;
}

TEST(Addressee, WhoGaveFeedbackIsWrittenToLikeWhoComplains) {
    for (const char* kind : {"question", "suggestion", "compliment"}) {
        bus::Event event{.source = "complaints"};
        event.data = {from_json(std::string("{\"") + kind +
                                R"(":{"giver":{"name":"Ann","email":"a@x.example","language":"zh"}}})")};
        EXPECT_EQ(reached(concerned_by(event), {}, {}), "Ann <a@x.example> zh -") << kind;
    }
}

}  // namespace
}  // namespace rapport::notifier
