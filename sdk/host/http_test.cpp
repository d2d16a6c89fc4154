// SPDX-License-Identifier: MIT
#include "sdk/host/http.hpp"

#include <gmock/gmock-matchers.h>
#include <gtest/gtest.h>

#include "sdk/host/testing/server.hpp"

namespace rapport::sdk {
namespace {

using testing::HasSubstr;

rapport_text text(std::string_view from) { return {from.data(), from.size()}; }
std::string owned(rapport_text from) { return from.size ? std::string(from.data, from.size) : ""; }

/// What one request was, as a channel sees it.
struct Seen {
    std::uint32_t outcome, status;
    std::string body, reason;
    std::int64_t retry_after_ms;
};

class HttpExtension : public testing::Test {
protected:
    std::string url(const std::string& path, const std::string& host = "127.0.0.1") const {
        return "http://" + host + ":" + server.port() + path;
    }
    Seen ask(Http& through, const std::string& to, std::string_view allowed = "127.0.0.0/8, ::1",
             std::uint32_t redirects = 0, std::uint32_t flags = 0) const {
        const rapport_http_request request{sizeof request, flags,     text("POST"), text(to),      nullptr,       0,
                                           timeout_ms,     redirects, 1000,         text("hello"), text(allowed), {}};
        rapport_http_response response{};
        response.size = sizeof response;
        through.table()->request(through.table()->context, &request, &response);
        return {response.outcome, response.status, owned(response.body), owned(response.reason),
                response.retry_after_ms};
    }
    Seen ask(const std::string& to, std::string_view allowed = "127.0.0.0/8, ::1", std::uint32_t redirects = 0) {
        return ask(http, to, allowed, redirects);
    }

