// SPDX-License-Identifier: MIT
#include "services/gateway/accounts/second_factor.hpp"

#include <sodium.h>

#include <algorithm>

#include "services/gateway/accounts/totp.hpp"

namespace rapport::gateway::accounts {
namespace {

constexpr std::size_t letters_in_code = 12, letters_in_group = 4;

/// Details of a refusal.
struct Why {
    std::string reason;
    static constexpr auto fields = describe(Field{"reason", &Why::reason, "in a word, for programs"});
};

Error refused(const std::string& message, std::string_view reason) {
    return {Code::unauthenticated, message, Any{encode(Why{std::string(reason)})}};
}

std::string new_recovery_code() {
    std::string random(8, '\0');
    randombytes_buf(random.data(), random.size());
    std::string code = typed_code(base32(random)).substr(0, letters_in_code);
    for (std::size_t at = letters_in_code - letters_in_group; at > 0; at -= letters_in_group) code.insert(at, 1, '-');
    return code;
}

}  // namespace

bool lapsed(const SecondFactor& factor, Instant now) { return now >= factor.begun + time_to_confirm; }

std::string typed_code(std::string_view text) {
    std::string code;
    for (const char c : text) {
        if (c == ' ' || c == '-') continue;
        code += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return code;
}

bool is_totp_code(std::string_view typed) {
    return typed.size() == 6 && std::ranges::all_of(typed, [](char c) { return c >= '0' && c <= '9'; });
}

std::vector<std::string> new_recovery_codes() {
    std::vector<std::string> codes;
    for (std::size_t i = 0; i < recovery_codes_made; ++i) codes.push_back(new_recovery_code());
    return codes;
}

Error code_required() {
    return refused("the password is right; give the code that your authenticator program shows as well, as `code`",
                   second_factor_required);
}

Error code_wrong() {
    return refused("the code is wrong, or was used already: wait for the next one", second_factor_wrong);
}

}  // namespace rapport::gateway::accounts
