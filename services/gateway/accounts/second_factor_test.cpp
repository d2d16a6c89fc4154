// SPDX-License-Identifier: MIT
#include "services/gateway/accounts/second_factor.hpp"

#include <gmock/gmock-matchers.h>

#include <set>

#include "bus/base/retry.hpp"
#include "services/gateway/accounts/secrets.hpp"

namespace rapport::gateway::accounts {
namespace {

TEST(SecondFactor, TenRecoveryCodesAreMadeOfSixtyRandomBitsEach) {
    std::set<std::string> all;
    for (int i = 0; i < 10; ++i)
        for (const std::string& code : new_recovery_codes()) {
            EXPECT_THAT(code, testing::MatchesRegex("[a-z2-7]{4}-[a-z2-7]{4}-[a-z2-7]{4}"));
            all.insert(code);
        }
    EXPECT_EQ(all.size(), 100u);
}

TEST(SecondFactor, ACodeIsTakenHoweverItIsTyped) {
    EXPECT_EQ(typed_code(" 123 456 "), "123456");
    EXPECT_EQ(typed_code("ABCD-efgh 2345"), "abcdefgh2345");
    EXPECT_TRUE(is_totp_code("123456"));
    for (const char* other : {"", "12345", "1234567", "12345a", "abcdefgh2345"}) EXPECT_FALSE(is_totp_code(other));
}

TEST(SecondFactor, WhatWasBegunLapsesAfterAQuarterOfAnHour) {
    const Instant noon = *instant_from("2026-03-02T12:00:00Z");
    const SecondFactor factor{.begun = noon};
    EXPECT_FALSE(lapsed(factor, noon + time_to_confirm - Millis(1)));
    EXPECT_TRUE(lapsed(factor, noon + time_to_confirm));
}

TEST(SecondFactor, RefusalsSayInAWordWhy) {
    EXPECT_EQ(reason_of(code_required()), "second_factor_required");
    EXPECT_EQ(reason_of(code_wrong()), "second_factor_wrong");
}

TEST(Secrets, WhatIsSealedIsReadForItsPurposeWithItsKeyAlone) {
    const KeyedHash ours({1, 2, 3}), other({4});
    const std::string sealed = ours.sealed("of ann", "the secret");
    EXPECT_EQ(sealed.find("secret"), sealed.npos);
    EXPECT_NE(sealed, ours.sealed("of ann", "the secret")) << "another each time";
    EXPECT_EQ(ours.unsealed("of ann", sealed), "the secret");
    EXPECT_FALSE(ours.unsealed("of bob", sealed));
    EXPECT_FALSE(other.unsealed("of ann", sealed));
    std::string changed = sealed;
    changed.back() = changed.back() == '0' ? '1' : '0';
    for (const std::string& bad : {changed, sealed.substr(2), std::string("xyz"), std::string()})
        EXPECT_FALSE(ours.unsealed("of ann", bad)) << bad;
}

}  // namespace
}  // namespace rapport::gateway::accounts