    Server server{"http_server.py"};
    Http http;
    std::uint32_t timeout_ms = 10'000;
};

TEST_F(HttpExtension, SendsTheBodyAndTellsTheAnswer) {
    const auto seen = ask(url("/ok"));
    EXPECT_EQ(seen.outcome, RAPPORT_HTTP_ANSWERED);
    EXPECT_EQ(seen.status, 200u);
    EXPECT_EQ(seen.body, "ok");
    const auto kept = server.kept();
    ASSERT_EQ(kept.size(), 1u);
    EXPECT_EQ(kept[0]["body"], "hello");
    EXPECT_EQ(kept[0]["method"], "POST");
    EXPECT_EQ(kept[0]["headers"]["user-agent"], "Rapport");
}

TEST_F(HttpExtension, KeepsNoMoreOfABodyThanItWasAskedTo) {
    const auto seen = ask(url("/large"));
    EXPECT_EQ(seen.outcome, RAPPORT_HTTP_ANSWERED);
    EXPECT_EQ(seen.status, 200u);
    EXPECT_EQ(seen.body.size(), 1000u);
}

TEST_F(HttpExtension, ReadsRetryAfterInBothForms) {
    EXPECT_EQ(ask(url("/429")).retry_after_ms, 7'000);
    EXPECT_GT(ask(url("/429?after=Fri,%2001%20Jan%202100%2000:00:00%20GMT")).retry_after_ms, 86'400'000);
    EXPECT_EQ(ask(url("/503")).retry_after_ms, 0);
}

TEST_F(HttpExtension, KnowsWhetherTheOtherSideCanHaveSeenIt) {
    timeout_ms = 1'000;
    EXPECT_EQ(ask(url("/never")).outcome, RAPPORT_HTTP_UNANSWERED);
    EXPECT_EQ(ask(url("/slow")).outcome, RAPPORT_HTTP_UNANSWERED);
    EXPECT_EQ(ask(url("/drop")).outcome, RAPPORT_HTTP_UNANSWERED);
    EXPECT_EQ(ask("http://does-not-exist.invalid/").outcome, RAPPORT_HTTP_NOT_SENT);
    const auto to = url("/ok");
    server.stop();
    const auto seen = ask(to);
    EXPECT_EQ(seen.outcome, RAPPORT_HTTP_NOT_SENT);
    EXPECT_FALSE(seen.reason.empty());
}

TEST_F(HttpExtension, RefusesAddressesThatAreNotPublicUnlessTheyAreAllowed) {
    const auto refused = ask(url("/ok"), "");
    EXPECT_EQ(refused.outcome, RAPPORT_HTTP_REFUSED);
    EXPECT_THAT(refused.reason, HasSubstr("127.0.0.1 is not a public address"));
    EXPECT_EQ(ask(url("/ok"), "10.0.0.0/8").outcome, RAPPORT_HTTP_REFUSED);
    EXPECT_EQ(ask("http://169.254.169.254/latest/meta-data", "").outcome, RAPPORT_HTTP_REFUSED);
    EXPECT_EQ(ask("http://[::ffff:127.0.0.1]:" + server.port() + "/ok", "").outcome, RAPPORT_HTTP_REFUSED);
    EXPECT_EQ(ask("http://0x7f000001:" + server.port() + "/ok", "").outcome, RAPPORT_HTTP_REFUSED);
    EXPECT_TRUE(server.kept().empty());
    EXPECT_EQ(ask(url("/ok"), "*").outcome, RAPPORT_HTTP_ANSWERED);
}

TEST_F(HttpExtension, RefusesThemAlsoBehindAName) {
    EXPECT_EQ(ask(url("/ok", "localhost"), "").outcome, RAPPORT_HTTP_REFUSED);
    EXPECT_TRUE(server.kept().empty());
}

TEST_F(HttpExtension, RefusesThemAlsoBehindARedirect) {
    const auto seen = ask(url("/redirect?to=http://127.0.0.2:" + server.port() + "/ok"), "127.0.0.1", 3);
    EXPECT_EQ(seen.outcome, RAPPORT_HTTP_REFUSED);
    EXPECT_THAT(seen.reason, HasSubstr("127.0.0.2"));
    EXPECT_EQ(server.kept().size(), 1u);
}

TEST_F(HttpExtension, FollowsRedirectsOnlyAsFarAsItIsTold) {
    EXPECT_EQ(ask(url("/redirect?to=/ok")).status, 307u);
    EXPECT_EQ(ask(url("/redirect?to=/ok"), "*", 1).status, 200u);
    EXPECT_EQ(server.kept().back()["method"], "POST");
    EXPECT_EQ(server.kept().back()["body"], "hello");
    EXPECT_EQ(ask(url("/redirect?status=302&to=/ok"), "*", 1).status, 200u);
    EXPECT_EQ(server.kept().back()["body"], "hello");
    const auto forever = ask(url("/redirect?to=/redirect%3Fto%3D/redirect%253Fto%253D/ok"), "*", 1);
    EXPECT_EQ(forever.outcome, RAPPORT_HTTP_REFUSED);
    EXPECT_THAT(forever.reason, HasSubstr("more than 1 times"));
}

TEST_F(HttpExtension, SpeaksNothingButHttp) {
    EXPECT_EQ(ask("file:///etc/passwd").outcome, RAPPORT_HTTP_REFUSED);
    EXPECT_EQ(ask("gopher://127.0.0.1/").outcome, RAPPORT_HTTP_REFUSED);
    EXPECT_EQ(ask(url("/redirect?to=file:///etc/passwd"), "*", 3).outcome, RAPPORT_HTTP_REFUSED);
}

TEST_F(HttpExtension, RefusesWhatWouldSmuggleAHeader) {
    const rapport_text headers[] = {text("x-a"), text("1\r\nx-b: 2")};
    const auto to = url("/ok");
    const rapport_http_request request{sizeof request, 0, text("POST"), text(to), headers, 1, 10'000, 0, 0, {},
                                       text("*"),      {}};
    rapport_http_response response{};
    response.size = sizeof response;
    http.table()->request(http.table()->context, &request, &response);
    EXPECT_EQ(response.outcome, RAPPORT_HTTP_REFUSED);
    EXPECT_THAT(owned(response.reason), HasSubstr("a header's value has a line end"));
    EXPECT_TRUE(server.kept().empty());
}

TEST_F(HttpExtension, ConnectsWithoutAskingForAnything) {
    EXPECT_EQ(ask(http, url("/ok"), "*", 0, RAPPORT_HTTP_CONNECT_ONLY).outcome, RAPPORT_HTTP_ANSWERED);
    EXPECT_EQ(ask(http, url("/ok"), "", 0, RAPPORT_HTTP_CONNECT_ONLY).outcome, RAPPORT_HTTP_REFUSED);
    EXPECT_TRUE(server.kept().empty());
    EXPECT_EQ(ask(url("/ok")).status, 200u);
}

TEST_F(HttpExtension, ATapeAnswersAsTheServerDidOnce) {
    const auto tape = (server.folder().path() / "tape").string();
    const auto ok = url("/ok"), busy = url("/429");
    {
        Http recording;
        recording.use_tape(tape);
        EXPECT_EQ(ask(recording, ok).body, "ok");
        EXPECT_EQ(ask(recording, busy).status, 429u);
    }
    server.stop();
    Http replaying;
    replaying.use_tape(tape);
    EXPECT_EQ(ask(replaying, ok).body, "ok");
    const auto seen = ask(replaying, busy);
    EXPECT_EQ(seen.status, 429u);
    EXPECT_EQ(seen.retry_after_ms, 7'000);
    EXPECT_THAT(ask(replaying, ok).reason, HasSubstr("has no more exchanges"));
    Http other;
    other.use_tape(tape);
    EXPECT_THAT(ask(other, busy).reason, HasSubstr("has another request next"));
}

}  // namespace
}  // namespace rapport::sdk
