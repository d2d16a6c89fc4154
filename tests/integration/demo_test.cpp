// SPDX-License-Identifier: MIT
#include <gmock/gmock-matchers.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "tests/integration/deployment.hpp"

namespace rapport::integration {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

std::int64_t total(Http& http, const std::string& path) {
    return http.get(path).json().value("total", std::int64_t{-1});
}

TEST(Demo, FillsANewDeploymentAndTheSameAgainAddsNothing) {
    Deployment deployment;
    deployment.start();
    const auto made = deployment.rapport({"demo"});
    ASSERT_EQ(made.exit, 0) << made.out << made.err;
    for (const char* what :
         {"made 41 parties", "8 users", "30 relationships", "12 agreements", "220 complaints of the year"})
        EXPECT_THAT(made.out, HasSubstr(what));
    auto http = deployment.http();
    EXPECT_EQ(http.get("/api/v1/relationships/counts?by=type").json()["items"].size(), 9u);
    const auto complaints = total(http, "/api/v1/complaints?limit=1");
    EXPECT_EQ(complaints, 234);
    EXPECT_EQ(http.get("/api/v1/organisation").json()["name"], "Harbourline IT");
    const json found = http.get("/api/v1/parties?search=%E4%BA%91%E5%B8%86").json();
    EXPECT_EQ(found["items"][0]["name"], "云帆物流");

    const auto again = deployment.rapport({"demo"});
    EXPECT_EQ(again.exit, 0) << again.err;
    EXPECT_THAT(again.out, HasSubstr("nothing was added"));
    EXPECT_EQ(total(http, "/api/v1/complaints?limit=1"), complaints);
    EXPECT_EQ(total(http, "/api/v1/parties?limit=1"), 41);
    const auto verified = deployment.rapport({"events", "verify"});
    EXPECT_EQ(verified.exit, 0) << verified.out;
}

TEST(Demo, ItsUsersSignInAndHistoryNamesThem) {
    Deployment deployment;
    deployment.start();
    const auto made = deployment.rapport({"demo", "--seed", "7"});
    ASSERT_EQ(made.exit, 0) << made.out << made.err;
    const auto file = deployment.state() / "demo.password";
    struct stat status {};
    ASSERT_EQ(::stat(file.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0600u);
    std::string password;
    std::getline(std::ifstream(file), password);
    EXPECT_THAT(made.out, HasSubstr(password));
    auto nobody = deployment.nobody();
    for (const char* name : {"aoife.brennan", "mara.quinn", "jonas.keane", "wei.zhang", "ines.moran"}) {
        const auto opened = nobody.post("/api/v1/session", {{"name", name}, {"password", password}});
        EXPECT_EQ(opened.status, 201) << name << opened.body;
        EXPECT_EQ(opened.json()["user"]["name"], name);
    }
    auto http = deployment.http();
    const json one = http.get("/api/v1/complaints?search=scanners%20lose&limit=1").json()["items"][0];
    EXPECT_EQ(one["state"], "investigating");
    const auto history = http.get("/api/v1/complaints/" + one["id"].get<std::string>() + "/history").body;
    const json staff = http.get("/api/v1/staff?search=rourke").json()["items"][0];
    EXPECT_THAT(history, HasSubstr("user:" + staff["id"].get<std::string>()));
}

TEST(Demo, LeavesADeploymentAloneThatHasPartiesOfItsOwn) {
    Deployment deployment;
    deployment.start();
    auto http = deployment.http();
    ASSERT_EQ(http.post("/api/v1/parties", {{"name", "Our own customer"}}).status, 201);
    const auto refused = deployment.rapport({"demo"});
    EXPECT_NE(refused.exit, 0);
    EXPECT_THAT(refused.err, HasSubstr("--beside"));
    EXPECT_EQ(total(http, "/api/v1/parties?limit=1"), 1);
}

}  // namespace
}  // namespace rapport::integration
