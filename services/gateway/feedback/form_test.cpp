// SPDX-License-Identifier: MIT
#include "services/gateway/feedback/form.hpp"

#include <gmock/gmock-matchers.h>

#include <nlohmann/json.hpp>

#include "bus/base/error.hpp"
#include "services/gateway/feedback/page.hpp"

namespace rapport::gateway::feedback {
namespace {

using ::testing::HasSubstr;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

TEST(Form, ReadsWhatBrowsersSend) {
    EXPECT_THAT(values_of("name=+Ann%20M%C3%BCller++&text=one%0D%0A%0D%0Atwo%0D%0A&empty="),
                UnorderedElementsAre(Pair("name", "Ann Müller"), Pair("text", "one\n\ntwo"), Pair("empty", "")));
    EXPECT_THAT(values_of("text=%E3%80%80one%0Dtwo%C2%A0"), UnorderedElementsAre(Pair("text", "one\ntwo")));
    EXPECT_THROW(values_of("name=a&name=b"), Error) << "which of the two is meant?";
    EXPECT_THROW(values_of("name=%zz"), Error);
    EXPECT_THROW(values_of("name=%ff"), Error);
    EXPECT_THROW(values_of("name=a%00b"), Error);
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
              "This is too long: leave out 5 letters.");
    std::string umlauts;
    for (int i = 0; i < 200; ++i) umlauts += "ü";
    EXPECT_FALSE(problems_of(*filing("complaint"), {{"subject", umlauts}}).contains("subject"));
    EXPECT_EQ(problems_of(*filing("complaint"), {{"subject", umlauts + "ü"}}).at("subject"),
              "This is too long: leave out 1 letters.");
    for (const char* number : {"", "0", "6", "11", "-1", "x"})
        EXPECT_EQ(problems_of(*action("satisfaction"), {{"satisfaction", number}}).size(), 1U) << number;
    EXPECT_TRUE(problems_of(*action("satisfaction"), {{"satisfaction", "5"}}).empty());
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
    EXPECT_THAT(wrong, HasSubstr("<a href=\"#complaint-email\">Enter &lt;one&gt;.</a>"));
    EXPECT_THAT(wrong, HasSubstr("<p class=\"problem\" id=\"complaint-email-problem\">Enter &lt;one&gt;.</p>"));
    EXPECT_THAT(wrong,
                HasSubstr("aria-invalid=\"true\" aria-describedby=\"complaint-email-hint complaint-email-problem\""));
    EXPECT_THAT(wrong, HasSubstr("value=\"x&quot;&gt;&lt;b&gt;\""));
}

TEST(Page, EveryStateIsSaidInWords) {
    for (const char* state :
         {"received", "acknowledged", "assessed", "investigating", "waiting_on_customer", "waiting_on_supplier",
          "proposed", "accepted", "disputed", "closed", "withdrawn", "rejected", "duplicate"}) {
        const std::string page =
            followed_page(*filing("complaint"), {{"state", state}, {"number", "C-1"}}, "", nullptr, {});
        EXPECT_EQ(page.find("<strong></strong>"), page.npos) << state;
    }
}

TEST(Page, TimesAreSaidForPeopleAndForPrograms) {
    EXPECT_THAT(followed_page(*filing("complaint"),
                              {{"state", "received"}, {"received_at", "2026-11-04T09:05:00.000Z"}}, "", nullptr, {}),
                HasSubstr("<time datetime=\"2026-11-04T09:05:00.000Z\">4 November 2026, 09:05 UTC</time>"));
}

}  // namespace
}  // namespace rapport::gateway::feedback
