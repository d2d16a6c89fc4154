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

class Email : public testing::Test {
protected:
    explicit Email(const std::vector<std::string>& how = {"none"})
        : security(how.front()), server("smtp_server.py", how) {}

    ChannelPlugin channel(const json& more = json::object()) const {
        json settings{{"host", "127.0.0.1"},          {"port", std::stoi(server.port())}, {"security", security},
                      {"from", "rapport@us.example"}, {"own_name", "rapport.us.example"}, {"timeout_ms", 15'000}};
        settings.update(more);
        return ChannelPlugin({.id = "rapport.email",
                              .file = bundled("email"),
                              .settings = settings.dump(),
                              .deadline = std::chrono::seconds(20),
                              .log = [this](LogLevel, std::string_view line) { log.append(line).append("\n"); }});
    }
    static Receipt send(ChannelPlugin& through, const Message& message) { return through.send({&message, 1}).front(); }
    Receipt send(const Message& message, const json& more = json::object()) const {
        auto to = channel(more);
        return send(to, message);
    }
    static Message letter(const std::string& to) {
        return {.key = "0190-ab", .to = to, .subject = "Hello", .text = "One\nTwo\n"};
    }
    std::string content() const { return server.kept().back()["content"]; }
    /// The mail as Python's standard library reads it, since that is not ours.
    json parsed() const {
        server.folder().write("mail.eml", content());
        server.folder().write("read.py", R"(
import email, email.policy, json, sys
mail = email.message_from_binary_file(open(sys.argv[1], 'rb'), policy=email.policy.SMTP)
parts = [{'type': p.get_content_type(), 'file': p.get_filename(), 'content': p.get_content() if p.get_content_maintype() == 'text'
          else p.get_content().hex(), 'defects': [str(d) for d in p.defects]} for p in mail.walk() if not p.is_multipart()]
headers = {k.lower(): str(v) for k, v in mail.items()}
print(json.dumps({'headers': headers, 'parts': parts, 'type': mail.get_content_type(), 'defects': [str(d) for d in mail.defects]}))
)");
        const auto folder = server.folder().path().string();
        const auto command =
            "/usr/bin/python3 " + folder + "/read.py " + folder + "/mail.eml > " + folder + "/mail.json";
        if (std::system(command.c_str()) != 0) return {};
        return json::parse(std::ifstream(folder + "/mail.json"));
    }

    std::string security;
    Server server;
    mutable std::string log;
};

TEST_F(Email, SendsALetterThatOthersCanRead) {
    const auto receipt = send({.key = "0190-ab",
                               .to = "ann@them.example",
                               .subject = "Grüße aus Köln: " + std::string(100, 'x') + " €",
                               .text = "Zeile eins\nZeile zwei: ä€\n.\nEnde\n",
                               .language = "de"},
                              {{"from_name", "Relations, Us"}, {"reply_to", "desk@us.example"}});
    EXPECT_EQ(receipt.outcome, Outcome::ok) << receipt.reason;
    EXPECT_EQ(receipt.reference, "<0190-ab@us.example>");
    const auto kept = server.kept();
    ASSERT_EQ(kept.size(), 1u);
    EXPECT_EQ(kept[0]["from"], "rapport@us.example");
    EXPECT_EQ(kept[0]["to"], json({"ann@them.example"}));
    EXPECT_EQ(kept[0]["own_name"], "rapport.us.example");
    const auto mail = parsed();
    EXPECT_EQ(mail["headers"].value("subject", ""), "Grüße aus Köln: " + std::string(100, 'x') + " €");
    EXPECT_EQ(mail["headers"].value("from", ""), "\"Relations, Us\" <rapport@us.example>");
    EXPECT_EQ(mail["headers"].value("to", ""), "ann@them.example");
    EXPECT_EQ(mail["headers"].value("reply-to", ""), "desk@us.example");
    EXPECT_EQ(mail["headers"].value("message-id", ""), "<0190-ab@us.example>");
    EXPECT_EQ(mail["headers"].value("content-language", ""), "de");
    EXPECT_EQ(mail["headers"].value("auto-submitted", ""), "auto-generated");
    EXPECT_THAT(mail["headers"].value("date", ""), HasSubstr("+0000"));
    EXPECT_EQ(mail["headers"].value("mime-version", ""), "1.0");
    ASSERT_EQ(mail["parts"].size(), 1u);
    EXPECT_EQ(mail["parts"][0]["content"], "Zeile eins\nZeile zwei: ä€\n.\nEnde\n");
    EXPECT_EQ(mail["defects"], json::array());
}

TEST_F(Email, CarriesHtmlBesideTheTextAndAttachmentsAfterThem) {
    const std::string binary("\0\xff\r\n.\r\n", 7);
    const auto receipt =
        send({.key = "k",
              .to = "ann@them.example",
              .subject = "s",
              .text = "plain ü",
              .html = "<p>rich ü</p>",
              .attachments = {{"Übersicht.bin", "application/x-test", binary}, {"a.txt", "", "text"}}});
    EXPECT_EQ(receipt.outcome, Outcome::ok) << receipt.reason;
    const auto mail = parsed();
    EXPECT_EQ(mail["type"], "multipart/mixed");
    ASSERT_EQ(mail["parts"].size(), 4u);
    EXPECT_EQ(mail["parts"][0]["type"], "text/plain");
    EXPECT_EQ(mail["parts"][0]["content"], "plain ü");
    EXPECT_EQ(mail["parts"][1]["type"], "text/html");
    EXPECT_EQ(mail["parts"][1]["content"], "<p>rich ü</p>");
    EXPECT_EQ(mail["parts"][2]["type"], "application/x-test");
    EXPECT_EQ(mail["parts"][2]["file"], "Übersicht.bin");
    EXPECT_EQ(mail["parts"][2]["content"], "00ff0d0a2e0d0a");
    EXPECT_EQ(mail["parts"][3]["type"], "application/octet-stream");
    for (const auto& part : mail["parts"]) EXPECT_EQ(part["defects"], json::array());
}

TEST_F(Email, TheSameKeyHasTheSameMessageId) {
    auto to = channel();
    send(to, letter("ann@them.example"));
    send(to, letter("ann@them.example"));
    const auto kept = server.kept();
    ASSERT_EQ(kept.size(), 2u);
    for (const auto& each : kept)
        EXPECT_THAT(each["content"].get<std::string>(), HasSubstr("Message-ID: <0190-ab@us.example>"));
    EXPECT_FALSE(to.description().idempotent);
}

TEST_F(Email, StaysConnectedBetweenLetters) {
    auto to = channel();
    for (int i = 0; i < 3; ++i) EXPECT_EQ(send(to, letter("ann@them.example")).outcome, Outcome::ok);
    const auto kept = server.kept();
    ASSERT_EQ(kept.size(), 3u);
    EXPECT_EQ(kept[0]["peer"], kept[2]["peer"]);
}

TEST_F(Email, MapsWhatTheServerSaysToOutcomes) {
    auto to = channel();
    const auto gone = send(to, letter("nobody@them.example"));
    EXPECT_EQ(gone.outcome, Outcome::bounced);
    EXPECT_EQ(gone.reason, "the mail server refuses: 550 5.1.1 no such mailbox");
    const auto busy = send(to, letter("busy@them.example"));
    EXPECT_EQ(busy.outcome, Outcome::retry);
    EXPECT_EQ(busy.retry_after, std::chrono::minutes(1));
    EXPECT_EQ(busy.reason, "the mail server says: 451 4.7.1 greylisted, come back later");
    EXPECT_EQ(send(to, letter("full@them.example")).outcome, Outcome::rejected);
    EXPECT_EQ(send(to, letter("ann@them.example")).outcome, Outcome::ok);
}

TEST_F(Email, DoesNotKnowWhatBecameOfALetterWhoseTakingWasNotConfirmed) {
    for (const auto* to : {"hang@them.example", "drop@them.example"}) {
        const auto receipt = send(letter(to), {{"timeout_ms", 1'000}});
        EXPECT_EQ(receipt.outcome, Outcome::unknown) << to;
        EXPECT_THAT(receipt.reason, HasSubstr("after the letter had gone out")) << to;
    }
}

TEST_F(Email, TriesAgainLaterWhereNobodyListens) {
    server.stop();
    EXPECT_EQ(send(letter("ann@them.example")).outcome, Outcome::retry);
}

TEST_F(Email, RejectsWhatIsNoAddressAndSmugglesNothing) {
    for (const auto* to : {"", "ann", "ann@them.example>\r\nRCPT TO:<eve@them.example",
                           "ann@them.example, eve@them.example", "ü@them.example"})
        EXPECT_EQ(send(letter(to)).outcome, Outcome::rejected) << to;
    auto message = letter("ann@them.example");
    message.subject = "Hello\r\nBcc: eve@them.example";
    message.language = "en\r\nX-Evil: 1";
    message.attachments = {{"a\"\r\nX-Evil: 1", "text/plain\r\nX-Evil: 1", "x"}};
    EXPECT_EQ(send(message).outcome, Outcome::ok);
    EXPECT_EQ(parsed()["headers"].value("subject", ""), "Hello  Bcc: eve@them.example");
    EXPECT_THAT(content(), Not(HasSubstr("\r\nBcc")));
    EXPECT_THAT(content(), Not(HasSubstr("\r\nX-Evil")));
}

TEST_F(Email, ProbeSaysNothingButNoop) {
    channel().probe();
    EXPECT_TRUE(server.kept().empty());
    auto to = channel();
    server.stop();
    EXPECT_THROW(to.probe(), PluginError);
}

TEST_F(Email, RefusesSettingsThatCannotWork) {
    const auto refusal = [&](const json& more) -> std::string {
        try {
            channel(more);
        } catch (const PluginError& error) {
            return error.what();
        }
        return "accepted";
    };
    EXPECT_THAT(refusal({{"security", "ssl"}}), HasSubstr("'/security' must be starttls, tls or none"));
    EXPECT_THAT(refusal({{"from", "Rapport <r@us.example>"}}), HasSubstr("'/from' must be an address"));
    EXPECT_THAT(refusal({{"user", "u"}}), HasSubstr("give both or neither"));
    EXPECT_THAT(refusal({{"user", "u"}, {"password", "file:" + server.folder().write("password", "p")}}),
                HasSubstr("in the clear"));
    EXPECT_THAT(refusal({{"user", "u"}, {"password", "file:" + server.folder().write("password", "p\nq\n")}}),
                HasSubstr("'/password' must lead to a single line"));
    EXPECT_THAT(refusal({{"user", "u"}, {"password", "s3cret-w0rd"}}), HasSubstr("'/password' is a secret: say where"));
    EXPECT_THAT(refusal({{"port", 70'000}}), HasSubstr("'/port' must be: integer from 0 to 65535"));
}

/// A server that wants TLS and a password.
class SecuredEmail : public Email, public testing::WithParamInterface<const char*> {
protected:
    SecuredEmail() : Email({GetParam(), "rapport", "s3cret-w0rd"}) {}
    json signed_in(const std::string& password = "s3cret-w0rd") const {
        return {{"user", "rapport"},
                {"password", "file:" + server.folder().write("password", password + "\n")},
                {"ca_file", (server.folder().path() / "ca.pem").string()}};
    }
};
INSTANTIATE_TEST_SUITE_P(Security, SecuredEmail, testing::Values("starttls", "tls"),
                         [](const auto& tested) { return std::string(tested.param); });

TEST_P(SecuredEmail, SendsSecuredAndSignedIn) {
    auto to = channel(signed_in());
    to.probe();
    const auto receipt = send(to, letter("ann@them.example"));
    EXPECT_EQ(receipt.outcome, Outcome::ok) << receipt.reason;
    EXPECT_EQ(server.kept().at(0)["secured"], true);
    EXPECT_EQ(server.kept().at(0)["signed_in"], true);
}

TEST_P(SecuredEmail, WaitsForTheRightPasswordAndTellsNobodyTheWrongOne) {
    auto to = channel(signed_in("wr0ng-w0rd"));
    const auto receipt = send(to, letter("ann@them.example"));
    EXPECT_EQ(receipt.outcome, Outcome::retry);
    EXPECT_THAT(receipt.reason, HasSubstr("does not let us in: 535"));
    for (const auto& each : {log, receipt.reason, to.description().settings})
        EXPECT_THAT(each, Not(HasSubstr("wr0ng-w0rd")));
    server.folder().write("password", "s3cret-w0rd");
    EXPECT_EQ(send(to, letter("ann@them.example")).outcome, Outcome::ok);
}

TEST_P(SecuredEmail, WaitsWhereTheServerWantsNoneOfUs) {
    auto settings = signed_in();
    settings.erase("user");
    settings.erase("password");
    const auto receipt = send(letter("ann@them.example"), settings);
    EXPECT_EQ(receipt.outcome, Outcome::retry);
    EXPECT_THAT(receipt.reason, HasSubstr("refuses us: 530"));
}

TEST_P(SecuredEmail, DoesNotTrustAnUnknownAuthority) {
    auto settings = signed_in();
    settings.erase("ca_file");
    const auto receipt = send(letter("ann@them.example"), settings);
    EXPECT_EQ(receipt.outcome, Outcome::retry);
    EXPECT_THAT(receipt.reason, HasSubstr("certificate"));
}

TEST_F(Email, SendsNothingToAServerThatDoesNotSecureThoughItShould) {
    const auto receipt = send(letter("ann@them.example"), {{"security", "starttls"}});
    EXPECT_EQ(receipt.outcome, Outcome::retry);
    EXPECT_TRUE(server.kept().empty());
}

}  // namespace
}  // namespace rapport::sdk
