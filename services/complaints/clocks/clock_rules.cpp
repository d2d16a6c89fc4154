// SPDX-License-Identifier: MIT
#include "services/complaints/clocks/clock_rules.hpp"

#include <algorithm>

#include "services/registry/api.hpp"

namespace rapport::complaints {
namespace {

namespace registry = registry::api;

/// What the state means where no policy says otherwise.
Effect plain_effect(ClockKind clock, State state) {
    switch (state) {
        case State::withdrawn:
        case State::duplicate:
            return Effect::cancels;
        case State::received:
            return Effect::runs;
        case State::acknowledged:
        case State::assessed:
        case State::investigating:
        case State::waiting_on_customer:
        case State::waiting_on_supplier:
            return clock == ClockKind::acknowledge ? Effect::stops : Effect::runs;
        case State::proposed:
        case State::disputed:
            return clock == ClockKind::resolve ? Effect::runs : Effect::stops;
        case State::accepted:
        case State::closed:
        case State::rejected:
            return Effect::stops;
    }
    return Effect::runs;
}

bool contains(const auto& list, const auto& value) { return std::ranges::find(list, value) != list.end(); }

bool in_force(const registry::Agreement& agreement, Day day) {
    using enum registry::AgreementStatus;
    return (agreement.status == active || agreement.status == notice_given) && agreement.start <= day &&
           day < agreement.ends;
}

bool covers(const registry::Agreement& agreement, const std::optional<ServiceId>& service) {
    return agreement.services.empty() || (service && contains(agreement.services, *service));
}

/// Whether `wanted` is given and met, 1; not given, 0; given and not met, less: nothing of it holds then.
template <class T, class U>
int match(const std::optional<T>& wanted, const std::optional<U>& has) {
    if (!wanted) return 0;
    return has && name_of(*wanted) == name_of(*has) ? 1 : -1;
}
int match(const std::optional<ServiceId>& wanted, const std::optional<ServiceId>& has) {
    if (!wanted) return 0;
    return wanted == has ? 1 : -1;
}

/// How much of the complaint a target names; nothing if it is not for that complaint.
template <class T>
std::optional<int> fit(const T& target, const Complaint& complaint) {
    const int service = match(target.service, complaint.service), priority = match(target.priority, complaint.priority);
    if (service < 0 || priority < 0) return {};
    return 2 * service + priority;
}

double rough_minutes(const registry::Target& target) {
    switch (target.unit) {
        case registry::TargetUnit::minutes:
            return target.value;
        case registry::TargetUnit::hours:
            return target.value * 60;
        default:
            return target.value * 8 * 60;
    }
}

}  // namespace

Effect effect_of(ClockKind clock, State state, const PausePolicy& policy) {
    const Effect effect = plain_effect(clock, state);
    if (effect != Effect::runs || clock == ClockKind::acknowledge) return effect;
    return contains(clock == ClockKind::respond ? policy.respond : policy.resolve, state) ? Effect::pauses : effect;
}

std::string_view pause_reason(State state) {
    switch (state) {
        case State::waiting_on_customer:
            return "waiting on the customer";
        case State::waiting_on_supplier:
            return "waiting on the supplier";
        case State::proposed:
            return "waiting for an answer to the proposal";
        default:
            return name_of(state);
    }
}

std::optional<AgreedTime> agreed_time(ClockKind clock, const Complaint& complaint,
                                      const std::vector<registry::Agreement>& agreements, Day today) {
    std::optional<AgreedTime> best;
    std::pair<int, double> best_rank;
    for (const registry::Agreement& agreement : agreements) {
        if (!in_force(agreement, today) || !covers(agreement, complaint.service)) continue;
        for (const registry::Target& target : agreement.targets) {
            if (name_of(target.metric) != name_of(clock) || target.unit == registry::TargetUnit::percent) continue;
            const auto fits = fit(target, complaint);
            if (!fits) continue;
            const std::pair rank(*fits, -rough_minutes(target));
            if (best && rank <= best_rank) continue;
            best = AgreedTime{target.value, target.unit, target.calendar};
            best_rank = rank;
        }
    }
    return best;
}

const TargetRule* target_of(ClockKind clock, const Complaint& complaint, std::span<const TargetRule> targets) {
    const TargetRule* best = nullptr;
    std::pair<int, std::int64_t> best_rank;
    for (const TargetRule& target : targets) {
        if (!target.active || target.clock != clock) continue;
        const auto fits = fit(target, complaint);
        if (!fits) continue;
        const std::pair rank(*fits, -target.minutes);
        if (best && rank <= best_rank) continue;
        best = &target;
        best_rank = rank;
    }
    return best;
}

const TargetRule* same_scope(const TargetRule& target, std::span<const TargetRule> targets) {
    const auto found = std::ranges::find_if(targets, [&target](const TargetRule& other) {
        return other.active && other.id != target.id && other.clock == target.clock &&
               other.service == target.service && other.priority == target.priority;
    });
    return found == targets.end() ? nullptr : &*found;
}

}  // namespace rapport::complaints
