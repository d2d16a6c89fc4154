// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <gmock/gmock-matchers.h>
#include <gtest/gtest.h>

#include <fstream>
#include <thread>

#include "sdk/host/testing/server.hpp"
#include "tests/integration/api.hpp"
#include "tests/integration/deployment.hpp"

namespace rapport::integration {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

/// What the server has, once it has anything, or after 20 s.
std::vector<nlohmann::json> kept(const sdk::Server& server) {
    for (const auto until = std::chrono::steady_clock::now() + 20s; std::chrono::steady_clock::now() < until;
         std::this_thread::sleep_for(20ms))
        if (auto all = server.kept(); !all.empty()) return all;
    return {};
}

/// A deployment that sends its letters through that server.
class Mail : public ::testing::Test {
protected:
    void SetUp() override {
        const auto password = server.folder().write("password", "s3cret-w0rd\n");
        std::filesystem::create_directories(deployment.state() / "config");
        std::ofstream(deployment.state() / "config" / "notifier.toml")
            << fmt::format(R"(
channel = "email"

[[channels]]
name = "email"
id = "rapport.email"
settings = {{ host = "127.0.0.1", port = {}, ca_file = "{}", user = "rapport", password = "file:{}", from = "desk@us.example" }}
)",
                           server.port(), (server.folder().path() / "ca.pem").string(), password);
        deployment.start();
    }

    const sdk::Server server{"smtp_server.py", {"starttls", "rapport", "s3cret-w0rd"}};
    Deployment deployment;
};

TEST_F(Mail, AComplaintIsAcknowledgedByMailWhereTheNotifierIsToldHow) {
    auto http = deployment.http();
    const auto complaint = http.post("/api/v1/complaints", complaint_about("The network was down"));
    ASSERT_EQ(complaint.status, 201) << complaint.body;
    const auto mails = kept(server);
    ASSERT_EQ(mails.size(), 1U);
    EXPECT_EQ(mails[0]["to"], nlohmann::json({"ada@example.org"}));
    EXPECT_EQ(mails[0]["secured"], true);
    EXPECT_EQ(mails[0]["signed_in"], true);
    EXPECT_THAT(mails[0]["content"].get<std::string>(), HasSubstr(complaint.json().at("number").get<std::string>()));
}

TEST_F(Mail, AnAddressThatBouncesIsMarkedAndNothingIsSentThereAnyMore) {
    auto http = deployment.http();
    const auto party =
        http.post("/api/v1/parties", {{"name", "Acme"}, {"emails", {{{"address", "nobody@them.example"}}}}});
    ASSERT_EQ(party.status, 201) << party.body;
    const std::string id = party.json()["id"];
    const auto complain = [&](const std::string& subject) {
        const auto complaint = http.post("/api/v1/complaints", {{"party", id}, {"subject", subject}});
        EXPECT_EQ(complaint.status, 201) << complaint.body;
    };
    complain("The network was down");
    nlohmann::json marks;
    wait_until("the address is marked", [&] {
        marks = http.get("/api/v1/parties/" + id).json()["marks"];
        return !marks.empty();
    });
    EXPECT_EQ(marks[0]["kind"], "invalid");
    EXPECT_EQ(marks[0]["address"], "nobody@them.example");
    wait_until("one is not sent", [&] {
        complain("It is down again");  // one that comes before the notifier has heard of the mark is sent
        const auto skipped = http.get("/api/v1/notices?state=skipped").json();
        for (const auto& notice : skipped["items"])
            if (notice["reason"].get<std::string>().find("marked as invalid") != std::string::npos) return true;
        return false;
    });
}

}  // namespace
}  // namespace rapport::integration
