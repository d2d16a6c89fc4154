// SPDX-License-Identifier: MIT
// Retiring a party: the registry asks who has something of it, and what is open goes over.
#include <gmock/gmock-matchers.h>
#include <gtest/gtest.h>

#include <thread>

#include "tests/integration/deployment.hpp"

namespace rapport::integration {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using ::testing::HasSubstr;

class HandOver : public ::testing::Test {
protected:
    std::string party(const std::string& name) { return http_.post("/api/v1/parties", {{"name", name}}).json()["id"]; }
    Response retire(const std::string& party, const json& how = json::object()) {
        return http_.post("/api/v1/parties/" + party + "/retire", how);
    }

    Deployment deployment_{{"registry", "complaints"}};
    Http http_ = (deployment_.start(), deployment_.http());
};

TEST_F(HandOver, APartyWithAnOpenComplaintIsRetiredOnceThatIsHandedOver) {
    const std::string acme = party("Acme"), best = party("Best");
    const json complaint = http_.post("/api/v1/complaints", {{"party", acme}, {"subject", "No network"}}).json();
    const json holds = http_.get("/api/v1/holds?party=" + acme).json();
    EXPECT_EQ(holds["items"][0]["service"], "complaints") << holds;
    EXPECT_EQ(holds["items"][0]["references"][0]["number"], complaint["number"]);

    const Response refused = retire(acme);
    EXPECT_EQ(refused.status, 409) << refused.body;
    EXPECT_THAT(refused.body, HasSubstr("it has 1 complaint (" + complaint["number"].get<std::string>() + ")"));

    const Response retired = retire(acme, {{"hand_over_to", best}});
    ASSERT_EQ(retired.status, 200) << retired.body;
    const std::string path = "/api/v1/complaints/" + complaint["id"].get<std::string>();
    for (const auto until = std::chrono::steady_clock::now() + 10s; http_.get(path).json()["party"] != best;
         std::this_thread::sleep_for(20ms))
        ASSERT_LT(std::chrono::steady_clock::now(), until) << "the complaint is still Acme's";
}

TEST_F(HandOver, AServiceThatDoesNotAnswerIsNamedAndMayBeLeftOut) {
    const std::string acme = party("Acme");
    deployment_.signal("complaints", SIGSTOP);
    const Response silent = retire(acme);
    EXPECT_EQ(silent.status, 503) << silent.body;
    EXPECT_THAT(silent.body, HasSubstr(R"("missing":["complaints"])"));
    EXPECT_EQ(http_.get("/api/v1/work").json()["missing"], json::array({"complaints"}));
    const Response left_out = retire(acme, {{"without", {"complaints"}}});
    EXPECT_EQ(left_out.status, 200) << left_out.body;
    deployment_.signal("complaints", SIGCONT);
}

}  // namespace
}  // namespace rapport::integration
