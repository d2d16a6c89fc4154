// SPDX-License-Identifier: MIT
#include "services/registry/rules/agreement.hpp"

#include <algorithm>
#include <tuple>

#include "services/registry/rules/checks.hpp"
#include "services/registry/rules/refusal.hpp"

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

std::vector<std::string_view> allowed_moves(const api::Agreement& agreement) {
    switch (agreement.status) {
        case AgreementStatus::draft:
            return {"activate", "terminate"};
        case AgreementStatus::active:
            if (agreement.renewal == Renewal::tacit) return {"notice", "terminate"};
            if (agreement.renewal == Renewal::express) return {"renew", "terminate"};
            return {"terminate"};
        case AgreementStatus::notice_given:
            return {"terminate"};
        case AgreementStatus::expired:
        case AgreementStatus::terminated:
            return {};
    }
    return {};
}

void check_allowed(const api::Agreement& agreement, std::string_view move) {
    const auto allowed = allowed_moves(agreement);
    if (std::ranges::find(allowed, move) != allowed.end()) return;
    throw move_refused("status: an agreement that is " + std::string(name_of(agreement.status)) + ", with renewal " +
                           std::string(name_of(agreement.renewal)) + ", does not allow " + std::string(move),
                       allowed);
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

api::Agreement changed(const api::Agreement& stored, api::Agreement edited, Day today) {
    const api::Agreement before = settled(stored, today);
    if (over(before))
        throw move_refused(
            "status: an agreement that is " + std::string(name_of(before.status)) + " is not changed any more", {});
    const auto of_drafts = [](const api::Agreement& a) {
        return std::tie(a.kind, a.start, a.term_months, a.renewal, a.renewal_months, a.notice_months);
    };
    if (before.status != AgreementStatus::draft && of_drafts(edited) != of_drafts(before))
        throw move_refused("status: kind, start, term, renewal and notice are changed only in a draft",
                           allowed_moves(before));
    check(edited);
    const auto of_targets = [](const Change& change) { return change.field.starts_with("targets"); };
    if (std::ranges::any_of(changes_between(before, edited), of_targets)) check_targets_apart(edited);
    return settled(std::move(edited), today);
}

api::Agreement activated(api::Agreement agreement, Day today) {
    check_allowed(agreement, "activate");
    agreement.status = AgreementStatus::active;
    return settled(std::move(agreement), today);
}

api::Agreement renewed(api::Agreement agreement, Day today) {
    check_allowed(agreement, "renew");
    ++agreement.renewals;
    return settled(std::move(agreement), today);
}

api::Agreement notice_given(api::Agreement agreement, const api::GiveNotice& request, Day today) {
    check_allowed(agreement, "notice");
    const Day on = request.on.value_or(today);
    if (on > today) throw invalid("on", "must not be a day to come");
    agreement.status = AgreementStatus::notice_given;
    agreement.notice_on = on;
    agreement.reason = request.reason;
    agreement.renewals = term_of(agreement).renewals_at_notice(on);
    return settled(std::move(agreement), today);
}

api::Agreement terminated(api::Agreement agreement, const std::string& reason, Day today) {
    check_allowed(agreement, "terminate");
    agreement = settled(std::move(agreement), today);
    agreement.status = AgreementStatus::terminated;
    agreement.reason = reason;
    return agreement;
}

}  // namespace rapport::registry
