// SPDX-License-Identifier: MIT
#include "services/gateway/pages/feedback/pages.hpp"

#include <gmock/gmock-matchers.h>

#include <csignal>
#include <nlohmann/json.hpp>
#include <optional>

#include "bus/testing/test_bus.hpp"
#include "services/gateway/gateway.hpp"
#include "services/gateway/http/auth.hpp"
#include "services/gateway/testing/admission.hpp"
#include "services/gateway/testing/http_client.hpp"

namespace rapport::gateway::feedback {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using testing::Answer;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

/// Knows one manager.
class OneManager final : public Authenticator {
public:
    AdmissionPtr admit(const HttpRequest& request) const override {
        if (bearer_of(request) != "good") return {};
        return std::make_shared<testing::ForGood>(Actor{.id = "user:us", .kind = "person", .roles = {"manager"}});
    }
};

using Fields = std::vector<std::pair<std::string, std::string>>;

std::string encoded(const Fields& fields) {
    std::string out;
    for (const auto& [name, value] : fields) {
        out += (out.empty() ? "" : "&") + name + '=';
        for (const unsigned char c : value) {
            if (std::isalnum(c)) out += static_cast<char>(c);
            else out += '%' + std::string(1, "0123456789ABCDEF"[c / 16]) + "0123456789ABCDEF"[c % 16];
        }
    }
    return out;
}

const std::string as_form = "Content-Type: application/x-www-form-urlencoded\r\n";

/// The complaints service as it ships, and a gateway, talked to over real HTTP.
class FeedbackPagesTest : public ::testing::Test {
protected:
    explicit FeedbackPagesTest(int per_minute = 10'000)
        : gateway{{.bus = bus.url(),
                   .http = {"127.0.0.1", 0},
                   .expected = {"complaints"},
                   .timeout = 5s,
                   .outside_per_minute = per_minute,
                   .locale = [] { return feedback::Locale{.time_zone = "Europe/Berlin"}; }},
                  std::make_shared<OneManager>()} {
        start();
    }
    /// Until it answers; the test's own time limit ends it otherwise.
    void start() {
        service.emplace(std::vector<std::string>{RAPPORT_PROGRAMS "/rapport-complaints", "--bus", bus.url(), "--state",
                                                 folder.path().string(), "--log-level", "error"});
        while (ask("GET", "/readyz").status != 200) std::this_thread::sleep_for(5ms);
    }
    Answer ask(const std::string& verb, const std::string& target, const std::string& lines = {},
               const std::string& body = {}) const {
        return testing::HttpConnection(gateway.address()).ask(testing::request_text(verb, target, lines, body));
    }
    Answer page(const std::string& path) const { return ask("GET", path); }
    Answer send(const std::string& path, const Fields& fields, const std::string& lines = as_form) const {
        return ask("POST", path, lines, encoded(fields));
    }
    /// What we do, by the API.
    json us(const std::string& verb, const std::string& path, const json& body = json::object()) const {
        const auto answer = verb == "GET"
                                ? ask(verb, "/api/v1" + path, "Authorization: Bearer good\r\n")
                                : ask(verb, "/api/v1" + path,
                                      "Authorization: Bearer good\r\nContent-Type: application/json\r\n", body.dump());
        EXPECT_LT(answer.status, 300) << answer.body;
        return json::parse(answer.body, nullptr, false);
    }
    /// Of the page that a redirect leads to, without what it says was done.
    static std::string page_of(const Answer& answer) {
        EXPECT_EQ(answer.status, 303) << answer.body;
        const std::string location = answer.headers.contains("location") ? answer.headers.at("location") : "";
        return location.substr(0, location.find('?'));
    }
    std::string filed(const Fields& more = {}) const {
        Fields fields{
            {"name", "Ann"}, {"email", "ann@example.com"}, {"subject", "No network"}, {"text", "Since Monday"}};
        fields.insert(fields.end(), more.begin(), more.end());
        return page_of(send("/feedback/complaint", fields));
    }
    std::string only_complaint() const { return us("GET", "/complaints")["items"].at(0)["id"]; }
    void offer(const std::string& id) const {
        us("POST", "/complaints/" + id + "/acknowledge");
        us("POST", "/complaints/" + id + "/assess", {{"severity", "low"}});
        us("POST", "/complaints/" + id + "/investigate");
        us("POST", "/complaints/" + id + "/propose", {{"resolution", "A new switch"}});
    }

    bus::testing::TestBus bus;
    bus::testing::TempFolder folder;
    std::optional<bus::testing::Process> service;
    Gateway gateway;
};

TEST_F(FeedbackPagesTest, FromTheFirstPageToSatisfactionWithTheHandling) {
    EXPECT_THAT(page("/").body, HasSubstr("href=\"/feedback\""));
    EXPECT_THAT(page("/feedback").body, HasSubstr("href=\"/feedback/complaint\""));
    EXPECT_THAT(page("/feedback/complaint").body, HasSubstr("<form method=\"post\" action=\"/feedback/complaint\">"));
    const auto sent = send("/feedback/complaint", {{"name", "Ann"},
                                                   {"email", "ann@example.com"},
                                                   {"subject", "No network"},
                                                   {"text", "Since Monday"},
                                                   {"remedy_sought", "A network"}});
    const std::string mine = page_of(sent), id = only_complaint();
    EXPECT_THAT(page(sent.headers.at("location")).body, HasSubstr("Thank you: it has reached us."));
    EXPECT_THAT(page(mine).body, HasSubstr("We have received your complaint."));
    EXPECT_EQ(us("GET", "/complaints/" + id)["remedy_sought"], "A network");
    EXPECT_EQ("/feedback/complaint/" + us("GET", "/complaints/" + id + "/outside_link")["token"].get<std::string>(),
              mine);
    EXPECT_EQ(us("GET", "/complaints/" + id + "/outside_link")["page"], mine);

    EXPECT_EQ(page_of(send(mine + "/reply", {{"text", "It began at nine"}})), mine);
    us("POST", "/complaints/" + id + "/notes", {{"text", "among us"}});
    us("POST", "/complaints/" + id + "/notes", {{"text", "We are on it"}, {"visibility", "public"}});
    EXPECT_THAT(page(mine).body, HasSubstr("It began at nine"));
    EXPECT_THAT(page(mine).body, HasSubstr("We are on it"));
    EXPECT_THAT(page(mine).body, Not(HasSubstr("among us")));

    EXPECT_THAT(page(mine).body, Not(HasSubstr(mine + "/accept")));
    offer(id);
    EXPECT_THAT(page(mine).body, HasSubstr("A new switch"));
    EXPECT_EQ(page_of(send(mine + "/dispute", {{"text", "It is the old one"}})), mine);
    EXPECT_EQ(us("GET", "/complaints/" + id)["state"], "disputed");
    us("POST", "/complaints/" + id + "/investigate");
    us("POST", "/complaints/" + id + "/propose", {{"resolution", "A newer switch"}});
    EXPECT_EQ(page_of(send(mine + "/accept", {})), mine);
    us("POST", "/complaints/" + id + "/close");

    EXPECT_EQ(send(mine + "/satisfaction", {}).status, 400);
    EXPECT_EQ(page_of(send(mine + "/satisfaction", {{"satisfaction", "4"}, {"comment", "Quick in the end"}})), mine);
    EXPECT_THAT(page(mine).body, HasSubstr("4 of 5"));
    EXPECT_THAT(page(mine).body, HasSubstr("Quick in the end</textarea>"));
    EXPECT_EQ(us("GET", "/complaints/" + id)["satisfaction"], 4);
}

TEST_F(FeedbackPagesTest, ComplimentsAndSuggestionsAreFiledAndFollowed) {
    const std::string praise = page_of(
        send("/feedback/compliment",
             {{"name", "Ann"}, {"praised", "The night shift"}, {"text", "So quick"}, {"consent_to_publish", "yes"}}));
    EXPECT_THAT(page(praise).body, HasSubstr("The night shift"));
    EXPECT_EQ(us("GET", "/compliments")["items"].at(0)["consent_to_publish"], true);
    const std::string idea = page_of(
        send("/feedback/suggestion", {{"name", "Ann"}, {"subject", "Answer by chat"}, {"text", "It is quicker"}}));
    const std::string id = us("GET", "/suggestions")["items"].at(0)["id"];
    us("POST", "/suggestions/" + id + "/consider");
    EXPECT_THAT(page(idea).body, HasSubstr("We are considering it."));
    us("POST", "/suggestions/" + id + "/adopt", {{"text", "Many asked for it"}});
    us("POST", "/suggestions/" + id + "/answer", {{"text", "From May on"}});
    EXPECT_THAT(page(idea).body, HasSubstr("From May on"));
    EXPECT_THAT(page(idea).body, Not(HasSubstr("Many asked for it")));
    EXPECT_THAT(page(idea).body, Not(HasSubstr("<form")));
}

TEST_F(FeedbackPagesTest, AQuestionIsAskedAnsweredAndFollowedAlsoWhenItIsAComplaint) {
    EXPECT_THAT(page("/feedback").body, HasSubstr("href=\"/feedback/question\""));
    const Fields fields{{"name", "Ann"}, {"email", "ann@example.com"}, {"subject", "When?"}, {"text", "do you open"}};
    const std::string mine = page_of(send("/feedback/question", fields)), mark = "/feedback/question/";
    EXPECT_THAT(page(mine).body, HasSubstr("do you open"));
    const json question = us("GET", "/questions")["items"].at(0);
    us("POST", "/questions/" + question["number"].get<std::string>() + "/answer", {{"text", "At nine"}});
    EXPECT_THAT(page(mine).body, HasSubstr("At nine"));
    EXPECT_THAT(page(mine).body, Not(HasSubstr("<form")));
    us("POST", "/questions/" + question["id"].get<std::string>() + "/make-complaint");
    EXPECT_EQ(page_of(page(mine)), "/feedback/complaint/" + mine.substr(mark.size()));
    EXPECT_THAT(page(page_of(page(mine))).body, HasSubstr("You asked us this as a question."));
    EXPECT_EQ(us("GET", "/complaints/" + question["number"].get<std::string>())["id"], question["id"]);
}

TEST_F(FeedbackPagesTest, WhatAnybodyWroteNeverBecomesMarkup) {
    const std::string evil = "</textarea></title><script>alert('x')</script>\"><img src=x onerror=y> {{subject}} &amp;";
    const std::string mine = page_of(
        send("/feedback/complaint", {{"name", evil}, {"email", "a@b.example"}, {"subject", evil}, {"text", evil}}));
    const std::string id = only_complaint();
    send(mine + "/reply", {{"text", evil}});
    us("POST", "/complaints/" + id + "/notes", {{"text", evil}, {"visibility", "public"}});
    offer(id);
    us("PATCH", "/complaints/" + id, {{"subject", evil + "2"}});
    const auto again =
        send("/feedback/complaint", {{"name", evil}, {"email", evil}, {"subject", evil}, {"text", evil}});
    EXPECT_EQ(again.status, 400);
    const auto refused = send(mine + "/dispute", {{"text", evil + std::string(2'000, 'x')}});
    EXPECT_EQ(refused.status, 400);
    for (const std::string& body : {page(mine).body, page(mine + "?done=" + encoded({{"", evil}})).body, again.body,
                                    refused.body, page("/feedback/" + encoded({{"", evil}})).body}) {
        EXPECT_EQ(body.find("<script>"), body.npos) << body;
        EXPECT_EQ(body.find("<script "), body.rfind("<script ")) << "ours alone";
        EXPECT_EQ(body.find("<img"), body.npos);
        EXPECT_EQ(body.find("&amp; &amp;"), body.npos);
    }
    EXPECT_THAT(page(mine).body, HasSubstr("&lt;script&gt;"));
    EXPECT_THAT(page(mine).body, HasSubstr("{{subject}} &amp;amp;")) << "nor is it taken for a template";
}

TEST_F(FeedbackPagesTest, AWrongLinkLeadsNowhere) {
    const std::string mine = filed();
    std::string other = mine;
    other.back() = other.back() == 'A' ? 'Q' : 'A';
    const std::string token = mine.substr(mine.rfind('/') + 1);
    for (const std::string& path : {other, mine.substr(0, mine.size() - 1), mine + "A", "/feedback/suggestion/" + token,
                                    "/feedback/complaint/..%2F" + token, "/feedback/complaint/" + std::string(200, 'A'),
                                    std::string("/feedback/other"), mine + "/close", mine + "/reply/x"}) {
        EXPECT_EQ(page(path).status, 404) << path;
        EXPECT_EQ(page(path).headers.at("content-type"), "text/html; charset=utf-8");
    }
    EXPECT_EQ(send(other + "/reply", {{"text", "x"}}).status, 404);
    EXPECT_EQ(page("/feedbacks").headers.at("content-type"), "application/problem+json");
}

TEST_F(FeedbackPagesTest, WhatIsWrongStandsBesideItsFieldAndNothingIsLost) {
    const auto answer =
        send("/feedback/complaint", {{"name", "Ann"}, {"subject", "No network"}, {"text", "Since\r\nMonday"}});
    EXPECT_EQ(answer.status, 400);
    EXPECT_THAT(answer.body, HasSubstr("id=\"complaint-email-problem\">Give an e-mail address or a telephone number."));
    EXPECT_THAT(answer.body, HasSubstr("Since\nMonday</textarea>"));
    EXPECT_THAT(answer.body, HasSubstr("value=\"Ann\""));
    const auto empty = send("/feedback/complaint", {});
    for (const char* field : {"name", "email", "subject", "text"})
        EXPECT_THAT(empty.body, HasSubstr("id=\"complaint-" + std::string(field) + "-problem\""));
    const std::string mine = filed();
    const auto early = send(mine + "/accept", {});
    EXPECT_EQ(early.status, 409);
    EXPECT_THAT(early.body, HasSubstr("This is not possible any more"));
}

TEST_F(FeedbackPagesTest, TheSameFormSentTwiceFilesOne) {
    const std::string form = page("/feedback/complaint").body;
    const auto at = form.find("name=\"once\" value=\"") + 19;
    const std::string once = form.substr(at, 36);
    const std::string first = filed({{"once", once}});
    EXPECT_EQ(filed({{"once", once}}), first);
    EXPECT_NE(filed(), first) << "another form files another";
    EXPECT_NE(filed({{"once", once}, {"remedy_sought", "Money"}}), first) << "and so does another content";
    EXPECT_EQ(us("GET", "/complaints")["total"], 3);
}

TEST_F(FeedbackPagesTest, PagesAreKeptByNobodyAndTellNobodyTheirAddress) {
    const std::string mine = filed();
    for (const auto& answer :
         {page(mine), page("/feedback/complaint"), send(mine + "/reply", {}), send(mine + "/reply", {{"text", "x"}})}) {
        EXPECT_EQ(answer.headers.at("referrer-policy"), "no-referrer");
        EXPECT_EQ(answer.headers.at("cache-control"), "no-store");
        if (answer.status == 303) continue;
        EXPECT_THAT(answer.headers.at("content-security-policy"),
                    StartsWith("default-src 'none'; style-src 'self'; script-src 'self';"));
        EXPECT_THAT(answer.headers.at("content-security-policy"), HasSubstr("frame-ancestors 'none'"));
        EXPECT_EQ(answer.body.find("<style"), answer.body.npos);
    }
    EXPECT_EQ(page("/feedback/style.css").headers.at("content-type"), "text/css; charset=utf-8");
    EXPECT_EQ(page("/feedback/zone.js").headers.at("content-type"), "text/javascript; charset=utf-8");
    EXPECT_EQ(ask("HEAD", mine).status, 200);
    EXPECT_EQ(ask("DELETE", mine).status, 405);
    EXPECT_THAT(page("/metrics").body, Not(HasSubstr(mine)));
}

TEST_F(FeedbackPagesTest, IsInTheLanguageThatTheBrowserAsksForUntilAnotherIsChosen) {
    const std::string german = "Accept-Language: de-DE,de;q=0.9,en;q=0.5\r\n";
    const auto first = ask("GET", "/feedback/complaint", german);
    EXPECT_THAT(first.body, HasSubstr("<html lang=\"de\">"));
    EXPECT_THAT(first.body, HasSubstr("Was passiert ist"));
    EXPECT_EQ(first.headers.at("content-language"), "de");
    EXPECT_FALSE(first.headers.contains("set-cookie")) << "nothing was chosen";
    EXPECT_THAT(ask("GET", "/feedback", "Accept-Language: fr\r\n").body, HasSubstr("<html lang=\"en\">"));

    const auto chosen = ask("GET", "/feedback/complaint?lang=zh", german);
    EXPECT_THAT(chosen.body, HasSubstr("<html lang=\"zh\">"));
    const std::string cookie = chosen.headers.at("set-cookie");
    EXPECT_EQ(cookie, "rapport_language=zh; Path=/feedback; Max-Age=31536000; HttpOnly; SameSite=Lax");
    const std::string kept = german + "Cookie: " + cookie.substr(0, cookie.find(';')) + "\r\n";
    EXPECT_THAT(ask("GET", "/feedback", kept).body, HasSubstr("给我们留言"));
    EXPECT_THAT(ask("GET", "/feedback/nothing", kept).body, HasSubstr("页面不存在"));
    EXPECT_THAT(ask("GET", "/feedback?lang=en", kept).body, HasSubstr("<html lang=\"en\">"));
    for (const char* bad : {"lang=fr", "lang=", "lang=%ff", "lang", "lang=zh%0d%0aSet-Cookie:x"}) {
        const auto answer = ask("GET", "/feedback?" + std::string(bad), german);
        EXPECT_THAT(answer.body, HasSubstr("<html lang=\"de\">")) << bad;
        EXPECT_FALSE(answer.headers.contains("set-cookie")) << bad;
    }
    EXPECT_THAT(ask("GET", "/feedback", german + "Cookie: rapport_language=xx\r\n").body,
                HasSubstr("<html lang=\"de\">"));
}

TEST_F(FeedbackPagesTest, WhoFilesIsKnownByTheLanguageOfThePage) {
    const std::string lines = as_form + "Accept-Language: zh-CN\r\n";
    const auto wrong = send("/feedback/complaint", {{"name", "Li"}, {"subject", "x"}, {"text", "x"}}, lines);
    EXPECT_THAT(wrong.body, HasSubstr("id=\"complaint-email-problem\">请填写电子邮箱或电话号码。"));
    const std::string mine = page_of(send(
        "/feedback/complaint", {{"name", "Li"}, {"email", "li@example.com"}, {"subject", "x"}, {"text", "x"}}, lines));
    EXPECT_EQ(us("GET", "/complaints/" + only_complaint())["complainant"]["language"], "zh");
    const auto page = ask("GET", mine + "?done=filed", "Accept-Language: zh-CN\r\n").body;
    EXPECT_THAT(page, HasSubstr("谢谢，我们已收到。"));
    EXPECT_THAT(page, HasSubstr("（Europe/Berlin）</time>"));
    EXPECT_THAT(ask("GET", mine + "/reply?lang=de").headers.at("set-cookie"), StartsWith("rapport_language=de;"));
}

TEST_F(FeedbackPagesTest, WhatAnotherSiteSendsIsRefused) {
    const Fields fields{{"name", "Ann"}, {"email", "ann@example.com"}, {"subject", "x"}, {"text", "x"}};
    for (const char* site : {"cross-site", "same-site"}) {
        const auto answer = send("/feedback/complaint", fields, as_form + "Sec-Fetch-Site: " + site + "\r\n");
        EXPECT_EQ(answer.status, 403);
    }
    EXPECT_EQ(send("/feedback/complaint", fields, "Content-Type: text/plain\r\n").status, 415);
    EXPECT_EQ(us("GET", "/complaints")["total"], 0);
    EXPECT_EQ(send("/feedback/complaint", fields, as_form + "Sec-Fetch-Site: same-origin\r\n").status, 303);
}

TEST_F(FeedbackPagesTest, AFormKnowsNoDryRun) {
    const Fields fields{{"name", "Ann"}, {"email", "ann@example.com"}, {"subject", "x"}, {"text", "x"}};
    EXPECT_EQ(send("/feedback/complaint", fields, as_form + "Prefer: dry-run\r\n").status, 501);
    EXPECT_EQ(us("GET", "/complaints")["total"], 0);
}

TEST_F(FeedbackPagesTest, WhoeverIsSignedInInTheSameBrowserIsNotAsked) {
    const std::string mine = filed();
    const std::string lines = as_form + "Authorization: Bearer good\r\n";
    EXPECT_EQ(send(mine + "/reply", {{"text", "It began at nine"}}, lines).status, 303);
    EXPECT_EQ(us("GET", "/complaints/" + only_complaint() + "/notes")["items"].at(0)["by"], "outside");
}

TEST_F(FeedbackPagesTest, WhenNobodyIsThereNothingThatWasEnteredIsLost) {
    const std::string mine = filed();
    service.reset();
    while (ask("GET", "/readyz").status != 503) std::this_thread::sleep_for(5ms);
    const auto answer = send(mine + "/reply", {{"text", "It began at nine"}});
    EXPECT_EQ(answer.status, 503);
    EXPECT_THAT(answer.body, HasSubstr("It began at nine</textarea>"));
    EXPECT_EQ(page(mine).status, 503);
    start();
    EXPECT_EQ(send(mine + "/reply", {{"text", "It began at nine"}}).status, 303);
}

class LimitedPagesTest : public FeedbackPagesTest {
protected:
    LimitedPagesTest() : FeedbackPagesTest(2) {}
};

TEST_F(LimitedPagesTest, ManyFromOneAddressAreRefusedAndNothingThatTheyEnteredIsLost) {
    const std::string mine = filed();
    EXPECT_EQ(page(mine).status, 200);
    const auto refused =
        send("/feedback/complaint",
             {{"name", "Ann"}, {"email", "ann@example.com"}, {"subject", "x"}, {"text", "Since Monday"}});
    EXPECT_EQ(refused.status, 429);
    EXPECT_EQ(refused.headers.at("retry-after"), "60");
    EXPECT_THAT(refused.body, HasSubstr("Since Monday</textarea>"));
    EXPECT_EQ(page(mine).status, 429);
    EXPECT_EQ(page("/feedback/complaint").status, 200) << "an empty form costs nothing";
    EXPECT_EQ(us("GET", "/complaints")["total"], 1);
}

}  // namespace
}  // namespace rapport::gateway::feedback
