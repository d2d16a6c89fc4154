// SPDX-License-Identifier: MIT
#include <gmock/gmock-matchers.h>
#include <gtest/gtest.h>

#include "sdk/host/plugins.hpp"
#include "sdk/host/testing/server.hpp"

namespace rapport::sdk {
namespace {

using testing::HasSubstr;

constexpr auto secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
constexpr auto event =
    R"({"specversion":"1.0","id":"e-1","source":"complaints","type":"complaints.opened","data":{"x":"ü"}})";

class Webhook : public testing::Test {
protected:
    ChannelPlugin channel(const std::string& path, const nlohmann::json& more = nlohmann::json::object()) const {
        nlohmann::json settings{
            {"url", "http://127.0.0.1:" + server.port() + path}, {"secret", kept}, {"allowed_networks", "127.0.0.0/8"}};
        settings.update(more);
        return ChannelPlugin({.id = "rapport.webhook",
                              .file = bundled("webhook"),
                              .settings = settings.dump(),
                              .deadline = std::chrono::seconds(20),
                              .log = [this](LogLevel, std::string_view line) { log.append(line).append("\n"); }});
    }
    Receipt send(const std::string& path, const nlohmann::json& more = nlohmann::json::object()) const {
        auto to = channel(path, more);
        const Message message{.key = "n-1", .to = "", .subject = "s", .text = "t", .event = event};
        return to.send({&message, 1}).front();
    }

