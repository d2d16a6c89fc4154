// SPDX-License-Identifier: MIT
#include <cstdlib>

#include "sdk/tools/findings.hpp"

namespace rapport::sdk::tools {
namespace {

using testing::HasSubstr;

TEST(ChannelCheck, SendsNothingUnlessItIsToldTo) {
    const auto findings = checked("unruly_channel", {.settings = R"({"attempts": "{scratch}/attempts"})"});
    EXPECT_EQ(faults(findings), "");
    ASSERT_TRUE(find(findings, "sends"));
    EXPECT_EQ(find(findings, "sends")->verdict, Verdict::skipped);
    EXPECT_FALSE(find(findings, "outcomes"));
}

TEST(ChannelCheck, SeesWhetherTheSameKeyHasASecondEffect) {
    const CheckOptions options{.settings = R"({"attempts": "{scratch}/attempts"})", .send_to = "me"};
    const auto findings = checked("idempotent_channel", options);
    EXPECT_THAT(faults(findings), HasSubstr("same key: a message with a key that was sent before has an effect again"));
    EXPECT_EQ(find(findings, "sends")->verdict, Verdict::passed);
    EXPECT_EQ(find(findings, "outcomes")->verdict, Verdict::skipped);
    EXPECT_EQ(find(checked("unruly_channel", options), "same key")->verdict, Verdict::skipped);
}

TEST(ChannelCheck, SeesSecretsThatAreTold) {
    EXPECT_THAT(faults(checked("secretive_channel", {.send_to = "me"})), HasSubstr("secrets: it writes a secret"));
}

/// A channel that speaks HTTP, with that fault.
std::vector<Finding> relayed(const std::string& fault, const std::string& sample = "relay") {
    return checked(sample, {.settings = R"({"url": "{http}/in", "fault": ")" + fault + "\"}",
                            .send_to = "ann@them.example",
                            .answer = "m-17"});
}

TEST(ChannelCheck, ShowsWhatAChannelMakesOfEachAnswer) {
    for (const auto* sample : {"relay", "relay_once"}) {
        const auto findings = relayed("", sample);
        EXPECT_EQ(faults(findings), "");
        const auto detail = [&](const char* test) {
            const auto* finding = find(findings, test);
            return finding ? finding->detail : "no such test";
        };
        EXPECT_EQ(detail("answers 200"), "ok, its reference is m-17");
        EXPECT_EQ(detail("answers 400"), "rejected: answered 400: no such recipient");
        EXPECT_EQ(detail("answers 429"), "retry after 7000 ms: answered 429: too many messages");
        EXPECT_EQ(detail("answers 503"), "retry: answered 503: under maintenance");
        EXPECT_EQ(detail("answers 500"), "unknown: answered 500: something went wrong");
        EXPECT_EQ(detail("answers late"), "ok, its reference is m-17");
        EXPECT_THAT(detail("hangs up"), HasSubstr("unknown: "));
        EXPECT_THAT(detail("never answers"), HasSubstr("unknown: "));
        EXPECT_THAT(detail("nobody listens"), HasSubstr("retry: "));
        EXPECT_THAT(detail("personal data"), HasSubstr("none in its log"));
    }
}

struct Flaw {
    const char* fault;
    const char* test;   ///< that fails
    const char* words;  ///< in which it names the fault
    const char* sample = "relay";
};

std::ostream& operator<<(std::ostream& out, const Flaw& each) { return out << each.fault; }

class FaultyRelay : public testing::TestWithParam<Flaw> {};

TEST_P(FaultyRelay, HasItsFaultNamed) {
    EXPECT_THAT(faults(relayed(GetParam().fault, GetParam().sample)),
                HasSubstr(std::string(GetParam().test) + ": " + GetParam().words));
}

INSTANTIATE_TEST_SUITE_P(
    Each, FaultyRelay,
    testing::Values(
        Flaw{"takes any answer", "answers 400", "makes it ok, its reference is no such recipient; the other side"},
        Flaw{"rejects all but 200", "answers 429", "makes it rejected: no; the other side wants it later"},
        Flaw{"does not pause", "answers 429", "would try again after 1000 ms, though the answer says Retry-After: 7"},
        Flaw{"retries whatever happens", "hangs up", "makes it retry after 1000 ms: ", "relay_once"},
        Flaw{"is impatient", "answers late", "sends the message again while the other side takes its time"},
        Flaw{"sends nothing", "answers 200", "says that the message was taken, but nothing arrived at the server"},
        Flaw{"forgets the reference", "answers 200", "says that it gives receipts (Limits::receipts), but gives no"},
        Flaw{"hides the key", "same key", "nothing in what it sends is the same for the same key"},
        Flaw{"gossips", "personal data", "it writes a message's recipient to its log"},
        Flaw{"probes with a message", "probe", "probe() makes the request that sends messages, POST /in"},
        Flaw{"is content", "probe, no server", "probe() is content though nobody listens there"}),
    [](const auto& tested) {
        std::string name = tested.param.fault;
        std::erase_if(name, [](char c) { return !std::isalnum(static_cast<unsigned char>(c)); });
        return name;
    });

TEST(ChannelCheck, SeesThatAChannelNeverGivesUp) {
    const auto findings = checked(
        "relay", {.settings = R"({"url": "{http}/in", "timeout_ms": 600000})", .send_to = "ann", .answer = "m-17"});
    EXPECT_THAT(faults(findings), HasSubstr("never answers: waits longer than the check's deadline of 3000 ms"));
    EXPECT_EQ(find(findings, "nobody listens")->verdict, Verdict::passed) << "what comes after is tested all the same";
}

struct Shipped {
    const char* name;
    const char* settings;
    const char* key;  ///< what "same key" comes to
};

std::ostream& operator<<(std::ostream& out, const Shipped& each) { return out << each.name; }

class ShippedChannel : public testing::TestWithParam<Shipped> {};

TEST_P(ShippedChannel, PassesTheCheckOfStrangers) {
    ::setenv("RAPPORT_TEST_WEBHOOK_SECRET", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", 1);
    const auto& [name, settings, key] = GetParam();
    const auto findings = check(bundled(name), {.settings = settings, .send_to = "ann@them.example"});
    EXPECT_EQ(faults(findings), "");
    EXPECT_THAT(find(findings, "same key")->detail, HasSubstr(key));
    const bool served = std::string(settings).find("{scratch}") == std::string::npos;
    ASSERT_TRUE(find(findings, served ? "nobody listens" : "outcomes"));
    EXPECT_EQ(find(findings, "probe, no server")->verdict, served ? Verdict::passed : Verdict::skipped);
}

INSTANTIATE_TEST_SUITE_P(
    Each, ShippedChannel,
    testing::Values(
        Shipped{"file", R"({"file": "{scratch}/sent"})", "the same key twice has one effect"},
        Shipped{"webhook", R"({"url": "{http}/hook", "secret": "env:RAPPORT_TEST_WEBHOOK_SECRET", "timeout_ms": 2000})",
                "the same key twice can be known"},
        Shipped{"chat", R"({"service": "mattermost", "url": "{http}/hooks/x", "timeout_ms": 2000})", "it does not say"},
        Shipped{"email", R"({"host": "{smtp_host}", "port": {smtp_port}, "security": "none", "from": "desk@us.example",
                             "own_name": "us.example", "timeout_ms": 2000})",
                "it does not say"}),
    [](const auto& tested) { return std::string(tested.param.name); });

}  // namespace
}  // namespace rapport::sdk::tools
