// SPDX-License-Identifier: MIT
#include "services/gateway/accounts/second_factor_check.hpp"

#include "services/gateway/accounts/caller.hpp"
#include "services/gateway/accounts/totp.hpp"

namespace rapport::gateway::accounts {

std::optional<SecondFactor> SecondFactorCheck::confirmed_of(const kit::View& view, const UserId& user) const {
    auto factor = store_.second_factor(view, user);
    if (factor && !factor->confirmed) factor.reset();
    return factor;
}

std::optional<std::int64_t> SecondFactorCheck::step_of(const SecondFactor& factor, std::string_view typed,
                                                       Instant now) const {
    const auto secret = directory_.unsealed(factor);
    if (!secret)
        throw Error(Code::internal,
                    "a secret was sealed with another accounts.key: an administrator removes the "
                    "second factor, and the user sets it up anew");
    return totp_match(*secret, typed, now, factor.last_step);
}

void SecondFactorCheck::keep(kit::Unit& unit, const SecondFactor& factor) const {
    store_.put(unit, factor);
    if (factor.confirmed)
        directory_.put(
            unit, SecondFactorState{factor.user, *factor.confirmed, store_.recovery_codes_left(unit, factor.user)});
}

void SecondFactorCheck::take(kit::Unit& unit, const User& user, SecondFactor factor,
                             const std::optional<std::string>& code) const {
    if (!code) throw code_required();
    const std::string typed = typed_code(*code);
    if (is_totp_code(typed)) {
        const auto step = step_of(factor, typed, unit.now());
        if (!step) throw code_wrong();
        factor.last_step = *step;
        return keep(unit, factor);
    }
    if (!store_.erase_recovery_code(unit, user.id, directory_.recovery_digest(user.id, typed))) throw code_wrong();
    keep(unit, factor);
    unit.emit(api::recovery_code_used, user.id,
              told_to(user, api::SecondFactorEvent{.codes_left = store_.recovery_codes_left(unit, user.id)}));
}

}  // namespace rapport::gateway::accounts
