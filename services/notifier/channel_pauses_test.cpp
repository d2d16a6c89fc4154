// SPDX-License-Identifier: MIT
// Of the desk: a channel that hangs, dies or cannot be run is paused, and holds up no other.
#include "services/notifier/testing.hpp"

namespace rapport::notifier {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

class ChannelPausesTest : public DeskBed {
protected:
    ChannelPausesTest() {
        ::setenv("RAPPORT_PLUGIN_RECORDS", (folder.path / "plugins").c_str(), 1);
        for (const Rule& rule : bed.call(api::list_rules, {}).items) bed.call(api::remove_rule, {.id = rule.id});
        settings.channels.push_back(settings.channels[0]);  // pager
        settings.channels.back().name = "other";
        settings.channels.back().settings = {from_json(R"({"attempts":")" + (folder.path / "other").string() + "\"}")};
        settings.channels[0].deadline_ms = 400;
        restart();
    }
    ~ChannelPausesTest() override { ::unsetenv("RAPPORT_PLUGIN_RECORDS"); }

    /// Complaints of that subject have that channel told to do this.
    Rule has(const std::string& channel, const std::string& order, const std::string& subject = "any") {
        return bed.call(api::add_rule, {{.name = channel + " " + order,
                                         .event = "complaints.opened",
                                         .where = "data.complaint.subject = " + subject,
                                         .channel = channel,
                                         .recipients = {Recipient::channel},
                                         .templates = {{"en", "s", order}}}});
    }
    void a_complaint(const std::string& subject = "any") {
        bed.deliver(opened(complaint(subject)));
        bed.run_jobs();
    }
    api::ChannelStanding standing(const std::string& channel) {
        for (const auto& each : bed.call(api::list_channels, {}).items)
            if (each.name == channel) return each;
        return {};
    }
    std::vector<State> states(const std::string& channel) {
        std::vector<State> all;
        for (const Notice& notice : notices({.channel = channel})) all.push_back(notice.state);
        return all;
    }
};
RAPPORT_ON_EACH_STORE(ChannelPausesTest);

TEST_P(ChannelPausesTest, AnotherOfTheSamePluginDeliversWhileOneHangsOrDiesBeforeAndAfterARestart) {
    has("pager", "hang", "hang");
    has("pager", "die", "die");
    has("other", "hello", "hang");
    has("safe", "hello", "die");
    for (int i = 0; i < 2; ++i)
        for (const char* fault : {"hang", "die"}) {
            a_complaint(fault);
            bed.advance(minutes(11));  // the pause is over: it is tried, and fails again
        }
    EXPECT_THAT(lines("pager"), SizeIs(4));
    restart();
    a_complaint("die");
    a_complaint("hang");
    EXPECT_THAT(states("other"), ElementsAre(State::sent, State::sent, State::sent));
    EXPECT_THAT(states("safe"), ElementsAre(State::sent, State::sent, State::sent));
    EXPECT_EQ(standing("pager").state, api::ChannelState::paused);
    EXPECT_EQ(standing("other").state, api::ChannelState::ready);
}

