// SPDX-License-Identifier: MIT
#pragma once
#include "services/kit/calendar/office_hours.hpp"
#include "services/registry/api/party.hpp"
#include "services/registry/api/service.hpp"

namespace rapport::registry::api {

struct AgreementTag;
using kit::CalendarId;  ///< accounts'
using AgreementId = Id<AgreementTag>;

/// A customer's (sla, contract), one between ourselves (ola), a supplier's (underpinning), or of confidence (nda).
enum class AgreementKind { sla, ola, underpinning, contract, nda };
constexpr auto names_of(AgreementKind) { return std::array{"sla"sv, "ola"sv, "underpinning"sv, "contract"sv, "nda"sv}; }
/// none: ends with its term; tacit: goes on unless notice is given; express: goes on only if somebody renews it.
enum class Renewal { none, tacit, express };
constexpr auto names_of(Renewal) { return std::array{"none"sv, "tacit"sv, "express"sv}; }
/// How far an agreement is: the last two are its ends.
enum class AgreementStatus { draft, active, notice_given, expired, terminated };
constexpr auto names_of(AgreementStatus) {
    return std::array{"draft"sv, "active"sv, "notice_given"sv, "expired"sv, "terminated"sv};
}
/// What a target promises: a time until something is done, or a share of time in which the service is there.
enum class Metric { acknowledge, respond, resolve, availability };
constexpr auto names_of(Metric) { return std::array{"acknowledge"sv, "respond"sv, "resolve"sv, "availability"sv}; }
/// For which a target holds, the most urgent first.
enum class Priority { P1, P2, P3, P4 };
constexpr auto names_of(Priority) { return std::array{"P1"sv, "P2"sv, "P3"sv, "P4"sv}; }
/// In what a target is counted; percent is for availability alone.
enum class TargetUnit { minutes, hours, days, percent };
constexpr auto names_of(TargetUnit) { return std::array{"minutes"sv, "hours"sv, "days"sv, "percent"sv}; }

/// What was promised. Without a service it holds for all of the agreement's, without a priority for all priorities.
struct Target {
    std::optional<ServiceId> service;
    std::optional<Priority> priority;
    Metric metric = Metric::respond;
    double value = 0;
    TargetUnit unit = TargetUnit::hours;
    std::optional<CalendarId> calendar;
    static constexpr auto fields = describe(
        Field{"service", &Target::service, "one of the agreement's; none: all"},
        Field{"priority", &Target::priority, "P1 to P4; none: all"},
        Field{"metric", &Target::metric, "time to acknowledge, to respond, to resolve; or availability"},
        Field{"value", &Target::value, "at most this time, counted in business time; at least this availability"},
        Field{"unit", &Target::unit, "of time; percent for availability"},
        Field{"calendar", &Target::calendar,
              "the business calendar in which the time is counted; left out: the one of the complaint desk's target, "
              "or else the organisation's"});
};

/// What we and a party agreed. `ends`, `last_day` and `notice_by` are computed from the start; see the README.
struct Agreement {
    AgreementId id;
    std::int64_t version = 0;
    PartyId party;
    AgreementKind kind = AgreementKind::sla;
    std::string title;
    std::vector<ServiceId> services;
    std::vector<Target> targets;
    Day start;
    std::int32_t term_months = 12, renewal_months = 12, notice_months = 0, renewals = 0;
    Renewal renewal = Renewal::none;
    Day ends, last_day, notice_by;
    std::optional<Day> signed_on, notice_on;
    AgreementStatus status = AgreementStatus::draft;
    std::optional<std::string> reason;
    Instant created_at;

    static constexpr auto fields = describe(
        identity(&Agreement::id, &Agreement::version),
        Field{"party", &Agreement::party, "with whom", initial, filter, listed(2)},
        Field{"kind", &Agreement::kind, "sla, ola, underpinning, contract or nda", editable, filter, listed(3)},
        Field{"title", &Agreement::title, "what it is called", length(1, 300), editable, searched, listed(1)},
        Field{"services", &Agreement::services, "all that it covers", length(0, 200), editable, filter},
        Field{"targets", &Agreement::targets, "all that is promised", length(0, 500), editable},
        Field{"start", &Agreement::start, "its first day", editable},
        Field{"term_months", &Agreement::term_months, "how long it runs at first", between(1, 1200), editable},
        Field{"renewal", &Agreement::renewal, "what happens at its end: none, unless said otherwise, tacit or express",
              editable, defaulted},
        Field{"renewal_months", &Agreement::renewal_months,
              "by how much a renewal extends it; 12 unless said otherwise", between(1, 1200), editable, defaulted},
        Field{"notice_months", &Agreement::notice_months,
              "full months of notice before the end; 0 unless said otherwise", between(0, 1200), editable, defaulted},
        Field{"renewals", &Agreement::renewals, "how many times it was renewed"},
        Field{"ends", &Agreement::ends, "the first day on which it holds no more", sorted, listed(5)},
        Field{"last_day", &Agreement::last_day, "the last day on which it holds"},
        Field{"notice_by", &Agreement::notice_by, "the last day on which notice for that end is in time", sorted,
              listed(6)},
        Field{"signed_on", &Agreement::signed_on, "when it was signed", editable},
        Field{"notice_on", &Agreement::notice_on, "when notice was given"},
        Field{"status", &Agreement::status, "draft, active, notice_given, expired or terminated", filter, listed(4)},
        Field{"reason", &Agreement::reason, "why notice was given or it was terminated", length(1, 2000), multiline},
        Field{"created_at", &Agreement::created_at, "when it was entered here", was("created")});
};

}  // namespace rapport::registry::api
