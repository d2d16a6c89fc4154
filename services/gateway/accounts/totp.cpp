// SPDX-License-Identifier: MIT
#include "services/gateway/accounts/totp.hpp"

#include <liboath/oath.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "bus/base/error.hpp"
#include "services/gateway/accounts/secrets.hpp"

namespace rapport::gateway::accounts {
namespace {

constexpr std::size_t secret_bytes = 20;
constexpr std::int64_t step_ms = 30'000;
constexpr unsigned most_digits = 8;

/// What stands in a URL as it is (RFC 3986).
bool is_unreserved(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
           std::string_view("-._~").find(c) != std::string_view::npos;
}

std::string percent_encoded(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        if (is_unreserved(c)) {
            out += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        out += '%';
        out += digits[byte >> 4];
        out += digits[byte & 15];
    }
    return out;
}

}  // namespace

std::string new_totp_secret() {
    std::string secret(secret_bytes, '\0');
    randombytes_buf(secret.data(), secret.size());
    return secret;
}

std::string base32(std::string_view bytes) {
    char* made = nullptr;
    std::size_t size = 0;
    if (oath_base32_encode(bytes.data(), bytes.size(), &made, &size) != OATH_OK)
        throw Error(Code::internal, "not enough memory to write a secret");
    std::string text(made, size);
    std::free(made);
    std::erase(text, '=');
    return text;
}

std::int64_t totp_step(Instant now) { return now.ms / step_ms; }

std::string totp_code(std::string_view secret, std::int64_t step, unsigned digits) {
    static const int ready = oath_init();
    std::array<char, most_digits + 1> code{};
    if (ready != OATH_OK || digits > most_digits ||
        oath_hotp_generate(secret.data(), secret.size(), static_cast<std::uint64_t>(step), digits, false,
                           OATH_HOTP_DYNAMIC_TRUNCATION, code.data()) != OATH_OK)
        throw Error(Code::internal, "a code cannot be made");
    return code.data();
}

std::optional<std::int64_t> totp_match(std::string_view secret, std::string_view code, Instant now, std::int64_t last) {
    const std::int64_t current = totp_step(now);
    for (std::int64_t step = std::max(current - 1, last + 1); step <= current + 1; ++step)
        if (equal_secrets(totp_code(secret, step), code)) return step;
    return {};
}

std::string otpauth_url(std::string_view issuer, std::string_view account, std::string_view secret) {
    const std::string from = percent_encoded(issuer);
    return "otpauth://totp/" + from + ":" + percent_encoded(account) + "?secret=" + base32(secret) + "&issuer=" + from +
           "&algorithm=SHA1&digits=6&period=30";
}

}  // namespace rapport::gateway::accounts
