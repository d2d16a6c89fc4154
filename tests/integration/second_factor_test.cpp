// SPDX-License-Identifier: MIT
// The second factor as people have it: codes are made by another program (Debian's oathtool).
#include <gmock/gmock-matchers.h>
#include <gtest/gtest.h>

#include "tests/integration/deployment.hpp"

namespace rapport::integration {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

const std::string password = "Correct horse battery", factor = "/api/v1/session/second-factor";

/// The code of so many seconds from now.
std::string code_of(const std::string& secret, int seconds) {
    const auto ran = Process({"/usr/bin/env", "oathtool", "--totp", "--base32", "--now",
                              "now + " + std::to_string(seconds) + " seconds", secret})
                         .wait(20s);
    EXPECT_EQ(ran.exit, 0) << ran.err;
    return ran.out.substr(0, 6);
}

TEST(SecondFactor, IsSetUpAsTheOperatorAsksAndTakesTheCodesOfAnotherProgram) {
    Deployment deployment({"registry"});
    deployment.environment({{"RAPPORT_GATEWAY_SECOND_FACTOR", "agent"}});
    deployment.start();
    auto admin = deployment.http();
    const json ann = admin.post("/api/v1/users", {{"name", "ann"}, {"roles", {"agent"}}}).json();
    ASSERT_EQ(admin.send("PUT", "/api/v1/session/password", json{{"user", ann["id"]}, {"new", password}}.dump()).status,
              204);
    auto nobody = deployment.nobody();
    const auto sign_in = [&](const std::string& code) {
        json body{{"name", "ann"}, {"password", password}};
        if (!code.empty()) body["code"] = code;
        return nobody.post("/api/v1/session", body);
    };
    const auto opened = sign_in("");
    ASSERT_EQ(opened.status, 201) << opened.body;
    EXPECT_EQ(opened.json()["lacks_second_factor"], true);
    const std::string cookie = opened.headers.at("set-cookie");
    const Headers browser{{"Cookie", cookie.substr(0, cookie.find(';'))}, {"X-CSRF-Token", opened.json()["csrf"]}};
    EXPECT_EQ(nobody.get("/api/v1/parties", browser).status, 403) << "nothing before that";

    const auto begun = nobody.post(factor, {{"current", password}}, browser);
    ASSERT_EQ(begun.status, 201) << begun.body;
    const std::string secret = begun.json()["secret"];
    const auto confirmed = nobody.post(factor + "/confirmation", {{"code", code_of(secret, 0)}}, browser);
    ASSERT_EQ(confirmed.status, 200) << confirmed.body;
    EXPECT_EQ(nobody.get("/api/v1/parties", browser).status, 200);

    EXPECT_EQ(sign_in("").json()["reason"], "second_factor_required");
    EXPECT_EQ(sign_in(code_of(secret, 120)).json()["reason"], "second_factor_wrong");
    const std::string ahead = code_of(secret, 30);
    EXPECT_EQ(sign_in(ahead).status, 201) << "its clock may be half a minute ahead";
    EXPECT_EQ(sign_in(ahead).json()["reason"], "second_factor_wrong") << "once";
    const std::string recovery = confirmed.json()["recovery_codes"][0];
    EXPECT_EQ(sign_in(recovery).status, 201);
    EXPECT_EQ(sign_in(recovery).json()["reason"], "second_factor_wrong") << "once, too";
}

}  // namespace
}  // namespace rapport::integration
