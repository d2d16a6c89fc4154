// SPDX-License-Identifier: MIT
#pragma once
#include <vector>

#include "bus/base/error.hpp"
#include "services/gateway/accounts/user.hpp"

/// What a user has beside the password: values and rules, no I/O.
namespace rapport::gateway::accounts {

/// A user's authenticator program.
struct SecondFactor {
    UserId user;
    std::string sealed;  ///< its secret, as the store may have it
    Instant begun;       ///< when the secret was made
    std::optional<Instant> confirmed =
        {};                      ///< since when codes are asked for; none: nobody proved yet that it makes any
    std::int64_t last_step = 0;  ///< of the last code that was taken: none opens twice
};

/// What everybody in this process may know of it: it is there, and how many recovery codes are left.
struct SecondFactorState {
    UserId user;
    Instant since;
    std::int64_t codes_left = 0;
};

/// For so long a secret that was made may be confirmed.
inline constexpr std::chrono::minutes time_to_confirm{15};
inline constexpr std::size_t recovery_codes_made = 10;

/// Whether those may no more say that it makes the right codes.
bool lapsed(const SecondFactor& factor, Instant now);
/// A code as people type it, without blanks, dashes and capitals.
std::string typed_code(std::string_view text);
/// Whether it looks like one that an authenticator program makes; else it is taken for a recovery code.
bool is_totp_code(std::string_view typed);
/// Ten of them, `abcd-efgh-2345`: 60 random bits each.
std::vector<std::string> new_recovery_codes();

/// Why somebody does not come in who gave the right password.
inline constexpr std::string_view second_factor_required = "second_factor_required",
                                  second_factor_wrong = "second_factor_wrong";
/// unauthenticated, with one of these as the `reason` in its details.
Error code_required();
Error code_wrong();

}  // namespace rapport::gateway::accounts