    Server server{"http_server.py", {secret}};
    std::string kept = "file:" + server.folder().write("secret", std::string(secret) + "\n");
    mutable std::string log;
};

TEST_F(Webhook, PostsTheCloudEventSignedSoThatTheReceiverCanCheckIt) {
    const auto receipt = send("/hook");
    EXPECT_EQ(receipt.outcome, Outcome::ok) << receipt.reason;
    const auto kept = server.kept();
    ASSERT_EQ(kept.size(), 1u);
    EXPECT_EQ(kept[0]["method"], "POST");
    EXPECT_EQ(kept[0]["body"], event);
    EXPECT_EQ(kept[0]["headers"]["webhook-id"], "n-1");
    EXPECT_EQ(kept[0]["headers"]["content-type"], "application/cloudevents+json; charset=utf-8");
    EXPECT_NEAR(std::stod(kept[0]["headers"]["webhook-timestamp"].get<std::string>()),
                static_cast<double>(std::time(nullptr)), 60);
}

TEST_F(Webhook, IsRefusedByAReceiverWithAnotherSecret) {
    server.folder().write("secret", "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    const auto receipt = send("/hook");
    EXPECT_EQ(receipt.outcome, Outcome::rejected);
    EXPECT_EQ(receipt.reason, "answered 401: the signature is wrong");
}

TEST_F(Webhook, SignsWithBothSecretsWhileTheyChangeWithoutARestart) {
    auto to = channel("/hook");
    server.folder().write("secret", "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n\n" + std::string(secret) + "\r\n");
    const Message message{.key = "n-1", .to = "", .subject = "", .text = "t"};
    EXPECT_EQ(to.send({&message, 1}).front().outcome, Outcome::ok);
    EXPECT_THAT(server.kept().at(0)["headers"]["webhook-signature"].get<std::string>(), HasSubstr(" v1,"));
}

TEST_F(Webhook, MapsWhatTheReceiverSaysToOutcomes) {
    struct Row {
        const char* path;
        Outcome outcome;
        const char* reason;
    };
    for (const auto& [path, outcome, reason] :
         {Row{"/204", Outcome::ok, ""}, Row{"/429", Outcome::retry, "answered 429: slow down"},
          Row{"/503", Outcome::retry, "answered 503: as you like"},
          Row{"/500", Outcome::unknown, "answered 500: as you like"},
          Row{"/404", Outcome::rejected, "answered 404: as you like"},
          Row{"/410", Outcome::rejected, "answered 410: as you like"},
          Row{"/redirect?to=/ok", Outcome::rejected, "answered 307, a redirect to /ok that is not followed"},
          Row{"/drop", Outcome::unknown, "Server returned nothing (no headers, no data)"}}) {
        const auto receipt = send(path);
        EXPECT_EQ(receipt.outcome, outcome) << path;
        EXPECT_EQ(receipt.reason, reason) << path;
    }
    EXPECT_EQ(send("/429").retry_after, std::chrono::seconds(7));
}

TEST_F(Webhook, DoesNotKnowWhatBecameOfAnEventThatIsNeverAnswered) {
    for (const auto* path : {"/never", "/slow"}) {
        const auto receipt = send(path, {{"timeout_ms", 1000}});
        EXPECT_EQ(receipt.outcome, Outcome::unknown) << path;
        EXPECT_THAT(receipt.reason, HasSubstr("Timeout")) << path;
    }
}

TEST_F(Webhook, TriesAgainLaterWhereNobodyListens) {
    server.stop();
    EXPECT_EQ(send("/hook").outcome, Outcome::retry);
}

TEST_F(Webhook, DoesNotReachIntoThePrivateNetworkUnlessItMay) {
    const auto receipt = send("/hook", {{"allowed_networks", ""}});
    EXPECT_EQ(receipt.outcome, Outcome::rejected);
    EXPECT_THAT(receipt.reason, HasSubstr("127.0.0.1 is not a public address"));
    EXPECT_EQ(send("/hook", {{"allowed_networks", ""}, {"url", "http://localhost:" + server.port() + "/"}}).outcome,
              Outcome::rejected);
    EXPECT_EQ(send("/redirect?to=http://127.9.9.9:" + server.port() + "/ok",
                   {{"allowed_networks", "127.0.0.1"}, {"max_redirects", 2}})
                  .outcome,
              Outcome::rejected);
    EXPECT_EQ(server.kept().size(), 1u);
}

TEST_F(Webhook, FollowsRedirectsWhereItMay) {
    EXPECT_EQ(send("/redirect?to=/ok", {{"max_redirects", 1}}).outcome, Outcome::ok);
    EXPECT_EQ(server.kept().back()["body"], event);
}

TEST_F(Webhook, ProbeConnectsAndSendsNothing) {
    channel("/hook").probe();
    EXPECT_TRUE(server.kept().empty());
    EXPECT_THROW(channel("/hook", {{"allowed_networks", ""}}).probe(), PluginError);
    auto to = channel("/hook");
    server.stop();
    EXPECT_THROW(to.probe(), PluginError);
}

TEST_F(Webhook, RefusesSettingsThatCannotWork) {
    const auto refusal = [&](const nlohmann::json& more) -> std::string {
        try {
            channel("/hook", more);
        } catch (const PluginError& error) {
            return error.what();
        }
        return "accepted";
    };
    EXPECT_THAT(refusal({{"url", "ftp://127.0.0.1/"}}), HasSubstr("'/url' must start with https://"));
    const auto with = [&](const std::string& content) { return "file:" + server.folder().write("other", content); };
    EXPECT_THAT(refusal({{"secret", secret}}), HasSubstr("'/secret' is a secret: say where it is kept"));
    EXPECT_THAT(refusal({{"secret", "file:/does/not/exist"}}), HasSubstr("cannot be read"));
    EXPECT_THAT(refusal({{"secret", with("whsec_c2hvcnQ=")}}), HasSubstr("24 to 64 bytes"));
    EXPECT_THAT(refusal({{"secret", with("c2hvcnQ=")}}), HasSubstr("'/secret' must start with whsec_"));
    EXPECT_THAT(refusal({{"secret", with(" \n\n")}}), HasSubstr("nothing but blank lines"));
}

TEST_F(Webhook, NeverTellsItsSecret) {
    auto to = channel("/500");
    const Message message{.key = "n-1", .to = "", .subject = "", .text = "t"};
    const auto receipt = to.send({&message, 1}).front();
    for (const auto& each : {log, receipt.reason, to.description().settings})
        EXPECT_EQ(each.find("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), std::string::npos);
}

TEST_F(Webhook, CanBeTestedFromATape) {
    const auto tape = server.folder().path() / "tape";
    const auto once = [&] {
        ChannelPlugin to({.id = "rapport.webhook",
                          .file = bundled("webhook"),
                          .settings = nlohmann::json{{"url", "http://127.0.0.1:" + server.port() + "/429"},
                                                     {"secret", kept},
                                                     {"allowed_networks", "*"}}
                                          .dump(),
                          .http_tape = tape});
        const Message message{.key = "n-1", .to = "", .subject = "", .text = "t"};
        return to.send({&message, 1}).front();
    };
    EXPECT_EQ(once().outcome, Outcome::retry);
    server.stop();
    const auto replayed = once();
    EXPECT_EQ(replayed.outcome, Outcome::retry);
    EXPECT_EQ(replayed.retry_after, std::chrono::seconds(7));
}

}  // namespace
}  // namespace rapport::sdk
