// SPDX-License-Identifier: MIT
#include <fstream>

#include "sdk/host/sample.hpp"

namespace rapport::sdk {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;

class Channel : public testing::Test {
protected:
    ChannelPlugin channel(const std::string& name, const std::string& more = "") const {
        auto spec = sample(name, "unruly");
        spec.settings = "{\"attempts\": \"" + (folder_ / "attempts").string() + "\"" + more + "}";
        spec.deadline = 2s;
        return ChannelPlugin(spec);
    }
    static std::vector<Message> messages(std::initializer_list<const char*> texts) {
        std::vector<Message> all;
        for (const auto* text : texts)
            all.push_back({.key = "k" + std::to_string(all.size()), .to = "me", .subject = "", .text = text});
        return all;
    }
    std::vector<std::string> attempts() const {
        std::vector<std::string> keys;
        std::ifstream file(folder_ / "attempts");
        for (std::string key; std::getline(file, key);) keys.push_back(key);
        return keys;
    }
    static std::vector<Outcome> outcomes(const std::vector<Receipt>& receipts) {
        std::vector<Outcome> all;
        for (const auto& each : receipts) all.push_back(each.outcome);
        return all;
    }

private:
    Folder folder_;
};

TEST_F(Channel, DescribesItsLimits) {
    const auto to = channel("unruly_channel");
    EXPECT_FALSE(to.description().idempotent);
    EXPECT_TRUE(to.description().receipts);
    EXPECT_FALSE(to.description().html);
    EXPECT_EQ(to.description().max_batch, 4u);
    EXPECT_EQ(to.description().max_text, 160u);
    EXPECT_TRUE(channel("idempotent_channel").description().idempotent);
}

TEST_F(Channel, MapsWhatSendDoesToOutcomes) {
    const auto receipts =
        channel("unruly_channel").send(messages({"hello", "retry", "reject", "throw", "latin-1", "bounce"}));
    EXPECT_THAT(outcomes(receipts), ElementsAre(Outcome::ok, Outcome::retry, Outcome::rejected, Outcome::unknown,
                                                Outcome::rejected, Outcome::bounced));
    EXPECT_EQ(receipts[0].reference, "sent k0 to me");
    EXPECT_EQ(receipts[1].retry_after, 30s);
    EXPECT_EQ(receipts[1].reason, "the line is busy");
    EXPECT_EQ(receipts[2].reason, "no such number");
    EXPECT_EQ(receipts[3].reason, "lost the connection");
    EXPECT_THAT(receipts[4].reason, HasSubstr("not UTF-8"));
    EXPECT_EQ(receipts[5].reason, "nobody has that number");
}

TEST_F(Channel, WaitsNoLongerThanAWeekHoweverLongItIsToldTo) {
    const auto receipts = channel("unruly_channel").send(messages({"retry one day"}));
    EXPECT_EQ(receipts[0].outcome, Outcome::retry);
    EXPECT_EQ(receipts[0].retry_after, std::chrono::hours(7 * 24));
}

TEST_F(Channel, AnswersInOrderAcrossBatches) {
    auto to = channel("unruly_channel");
    const auto receipts = to.send(messages({"", "", "", "", "reject", "", "", "", "", ""}));
    ASSERT_EQ(receipts.size(), 10u);
    EXPECT_EQ(receipts[4].outcome, Outcome::rejected);
    EXPECT_EQ(receipts[9].reference, "sent k9 to me");
    EXPECT_EQ(attempts().size(), 10u);
    EXPECT_TRUE(to.send({}).empty());
}

TEST_F(Channel, LeavesWhatADeathInterruptedUnknownAndDoesNotSendItAgain) {
    auto to = channel("unruly_channel");
    const auto receipts = to.send(messages({"hello", "die", "hello"}));
    EXPECT_THAT(outcomes(receipts), ElementsAre(Outcome::unknown, Outcome::unknown, Outcome::unknown));
    EXPECT_THAT(receipts[0].reason, HasSubstr("the channel's process "));
    EXPECT_THAT(attempts(), ElementsAre("k0", "k1"));
    EXPECT_EQ(to.send(messages({"hello"}))[0].outcome, Outcome::ok);
}

TEST_F(Channel, SendsAgainOneByOneWhereItIsIdempotent) {
    auto to = channel("idempotent_channel");
    const auto receipts = to.send(messages({"hello", "die", "hello"}));
    EXPECT_THAT(outcomes(receipts), ElementsAre(Outcome::ok, Outcome::unknown, Outcome::ok));
    EXPECT_THAT(attempts(), ElementsAre("k0", "k1", "k0", "k1", "k2"));
}

/// What a message's text makes the plugin do.
struct Fault {
    const char* order;
    std::chrono::milliseconds deadline;
};

class ChannelsFault : public Channel, public testing::WithParamInterface<Fault> {};
INSTANTIATE_TEST_SUITE_P(Each, ChannelsFault,
                         testing::Values(Fault{"die", 2s}, Fault{"hang", 200ms}, Fault{"chatter", 200ms}),
                         [](const auto& tested) { return tested.param.order; });

TEST_P(ChannelsFault, IsToldOfItsMessageAndQuarantinesNobodyHoweverOftenItComes) {
    const Folder folder;
    auto spec = sample("unruly_channel", "unruly");
    spec.settings = R"({"attempts": ")" + (folder / "attempts").string() + "\"}";
    spec.deadline = GetParam().deadline;
    spec.records = folder.path();
    spec.log = [](LogLevel, std::string_view) {};
    ChannelPlugin to(spec);
    for (int time = 0; time < 4; ++time) {
        const auto receipt = to.send(messages({GetParam().order}))[0];
        EXPECT_EQ(receipt.outcome, Outcome::unknown);
        EXPECT_TRUE(receipt.lost);
    }
    EXPECT_FALSE(to.send(messages({"hello"}))[0].lost);
    ChannelPlugin another(spec);
    EXPECT_EQ(another.send(messages({"hello"}))[0].outcome, Outcome::ok);
}

