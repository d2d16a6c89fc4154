// SPDX-License-Identifier: MIT
#include <gmock/gmock-matchers.h>
#include <gtest/gtest.h>

#include "sdk/host/plugins.hpp"
#include "sdk/host/testing/server.hpp"

namespace rapport::sdk {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

class Chat : public testing::Test {
protected:
    std::string kept(const std::string& url) const { return "file:" + server.folder().write("url", url); }
    ChannelPlugin channel(const std::string& service, const std::string& path,
                          const json& more = json::object()) const {
        json settings{{"service", service},
                      {"url", kept("http://127.0.0.1:" + server.port() + path + "\n")},
                      {"allowed_networks", "127.0.0.1"}};
        settings.update(more);
        return ChannelPlugin({.id = "rapport.chat",
                              .file = bundled("chat"),
                              .settings = settings.dump(),
                              .deadline = std::chrono::seconds(20)});
    }
    Receipt send(const std::string& service, const std::string& path, const std::string& subject = "C-1: <urgent>",
                 const std::string& text = "*all* is & was @here\nslow") const {
        auto to = channel(service, path);
        const Message message{.key = "n-1", .to = "", .subject = subject, .text = text};
        return to.send({&message, 1}).front();
    }
    json posted() const { return json::parse(server.kept().back()["body"].get<std::string>()); }

    Server server{"http_server.py"};
};

TEST_F(Chat, PostsWhatSlackShows) {
    EXPECT_EQ(send("slack", "/services/T0/B0/x").outcome, Outcome::ok);
    EXPECT_EQ(posted(), json({{"text", "*C-1: &lt;urgent&gt;*\n*all* is &amp; was @here\nslow"}}));
    EXPECT_EQ(server.kept().back()["path"], "/services/T0/B0/x");
    EXPECT_THAT(server.kept().back()["headers"]["content-type"].get<std::string>(), HasSubstr("application/json"));
}

TEST_F(Chat, PostsWhatMattermostShowsAndMentionsNobody) {
    EXPECT_EQ(send("mattermost", "/hooks/x").outcome, Outcome::ok);
    EXPECT_EQ(posted(), json({{"text", "**C\\-1: \\<urgent\\>**\n\n\\*all\\* is & was @\u200Bhere\nslow"}}));
}

TEST_F(Chat, PostsACardThatTeamsShows) {
    EXPECT_EQ(send("teams", "/workflows/x").outcome, Outcome::ok);
    const auto message = posted();
    EXPECT_EQ(message["type"], "message");
    const auto& attachment = message["attachments"].at(0);
    EXPECT_EQ(attachment["contentType"], "application/vnd.microsoft.card.adaptive");
    EXPECT_EQ(attachment["content"]["type"], "AdaptiveCard");
    EXPECT_EQ(attachment["content"]["body"].at(0)["text"], "C\\-1: \\<urgent\\>");
    EXPECT_EQ(attachment["content"]["body"].at(0)["weight"], "bolder");
    EXPECT_EQ(attachment["content"]["body"].at(1)["text"], "\\*all\\* is & was @\u200Bhere\nslow");
}

TEST_F(Chat, AMessageWithoutASubjectIsItsText) {
    send("slack", "/", "", "hello");
    EXPECT_EQ(posted(), json({{"text", "hello"}}));
}

TEST_F(Chat, MapsWhatTheServiceSaysToOutcomes) {
    EXPECT_EQ(send("slack", "/429").outcome, Outcome::retry);
    EXPECT_EQ(send("slack", "/429").retry_after, std::chrono::seconds(7));
    EXPECT_EQ(send("slack", "/404").outcome, Outcome::rejected);
    EXPECT_EQ(send("slack", "/500").outcome, Outcome::unknown);
    EXPECT_EQ(send("slack", "/drop").outcome, Outcome::unknown);
    EXPECT_EQ(send("teams", "/teams-429").outcome, Outcome::retry);
    server.stop();
    EXPECT_EQ(send("slack", "/").outcome, Outcome::retry);
}

TEST_F(Chat, ProbeConnectsAndSendsNothing) {
    channel("slack", "/").probe();
    EXPECT_TRUE(server.kept().empty());
    EXPECT_THROW(channel("slack", "/", {{"allowed_networks", ""}}).probe(), PluginError);
}

TEST_F(Chat, RefusesSettingsThatCannotWork) {
    EXPECT_THROW(channel("irc", "/"), PluginError);
    const auto refusal = [&](const std::string& url) -> std::string {
        try {
            channel("slack", "/", {{"url", url}});
        } catch (const PluginError& error) {
            return error.what();
        }
        return "accepted";
    };
    EXPECT_THAT(refusal("https://hooks.example.com/x"), HasSubstr("'/url' is a secret: say where it is kept"));
    EXPECT_THAT(refusal("file:/does/not/exist"), HasSubstr("cannot be read"));
    EXPECT_THAT(refusal("file:" + server.folder().write("other", "hooks.example.com")),
                HasSubstr("'/url' must start with https:// or http://"));
}

TEST_F(Chat, PostsToTheNewAddressOnceItsFileHasIt) {
    auto to = channel("slack", "/before");
    const Message message{.key = "n-1", .to = "", .subject = "", .text = "t"};
    to.send({&message, 1});
    kept("http://127.0.0.1:" + server.port() + "/after");
    to.send({&message, 1});
    EXPECT_EQ(server.kept().back()["path"], "/after");
}

TEST_F(Chat, TellsNobodyItsAddress) {
    const auto receipt = send("slack", "/redirect?to=http://127.0.0.1:" + server.port() + "/redirect");
    EXPECT_EQ(receipt.outcome, Outcome::rejected);
    EXPECT_THAT(receipt.reason, Not(HasSubstr("/redirect?to=")));
    EXPECT_THAT(channel("slack", "/T0/B0/s3cret").description().settings, Not(HasSubstr("s3cret")));
}

}  // namespace
}  // namespace rapport::sdk