TEST_P(ChannelPausesTest, ThePauseIsToldGrowsAndOutlastsARestart) {
    has("pager", "hang", "hang");
    has("pager", "hello", "hello");
    a_complaint("hang");
    const auto told = bed.emitted(api::channel_paused);
    ASSERT_THAT(told, SizeIs(1));
    EXPECT_EQ(told[0].channel, "pager");
    EXPECT_EQ(told[0].until, bed.clock.now() + seconds(5));
    EXPECT_THAT(told[0].reason, HasSubstr("did not answer within its deadline"));

    restart();
    a_complaint("hello");
    EXPECT_THAT(lines("pager"), SizeIs(1)) << "it was sent through though it is paused";
    const auto waits = notices({.state = State::queued});
    ASSERT_THAT(waits, SizeIs(1));
    EXPECT_THAT(waits[0].reason.value_or(""), HasSubstr("the channel is paused: "));
    const auto stands = standing("pager");
    EXPECT_EQ(stands.plugin, "com.example.unruly");
    EXPECT_EQ(stands.failures, 1);
    EXPECT_EQ(stands.until, told[0].until);
    EXPECT_EQ(bed.call(api::probe_channel, {"pager"}).paused_until, told[0].until);

    bed.advance(seconds(6));
    bed.run_jobs();
    EXPECT_THAT(notices({.state = State::sent}), SizeIs(1));
    EXPECT_THAT(bed.emitted(api::channel_resumed), SizeIs(1));
    EXPECT_EQ(standing("pager").failures, 0);

    for (const Millis expected : {Millis(5'000), Millis(15'000), Millis(45'000)}) {
        a_complaint("hang");
        EXPECT_EQ(standing("pager").until, bed.clock.now() + expected);
        bed.advance(expected);
    }
}

TEST_P(ChannelPausesTest, WhenItEndsWhatWaitedIsSentAtOnce) {
    has("pager", "hang", "hang");
    has("pager", "hello", "hello");
    has("pager", "retry", "retry");
    a_complaint("retry");
    a_complaint("hang");
    for (int i = 0; i < 5; ++i) a_complaint("hello");
    EXPECT_THAT(notices({.state = State::queued}), SizeIs(6));
    const auto resumed = bed.call(api::resume_channel, {"pager"});
    EXPECT_EQ(resumed.state, api::ChannelState::ready);
    EXPECT_EQ(resumed.failures, 0);
    bed.run_jobs();
    EXPECT_THAT(notices({.state = State::sent}), SizeIs(5));
    EXPECT_THAT(notices({.state = State::queued}), SizeIs(1)) << "the channel asked for 30 s for this one";
    EXPECT_THAT(lines("pager"), SizeIs(7));
    EXPECT_THAT(bed.emitted(api::channel_resumed), SizeIs(1));
    bed.call(api::resume_channel, {"pager"});
    EXPECT_THAT(bed.emitted(api::channel_resumed), SizeIs(1)) << "there was no pause";
    EXPECT_THAT(refusal([&] { bed.call(api::resume_channel, {"sms"}); }), HasSubstr("not_found"));
}

TEST_P(ChannelPausesTest, OtherSettingsEndThePause) {
    has("pager", "hang", "hang");
    has("pager", "hello", "hello");
    a_complaint("hang");
    settings.channels[0].deadline_ms = 5'000;
    restart();
    a_complaint("hello");
    EXPECT_THAT(notices({.state = State::sent}), SizeIs(1));
}

TEST_P(ChannelPausesTest, WhatMayHaveBegunBeforeIsStillNotSentTwiceAfterAPause) {
    has("pager", "hang", "hang");
    has("pager", "hello", "hello");
    a_complaint("hang");
    bed.deliver(opened(complaint("hello")));
    restart();  // whether it was sent just before nobody knows
    bed.run_jobs();
    EXPECT_THAT(states("pager"), testing::Contains(State::queued)) << "it waits, since the channel is paused";
    bed.advance(seconds(6));
    bed.run_jobs();
    EXPECT_THAT(states("pager"), ElementsAre(State::unknown, State::unknown));
    EXPECT_THAT(lines("pager"), SizeIs(1));
}

TEST_P(ChannelPausesTest, APluginThatCannotBeRunPausesItsChannelUntilItCan) {
    const auto file = folder.path / "later.so";
    settings.channels.push_back(
        {.name = "later", .id = "com.example.unruly", .file = file, .settings = settings.channels[0].settings});
    restart();
    has("later", "hello");
    a_complaint();
    EXPECT_EQ(standing("later").state, api::ChannelState::paused);
    fs::copy_file(*settings.channels[0].file, file);
    bed.advance(minutes(2));
    bed.run_jobs();
    EXPECT_THAT(states("later"), ElementsAre(State::sent));
    EXPECT_EQ(standing("later").failures, 0);
}

TEST_P(ChannelPausesTest, AMessageThatKillsAnIdempotentChannelHoldsUpNoOther) {
    has("safe", "die", "die");
    has("safe", "hello", "hello");
    for (const char* subject : {"die", "hello", "hello"}) bed.deliver(opened(complaint(subject)));
    for (int i = 0; i < 12; ++i) {
        bed.run_jobs();
        bed.advance(minutes(70));
    }
    EXPECT_THAT(notices({.state = State::sent}), SizeIs(2));
    const auto given_up = notices({.state = State::unknown});
    ASSERT_THAT(given_up, SizeIs(1));
    EXPECT_THAT(given_up[0].reason.value_or(""), HasSubstr("given up after 3 attempts"));
}

TEST_P(ChannelPausesTest, AreEndedAndSeenByThoseAloneWhoMay) {
    bed.act_as("user:a", {"auditor"});
    EXPECT_NO_THROW(bed.call(api::list_channels, {}));
    EXPECT_THAT(refusal([&] { bed.call(api::probe_channel, {"file"}); }), HasSubstr("permission_denied"));
    EXPECT_THAT(refusal([&] { bed.call(api::resume_channel, {"file"}); }), HasSubstr("permission_denied"));
    bed.act_as("user:m", {"manager"});
    EXPECT_TRUE(bed.call(api::probe_channel, {"file"}).works);
}

}  // namespace
}  // namespace rapport::notifier
