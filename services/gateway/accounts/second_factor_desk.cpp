// SPDX-License-Identifier: MIT
#include "services/gateway/accounts/second_factor_desk.hpp"

#include "services/gateway/accounts/caller.hpp"

namespace rapport::gateway::accounts {
namespace {

Error none() { return {Code::failed_precondition, "there is no second factor: set one up first"}; }

}  // namespace

kit::Routes SecondFactorDesk::routes() {
    return {on(api::begin_second_factor, this, &SecondFactorDesk::begin),
            on(api::confirm_second_factor, this, &SecondFactorDesk::confirm),
            on(api::remove_second_factor, this, &SecondFactorDesk::remove),
            on(api::renew_recovery_codes, this, &SecondFactorDesk::renew),
            tells(api::second_factor_enrolled),
            tells(api::second_factor_removed),
            tells(api::recovery_codes_made),
            tells(api::recovery_code_used)};
}

/// A password takes a while to be looked at, and may be replaced meanwhile.
void SecondFactorDesk::check_proven(const kit::View& view, const UserId& user, const std::string& hash) const {
    if (hash.empty() || store_.credential(view, user).hash != hash)
        throw Error(Code::failed_precondition, "the password was set anew meanwhile: sign in with that one");
}

/// Until it is confirmed nothing is asked for, and who begins again makes what was begun before worth nothing.
kit::Nothing SecondFactorDesk::begin(kit::Unit& unit, const api::BeginSecondFactor& request) {
    require_gateway(unit.actor());
    const User user = store_.users().get(unit, request.user);
    check_proven(unit, user.id, request.proven);
    if (check_.confirmed_of(unit, user.id))
        throw Error(Code::failed_precondition, "there is a second factor: remove it before you set up another one");
    check_.keep(unit, {.user = user.id, .sealed = request.sealed, .begun = unit.now()});
    return {};
}

/// All other sessions end: they were opened with the password alone.
kit::Nothing SecondFactorDesk::confirm(kit::Unit& unit, const api::ConfirmSecondFactor& request) {
    require_gateway(unit.actor());
    const User user = store_.users().get(unit, request.user);
    auto factor = store_.second_factor(unit, user.id);
    if (!factor || factor->confirmed || lapsed(*factor, unit.now()))
        throw Error(Code::failed_precondition, "nothing is there to be confirmed any more: begin again");
    const auto step = check_.step_of(*factor, typed_code(request.code), unit.now());
    if (!step) throw code_wrong();
    factor->confirmed = unit.now();
    factor->last_step = *step;
    store_.put_recovery_codes(unit, user.id, request.recovery);
    check_.keep(unit, *factor);
    unit.emit(api::second_factor_enrolled, user.id,
              told_to(user, api::SecondFactorEvent{.by = api::By::self, .codes_left = std::ssize(request.recovery)}));
    sessions_.end_sessions(unit, user, api::SessionsEndedBy::second_factor, request.session.value_or(""));
    return {};
}

/// An administrator takes away what was lost, and with it the sessions that were opened by it.
kit::Nothing SecondFactorDesk::remove(kit::Unit& unit, const api::RemoveSecondFactor& request) {
    require_gateway(unit.actor());
    const User user = store_.users().get(unit, request.user);
    const auto factor = check_.confirmed_of(unit, user.id);
    if (!factor) throw none();
    api::SecondFactorEvent event{.by = request.by ? api::By::administrator : api::By::self};
    if (request.by) {
        if (*request.by == user.id) throw invalid("by", "must be another user");
        event.by_name = store_.users().get(unit, *request.by).name;
        sessions_.end_sessions(unit, user, api::SessionsEndedBy::administrator);
    } else {
        check_proven(unit, user.id, request.proven.value_or(""));
        check_.take(unit, user, *factor, request.code);
    }
    store_.erase_second_factor(unit, user.id);
    directory_.erase_second_factor(unit, user.id);
    unit.emit(api::second_factor_removed, user.id, told_to(user, std::move(event)));
    return {};
}

kit::Nothing SecondFactorDesk::renew(kit::Unit& unit, const api::RenewRecoveryCodes& request) {
    require_gateway(unit.actor());
    const User user = store_.users().get(unit, request.user);
    const auto factor = check_.confirmed_of(unit, user.id);
    if (!factor) throw none();
    check_proven(unit, user.id, request.proven);
    check_.take(unit, user, *factor, request.code);
    store_.put_recovery_codes(unit, user.id, request.recovery);
    check_.keep(unit, *check_.confirmed_of(unit, user.id));
    unit.emit(api::recovery_codes_made, user.id,
              told_to(user, api::SecondFactorEvent{.by = api::By::self, .codes_left = std::ssize(request.recovery)}));
    return {};
}

}  // namespace rapport::gateway::accounts
