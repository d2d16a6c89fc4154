// SPDX-License-Identifier: MIT
#include "sdk/host/secrets.hpp"

#include <fstream>

#include "sdk/host/sample.hpp"
#include "sdk/host/settings.hpp"

namespace rapport::sdk {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using Kind = PluginError::Kind;

class Secrets : public testing::Test {
protected:
    /// A file with that content which only we may read.
    std::string kept(const std::string& content) const {
        std::ofstream(file(), std::ios::trunc | std::ios::binary) << content;
        std::filesystem::permissions(file(), std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
        return "file:" + file().string();
    }
    std::filesystem::path file() const { return folder_ / "secret"; }
    PluginSpec spec(const std::string& password) const {
        auto spec = sample("secretive_channel", "secretive");
        spec.settings = "{\"password\": \"" + password + "\"}";
        return spec;
    }
    static std::string refused(const std::string& reference) {
        try {
            fetch_secret(reference);
        } catch (const SecretError& error) {
            return error.what();
        }
        return "nothing";
    }

private:
    Folder folder_;
};

TEST_F(Secrets, ComeFromAFileWithoutTheEndOfItsLine) {
    EXPECT_EQ(fetch_secret(kept("hunter2\n")).value, "hunter2");
    EXPECT_EQ(fetch_secret(kept(" two words ")).value, " two words ");
}

TEST_F(Secrets, ComeFromTheEnvironment) {
    EXPECT_FALSE(fetch_secret("env:PATH").value.empty());
    EXPECT_THAT(refused("env:RAPPORT_NOBODY_SETS_THIS"), HasSubstr("RAPPORT_NOBODY_SETS_THIS, which is not set"));
}

TEST_F(Secrets, AreRefusedWhereEverybodyMayReadThem) {
    const auto reference = kept("hunter2");
    std::filesystem::permissions(file(), std::filesystem::perms::others_read, std::filesystem::perm_options::add);
    EXPECT_THAT(refused(reference), HasSubstr("everybody may read; take that away (chmod o-r"));
}

TEST_F(Secrets, AreRefusedWhereTheReferenceLeadsNowhere) {
    EXPECT_THAT(refused("file:/nowhere/secret"), HasSubstr("cannot be read: No such file"));
    EXPECT_THAT(refused("file:relative"), HasSubstr("does not begin with /"));
    EXPECT_THAT(refused("file:/"), HasSubstr("is not a file"));
    EXPECT_THAT(refused("credential:../etc/shadow"), Not(HasSubstr("shadow, which cannot")));
}

TEST_F(Secrets, GivenThemselvesInsteadOfAReferenceAreRefusedAndNotRepeated) {
    const auto error = refusal([&] { ChannelPlugin channel(spec("hunter2")); });
    EXPECT_EQ(error.kind, Kind::settings);
    EXPECT_THAT(error.what(), HasSubstr("'/password' is a secret: say where it is kept"));
    EXPECT_THAT(error.what(), Not(HasSubstr("hunter2")));
}

TEST_F(Secrets, ReachThePluginAndNobodyElse) {
    auto with_log = spec(kept("hunter2"));
    std::vector<std::string> told;
    with_log.log = [&](LogLevel, std::string_view line) { told.emplace_back(line); };
    ChannelPlugin channel(with_log);
    EXPECT_THAT(channel.description().settings, HasSubstr("file:/"));
    const Message message{.key = "1", .to = "", .subject = "", .text = ""};
    const auto receipt = channel.send({&message, 1}).front();
    EXPECT_EQ(receipt.reference, "signed in with ***");
    told.push_back(channel.description().settings);
    told.emplace_back(refusal([&] { channel.probe(); }).what());
    EXPECT_EQ(told.size(), 3u) << "a line of the log, the settings, an error";
    EXPECT_THAT(told.front(), HasSubstr("the password has 7 characters and is ***"));
    EXPECT_THAT(told, Each(Not(HasSubstr("hunter2"))));
}

TEST_F(Secrets, AreHeldAgainstTheBoundsOfTheirSetting) {
    EXPECT_THAT(refusal([&] { ChannelPlugin channel(spec(kept("abc"))); }).what(),
                HasSubstr("'/password' must be: string of at least 4 characters"));
}

TEST_F(Secrets, TakeOverAtTheNextCallWhereTheirFileIsChanged) {
    auto with_log = spec(kept("hunter2"));
    std::vector<std::string> log;
    with_log.log = [&](LogLevel, std::string_view line) { log.emplace_back(line); };
    ChannelPlugin channel(with_log);
    const auto said = [&] { return refusal([&] { channel.probe(); }).what(); };
    said();
    log.clear();
    kept("swordfish");
    said();
    ASSERT_THAT(log, testing::SizeIs(2));
    EXPECT_THAT(log[0], HasSubstr("the password has 9 characters and is ***"));
    EXPECT_THAT(log[1], HasSubstr("takes over from 1.0.0, with a new secret"));
    log.clear();
    kept("abc");
    said(), said();
    ASSERT_THAT(log, testing::SizeIs(1)) << "it is told once";
    EXPECT_THAT(log[0], HasSubstr("refused with the new one: the settings of com.example.secretive are refused: "
                                  "'/password' must be: string of at least 4 characters"));
    EXPECT_THAT(log[0], HasSubstr("runs on with the old one"));
    std::filesystem::remove(file());
    said();
    EXPECT_THAT(log, testing::SizeIs(1)) << "one that is gone may come again";
}

TEST_F(Secrets, MayBeLeftOut) {
    const auto settings =
        settle("p", R"({"properties": {"key": {"type": "string", "writeOnly": true, "default": ""}}})", "{}");
    EXPECT_EQ(settings.items.at(0).text, "");
    EXPECT_TRUE(settings.secrets.empty());
}

TEST(Redactor, StrikesOutTheLongerSecretFirst) {
    const Redactor redacted({"abcd", "abcdef", "no"});
    EXPECT_EQ(redacted("abcdef abcd no abcdabcd"), "*** *** no ******");
}

TEST(Redactor, StrikesOutEachLineOfASecretThatHasSeveral) {
    const Redactor redacted({"first-key\r\n\nsecond-key"});
    EXPECT_EQ(redacted("signed with second-key, not with first-key"), "signed with ***, not with ***");
}

}  // namespace
}  // namespace rapport::sdk
