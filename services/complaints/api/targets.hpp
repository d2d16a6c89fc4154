// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/api/intake.hpp"
#include "services/kit/calendar/calendar.hpp"

namespace rapport::complaints {

struct TargetTag;
using TargetId = Id<TargetTag>;

/// How fast a complaint is to be dealt with, where no agreement says so. The one that names the most holds: a service
/// before a priority before neither.
struct Target {
    TargetId id;
    std::int64_t version = 0;
    ClockKind clock = ClockKind::resolve;
    std::int64_t minutes = 0;
    CalendarId calendar;
    std::optional<ServiceId> service;
    std::optional<Priority> priority;
    bool active = true;

    static constexpr auto fields =
        describe(Field{"id", &Target::id, "unique"}, Field{"version", &Target::version, "counts its changes"},
                 Field{"clock", &Target::clock, "until what: acknowledge, respond (the first proposal) or resolve"},
                 Field{"minutes", &Target::minutes, "at most this much business time, in minutes"},
                 Field{"calendar", &Target::calendar, "in which calendar it is counted"},
                 Field{"service", &Target::service, "only for complaints about this service"},
                 Field{"priority", &Target::priority, "only for complaints of this priority"},
                 Field{"active", &Target::active, "whether it holds"});
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
/// A new target: how many business minutes a clock may take, of which service and priority.
struct CreateTarget {
    ClockKind clock = ClockKind::resolve;
    std::int64_t minutes = 0;
    CalendarId calendar;
    std::optional<ServiceId> service;
    std::optional<Priority> priority;
    static constexpr auto fields = describe(
        Field{"clock", &CreateTarget::clock, "until what: acknowledge, respond (the first proposal) or resolve"},
        Field{"minutes", &CreateTarget::minutes, "at most this much business time, in minutes", between(1, 525'600)},
        Field{"calendar", &CreateTarget::calendar, "in which calendar it is counted"},
        Field{"service", &CreateTarget::service, "only for complaints about this service"},
        Field{"priority", &CreateTarget::priority, "only for complaints of this priority"});
};
/// Changes what is given of a target; one that is not active holds for no new complaint.
struct UpdateTarget {
    TargetId id;
    std::optional<std::int64_t> version, minutes;
    std::optional<CalendarId> calendar;
    std::optional<bool> active;
    static constexpr auto fields = describe(
        Field{"id", &UpdateTarget::id, "which"}, Field{"version", &UpdateTarget::version, "the version that was read"},
        Field{"minutes", &UpdateTarget::minutes, "at most this much business time, in minutes", between(1, 525'600)},
        Field{"calendar", &UpdateTarget::calendar, "in which calendar it is counted"},
        Field{"active", &UpdateTarget::active, "whether it holds; a clock that runs keeps the target that it has"});
};
/// A page of all that there are.
struct ListAll {
    std::int64_t limit = 50;
    std::optional<std::string> after;
    static constexpr auto fields =
        describe(Field{"limit", &ListAll::limit, "how many at most", between(1, 200), defaulted},
                 Field{"after", &ListAll::after, "`next` of the page before", length(1, 500)});
};

/// What a clock of a complaint has come to.
struct ClockTold {
    Complaint complaint;
    ClockKind clock = ClockKind::resolve;
    static constexpr auto fields = describe(Field{"complaint", &ClockTold::complaint, "as it is now"},
                                            Field{"clock", &ClockTold::clock, "which of its clocks"});
};

inline constexpr kit::Command<CreateTarget, Target> create_target{"create_target", CREATE("/targets"), roles(),
                                                                  "How fast some complaints are to be dealt with."};
inline constexpr kit::Query<kit::ById<TargetId>, Target> get_target{"get_target", GET("/targets/{id}"), desk,
                                                                    "One target."};
inline constexpr kit::Query<ListAll, kit::Page<Target>> list_targets{"list_targets", GET("/targets"), desk,
                                                                     "Targets, newest first."};
inline constexpr kit::Command<UpdateTarget, Target> update_target{
    "update_target", PATCH("/targets/{id}"), roles(), "Changes a target, for complaints that are open too."};

inline constexpr kit::Event<CalendarHandedOver> calendar_handed_over{
    "complaints.calendar_handed_over", "a business calendar of an earlier version is accounts' from now on"};
inline constexpr kit::Event<ClockTold> clock_warned{"complaints.clock_warned",
                                                    "a clock has used three quarters of its time"};
inline constexpr kit::Event<ClockTold> clock_breached{"complaints.clock_breached", "a clock has used all of its time"};

}  // namespace rapport::complaints::api
