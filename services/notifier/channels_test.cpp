// SPDX-License-Identifier: MIT
#include "services/notifier/testing.hpp"

namespace rapport::notifier {
namespace {

using testing::HasSubstr;

/// Why such a channel is refused when settings are read.
std::string refusal_of(const ChannelSettings& channel) {
    try {
        check_deadlines(
            {.channels = {{.name = "before", .id = "rapport.file", .settings = {from_json(R"({"file":"/x"})")}},
                          channel}});
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), Code::invalid_argument);
        return error.message();
    }
    return "taken";
}

TEST(Channels, ADeadlineThatIsNotLongerThanThePluginsOwnTimeoutIsRefused) {
    Folder folder;
    std::ofstream(folder.path / "secret") << "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n";
    std::ofstream(folder.path / "url") << "https://chat.example/hook\n";
    fs::permissions(folder.path / "secret", fs::perms::owner_read);
    fs::permissions(folder.path / "url", fs::perms::owner_read);
    const auto at = [&](const char* name) { return "file:" + (folder.path / name).string(); };
    const nlohmann::json webhook{{"url", "https://hooks.example"}, {"secret", at("secret")}}, chat{{"url", at("url")}},
        email{{"host", "mail.example"}, {"from", "desk@us.example"}};
    struct Case {
        const char* id;
        nlohmann::json settings;
        std::optional<int> timeout_ms;
        int deadline_ms;
        const char* expected;
    };
    const Case cases[] = {
        {"rapport.webhook", webhook, {}, 10'000, "taken"},
        {"rapport.webhook", webhook, {}, 8'001, "taken"},
        {"rapport.webhook", webhook, {}, 8'000, "timeout_ms, which is 8000: deadline_ms = 10000 would do"},
        {"rapport.webhook", webhook, {}, 1'000, "timeout_ms, which is 8000: deadline_ms = 10000 would do"},
        {"rapport.webhook", webhook, 500, 1'000, "taken"},
        {"rapport.webhook", webhook, 15'000, 10'000, "timeout_ms, which is 15000: deadline_ms = 17000 would do"},
        {"rapport.webhook", webhook, 600'000, 600'000, "timeout_ms, which is 600000: deadline_ms = 602000 would do"},
        {"rapport.chat", chat, {}, 5'000, "timeout_ms, which is 8000"},
        {"rapport.email", email, {}, 8'000, "timeout_ms, which is 8000"},
        {"rapport.email", email, 7'000, 8'000, "taken"},
        {"rapport.email", nlohmann::json::object(), {}, 10, "taken"},  // its settings are wrong: that is told elsewhere
        {"rapport.nobody", nlohmann::json::object(), {}, 10, "taken"},
    };
    for (const Case& each : cases) {
        auto settings = each.settings;
        if (each.timeout_ms) settings["timeout_ms"] = *each.timeout_ms;
        const auto said = refusal_of({.name = "tested",
                                      .id = each.id,
                                      .settings = {from_json(settings.dump())},
                                      .deadline_ms = each.deadline_ms});
        EXPECT_THAT(said, HasSubstr(each.expected)) << each.id << ' ' << each.deadline_ms;
        EXPECT_EQ(said == "taken", !said.starts_with("channels[1].deadline_ms: must be more than")) << said;
    }
}

TEST(Channels, AfterTroubleTheRestIsHeldBackUnasked) {
    Folder folder;
    Settings settings = with_unruly_channels(folder.path);
    settings.channels[0].deadline_ms = 300;
    Channels channels(settings, folder.path);
    std::vector<Channels::Parcel> parcels;
    for (const char* text : {"hello", "hang", "hello", "hello", "hello", "hello"})
        parcels.push_back({.notice = {.id = NoticeId(new_uuid({1})), .text = text}});
    const auto receipts = channels.send("pager", parcels);  // four at a time
    ASSERT_EQ(receipts.size(), 6U);
    EXPECT_THAT(receipts[0].trouble.value_or(""), HasSubstr("did not answer within its deadline"));
    for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(receipts[i].outcome, Outcome::unknown) << i;
    for (std::size_t i = 1; i < 6; ++i) EXPECT_FALSE(receipts[i].trouble) << i << ": one failure is told once";
    for (std::size_t i = 4; i < 6; ++i) EXPECT_TRUE(receipts[i].held) << i;
}

}  // namespace
}  // namespace rapport::notifier