TEST_F(Channel, ThatMissesTheDeadlineForOneMessageIsNotMadeToMissItAgain) {
    auto to = channel("idempotent_channel");
    EXPECT_TRUE(to.send(messages({"hang"}))[0].lost);
    EXPECT_THAT(attempts(), ElementsAre("k0"));
}

TEST_F(Channel, SaysHowLongItWaitsByItself) {
    const auto timeout = [](const std::string& more) {
        auto spec = sample("relay", "relay");
        spec.settings = R"({"url": "http://127.0.0.1:1")" + more + "}";
        return ChannelPlugin(spec).description().timeout;
    };
    EXPECT_EQ(timeout(""), 2s);
    EXPECT_EQ(timeout(R"(, "timeout_ms": 700)"), 700ms);
    EXPECT_EQ(channel("unruly_channel").description().timeout, std::nullopt);
}

TEST_F(Channel, IsEndedWhenItHangs) {
    auto to = channel("unruly_channel");
    const auto receipts = to.send(messages({"hang"}));
    EXPECT_EQ(receipts[0].outcome, Outcome::unknown);
    EXPECT_THAT(receipts[0].reason, HasSubstr("did not answer within its deadline"));
}

TEST_F(Channel, ProbeSaysWhatIsWrongAndSendsNothing) {
    channel("unruly_channel").probe();
    const auto error = refusal([&] { channel("unruly_channel", R"(, "trouble": "no such device")").probe(); });
    EXPECT_EQ(error.kind, PluginError::Kind::failed);
    EXPECT_THAT(error.what(), HasSubstr("no such device"));
    EXPECT_THAT(attempts(), ElementsAre());
}

TEST_F(Channel, HoldsBackWhatItsRateDoesNotAllow) {
    auto to = channel("slow_channel");
    const auto receipts = to.send(messages({"", "", "", "", ""}));
    EXPECT_THAT(outcomes(receipts), ElementsAre(Outcome::ok, Outcome::ok, Outcome::ok, Outcome::retry, Outcome::retry));
    EXPECT_THAT(attempts(), ElementsAre("k0", "k1", "k2"));
    EXPECT_FALSE(receipts[2].held);
    EXPECT_TRUE(receipts[3].held);
    EXPECT_GT(receipts[3].retry_after, 0s);
    EXPECT_LE(receipts[3].retry_after, 60s);
}

TEST_F(Channel, SplitsAndCutsWhatIsLongerThanItTakes) {
    auto to = channel("unruly_channel");
    const Message message{.key = "k", .to = "me", .subject = std::string(100, 's'), .text = std::string(400, 't')};
    EXPECT_EQ(to.send({&message, 1})[0].reference, "sent k to me");
    EXPECT_THAT(attempts(), ElementsAre("k", "k#2", "k#3"));
}

TEST_F(Channel, CarriesAttachmentsAndTextByteForByte) {
    auto to = channel("unruly_channel");
    const std::string binary("\0\xff\n", 3);
    const Message message{
        .key = "k", .to = "a\nb", .subject = "s", .text = "t", .attachments = {{"n", "m", binary}, {"n2", "m2", ""}}};
    EXPECT_EQ(to.send({&message, 1})[0].reference, "sent k to a\nb");
}

}  // namespace
}  // namespace rapport::sdk
