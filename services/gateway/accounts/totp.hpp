// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "bus/base/time.hpp"

/// Codes that follow from a secret and the time (TOTP, RFC 6238), as every authenticator program makes them:
/// HMAC-SHA-1, six digits, a new one every 30 seconds.
namespace rapport::gateway::accounts {

/// 160 random bits, as RFC 4226 recommends.
std::string new_totp_secret();
/// RFC 4648, without padding: how people and programs are told a secret.
std::string base32(std::string_view bytes);

/// Which 30 seconds since 1970 those are.
std::int64_t totp_step(Instant now);
/// The code of that step, of 6 to 8 digits. Error(internal) if it cannot be made.
std::string totp_code(std::string_view secret, std::int64_t step, unsigned digits = 6);
/// The step whose code it is, of the one at that time, the one before and the one after: clocks may differ by 30
/// seconds. Only of those later than `last`, so that no code opens twice.
std::optional<std::int64_t> totp_match(std::string_view secret, std::string_view code, Instant now, std::int64_t last);

/// What authenticator programs read, mostly from a picture of it.
std::string otpauth_url(std::string_view issuer, std::string_view account, std::string_view secret);

}  // namespace rapport::gateway::accounts
