// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "tests/integration/api.hpp"
#include "tests/integration/deployment.hpp"

namespace rapport::integration {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using ::testing::HasSubstr;

TEST(Verbs, SayThatNothingRuns) {
    const Deployment deployment;
    const auto ran = deployment.rapport({"events", "verify"}, 10s);
    EXPECT_EQ(ran.exit, 3);
    EXPECT_THAT(ran.err, HasSubstr("nothing runs on"));
}

TEST(Verbs, AreExplainedAndWrongOnesRefused) {
    const Deployment deployment;
    const auto run = [](std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), RAPPORT_PROGRAMS "/rapport");
        return Process(arguments).wait(10s);
    };
    EXPECT_EQ(run({"--help"}).exit, 0);
    EXPECT_EQ(run({"--version"}).exit, 0);
    for (const auto* verb : {"up", "tail", "call", "ls", "import", "events", "plugin"})
        EXPECT_EQ(run({verb, "--help"}).exit, 0) << verb;
    EXPECT_EQ(run({}).exit, 2);
    EXPECT_EQ(run({"dance"}).exit, 2);
    EXPECT_EQ(run({"import", "complaints", "/nonexistent.csv"}).exit, 2);
}

TEST(Verbs, VerifyEverySource) {
    Deployment deployment;
    deployment.start();
    const auto ran = deployment.rapport({"events", "verify", "-o", "json"});
    EXPECT_EQ(ran.exit, 0) << ran.out << ran.err;
    const auto found = nlohmann::json::parse(ran.out);
    EXPECT_EQ(found.size(), deployment.programs().size() - 1) << "accounts, in the gateway, and every service";
    for (const auto& source : found) EXPECT_TRUE(source.at("chain_intact")) << source;
}

TEST(Verbs, TailPrintsCloudEventsWhileTheyHappen) {
    Deployment deployment;
    deployment.start();
    const auto tail = deployment.begin({"tail", "complaints.opened", "-n", "3", "-o", "jsonl"});
    auto http = deployment.http();
    // It hears what comes after it has begun to listen, and does not say when that is: so more than three come.
    for (int i = 0; i < 200 && !tail->wait_for("}\n", 50ms); ++i)
        ASSERT_EQ(http.post("/api/v1/complaints", complaint_about("Heard")).status, 201);
    for (int i = 0; i < 3; ++i) ASSERT_EQ(http.post("/api/v1/complaints", complaint_about("Heard")).status, 201);
    const auto ran = tail->wait(10s);
    EXPECT_EQ(ran.exit, 0) << ran.err;
    std::istringstream lines(ran.out);
    int events = 0;
    for (std::string line; std::getline(lines, line); ++events) {
        const auto event = json::parse(line);
        EXPECT_EQ(event.at("specversion"), "1.0");
        EXPECT_EQ(event.at("type"), "complaints.opened");
        EXPECT_EQ(event.at("source"), "complaints");
        EXPECT_EQ(event.at("data").at("complaint").at("subject"), "Heard");
    }
    EXPECT_EQ(events, 3);
}

TEST(Verbs, CallPrintsTheAnswerAsJsonAndItsErrorsHaveExitCodes) {
    Deployment deployment;
    deployment.start();
    const auto opened = deployment.http().post("/api/v1/complaints", complaint_about("Asked for")).json();
    const auto id = opened.at("id").get<std::string>();
    const auto got = deployment.rapport({"call", "complaints", "get", json{{"id", id}}.dump()}, 20s);
    EXPECT_EQ(got.exit, 0) << got.err;
    EXPECT_EQ(json::parse(got.out).at("subject"), "Asked for");
    EXPECT_EQ(deployment.rapport({"call", "complaints", "get", R"({"id":"nobody"})"}, 20s).exit, 1);
    EXPECT_EQ(deployment.rapport({"call", "complaints", "get", "{"}, 20s).exit, 2);
    EXPECT_EQ(deployment.rapport({"call", "nobody", "get"}, 20s).exit, 3);
}

TEST(Verbs, PluginListTellsWhatAServiceMadeOfItsPlugin) {
    Deployment deployment({"complaints"});
    deployment.start();
    ASSERT_EQ(deployment.http().post("/api/v1/complaints", complaint_about("Scored")).status, 201);
    json severity;
    for (int i = 0; i < 300 && !severity.contains("state"); ++i)  // it is scored a moment after it is opened
        for (const auto& each : json::parse(deployment.rapport({"plugin", "list", "-o", "json"}).out))
            if (each.value("id", "") == "rapport.severity") severity = each;
    EXPECT_EQ(severity.value("state", ""), "running") << severity;
    EXPECT_EQ(deployment.rapport({"plugin", "lift", "rapport.severity"}).exit, 1) << "it is not quarantined";
}

}  // namespace
}  // namespace rapport::integration
