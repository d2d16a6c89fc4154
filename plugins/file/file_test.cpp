// SPDX-License-Identifier: MIT
#include <gmock/gmock-matchers.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <fstream>
#include <sstream>

#include "sdk/host/plugins.hpp"

namespace {

using namespace rapport::sdk;
using testing::HasSubstr;

class FileChannel : public testing::Test {
protected:
    FileChannel() {
        std::string name = std::filesystem::temp_directory_path() / "rapport-file-XXXXXX";
        folder_ = ::mkdtemp(name.data());
        path_ = folder_ / "out.jsonl";
    }
    ~FileChannel() override { std::filesystem::remove_all(folder_); }

    ChannelPlugin channel(const std::string& path) const {
        return ChannelPlugin(
            {.id = "rapport.file", .file = bundled("file"), .settings = "{\"file\": \"" + path + "\"}"});
    }
    ChannelPlugin channel() const { return channel(path_.string()); }

    static Receipt send(ChannelPlugin& to, const Message& message) { return to.send({&message, 1}).front(); }
    std::string content() const {
        std::ostringstream out;
        out << std::ifstream(path_).rdbuf();
        return out.str();
    }

    std::filesystem::path folder_, path_;
};

TEST_F(FileChannel, WritesOneLinePerMessageWithEverythingEscaped) {
    auto to = channel();
    const Message message{.key = "k\"1", .to = "a@b", .subject = "Grüße", .text = "one\ntwo\t\\ \x01 \xff."};
    EXPECT_EQ(send(to, message).outcome, Outcome::ok);
    EXPECT_EQ(content(),
              "{\"key\":\"k\\\"1\",\"to\":\"a@b\",\"subject\":\"Grüße\",\"text\":\"one\\ntwo\\t\\\\ \\u0001 "
              "\xEF\xBF\xBD.\"}\n");
}

TEST_F(FileChannel, NamesAttachmentsWithTheirSizes) {
    auto to = channel();
    send(to, {.key = "k", .to = "", .subject = "s", .text = "", .attachments = {{"a.txt", "text/plain", "12345"}}});
    EXPECT_THAT(content(), HasSubstr(R"("attachments":[{"name":"a.txt","media_type":"text/plain","size":5}])"));
}

TEST_F(FileChannel, WritesTheSameKeyOnceAcrossRestarts) {
    const Message message{.key = "once \\ \"and\" for all", .to = "", .subject = "s", .text = "t"};
    {
        auto first = channel();
        EXPECT_EQ(send(first, message).outcome, Outcome::ok);
        EXPECT_EQ(send(first, message).outcome, Outcome::ok);
    }
    const auto before = content();
    auto second = channel();
    EXPECT_EQ(send(second, message).outcome, Outcome::ok);
    EXPECT_EQ(content(), before);
}

TEST_F(FileChannel, SeesWhatAnotherProcessWrote) {
    auto one = channel(), other = channel();
    const Message message{.key = "k", .to = "", .subject = "s", .text = "t"};
    send(one, {.key = "before", .to = "", .subject = "s", .text = "t"});
    send(other, message);
    send(one, message);
    const auto all = content();
    EXPECT_EQ(std::ranges::count(all, '\n'), 2);
}

TEST_F(FileChannel, TakesAwayALineThatACrashCutOff) {
    std::ofstream(path_) << "{\"key\":\"a\",\"to\":\"\"}\n{\"key\":\"b\",\"to";
    auto to = channel();
    send(to, {.key = "a", .to = "", .subject = "s", .text = "t"});
    send(to, {.key = "b", .to = "", .subject = "s", .text = "t"});
    EXPECT_EQ(content(), "{\"key\":\"a\",\"to\":\"\"}\n{\"key\":\"b\",\"to\":\"\",\"subject\":\"s\",\"text\":\"t\"}\n");
}

TEST_F(FileChannel, AsksToTryAgainWhereTheFileCannotBeWritten) {
    auto to = channel((folder_ / "missing" / "out.jsonl").string());
    const auto receipt = send(to, {.key = "k", .to = "", .subject = "s", .text = "t"});
    EXPECT_EQ(receipt.outcome, Outcome::retry);
    EXPECT_EQ(receipt.retry_after, std::chrono::seconds(30));
    EXPECT_THAT(receipt.reason, HasSubstr("No such file or directory"));
    EXPECT_THROW(to.probe(), PluginError);
}

TEST_F(FileChannel, RejectsAMessageWithoutAKey) {
    auto to = channel();
    EXPECT_EQ(send(to, {.key = "", .to = "", .subject = "s", .text = "t"}).outcome, Outcome::rejected);
}

TEST_F(FileChannel, ProbeWritesNothing) {
    auto to = channel();
    to.probe();
    EXPECT_EQ(content(), "");
}

TEST_F(FileChannel, NeedsAnAbsolutePath) {
    EXPECT_THROW(channel("out.jsonl"), PluginError);
    try {
        ChannelPlugin({.id = "rapport.file", .file = bundled("file")});
        FAIL() << "no file was named, and that was accepted";
    } catch (const PluginError& error) {
        EXPECT_THAT(error.what(), HasSubstr("'/file' is missing"));
    }
}

}  // namespace
