// SPDX-License-Identifier: MIT
#pragma once
#include <span>

#include "services/complaints/api/targets.hpp"
#include "services/complaints/clocks/clock.hpp"

namespace rapport::registry::api {
struct Agreement;
enum class TargetUnit;
}  // namespace rapport::registry::api

/// Which clocks a complaint has, what is promised, and when they pause: values and pure functions, no I/O.
namespace rapport::complaints {

/// The states in which a clock pauses that is neither stopped nor cancelled by them.
struct PausePolicy {
    std::vector<State> respond, resolve;
};
Effect effect_of(ClockKind clock, State state, const PausePolicy& policy);
/// Why a clock pauses in that state, after "paused while": "waiting on the customer".
std::string_view pause_reason(State state);

/// Of an agreement: at most so much, for that clock. Days are working days of the calendar that the time is counted in,
/// which the agreement may name.
struct AgreedTime {
    double value = 0;
    registry::api::TargetUnit unit{};
    std::optional<CalendarId> calendar = {};
};
/// What the agreements promise for a complaint on that day, which are all of its party's: the agreement must be in
/// force and cover the service; the target that names service or priority comes before one for all, then the shorter.
std::optional<AgreedTime> agreed_time(ClockKind clock, const Complaint& complaint,
                                      const std::vector<registry::api::Agreement>& agreements, Day today);
/// The target for a complaint where no agreement says anything: for its service, else for its priority, else for all.
const TargetRule* target_of(ClockKind clock, const Complaint& complaint, std::span<const TargetRule> targets);

/// The target among those that hold which is for the same clock, service and priority; none: it is alone.
const TargetRule* same_scope(const TargetRule& target, std::span<const TargetRule> targets);

}  // namespace rapport::complaints
