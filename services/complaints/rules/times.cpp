// SPDX-License-Identifier: MIT
#include "services/complaints/rules/times.hpp"

#include "bus/base/error.hpp"

namespace rapport::complaints {
namespace {

using namespace std::chrono_literals;

/// How far another machine's clock may go ahead of ours.
constexpr Millis ahead = 5min;

}  // namespace

Instant received_by(Instant received_at, Instant now) {
    return received_at > now && received_at <= now + ahead ? now : received_at;
}

void check_received(Instant received_at, Instant now) {
    if (received_at < start_of(*day_from("1900-01-01"))) throw invalid("received_at", "must be a time from 1900 on");
    if (received_at > now) throw invalid("received_at", "must not be in the future");
}

void check_times(const Complaint& complaint, Instant now) {
    check_received(complaint.received_at, now);
    if (complaint.open && complaint.closed_at)
        throw invalid("closed_at", "must be left out while it is open; `open` is false for one that is over");
    const struct {
        const char* field;
        const std::optional<Instant>& at;
        const char* order;
    } steps[] = {
        {"acknowledged_at", complaint.acknowledged_at, "must not be before `received_at`"},
        {"first_proposed_at", complaint.first_proposed_at, "must not be before `received_at` or `acknowledged_at`"},
        {"closed_at", complaint.closed_at,
         "must not be before `received_at`, `acknowledged_at` or `first_proposed_at`"}};
    Instant before = complaint.received_at;
    for (const auto& [field, at, order] : steps) {
        if (!at) continue;
        if (*at < before) throw invalid(field, order);
        if (*at > now) throw invalid(field, "must not be in the future");
        before = *at;
    }
}

void check_due(const std::string& field, const std::optional<Day>& due, const Complaint& complaint) {
    // The day that it was where the sun sets last.
    if (due && *due < day_of(complaint.received_at - 12h))
        throw invalid(field, "must not be before the complaint was received");
}

void check_begun(const std::string& field, Day from, Day today) {
    if (from > today) throw invalid(field, "must not be a day to come");
}

}  // namespace rapport::complaints
