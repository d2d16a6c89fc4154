// SPDX-License-Identifier: MIT
#include <gmock/gmock-matchers.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "sdk/host/record.hpp"
#include "tests/integration/api.hpp"
#include "tests/integration/deployment.hpp"

namespace rapport::integration {
namespace {

namespace fs = std::filesystem;
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
    for (const auto* verb :
         {"up",  "tail", "call", "ls",    "import", "events",  "plugin", "info",   "stats", "ping",
          "lag", "dead", "top",  "trace", "backup", "restore", "doctor", "health", "demo",  "completion"})
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

TEST(Verbs, TailShowsEachCallOnceWithItsLatency) {
    Deployment deployment;
    deployment.start();
    const auto tail = deployment.begin({"tail", "complaints.open", "--match-replies", "-n", "2", "-o", "jsonl"});
    auto http = deployment.http();
    for (int i = 0; i < 200 && !tail->wait_for("}\n{", 50ms); ++i)
        ASSERT_EQ(http.post("/api/v1/complaints", complaint_about("Tapped")).status, 201);
    const auto ran = tail->wait(10s);
    EXPECT_EQ(ran.exit, 0) << ran.err;
    // The first may have been asked before anybody listened.
    const auto call = json::parse(ran.out.substr(ran.out.find('\n') + 1));
    EXPECT_EQ(call.at("method"), "open");
    EXPECT_GT(call.at("took_ms").get<double>(), 0);
    EXPECT_EQ(call.at("params").at("subject"), "Tapped");
    EXPECT_EQ(call.at("params").at("text"), "***") << "personal";
    EXPECT_EQ(call.at("result").at("subject"), "Tapped");
}

/// Whether a node of that kind and name is there, below a node of that kind and name.
bool caused(const json& nodes, const std::string& kind, const std::string& name, const std::string& cause) {
    for (const auto& node : nodes) {
        if (node.at("kind") != kind || !node.at("name").get<std::string>().starts_with(name)) continue;
        if (cause.empty()) return !node.contains("parent");
        for (const auto& above : nodes)
            if (node.contains("parent") && above.at("id") == node.at("parent") &&
                above.at("name").get<std::string>().starts_with(cause))
                return true;
    }
    return false;
}

TEST(Verbs, TraceOfAComplaintLeadsFromHttpToTheChannel) {
    Deployment deployment;
    deployment.start();
    const auto opened = deployment.http().post("/api/v1/complaints", complaint_about("Followed")).json();
    json nodes;
    for (int i = 0; i < 200 && !caused(nodes, "job", "send.file", ""); ++i) {
        const auto ran = deployment.rapport({"trace", opened.at("id").get<std::string>(), "-o", "json"}, 20s);
        ASSERT_EQ(ran.exit, 0) << ran.err;
        nodes = json::parse(ran.out);
        if (caused(nodes, "job", "send.file", "complaints.opened")) break;
    }
    EXPECT_TRUE(caused(nodes, "http", "POST /api/v1/complaints", "")) << nodes;
    EXPECT_TRUE(caused(nodes, "request", "open", "POST /api/v1/complaints")) << nodes;
    EXPECT_TRUE(caused(nodes, "event", "complaints.opened", "open")) << nodes;
    EXPECT_TRUE(caused(nodes, "job", "score by rapport.severity", "open")) << nodes;
    EXPECT_TRUE(caused(nodes, "event", "complaints.scored", "score by")) << nodes;
    EXPECT_TRUE(caused(nodes, "handling", "complaints.opened", "complaints.opened")) << nodes;
    EXPECT_TRUE(caused(nodes, "job", "send.file", "complaints.opened")) << nodes;
}

TEST(Verbs, LookAtARunningDeployment) {
    Deployment deployment;
    deployment.start();
    EXPECT_THAT(deployment.rapport({"ping"}).out, HasSubstr("complaints "));
    EXPECT_THAT(deployment.rapport({"lag"}).out, HasSubstr("notifier "));
    EXPECT_THAT(deployment.rapport({"stats", "complaints"}).out, HasSubstr("P99"));
    EXPECT_THAT(deployment.rapport({"top", "--once", "-d", "200ms"}).out, HasSubstr("registry "));
    EXPECT_THAT(deployment.rapport({"info", "complaints", "open"}).out, HasSubstr("POST /complaints"));
    EXPECT_EQ(deployment.rapport({"dead", "list"}).exit, 0);
    EXPECT_EQ(deployment.rapport({"dead", "redrive", "complaints", "7"}).exit, 1);
    EXPECT_EQ(deployment.rapport({"dead", "redrive", "complaints"}).exit, 2);
}

TEST(Verbs, HealthIsBadWhileTheGatewayDoesNotAnswer) {
    Deployment deployment({"registry"});
    deployment.start();
    EXPECT_EQ(deployment.rapport({"health"}).exit, 0);
    deployment.signal("gateway", SIGSTOP);
    const auto ran = deployment.rapport({"health"});
    EXPECT_EQ(ran.exit, 3) << ran.err;
    EXPECT_THAT(ran.err, HasSubstr("/healthz"));
    deployment.signal("gateway", SIGCONT);
    EXPECT_EQ(deployment.rapport({"health"}).exit, 0);
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

/// Breaks what the doctor looks at, each in its way.
void break_much(const Deployment& deployment) {
    const auto state = deployment.state();
    fs::create_directories(state / "config");
    std::ofstream(state / "config/complaints.toml") << "severity_rule = \"acme.rule\"\n";
    sdk::PluginRecords(state / "plugins")
        .put({.id = "acme.rule",
              .version = "1.0.0",
              .file = "/nonexistent/rule.so",
              .sha256 = "",
              .state = "refused",
              .why = "there is no such file",
              .since = ""});
    EXPECT_EQ(deployment.rapport({"keys", "init"}).exit, 0);
    fs::permissions(state / "keys/bus.key", fs::perms::owner_all | fs::perms::others_read);
    fs::permissions(state, fs::perms::owner_all | fs::perms::group_read);
}

TEST(Verbs, TheDoctorsAdviceWorksAsItIsPrinted) {
    Deployment deployment({"complaints"});
    deployment.start();
    break_much(deployment);
    const auto found = [&] { return json::parse(deployment.rapport({"doctor", "--json"}).out); };
    std::set<std::string> advised;
    // One at a time: what is mended may bring the next to light.
    for (json report = found(); report.at("failed") != 0 && advised.size() < 20; report = found()) {
        const auto wrong =
            std::ranges::find_if(report.at("checks"), [](const json& check) { return check.at("level") == "failed"; });
        ASSERT_TRUE(wrong->contains("command")) << *wrong;
        const auto command = wrong->at("command").get<std::string>();
        ASSERT_TRUE(advised.insert(command).second) << "it did not help: " << *wrong;
        const auto ran = Process({"/bin/sh", "-c", "PATH=" RAPPORT_PROGRAMS ":$PATH; " + command}).wait(20s);
        EXPECT_EQ(ran.exit, 0) << command << ": " << ran.err;
    }
    EXPECT_EQ(advised.size(), 3u) << ::testing::PrintToString(advised);
}

/// Of what wants attention and is not mended by a command, at least the command is one that there is.
TEST(Verbs, TheDoctorsAdviceCanBeTyped) {
    Deployment deployment({"complaints"});
    deployment.start();
    fs::create_directories(deployment.state() / "config");
    std::ofstream(deployment.state() / "config/complaints.toml") << "credit = 0\n";
    deployment.kill("complaints");
    std::set<std::string> advised;
    for (int i = 0; i < 100 && advised.empty(); ++i) {
        const auto report = json::parse(deployment.rapport({"doctor", "--json"}).out);
        for (const auto& check : report.at("checks"))
            if (check.contains("command")) advised.insert(check.at("command").get<std::string>());
    }
    EXPECT_FALSE(advised.empty()) << "a service is down";
    for (const auto& command : advised) {
        const auto ran = Process({"/bin/sh", "-c", "PATH=" RAPPORT_PROGRAMS ":$PATH; " + command}).wait(20s);
        EXPECT_THAT(ran.exit, ::testing::AllOf(::testing::Ne(2), ::testing::Lt(126))) << command << ": " << ran.err;
    }
}

}  // namespace
}  // namespace rapport::integration
