// SPDX-License-Identifier: MIT
#include "services/gateway/accounts/totp.hpp"

#include <gtest/gtest.h>

#include <set>

namespace rapport::gateway::accounts {
namespace {

/// The secret of RFC 6238, appendix B.
constexpr std::string_view rfc_secret = "12345678901234567890";

Instant at(std::int64_t seconds) { return {seconds * 1'000}; }

TEST(Totp, MakesTheCodesOfRfc6238) {
    const std::pair<std::int64_t, const char*> vectors[] = {{59, "94287082"},
                                                            {1'111'111'109, "07081804"},
                                                            {1'111'111'111, "14050471"},
                                                            {1'234'567'890, "89005924"},
                                                            {2'000'000'000, "69279037"},
                                                            {20'000'000'000, "65353130"}};
    for (const auto& [seconds, code] : vectors) {
        EXPECT_EQ(totp_code(rfc_secret, totp_step(at(seconds)), 8), code) << seconds;
        EXPECT_EQ(totp_code(rfc_secret, totp_step(at(seconds))), std::string(code).substr(2)) << seconds;
    }
}

TEST(Totp, TakesAClockThatIsThirtySecondsOffAndNoMore) {
    const Instant now = at(1'111'111'111);
    const std::int64_t step = totp_step(now);
    for (const std::int64_t off : {-1, 0, 1})
        EXPECT_EQ(totp_match(rfc_secret, totp_code(rfc_secret, step + off), now, 0), step + off) << off;
    for (const std::int64_t off : {-2, 2})
        EXPECT_FALSE(totp_match(rfc_secret, totp_code(rfc_secret, step + off), now, 0)) << off;
}

TEST(Totp, TakesNoCodeTwiceAndNoneFromBeforeTheLast) {
    const Instant now = at(1'111'111'111);
    const std::int64_t step = totp_step(now);
    EXPECT_FALSE(totp_match(rfc_secret, totp_code(rfc_secret, step), now, step));
    EXPECT_FALSE(totp_match(rfc_secret, totp_code(rfc_secret, step - 1), now, step));
    EXPECT_EQ(totp_match(rfc_secret, totp_code(rfc_secret, step + 1), now, step), step + 1);
}

TEST(Totp, WhatIsNoCodeIsNone) {
    const Instant now = at(1'111'111'111);
    const std::string code = totp_code(rfc_secret, totp_step(now));
    for (const std::string& bad :
         {std::string(), code.substr(1), code + "0", std::string("abcdef"), std::string(6, '\0')})
        EXPECT_FALSE(totp_match(rfc_secret, bad, now, 0)) << bad;
}

TEST(Totp, SecretsAreOf160RandomBits) {
    std::set<std::string> made;
    for (int i = 0; i < 20; ++i) made.insert(new_totp_secret());
    EXPECT_EQ(made.size(), 20u);
    for (const std::string& secret : made) EXPECT_EQ(secret.size(), 20u);
}

TEST(Totp, Base32IsThatOfRfc4648WithoutPadding) {
    EXPECT_EQ(base32("f"), "MY");
    EXPECT_EQ(base32("foobar"), "MZXW6YTBOI");
    EXPECT_EQ(base32(rfc_secret), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
}

TEST(Totp, TheUrlNamesIssuerAndAccountWhateverTheyAre) {
    EXPECT_EQ(otpauth_url("Nordlicht & Söhne", "ann@home", "foobar"),
              "otpauth://totp/Nordlicht%20%26%20S%C3%B6hne:ann%40home?secret=MZXW6YTBOI&issuer="
              "Nordlicht%20%26%20S%C3%B6hne&algorithm=SHA1&digits=6&period=30");
}

}  // namespace
}  // namespace rapport::gateway::accounts
