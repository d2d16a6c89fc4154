// SPDX-License-Identifier: MIT
#include "envelope.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace webhook {
namespace {

// The test vector of the Standard Webhooks reference libraries (github.com/standard-webhooks/standard-webhooks).
TEST(WebhookEnvelope, SignsAsTheReferenceLibrariesDo) {
    const auto key = key_of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    EXPECT_EQ(signature({key}, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, R"({"test": 2432232314})"),
              "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

TEST(WebhookEnvelope, SignsWithEachKeyWhileTheyChange) {
    const auto one = key_of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    const std::string other(32, 'k');
    const auto both = signature({one, other}, "id", 1, "body");
    EXPECT_EQ(both, signature({one}, "id", 1, "body") + " " + signature({other}, "id", 1, "body"));
}

TEST(WebhookEnvelope, RefusesWhatIsNoSecretAndDoesNotRepeatIt) {
    for (const auto* each :
         {"", "whsec_", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_c2hvcnQ=", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa!w"})
        try {
            key_of(each);
            FAIL() << each << " was accepted";
        } catch (const std::invalid_argument& error) {
            EXPECT_EQ(std::string(error.what()).find("MfKQ"), std::string::npos);
        }
}

TEST(WebhookEnvelope, PostsTheEventAsItIs) {
    EXPECT_EQ(body_of({.key = "k", .event = R"({"specversion":"1.0"})"}), R"({"specversion":"1.0"})");
}

TEST(WebhookEnvelope, MakesAnEventOfAMessageWithoutOne) {
    EXPECT_EQ(
        body_of({.key = "k\"1", .to = "a", .subject = "s", .text = "t\n", .language = "en"}),
        R"({"specversion":"1.0","id":"k\"1","source":"rapport","type":"rapport.message",)"
        R"("datacontenttype":"application/json","data":{"to":"a","subject":"s","text":"t\u000a","language":"en"}})");
}

}  // namespace
}  // namespace webhook
