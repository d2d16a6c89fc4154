// SPDX-License-Identifier: MIT
#include "services/registry/rules/agreement.hpp"

#include <algorithm>
#include <tuple>

#include "services/registry/rules/checks.hpp"

namespace rapport::registry {
namespace {

using api::AgreementStatus;
using api::Renewal;

void check_target(const std::string& path, const api::Target& target, const std::vector<api::ServiceId>& services) {
    if (target.service && std::ranges::find(services, *target.service) == services.end())
        throw invalid(path + ".service", "must be one of the agreement's services");
    const bool availability = target.metric == api::Metric::availability;
    const bool percent = target.unit == api::TargetUnit::percent;
    if (availability != percent)
        throw invalid(path + ".unit",
                      availability ? "must be percent for availability" : "must be minutes, hours or days for a time");
    if (availability && target.calendar)
        throw invalid(path + ".calendar", "must be left out of availability, which is no time that is counted");
    if (target.value <= 0) throw invalid(path + ".value", "must be greater than 0");
    if (percent && target.value > 100) throw invalid(path + ".value", "must be at most 100");
}

/// How it is renewed, for the words of a move that needs another way.
struct RenewedBy {
    Renewal renewal;
    static constexpr auto fields = describe(Field{"renewal", &RenewedBy::renewal, "what happens at its end"});
};

auto if_renewal_is(Renewal wanted) {
    return [wanted](const api::Agreement& agreement, const kit::Asking&) -> std::optional<kit::Blocked> {
        if (agreement.renewal == wanted) return {};
        return kit::Blocked{"renewal_is_not_" + std::string(name_of(wanted)), any_of(RenewedBy{agreement.renewal})};
    };
}

bool over(const api::Agreement& agreement) {
    return agreement.status == AgreementStatus::expired || agreement.status == AgreementStatus::terminated;
}

}  // namespace

void check(const api::Agreement& agreement) {
    const Day earliest = *day_from("1900-01-01"), latest = *day_from("2200-12-31");
    if (agreement.start < earliest || agreement.start > latest)
        throw invalid("start", "must be a day from 1900 to 2200");
    auto services = agreement.services;
    std::ranges::sort(services);
    if (std::ranges::adjacent_find(services) != services.end())
        throw invalid("services", "must be different from each other");
    for (std::size_t i = 0; i < agreement.targets.size(); ++i)
        check_target("targets[" + std::to_string(i) + "]", agreement.targets[i], agreement.services);
}

void check_targets_apart(const api::Agreement& agreement) {
    const auto& targets = agreement.targets;
    for (std::size_t i = 0; i < targets.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
            if (targets[j].metric == targets[i].metric && targets[j].service == targets[i].service &&
                targets[j].priority == targets[i].priority)
                throw invalid("targets[" + std::to_string(i) + "]", "promises anew what targets[" + std::to_string(j) +
                                                                        "] promises: the same metric for the same "
                                                                        "service and priority");
}

Term term_of(const api::Agreement& agreement) {
    return {agreement.start, agreement.term_months, agreement.renewal_months, agreement.notice_months};
}

std::optional<Day> decided_by(const api::Agreement& agreement) {
    if (agreement.status != AgreementStatus::active) return {};
    return agreement.renewal == Renewal::tacit ? agreement.notice_by : agreement.last_day;
}

bool in_force(const api::Agreement& agreement) {
    return agreement.status == AgreementStatus::active || agreement.status == AgreementStatus::notice_given;
}

api::Agreement settled(api::Agreement agreement, Day today) {
    const Term term = term_of(agreement);
    if (agreement.status == AgreementStatus::active && agreement.renewal == Renewal::tacit)
        agreement.renewals = term.renewals_on(today, agreement.renewals);
    agreement.ends = term.ends(agreement.renewals);
    agreement.last_day = term.last_day(agreement.renewals);
    agreement.notice_by = term.notice_by(agreement.renewals);
    if (in_force(agreement) && agreement.ends <= today) agreement.status = AgreementStatus::expired;
    return agreement;
}

const kit::Moves<api::Agreement>& agreement_moves() {
    using enum AgreementStatus;
    static const kit::Moves<api::Agreement> moves{
        "agreement",
        &api::Agreement::status,
        {{{draft}, active, api::activate_agreement, "it comes into force", kit::usual},
         {{active},
          active,
          api::renew_agreement,
          "it runs on, if it is renewed expressly",
          if_renewal_is(Renewal::express)},
         {{active},
          notice_given,
          api::give_notice,
          "it ends at its end, if it would renew itself",
          if_renewal_is(Renewal::tacit)},
         {{draft, active, notice_given}, terminated, api::terminate_agreement, "it ends at once, or never begins"},
         {{active, notice_given}, expired, kit::by_itself, "its end has come"}}};
    return moves;
}

api::Agreement changed(const api::Agreement& stored, api::Agreement edited, const kit::Asking& asking) {
    const Day today = day_of(asking.now);
    const api::Agreement before = settled(stored, today);
    const auto refused = [&](const std::string& why) { return agreement_moves().refused(before, asking, why); };
    if (over(before))
        throw refused("an agreement that is " + std::string(name_of(before.status)) + " is not changed any more");
    const auto of_drafts = [](const api::Agreement& a) {
        return std::tie(a.kind, a.start, a.term_months, a.renewal, a.renewal_months, a.notice_months);
    };
    if (before.status != AgreementStatus::draft && of_drafts(edited) != of_drafts(before))
        throw refused("kind, start, term, renewal and notice are changed only in a draft");
    check(edited);
    const auto of_targets = [](const Change& change) { return change.field.starts_with("targets"); };
    if (std::ranges::any_of(changes_between(before, edited), of_targets)) check_targets_apart(edited);
    return settled(std::move(edited), today);
}

api::Agreement activated(api::Agreement agreement, const kit::Asking& asking) {
    agreement_moves().make(agreement, api::activate_agreement, asking);
    return settled(std::move(agreement), day_of(asking.now));
}

api::Agreement renewed(api::Agreement agreement, const kit::Asking& asking) {
    agreement_moves().make(agreement, api::renew_agreement, asking);
    ++agreement.renewals;
    return settled(std::move(agreement), day_of(asking.now));
}

api::Agreement notice_given(api::Agreement agreement, const api::GiveNotice& request, const kit::Asking& asking) {
    agreement_moves().make(agreement, api::give_notice, asking);
    const Day today = day_of(asking.now), on = request.on.value_or(today);
    if (on > today) throw invalid("on", "must not be a day to come");
    agreement.notice_on = on;
    agreement.reason = request.reason;
    agreement.renewals = term_of(agreement).renewals_at_notice(on);
    return settled(std::move(agreement), today);
}

api::Agreement terminated(api::Agreement agreement, const std::string& reason, const kit::Asking& asking) {
    agreement_moves().make(agreement, api::terminate_agreement, asking);
    agreement.reason = reason;
    return settled(std::move(agreement), day_of(asking.now));
}

}  // namespace rapport::registry
