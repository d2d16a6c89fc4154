// SPDX-License-Identifier: MIT
// Of the desk: users are told of changes to how they sign in.
#include "services/notifier/testing.hpp"

namespace rapport::notifier {
namespace {

using std::chrono::seconds;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class NotifierAccountsTest : public DeskBed {
protected:
    /// An event of accounts with that data, as they tell it now or will.
    bus::Event event(const std::string& type, const nlohmann::json& data) {
        bus::Event made = bed.make(accounts::signed_out, new_uuid(bed.clock.now()), {});
        made.type = type;
        made.data = {from_json(data.dump())};
        return made;
    }
    std::vector<std::string> letters(const std::string& type, const nlohmann::json& data) {
        const auto before = told().size();
        bed.deliver(event(type, data));
        bed.run_jobs();
        auto all = told();
        return {all.begin() + static_cast<std::ptrdiff_t>(before), all.end()};
    }
    nlohmann::json kim(std::vector<std::string> roles = {"agent"}) const {
        return {{"id", id},
                {"version", 2},
                {"name", "kim"},
                {"full_name", "Kim <of> us"},
                {"roles", roles},
                {"email", "kim@us.example"},
                {"parties", nlohmann::json::array()},
                {"active", true},
                {"created", "2026-03-02T09:00:00.000Z"}};
    }

    const std::string id = "01890000-0000-7000-8000-000000000001";
    const nlohmann::json whom{{"user", id}, {"name", "kim"}, {"full_name", "Kim <of> us"}, {"email", "kim@us.example"}};
};
RAPPORT_ON_EACH_STORE(NotifierAccountsTest);

TEST_P(NotifierAccountsTest, AUserIsToldOfEachChangeToHowTheySignIn) {
    const auto with = [](nlohmann::json one, const nlohmann::json& more) {
        one.update(more);
        return one;
    };
    const nlohmann::json token{
        {"id", id}, {"owner", id}, {"name", "importer"}, {"roles", {"agent"}}, {"created", "2026-03-02T09:00:00.000Z"}};
    struct Case {
        const char* type;
        nlohmann::json data;
        std::vector<const char*> holds;
    };
    const Case cases[] = {
        {"accounts.password_set", whom, {"Your password was set", "Monday, 2 March 2026, 09:00 (UTC)"}},
        {"accounts.password_set",
         with(whom, {{"by", "administrator"}, {"by_name", "lee"}, {"until", "2026-03-03T09:00:00.000Z"}}),
         {"Set by: lee", "It works until Tuesday, 3 March 2026, 09:00 (UTC)"}},
        {"accounts.token_created",
         with(whom, {{"token", token}, {"by", "self"}}),
         {"A new API token acts for you: importer", "May act as: agent"}},
        {"accounts.token_revoked", with(whom, {{"token", token}}), {"Your API token was revoked: importer"}},
        {"accounts.user_changed",
         {{"user", kim({"agent", "manager"})},
          {"changes", {{{"field", "roles"}, {"before", {"agent"}}, {"after", {"agent", "manager"}}}}}},
         {"Your user kim was changed", "- roles", "Roles now: agent manager"}},
        {"accounts.signed_in_new_device",
         with(whom, {{"address", "203.0.113.7"}, {"agent", "Firefox"}}),
         {"A sign-in from a new device", "Address: 203.0.113.7"}},
        {"accounts.locked",
         with(whom, {{"address", "203.0.113.7"}, {"until", "2026-03-02T09:15:00.000Z"}}),
         {"Wrong passwords were given for you too often", "203.0.113.7", "until Monday, 2 March 2026, 09:15 (UTC)"}},
        {"accounts.second_factor_enrolled",
         with(whom, {{"by", "self"}, {"codes_left", 10}}),
         {"You sign in with a code from now on", "Monday, 2 March 2026, 09:00 (UTC)"}},
        {"accounts.second_factor_removed",
         with(whom, {{"by", "administrator"}, {"by_name", "lee"}}),
         {"Your second factor was removed", "Removed by: lee"}},
        {"accounts.recovery_codes_made", with(whom, {{"codes_left", 10}}), {"You have new recovery codes"}},
        {"accounts.recovery_code_used", with(whom, {{"codes_left", 9}}), {"recovery codes was used", "Left: 9"}},
    };
    for (const Case& each : cases) {
        const auto written = letters(each.type, each.data);
        ASSERT_THAT(written, SizeIs(1)) << each.type;
        EXPECT_THAT(written[0], HasSubstr(R"("to":"kim@us.example")")) << each.type;
        EXPECT_THAT(written[0], HasSubstr("Dear Kim <of> us")) << each.type;
        EXPECT_THAT(written[0], HasSubstr("tell your administrator at once")) << each.type;
        for (const char* text : each.holds) EXPECT_THAT(written[0], HasSubstr(text)) << each.type;
        EXPECT_THAT(written[0], Not(HasSubstr("{{"))) << each.type;
    }
}

TEST_P(NotifierAccountsTest, WhatSaysNothingOfTheSignInTellsNobody) {
    EXPECT_THAT(letters("accounts.user_changed",
                        {{"user", kim()}, {"changes", {{{"field", "full_name"}, {"before", "K"}, {"after", "Kim"}}}}}),
                IsEmpty());
    for (const char* type : {"accounts.signed_in", "accounts.signed_out", "accounts.sign_in_failed",
                             "accounts.sessions_ended", "accounts.user_created"}) {
        auto data = whom;
        if (std::string_view(type) == "accounts.user_created") data = {{"user", kim()}};
        EXPECT_THAT(letters(type, data), IsEmpty()) << type;
    }
    auto first = whom;
    first["token"] = {{"id", id}, {"owner", id}, {"name", "admin.token"}, {"roles", {"admin"}}};
    first["by"] = "gateway";
    EXPECT_THAT(letters("accounts.token_created", first), IsEmpty());
    EXPECT_THAT(notices(), IsEmpty());
}

TEST_P(NotifierAccountsTest, AReplacedAddressIsToldToTheOldOneToo) {
    const nlohmann::json change{{"field", "email"}, {"before", "old@us.example"}, {"after", "kim@us.example"}};
    const auto written = letters("accounts.user_changed", {{"user", kim()}, {"changes", {change}}});
    EXPECT_THAT(written, testing::UnorderedElementsAre(
                             AllOf(HasSubstr(R"("to":"old@us.example")"), Not(HasSubstr("kim@us.example"))),
                             AllOf(HasSubstr(R"("to":"kim@us.example")"), HasSubstr("- email"))));
    EXPECT_THAT(
        letters("accounts.user_changed", {{"user", kim()}, {"changes", {change}}, {"former_email", "was@us.example"}}),
        testing::Contains(HasSubstr(R"("to":"was@us.example")")));
    const nlohmann::json first{{"field", "email"}, {"before", nullptr}, {"after", "kim@us.example"}};
    EXPECT_THAT(letters("accounts.user_changed", {{"user", kim()}, {"changes", {first}}}),
                ElementsAre(HasSubstr(R"("to":"kim@us.example")")));
    EXPECT_EQ(notices({.state = State::skipped, .recipient = Recipient::former_address}).at(0).reason,
              "the event changes no e-mail address that there was before");
}

TEST_P(NotifierAccountsTest, AnEventWithoutAnAddressGoesToWhereTheUserIsKnownToBe) {
    const auto known = user("kim", {kit::Role::agent});
    EXPECT_THAT(letters("accounts.password_set", {{"user", to_text(known.id)}}),
                ElementsAre(HasSubstr(R"("to":"kim@us.example")")));
    EXPECT_THAT(letters("accounts.token_created", {{"token", {{"owner", to_text(known.id)}, {"name", "t"}}}}),
                ElementsAre(HasSubstr(R"("to":"kim@us.example")")));
    EXPECT_THAT(letters("accounts.locked", {{"user", id}}), IsEmpty());
    for (int i = 0; i < 6; ++i) bed.advance(seconds(16));
    const auto skipped = notices({.state = State::skipped});
    ASSERT_THAT(skipped, SizeIs(1));
    EXPECT_EQ(skipped[0].reason, "it is about no user who is known here and may sign in");
}

TEST_P(NotifierAccountsTest, WhatAStrangerSendsWithAWrongPasswordStandsInNoLetter) {
    auto data = whom;
    data["agent"] = "call +1 555 0100 or see http://phish.example";
    EXPECT_THAT(letters("accounts.locked", data), ElementsAre(Not(HasSubstr("phish"))));
    EXPECT_THAT(letters("accounts.signed_in_new_device", data), ElementsAre(Not(HasSubstr("phish"))));
}

TEST_P(NotifierAccountsTest, NamesBreakNoHeaderAndAreNoTemplates) {
    auto data = whom;
    data["token"] = {{"owner", id}, {"name", "x\nBcc: b@x {{recipient.address}}"}};
    EXPECT_THAT(
        letters("accounts.token_created", data),
        ElementsAre(HasSubstr(R"("subject":"A new API token acts for you: x Bcc: b@x {{recipient.address}}")")));
    data["email"] = "a@x\nBcc: b@x";
    EXPECT_THAT(letters("accounts.password_set", data), IsEmpty());
}

TEST_P(NotifierAccountsTest, TheRulesAreTheOperatorsAndComeOnceToAStoreThatWasThereBefore) {
    const auto rules = bed.call(api::list_rules, {.limit = 200}).items;
    EXPECT_THAT(rules, SizeIs(shipped_rules().size()));
    for (const Rule& rule : rules)
        if (rule.event == "accounts.locked") bed.call(api::remove_rule, {.id = rule.id});
    restart();
    EXPECT_THAT(letters("accounts.locked", whom), IsEmpty());
}

}  // namespace
}  // namespace rapport::notifier
