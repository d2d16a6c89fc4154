// SPDX-License-Identifier: MIT
// Rules on events of any service: a notice to a contact, through a rule that is made while everything runs.
#include <gmock/gmock-matchers.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "tests/integration/api.hpp"
#include "tests/integration/deployment.hpp"

namespace rapport::integration {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

class Notices : public ::testing::Test {
protected:
    json post(const std::string& path, const json& body) {
        const Response answer = http_.post("/api/v1" + path, body);
        EXPECT_EQ(answer.status, 201) << path << ' ' << answer.body;
        return answer.json();
    }
    Response patch(const std::string& path, const json& body) {
        return http_.send("PATCH", "/api/v1" + path, body.dump(), {{"Content-Type", "application/json"}});
    }
    /// Who speaks for the party when something escalates; the contact's id.
    std::string speaks_for(const std::string& party, const std::string& name) {
        const json person =
            post("/parties", {{"name", name}, {"sort", "person"}, {"emails", {{{"address", name + "@acme.example"}}}}});
        return post("/contacts", {{"person", person["id"]}, {"party", party}, {"role", "escalation"}})["id"];
    }
    /// The registry has said by then what it tells.
    void add_rule() {
        const json rule = {
            {"name", "Agreements"},
            {"event", "registry.agreement_created"},
            {"recipients", {"contact:escalation"}},
            {"templates", {{{"language", "en"}, {"subject", "{{agreement.title}}"}, {"text", "{{type}}"}}}}};
        wait_until("a rule on what the registry tells is taken", [&] {
            const Response answer = http_.post("/api/v1/notification-rules", rule);
            if (answer.status != 201) {
                EXPECT_THAT(answer.body, HasSubstr("no service")) << answer.body;
            }
            return answer.status == 201;
        });
    }
    void agree(const std::string& party, const std::string& title) {
        post("/agreements",
             {{"party", party}, {"kind", "sla"}, {"title", title}, {"start", "2026-01-01"}, {"term_months", 12}});
    }
    std::string log_of(const std::string& service) const {
        std::ostringstream text;
        text << std::ifstream(deployment_.state() / "log" / (service + ".log")).rdbuf();
        return text.str();
    }
    json settled(const std::string& state) { return http_.get("/api/v1/notices?state=" + state).json()["items"]; }
    bool has_handled_all() const {
        const json lag = json::parse(deployment_.rapport({"lag", "-o", "json"}).out, nullptr, false);
        if (!lag.is_array()) return false;
        std::size_t seen = 0;
        for (const json& each : lag)
            if (each.at("service") == "notifier" && each.at("source") == "registry") {
                if (each.value("lag", json()) != 0) return false;
                ++seen;
            }
        return seen == 2;  // as a projection and as a reaction
    }
    bool heard_of(const std::map<std::string, int>& wanted) const { return notices(deployment_) == wanted; }

    Deployment deployment_{{"registry", "notifier"}};
    Http http_ = (deployment_.start(), deployment_.http());
};

TEST_F(Notices, AContactHearsOnceByTheirRoleOfAnEventOfTheRegistryAndWhoOptedOutDoesNot) {
    const std::string acme = post("/parties", {{"name", "Acme"}})["id"];
    speaks_for(acme, "ann");
    const std::string bob = speaks_for(acme, "bob");
    const Response out = patch("/contacts/" + bob, {{"opted_out", {{"how", "by phone"}}}});
    ASSERT_EQ(out.status, 200) << out.body;
    add_rule();
    agree(acme, "Workplace");
    wait_until("both have their fate", [&] { return settled("sent").size() + settled("skipped").size() == 2; });
    EXPECT_TRUE(heard_of({{"ann@acme.example", 1}}));
    const json skipped = settled("skipped");
    ASSERT_EQ(skipped.size(), 1U) << skipped;
    EXPECT_THAT(skipped[0]["reason"].get<std::string>(), HasSubstr("the contact opted out of notices on "));
    EXPECT_EQ(skipped[0]["person"], bob);
    EXPECT_THAT(log_of("notifier"),
                HasSubstr("is told to no contact:escalation: the contact opted out of notices on "));

    const Response in = patch("/contacts/" + bob, {{"opted_out", nullptr}});
    ASSERT_EQ(in.status, 200) << in.body;
    agree(acme, "Network");
    wait_until("who is in again is told", [&] { return heard_of({{"ann@acme.example", 2}, {"bob@acme.example", 1}}); });
}

TEST_F(Notices, ANotifierThatIsKilledMeanwhileTellsOfEachEventOnce) {
    const std::string acme = post("/parties", {{"name", "Acme"}})["id"];
    speaks_for(acme, "ann");
    add_rule();
    const auto before = deployment_.pid_of("notifier");
    int agreements = 0;
    for (; agreements < 10; ++agreements) agree(acme, "before " + std::to_string(agreements));
    deployment_.kill("notifier");
    for (; agreements < 20; ++agreements) agree(acme, "meanwhile " + std::to_string(agreements));
    EXPECT_TRUE(deployment_.comes_back("notifier", before));
    for (; agreements < 25; ++agreements) agree(acme, "after " + std::to_string(agreements));
    wait_until("all are settled", [&] { return settled("sent").size() + settled("unknown").size() == 25; });
    // What would come twice has come when nothing that was told is still to be handled.
    wait_until("all that was told is handled", [&] { return has_handled_all(); });
    EXPECT_EQ(http_.get("/api/v1/notices").json()["total"], 25);
    const auto told = notices(deployment_);
    EXPECT_EQ(told.size(), 1U);
    EXPECT_EQ(static_cast<std::size_t>(told.at("ann@acme.example")), 25U) << "the channel file takes a key but once";
}

}  // namespace
}  // namespace rapport::integration
