// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <gmock/gmock-matchers.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "tests/integration/api.hpp"
#include "tests/integration/deployment.hpp"

namespace rapport::integration {
namespace {

using nlohmann::json;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Pair;

class Promise : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        deployment_ = std::make_unique<Deployment>();
        deployment_->start();
    }
    static void TearDownTestSuite() { deployment_.reset(); }

    static std::unique_ptr<Deployment> deployment_;
};
std::unique_ptr<Deployment> Promise::deployment_;

/// Runs `client` on so many threads, each with its number.
void with_clients(int count, const std::function<void(int client)>& client) {
    std::vector<std::jthread> threads;
    for (int i = 0; i < count; ++i) threads.emplace_back([&client, i] { client(i); });
}

TEST_F(Promise, APartyThatWasJustCreatedIsKnownWhenItComplains) {
    if (!built("rapport-registry")) GTEST_SKIP() << "rapport-registry was not built";
    constexpr int clients = 8, tries = 125;
    std::atomic<int> opened = 0;
    with_clients(clients, [&](int client) {
        auto http = deployment_->http();
        for (int i = 0; i < tries; ++i) {
            const auto party = http.post("/api/v1/parties", {{"name", fmt::format("Party {}-{}", client, i)}});
            ASSERT_EQ(party.status, 201) << party.body;
            const auto complaint =
                http.post("/api/v1/complaints",
                          {{"party", party.json().at("id")}, {"subject", "At once"}, {"received_via", "web"}});
            ASSERT_EQ(complaint.status, 201) << complaint.body;
            ++opened;
        }
    });
    EXPECT_EQ(opened, clients * tries);
}

TEST_F(Promise, AComplaintThatWasAnsweredIsInTheNextList) {
    constexpr int clients = 4, tries = 50;
    std::atomic<int> seen = 0;
    with_clients(clients, [&](int client) {
        auto http = deployment_->http();
        for (int i = 0; i < tries; ++i) {
            const auto opened = http.post("/api/v1/complaints", complaint_about(fmt::format("Mine {}-{}", client, i)));
            ASSERT_EQ(opened.status, 201) << opened.body;
            const auto page = http.get("/api/v1/complaints?limit=10").json();  // newest first
            for (const auto& item : page.at("items")) seen += item.at("id") == opened.json().at("id") ? 1 : 0;
        }
    });
    EXPECT_EQ(seen, clients * tries);
}

TEST_F(Promise, ARepeatedKeyHasOneEffect) {
    auto http = deployment_->http();
    const auto before = total_complaints(deployment_->http());
    const Headers key{{"Idempotency-Key", "the same"}};
    const auto first = http.post("/api/v1/complaints", complaint_about("Once"), key);
    const auto second = http.post("/api/v1/complaints", complaint_about("Once"), key);
    EXPECT_EQ(first.status, 201) << first.body;
    EXPECT_EQ(second.json(), first.json());
    const auto other = http.post("/api/v1/complaints", complaint_about("Other words, same key"), key);
    EXPECT_GE(other.status, 400) << other.body;
    EXPECT_LT(other.status, 500) << other.body;
    EXPECT_EQ(total_complaints(deployment_->http()), before + 1);
}

TEST_F(Promise, AMoveThatTheStateDoesNotAllowSaysWhichAre) {
    auto http = deployment_->http();
    const auto opened = http.post("/api/v1/complaints", complaint_about("Moves")).json();
    const auto path = "/api/v1/complaints/" + opened.at("id").get<std::string>();
    EXPECT_EQ(http.post(path + "/acknowledge", json::object()).status, 200);
    const auto again = http.post(path + "/acknowledge", json::object());
    EXPECT_EQ(again.status, 409) << again.body;
    EXPECT_THAT(again.body, HasSubstr("allowed_moves"));
    EXPECT_EQ(http.get(path).json().at("state"), "acknowledged");
    const auto late = http.post(path + "/investigate", {{"version", opened.at("version")}});
    EXPECT_EQ(late.status, 409) << "an old version: " << late.body;
}

struct Bad {
    const char* name;
    std::string body;
    int status;
    std::string says;  ///< somewhere in the problem document
};

std::vector<Bad> bad_bodies() {
    const auto nested = std::string(32, '[') + '1' + std::string(32, ']');
    const auto with = [](const json& change) {
        auto body = complaint_about("Bad");
        body.merge_patch(change);
        return body.dump();
    };
    return {
        {"malformed JSON", R"({"subject": )", 400, ""},
        {"another type", with({{"subject", 7}}), 400, "subject"},
        {"no subject", with({{"subject", nullptr}}), 400, "subject"},
        {"a subject that is too long", with({{"subject", std::string(201, 'x')}}), 400, "subject"},
        {"another value than the list has", with({{"received_via", "pigeon"}}), 400, "received_via"},
        {"an unknown party", with({{"party", "0192f0c1-7a3b-7cde-8f00-1234567890ab"}, {"complainant", nullptr}}), 404,
         "party"},
        {"a party that is no id", with({{"party", "nobody"}}), 400, "party"},
        {"a body that is too large", with({{"text", std::string(1 << 20, 'x')}}), 413, ""},
        {"32-deep nesting", R"({"subject": "x", "text": )" + nested + "}", 400, ""},
        {"invalid UTF-8", "{\"subject\": \"\xc3\x28\"}", 400, ""},
        {"a list", "[]", 400, ""},
    };
}

TEST_F(Promise, BadInputHasItsStatusAndChangesNothing) {
    auto http = deployment_->http();
    const auto before = total_complaints(deployment_->http());
    for (const auto& bad : bad_bodies()) {
        SCOPED_TRACE(bad.name);
        if (bad.status == 404 && !built("rapport-registry")) continue;
        const auto answer = http.send("POST", "/api/v1/complaints", bad.body);
        EXPECT_EQ(answer.status, bad.status) << answer.body;
        EXPECT_THAT(answer.headers, Contains(Pair("content-type", HasSubstr("application/problem+json"))));
        ASSERT_TRUE(answer.json().is_object());
        EXPECT_EQ(answer.json().value("status", 0), bad.status);
        EXPECT_THAT(answer.body, HasSubstr(bad.says));
    }
    EXPECT_EQ(total_complaints(deployment_->http()), before);
}

TEST_F(Promise, NobodyAndAWrongTokenAreRefused) {
    for (const auto& token : {"", "wrong"}) {
        const auto answer = Http(deployment_->address(), token).post("/api/v1/complaints", complaint_about("Refused"));
        EXPECT_EQ(answer.status, 401) << answer.body;
        EXPECT_THAT(answer.headers.at("content-type"), HasSubstr("application/problem+json"));
    }
}

TEST_F(Promise, WhatIsNotThereIsNotFound) {
    auto http = deployment_->http();
    EXPECT_EQ(http.get("/api/v1/complaints/0192f0c1-7a3b-7cde-8f00-1234567890ab").status, 404);
    EXPECT_EQ(http.get("/api/v1/nothing").status, 404);
    EXPECT_EQ(http.get("/api/v1/complaints?limit=0").status, 400);
}

}  // namespace
}  // namespace rapport::integration
