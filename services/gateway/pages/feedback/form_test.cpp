// SPDX-License-Identifier: MIT
#include "services/gateway/pages/feedback/form.hpp"

#include <gmock/gmock-matchers.h>

#include <nlohmann/json.hpp>

#include "bus/base/error.hpp"
#include "services/gateway/pages/feedback/page.hpp"

namespace rapport::gateway::feedback {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

TEST(Form, ReadsWhatBrowsersSend) {
    const Form& form = *filing("complaint");
    EXPECT_THAT(values_of(form, "name=+Ann%20M%C3%BCller++&text=one%0D%0A%0D%0Atwo%0D%0A&empty="),
                UnorderedElementsAre(Pair("name", "Ann Müller"), Pair("text", "one\n\ntwo"), Pair("empty", "")));
    EXPECT_THAT(values_of(form, "text=%E3%80%80one%0Dtwo%C2%A0"), UnorderedElementsAre(Pair("text", "one\ntwo")));
    EXPECT_THROW(values_of(form, "name=a&name=b"), Error) << "which of the two is meant?";
    EXPECT_THROW(values_of(form, "name=%zz"), Error);
    EXPECT_THROW(values_of(form, "name=%ff"), Error);
    EXPECT_THROW(values_of(form, "name=a%00b"), Error);
}

TEST(Form, InvisibleMarksAroundWhatWasCopiedAreLeftOutOfWhatIsOneLine) {
    const Form& form = *filing("complaint");
    const std::string marks = "%E2%80%AA%E2%80%AE%E2%81%A6%EF%BB%BF", end = "%E2%80%AC%E2%81%A9";
    const Values values = values_of(form, "email=" + marks + "+ann@example.com" + end + "&phone=" + marks + "030" +
                                              end + "&name=A" + marks + "nn&text=" + marks + "x");
    EXPECT_EQ(values.at("email"), "ann@example.com");
    EXPECT_EQ(values.at("phone"), "030");
    EXPECT_EQ(values.at("name"), "Ann");
    EXPECT_EQ(values.at("text"), "\u202a\u202e\u2066\ufeffx") << "for the API to judge";
    EXPECT_EQ(values_of(form, "name=%D8%A3%E2%80%8F").at("name"), "\u0623\u200f") << "writing needs that one";
}

TEST(Form, SaysOfEachFieldWhatWouldBeRight) {
    const struct {
        const char *field, *value, *says;
    } table[] = {
        {"name", "", "Enter your name."},
        {"email", "ann", "Enter an e-mail address such as ann@example.com."},
        {"email", "ann@", "Enter an e-mail address such as ann@example.com."},
        {"email", "a b@c", "Enter an e-mail address such as ann@example.com."},
        {"email", "ann@example", "Enter an e-mail address such as ann@example.com."},
        {"email", "ann@example.com\nbob@example.com", "Enter an e-mail address such as ann@example.com."},
        {"email", "ann@example.com", ""},
        {"phone", "1", "Enter a telephone number such as +49 30 1234567."},
        {"phone", "", ""},
        {"text", "", "Say what happened."},
        {"remedy_sought", "", ""},
    };
    for (const auto& row : table) {
        const Values problems = problems_of(*filing("complaint"), {{row.field, row.value}});
        const auto found = problems.find(row.field);
        EXPECT_EQ(found == problems.end() ? "" : found->second, row.says) << row.field << " = " << row.value;
    }
    EXPECT_EQ(problems_of(*filing("complaint"), {{"subject", std::string(205, 'x')}}).at("subject"),
              "This is too long: leave out 5 characters.");
    std::string umlauts;
    for (int i = 0; i < 200; ++i) umlauts += "ü";
    EXPECT_FALSE(problems_of(*filing("complaint"), {{"subject", umlauts}}).contains("subject"));
    EXPECT_EQ(problems_of(*filing("complaint"), {{"subject", umlauts + "ü"}}).at("subject"),
              "This is too long: leave out 1 character.");
    for (const char* number : {"", "0", "6", "11", "-1", "x"})
        EXPECT_EQ(problems_of(*action("satisfaction"), {{"satisfaction", number}}).size(), 1U) << number;
    EXPECT_TRUE(problems_of(*action("satisfaction"), {{"satisfaction", "5"}}).empty());
}

TEST(Form, SaysWhatIsWrongInTheReadersLanguage) {
    EXPECT_EQ(problems_of(*filing("complaint"), {}, Language::de).at("name"), "Geben Sie Ihren Namen an.");
    EXPECT_EQ(problems_of(*filing("complaint"), {{"subject", std::string(205, 'x')}}, Language::zh).at("subject"),
              "内容过长，请删去 5 个字。");
    EXPECT_EQ(problems_of(*filing("complaint"), {{"email", "x"}}, Language::de).at("email"),
              "Geben Sie eine E-Mail-Adresse an, zum Beispiel ann@example.com.");
}

TEST(Form, OneOfTwoWaysToReachThemIsNeededAndMissedAtOnce) {
    constexpr auto one = "Give an e-mail address or a telephone number.";
    for (const char* kind : {"complaint", "question"}) {
        const Form& form = *filing(kind);
        EXPECT_EQ(problems_of(form, {}).at("email"), one) << kind;
        EXPECT_FALSE(problems_of(form, {}).contains("phone")) << "said once";
        EXPECT_FALSE(problems_of(form, {{"phone", "+49 30 1234567"}}).contains("email"));
        EXPECT_FALSE(problems_of(form, {{"email", "ann@example.com"}}).contains("email"));
        const Values wrong = problems_of(form, {{"phone", "1"}});
        EXPECT_FALSE(wrong.contains("email"));
        EXPECT_EQ(wrong.at("phone"), "Enter a telephone number such as +49 30 1234567.");
        const std::string page = form_page(form, "/x", {}, {});
        for (const char* way : {"email", "tel"}) {
            const auto at = page.find("type=\"" + std::string(way) + '"');
            ASSERT_NE(at, page.npos);
            EXPECT_EQ(page.substr(at, page.find('>', at) - at).find("required"), std::string::npos)
                << "the browser would ask for both";
        }
    }
    EXPECT_FALSE(problems_of(*filing("suggestion"), {}).contains("email")) << "nobody has to be answered";
}

TEST(Form, AFieldThatItDoesNotHaveIsRefused) {
    check_names(*filing("complaint"), {{"name", ""}, {"email", ""}, {"remedy_sought", ""}, {"once", ""}});
    check_names(*action("accept"), {});
    const auto refusal = [](const Form& form, const Values& values) {
        try {
            check_names(form, values);
        } catch (const Error& error) {
            return error.message();
        }
        return std::string("taken");
    };
    EXPECT_EQ(refusal(*filing("complaint"), {{"e_mail", "a"}}), "e_mail: unknown; did you mean `email`?");
    EXPECT_EQ(refusal(*action("satisfaction"), {{"coment", "a"}}), "coment: unknown; did you mean `comment`?");
    EXPECT_EQ(refusal(*action("accept"), {{"text", "no"}}), "text: unknown; there are none");
}

TEST(Form, TheApiIsSentWhatWasEnteredAndNothingElse) {
    EXPECT_EQ(
        body_of(*filing("compliment"), {{"name", "Ann"}, {"email", ""}, {"consent_to_publish", "yes"}, {"x", "y"}}),
        (nlohmann::json{{"name", "Ann"}, {"consent_to_publish", true}}));
    EXPECT_EQ(body_of(*action("satisfaction"), {{"satisfaction", "4"}}), (nlohmann::json{{"satisfaction", 4}}));
    EXPECT_EQ(body_of(*action("accept"), {}).dump(), "{}");
}

TEST(Page, EveryFieldHasItsLabelAndWhatIsWrongWithItBesideIt) {
    const Form& form = *filing("complaint");
    const std::string plain = form_page(form, "/feedback/complaint", "o", {});
    const std::string wrong = form_page(form, "/feedback/complaint", "o",
                                        {"Something is wrong:", {{"email", "Enter <one>."}}, {{"email", "x\"><b>"}}});
    for (const Ask& ask : form.asks) {
        EXPECT_THAT(plain, HasSubstr("<label for=\"complaint-" + std::string(ask.name) + '"'));
        EXPECT_THAT(plain, HasSubstr("id=\"complaint-" + std::string(ask.name) + '"'));
    }
    EXPECT_EQ(plain.find("aria-invalid"), plain.npos);
    EXPECT_THAT(plain, HasSubstr("<html lang=\"en\">"));
    EXPECT_THAT(wrong, HasSubstr("<title>Error: Make a complaint</title>"));
    EXPECT_THAT(wrong, HasSubstr("<a href=\"#complaint-email\">Your e-mail address: Enter &lt;one&gt;.</a>"));
    EXPECT_THAT(wrong, HasSubstr("<p class=\"problem\" id=\"complaint-email-problem\">Enter &lt;one&gt;.</p>"));
    EXPECT_THAT(wrong,
                HasSubstr("aria-invalid=\"true\" aria-describedby=\"complaint-email-hint complaint-email-problem\""));
    EXPECT_THAT(wrong, HasSubstr("value=\"x&quot;&gt;&lt;b&gt;\""));
}

TEST(Page, WhatIsWrongIsNamedByItsFieldWhereItCouldBeSaidOfAny) {
    const Form& form = *filing("question");
    const Values entered{{"email", "ann"}, {"subject", std::string(201, 'x')}, {"text", std::string(20'001, 'x')}};
    const auto list = [&](Language language) {
        return form_page(form, "/x", {},
                         {"Something has to be put right:", problems_of(form, entered, language), entered},
                         {.language = language});
    };
    EXPECT_THAT(list(Language::en), HasSubstr("\">Enter your name.</a>"));
    EXPECT_THAT(list(Language::en), HasSubstr("\">Enter an e-mail address such as ann@example.com.</a>"));
    EXPECT_THAT(list(Language::en),
                HasSubstr("\">Your question in one line: This is too long: leave out 1 character.</a>"));
    EXPECT_THAT(list(Language::en),
                HasSubstr("\">What you want to know: This is too long: leave out 1 character.</a>"));
    EXPECT_THAT(list(Language::zh), HasSubstr("\">您想了解什么：内容过长，请删去 1 个字。</a>"));
    EXPECT_THAT(list(Language::zh), HasSubstr("\">请填写您的姓名。</a>"));
    EXPECT_THAT(list(Language::de), HasSubstr("\">Was Sie wissen möchten: Das ist zu lang"));
}

TEST(Page, WhatIsWrongWithAScaleLeadsToItsFirstChoice) {
    const Form& form = *action("satisfaction");
    const std::string page = form_page(form, "/x", {}, {"Wrong:", problems_of(form, {}), {}});
    EXPECT_THAT(page, HasSubstr("<a href=\"#satisfaction-satisfaction\">Choose a number from 1 to 5.</a>"));
    EXPECT_THAT(page,
                HasSubstr("<input type=\"radio\" id=\"satisfaction-satisfaction\" name=\"satisfaction\" value=\"1\""));
    EXPECT_THAT(page, HasSubstr("<fieldset aria-describedby=\"satisfaction-satisfaction-problem\">"));
    EXPECT_EQ(page.find("id=\"satisfaction-satisfaction\""), page.rfind("id=\"satisfaction-satisfaction\""));
}

TEST(Page, ChineseHasNoBlanksBetweenSentencesAndBeforeBrackets) {
    const auto shown = [](Language language) {
        const Reader reader{.language = language};
        return form_page(*filing("complaint"), "/x", {}, {}, reader) +
               followed_page(*filing("complaint"), {{"state", "received"}}, "", nullptr, {}, reader);
    };
    EXPECT_THAT(shown(Language::en), HasSubstr("What you would like us to do <span class=\"optional\">(optional)"));
    EXPECT_THAT(shown(Language::en), HasSubstr("Keep the address of this page.</strong> It is"));
    EXPECT_THAT(shown(Language::zh), HasSubstr("您希望我们怎么做<span class=\"optional\">（选填）"));
    EXPECT_THAT(shown(Language::zh), HasSubstr("请保存本页面的链接。</strong>这是"));
}

TEST(Page, EveryStateIsSaidInWords) {
    const std::map<const char*, std::vector<const char*>> states{
        {"complaint",
         {"received", "acknowledged", "assessed", "investigating", "waiting_on_customer", "waiting_on_supplier",
          "proposed", "accepted", "disputed", "closed", "withdrawn", "rejected", "duplicate"}},
        {"compliment", {"received", "thanked", "forwarded", "published"}},
        {"suggestion", {"received", "considered", "answered"}},
        {"question", {"received", "answered", "closed"}}};
    for (const auto& [kind, all] : states)
        for (const char* state : all) {
            const std::string page =
                followed_page(*filing(kind), {{"state", state}, {"number", "C-1"}}, "", nullptr, {});
            EXPECT_EQ(page.find("<strong></strong>"), page.npos) << kind << ' ' << state;
        }
}

TEST(Page, TimesAreSaidForPeopleAndForPrograms) {
    EXPECT_THAT(
        followed_page(*filing("complaint"), {{"state", "received"}, {"received_at", "2026-11-04T09:05:00.000Z"}}, "",
                      nullptr, {}),
        HasSubstr("<time datetime=\"2026-11-04T09:05:00.000Z\">Wednesday, 4 November 2026, 09:05 (UTC)</time>"));
    const Reader reader{Language::zh, "Asia/Shanghai", "/feedback/complaint/t"};
    EXPECT_THAT(
        followed_page(*filing("complaint"), {{"state", "received"}, {"received_at", "2026-11-04T09:05:00.000Z"}}, "",
                      nullptr, {}, reader),
        HasSubstr("<time datetime=\"2026-11-04T09:05:00.000Z\">2026年11月4日（星期三）17:05（北京时间）</time>"));
}

TEST(Page, TheScriptPutsTheZoneBehindTheTimeInTheLanguagesOwnBrackets) {
    const std::string_view format = script().substr(0, script().find("const named"));
    EXPECT_EQ(format.find("timeZoneName"), format.npos) << "Chinese would have it before the time";
    EXPECT_THAT(std::string(script()), HasSubstr(R"js(language === "zh" ? ["（", "）"] : [" (", ")"])js"));
    EXPECT_THAT(std::string(script()), HasSubstr("format.format(at) + before + zone + after"));
    EXPECT_THAT(std::string(script()), HasSubstr(R"js(.value.replace(/-(?=\d)/, "\u2212"))js"))
        << "a line would end within GMT-5";
}

TEST(Page, WhatWasWrittenStandsInOrder) {
    const nlohmann::json shown{
        {"state", "investigating"},
        {"token", "t"},
        {"received_at", "2026-11-04T09:05:00.000Z"},
        {"text", "FIRST"},
        {"remedy_sought", "SECOND"},
        {"dispute", "not so"},
        {"notes",
         {{{"text", "FOURTH"}, {"from_complainant", true}, {"at", "2026-11-06T00:00:00.000Z"}},
          {{"text", "THIRD"}, {"from_complainant", false}, {"at", "2026-11-05T00:00:00.000Z"}}}}};
    const std::string page = followed_page(*filing("complaint"), shown, "", nullptr, {});
    std::size_t at = 0;
    for (const char* next : {"What was written", "You · <time", "FIRST", "SECOND", "We · <time", "THIRD", "You · <time",
                             "FOURTH", "/reply"}) {
        const auto found = page.find(next, at);
        ASSERT_NE(found, page.npos) << next << " after " << page.substr(at);
        at = found + 1;
    }
    EXPECT_EQ(page.find("FIRST"), page.rfind("FIRST"));
    EXPECT_THAT(page, HasSubstr("Why you do not agree</h2><p class=\"said\">not so</p>"));
}

TEST(Page, WhatWasSaidOfTheHandlingIsShownAndNotAskedForAnew) {
    nlohmann::json shown{{"state", "closed"},
                         {"token", "t"},
                         {"satisfaction", 4},
                         {"satisfaction_comment", "Quick <in> the end"},
                         {"may_rate", true}};
    const std::string page = followed_page(*filing("complaint"), shown, "", nullptr, {});
    EXPECT_THAT(page, HasSubstr("value=\"4\" checked"));
    EXPECT_THAT(page, HasSubstr("Quick &lt;in&gt; the end</textarea>"));
    EXPECT_EQ(page.find("<p class=\"said\">Quick"), page.npos);
    shown["may_rate"] = false;
    EXPECT_THAT(followed_page(*filing("complaint"), shown, "", nullptr, {}),
                HasSubstr("<h2>Your opinion</h2><p class=\"said\">Quick &lt;in&gt; the end</p>"));
}

TEST(Page, OnlyAComplaintsPageSpeaksOfReplies) {
    for (const char* kind : {"complaint", "compliment", "suggestion", "question"}) {
        const std::string page =
            followed_page(*filing(kind), {{"state", "received"}, {"number", "F-1"}, {"text", "x"}}, "", nullptr, {});
        const bool replies = std::string_view(kind) == "complaint";
        EXPECT_EQ(page.find("<form") != page.npos, replies) << kind;
        EXPECT_EQ(page.find("reply") != page.npos, replies) << kind;
        EXPECT_THAT(page, HasSubstr("Keep the address of this page."));
    }
}

TEST(Page, AnAnswerIsReadFirstAndWhoeverAskedCanAskOn) {
    nlohmann::json shown{{"state", "received"}, {"number", "C-1"}, {"text", "WRITTEN"}};
    EXPECT_EQ(followed_page(*filing("question"), shown, "", nullptr, {}).find("Ask another question"),
              std::string::npos);
    shown.update({{"state", "answered"}, {"answer", "ANSWERED"}});
    const std::string page = followed_page(*filing("question"), shown, "", nullptr, {});
    std::size_t at = 0;
    for (const char* next : {"Our answer", "ANSWERED", "What you wrote", "WRITTEN",
                             "give the number <span class=\"number\">C-1</span>: we",
                             "<a href=\"/feedback/question\">Ask another question</a>"}) {
        const auto found = page.find(next, at);
        ASSERT_NE(found, page.npos) << next << " after " << page.substr(at);
        at = found + 1;
    }
    EXPECT_EQ(followed_page(*filing("suggestion"), shown, "", nullptr, {}).find("Ask another"), std::string::npos);
}

TEST(Page, AComplaintThatWasAQuestionSaysSo) {
    constexpr auto said = "You asked us this as a question. We treat it as a complaint.";
    nlohmann::json shown{{"state", "received"}, {"number", "C-1"}, {"token", "t"}, {"was_question", true}};
    EXPECT_THAT(followed_page(*filing("complaint"), shown, "", nullptr, {}), HasSubstr(said));
    shown["was_question"] = false;
    EXPECT_THAT(followed_page(*filing("complaint"), shown, "", nullptr, {}), Not(HasSubstr(said)));
}

TEST(Page, NoLineEndsWithinANumber) {
    const std::string page = followed_page(*filing("question"), {{"number", "C-<1>"}}, "", nullptr, {});
    EXPECT_THAT(page, HasSubstr("<title>Question C-&lt;1&gt;</title>"));
    EXPECT_THAT(page, HasSubstr("<h1>Question <span class=\"number\">C-&lt;1&gt;</span></h1>"));
    EXPECT_THAT(std::string(style_sheet()), HasSubstr(".number { white-space: nowrap; }"));
}

TEST(Wording, EveryTextOfThePagesIsThereInEachLanguage) {
    const auto known = [](std::string_view text) {
        EXPECT_NE(std::ranges::find(wording(), text, &Text::en), wording().end()) << text;
    };
    for (const auto& forms : {filings(), actions()})
        for (const Form& form : forms) {
            for (const std::string_view text : {form.title, form.intro, form.button})
                if (!text.empty()) known(text);
            for (const Ask& ask : form.asks)
                for (const std::string_view text : {ask.label, ask.hint, ask.missing, ask.wrong})
                    if (!text.empty()) known(text);
        }
    std::set<std::string_view> seen;
    for (const Text& text : wording()) {
        EXPECT_TRUE(seen.insert(text.en).second) << text.en << " twice";
        for (const std::string_view other : {text.zh, text.de}) {
            EXPECT_FALSE(other.empty()) << text.en;
            EXPECT_EQ(text.en.find("{}") == text.en.npos, other.find("{}") == other.npos) << text.en;
        }
        EXPECT_EQ(in(Language::en, text.en), text.en);
    }
    EXPECT_EQ(in(Language::de, "what somebody wrote"), "what somebody wrote");
    EXPECT_EQ(in(Language::zh, "{} of 5", "4"), "4 分（满分 5 分）");
}

/// Text between tags and in titles that is still English where it should not be.
TEST(Page, NoEnglishIsLeftOnAPageInAnotherLanguage) {
    nlohmann::json shown{{"number", "C-1"},
                         {"token", "t"},
                         {"received_at", "2026-11-04T09:05:00.000Z"},
                         {"reply_by", "2026-11-04T09:05:00.000Z"},
                         {"answered_at", "2026-11-04T09:05:00.000Z"},
                         {"closed_at", "2026-11-04T09:05:00.000Z"},
                         {"text", "1"},
                         {"remedy_sought", "1"},
                         {"resolution", "1"},
                         {"dispute", "1"},
                         {"answer", "1"},
                         {"final_position", "1"},
                         {"ended_because", "1"},
                         {"recourse", "1"},
                         {"satisfaction", 4},
                         {"was_question", true},
                         {"may_accept", true},
                         {"may_dispute", true},
                         {"may_rate", true},
                         {"notes", {{{"text", "1"}, {"at", "2026-11-05T00:00:00.000Z"}}}}};
    for (const Language language : {Language::zh, Language::de}) {
        const Reader reader{.language = language};
        std::vector<std::string> pages{
            start_page(reader), message_page("There is nothing at this address", "Try again in a moment.", reader)};
        for (const Form& form : filings()) {
            pages.push_back(
                form_page(form, "/x", "o", {"We cannot take this.", problems_of(form, {}, language), {}}, reader));
            for (const char* state :
                 {"received", "acknowledged", "assessed", "investigating", "waiting_on_customer", "waiting_on_supplier",
                  "proposed", "accepted", "disputed", "closed", "withdrawn", "rejected", "duplicate", "thanked",
                  "forwarded", "published", "considered", "answered"}) {
                shown["state"] = state;
                for (const char* done : {"", "filed", "reply", "accept", "dispute", "satisfaction"})
                    pages.push_back(followed_page(form, shown, done, nullptr, {}, reader));
            }
        }
        for (const std::string& page : pages) {
            EXPECT_THAT(page, HasSubstr("<html lang=\"" + std::string(kit::tag_of(language)) + '"'));
            for (const Text& text : wording()) {
                const auto begins = text.en.substr(0, text.en.find("{}"));
                // Shorter ones may be words of the other language, too.
                if (begins.size() < 6) continue;
                EXPECT_EQ(page.find('>' + std::string(begins)), page.npos) << text.en;
            }
        }
    }
}

TEST(Page, TheLanguageIsChosenWhereOneIs) {
    const std::string page = start_page({.language = Language::de, .path = "/feedback"});
    EXPECT_THAT(page, HasSubstr("<nav aria-label=\"Sprache\">"));
    EXPECT_THAT(page, HasSubstr("<a href=\"/feedback?lang=zh\" lang=\"zh\" hreflang=\"zh\">中文</a>"));
    EXPECT_THAT(
        page, HasSubstr("<a href=\"/feedback?lang=de\" lang=\"de\" hreflang=\"de\" aria-current=\"true\">Deutsch</a>"));
}

}  // namespace
}  // namespace rapport::gateway::feedback
