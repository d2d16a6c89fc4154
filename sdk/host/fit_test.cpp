// SPDX-License-Identifier: MIT
#include "sdk/host/fit.hpp"

#include <gmock/gmock-matchers.h>
#include <gtest/gtest.h>

namespace rapport::sdk {
namespace {

using namespace std::chrono_literals;
using testing::EndsWith;
using testing::StartsWith;

Message message(std::string text) { return {.key = "k", .to = "me", .subject = "Subject", .text = std::move(text)}; }

TEST(Fit, WhatFitsGoesAsItIs) {
    auto given = message("text");
    given.html = "<p>text</p>";
    given.attachments = {{"a", "b", "c"}};
    const auto all = fit({.html = true, .attachments = true, .max_subject = 7, .max_text = 4}, given);
    ASSERT_EQ(all.size(), 1u);
    EXPECT_EQ(all[0].key, "k");
    EXPECT_EQ(all[0].subject, "Subject");
    EXPECT_EQ(all[0].text, "text");
    EXPECT_EQ(all[0].html, "<p>text</p>");
    EXPECT_EQ(all[0].attachments.size(), 1u);
}

TEST(Fit, ALongTextIsSplitAtLinesAndWordsAndNothingIsLost) {
    std::string text;
    for (int i = 0; i < 60; ++i) text += "word" + std::to_string(i) + (i % 7 == 6 ? "\n" : " ");
    const auto parts = fit({.max_text = 100}, message(text));
    ASSERT_GT(parts.size(), 4u);
    std::string words;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        EXPECT_LE(parts[i].text.size(), 100u);
        EXPECT_EQ(parts[i].key, i == 0 ? "k" : "k#" + std::to_string(i + 1));
        const auto count = "(" + std::to_string(i + 1) + "/" + std::to_string(parts.size()) + ") ";
        EXPECT_THAT(parts[i].text, StartsWith(count));
        words += parts[i].text.substr(count.size()) + " ";
    }
    std::ranges::replace(text, '\n', ' ');
    std::ranges::replace(words, '\n', ' ');
    EXPECT_EQ(words, text);
}

TEST(Fit, NoCharacterIsCut) {
    std::string text;
    for (int i = 0; i < 100; ++i) text += "€";
    std::string all;
    for (const auto& part : fit({.max_text = 64}, message(text))) {
        EXPECT_LE(part.text.size(), 64u);
        all += part.text.substr(part.text.find(' ') + 1);
    }
    EXPECT_EQ(all, text);
    EXPECT_EQ(fit({.max_text = 10}, message(text))[0].text, "€€…");
}

TEST(Fit, ATextOfMoreThanTenPartsIsCutVisibly) {
    const auto parts = fit({.max_text = 50}, message(std::string(10'000, 'x')));
    ASSERT_EQ(parts.size(), 10u);
    EXPECT_THAT(parts.back().text, EndsWith("x…"));
    EXPECT_LE(parts.back().text.size(), 50u);
}

TEST(Fit, ALongSubjectIsCut) { EXPECT_EQ(fit({.max_subject = 6}, message(""))[0].subject, "Sub…"); }

TEST(Fit, WhatTheChannelDoesNotTakeStandsInTheText) {
    auto given = message("");
    given.html = "<p>Dear &lt;Ann&gt;,<br>hello</p><style>p { color: red }</style><p>Bye</p>";
    given.attachments = {{"report.pdf", "application/pdf", "%PDF"}};
    const auto all = fit({}, given);
    EXPECT_EQ(all[0].text, "Dear <Ann>,\nhello\nBye\n[not sent along: report.pdf]");
    EXPECT_EQ(all[0].html, "");
    EXPECT_TRUE(all[0].attachments.empty());
}

TEST(Fit, PlainTextSurvivesBrokenHtml) {
    for (const auto* each : {"<", "<p", "a < b", "&", "&amp", "<script>", "</", "<style><p>"})
        EXPECT_LE(plain_text(each).size(), 8u) << each;
}

Receipt receipt(Outcome outcome) { return {.outcome = outcome, .reason = "why"}; }

TEST(Fit, PartsTogetherAreWhatTheFirstThatFailedIs) {
    using enum Outcome;
    struct Row {
        std::vector<Outcome> parts;
        bool idempotent;
        Outcome all;
    };
    for (const auto& [parts, idempotent, all] :
         {Row{{ok, ok}, false, ok}, Row{{ok, retry}, true, retry}, Row{{ok, retry}, false, unknown},
          Row{{retry, retry}, false, retry}, Row{{rejected, rejected}, false, rejected},
          Row{{ok, rejected}, false, rejected}, Row{{bounced, bounced}, false, bounced},
          Row{{ok, unknown, retry}, false, unknown}}) {
        std::vector<Receipt> receipts;
        for (const auto each : parts) receipts.push_back(receipt(each));
        EXPECT_EQ(combined(receipts, idempotent).outcome, all);
    }
    EXPECT_EQ(combined(std::vector{receipt(ok), receipt(unknown)}, true).reason, "part 2 of 2: why");
}

TEST(Fit, AThrottleLetsSoManyGoWithinAnyMinute) {
    Throttle throttle(2);
    const Throttle::Clock::time_point start{1h};
    EXPECT_EQ(throttle.wait(start, 1, 0), 0ms);
    EXPECT_EQ(throttle.wait(start + 10s, 1, 0), 0ms);
    EXPECT_EQ(throttle.wait(start + 20s, 1, 0), 40s);
    EXPECT_EQ(throttle.wait(start + 20s, 1, 1), 50s);
    EXPECT_EQ(throttle.wait(start + 20s, 1, 2), 100s);
    EXPECT_EQ(throttle.wait(start + 59s, 1, 0), 1s);
    EXPECT_EQ(throttle.wait(start + 60s, 1, 0), 0ms);
    EXPECT_EQ(throttle.wait(start + 60s, 1, 0), 10s);
    EXPECT_EQ(throttle.wait(start + 10min, 5, 0), 0ms);
    EXPECT_EQ(Throttle(0).wait(start, 1'000'000, 0), 0ms);
}

}  // namespace
}  // namespace rapport::sdk
