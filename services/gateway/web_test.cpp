// SPDX-License-Identifier: MIT
// The workplace's files, compression and documents over real HTTP.
#include <gmock/gmock-matchers.h>

#include <fstream>

#include "bus/testing/test_bus.hpp"
#include "services/gateway/gateway.hpp"
#include "services/gateway/testing/admission.hpp"
#include "services/gateway/testing/http_client.hpp"
#include "services/gateway/testing/sample.hpp"

namespace rapport::gateway {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using namespace testing;

class Anybody final : public Authenticator {
public:
    AdmissionPtr admit(const HttpRequest&) const override {
        return std::make_shared<ForGood>(Actor{.id = "user:1", .kind = "person", .roles = {"agent"}});
    }
};

class WebTest : public ::testing::Test {
protected:
    WebTest() {
        while (ask("GET", "/readyz").status != 200) std::this_thread::sleep_for(5ms);
    }
    Answer ask(const std::string& verb, const std::string& path, const std::string& lines = {}) const {
        return HttpConnection(gateway.address()).ask(request_text(verb, path, lines));
    }
    WebFiles web() const {
        std::ofstream(folder.path() / "index.html") << "<html>workplace";
        std::ofstream(folder.path() / "routes.txt") << "/complaints\n";
        std::ofstream(folder.path() / "metrics") << "not the figures";
        return WebFiles::read(folder.path());
    }

    const bus::testing::TempFolder folder;
    bus::testing::TestBus bus;
    SampleService samples{bus.url()};
    Gateway gateway{{.bus = bus.url(), .http = {"127.0.0.1", 0}, .expected = {"samples"}, .timeout = 2s, .web = web()},
                    std::make_shared<Anybody>()};
};

TEST_F(WebTest, TheWorkplaceStandsAtItsRoutesAndTakesNoPathOfOurs) {
    const Answer page = ask("GET", "/");
    EXPECT_THAT(page.body, HasSubstr("workplace"));
    EXPECT_EQ(page.headers.at("cache-control"), "no-cache");
    EXPECT_EQ(page.headers.at("x-content-type-options"), "nosniff");
    EXPECT_THAT(page.headers.at("content-security-policy"), HasSubstr("require-trusted-types-for 'script'"));
    EXPECT_THAT(ask("GET", "/complaints/C-2026-000001").body, HasSubstr("workplace"));
    EXPECT_EQ(ask("GET", "/", "If-None-Match: " + page.headers.at("etag") + "\r\n").status, 304);
    EXPECT_EQ(ask("HEAD", "/complaints").status, 200);
    EXPECT_EQ(ask("POST", "/complaints").status, 405);
    EXPECT_EQ(ask("GET", "/nothing").status, 404);
    EXPECT_EQ(ask("GET", "/../index.html").status, 404);
    EXPECT_THAT(ask("GET", "/metrics").body, HasSubstr("rapport_http_requests_total"));
    EXPECT_EQ(ask("GET", "/api/v1/nothing").status, 404);
}

TEST_F(WebTest, TheApisDescriptionIsSentOnceAndSmall) {
    const Answer whole = ask("GET", "/api/openapi.json");
    const Answer zipped = ask("GET", "/api/openapi.json", "Accept-Encoding: gzip\r\n");
    EXPECT_EQ(zipped.headers.at("content-encoding"), "gzip");
    EXPECT_LT(zipped.body.size() * 4, whole.body.size());
    const std::string known = "Accept-Encoding: gzip\r\nIf-None-Match: " + zipped.headers.at("etag") + "\r\n";
    const Answer again = ask("GET", "/api/openapi.json", known);
    EXPECT_EQ(again.status, 304);
    EXPECT_EQ(again.headers.at("etag"), zipped.headers.at("etag"));
}

TEST_F(WebTest, LongAnswersAreGzippedForWhoWantsIt) {
    std::string many = "/api/v1/samples?tags=first";
    for (int i = 0; i < 60; ++i) many += ",another-tag-" + std::to_string(i);
    EXPECT_EQ(ask("GET", many, "Accept-Encoding: gzip\r\n").headers.at("content-encoding"), "gzip");
    EXPECT_FALSE(ask("GET", many).headers.contains("content-encoding"));
    EXPECT_FALSE(
        ask("GET", "/api/v1/samples?tags=x", "Accept-Encoding: gzip\r\n").headers.contains("content-encoding"));
}

}  // namespace
}  // namespace rapport::gateway
