// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/api/intake.hpp"
#include "services/kit/calendar/calendar.hpp"

namespace rapport::complaints {

struct TargetRuleTag;
using TargetRuleId = Id<TargetRuleTag>;

/// How fast a complaint is to be dealt with, where no agreement says so. The one that names the most holds: a service
/// before a priority before neither.
struct TargetRule {
    TargetRuleId id;
    std::int64_t version = 0;
    ClockKind clock = ClockKind::resolve;
    std::int64_t minutes = 0;
    CalendarId calendar;
    std::optional<ServiceId> service;
    std::optional<Priority> priority;
    bool active = true;
    std::optional<Instant> created_at;

    static constexpr auto fields = describe(
        identity(&TargetRule::id, &TargetRule::version),
        Field{"clock", &TargetRule::clock, "until what: acknowledge, respond (the first proposal) or resolve", initial},
        Field{"minutes", &TargetRule::minutes, "at most this much business time, in minutes", between(1, 525'600),
              editable},
        Field{"calendar", &TargetRule::calendar, "in which business calendar the time is counted", editable},
        Field{"service", &TargetRule::service, "only for complaints about this service", initial},
        Field{"priority", &TargetRule::priority, "only for complaints of this priority", initial},
        Field{"active", &TargetRule::active, "whether it holds", editable, defaulted, filter},
        Field{"created_at", &TargetRule::created_at, "when it was created; unknown of older ones"});
};

}  // namespace rapport::complaints

/// Targets, and what is told when a clock nears them.
namespace rapport::complaints::api {

/// A business calendar that this service owned in earlier versions, for accounts to go on with.
struct CalendarHandedOver {
    CalendarId id;
    std::int64_t version = 0;
    std::string name;
    kit::Calendar calendar;
    bool first = false;
    static constexpr auto fields =
        describe(identity(&CalendarHandedOver::id, &CalendarHandedOver::version),
                 Field{"name", &CalendarHandedOver::name, "what people call it"},
                 Field{"calendar", &CalendarHandedOver::calendar, "when there is work"},
                 Field{"first", &CalendarHandedOver::first, "whether it counted where none was named"});
};

inline constexpr kit::Command<New<TargetRule>, TargetRule> create_target{
    "create_target", CREATE("/targets"), managers, "Create a target: how fast some complaints are to be dealt with."};
inline constexpr kit::Query<kit::ById<TargetRuleId>, TargetRule> get_target{"get_target", GET("/targets/{id}"), desk,
                                                                            "Get a target."};
inline constexpr kit::Query<ListOf<TargetRule>, kit::Page<TargetRule>> list_targets{
    "list_targets", GET("/targets"), desk, "List targets, newest first."};
inline constexpr kit::Command<Edit<TargetRule>, TargetRule> update_target{
    "update_target", PATCH("/targets/{id}"), managers,
    "Update a target: only the fields given change. Clocks of open complaints follow."};

inline constexpr kit::Event<Changed<TargetRule>> target_created{"complaints.target_created", "a target was created"};
inline constexpr kit::Event<Changed<TargetRule>> target_changed{"complaints.target_changed", "a target was changed"};
inline constexpr kit::Event<CalendarHandedOver> calendar_handed_over{
    "complaints.calendar_handed_over", "a business calendar of an earlier version is accounts' from now on"};
inline constexpr kit::Event<ClockEvent> clock_warned{"complaints.clock_warned",
                                                     "a clock has used three quarters of its time"};
inline constexpr kit::Event<ClockEvent> clock_breached{"complaints.clock_breached", "a clock has used all of its time"};

}  // namespace rapport::complaints::api
