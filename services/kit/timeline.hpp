// SPDX-License-Identifier: MIT
#pragma once
#include "bus/events/event.hpp"
#include "services/kit/method.hpp"

/// What was told of a party, newest first: every service answers for what it tells, and the gateway merges.
namespace rapport::kit {

/// What `$timeline` is asked.
struct AskTimeline {
    Uuid party;
    std::vector<std::string> types;
    std::optional<Instant> before;
    std::optional<std::int64_t> sequence;
    std::int64_t limit = 50;
    static constexpr auto fields =
        describe(Field{"party", &AskTimeline::party, "whom it concerns; those that were merged into it as well"},
                 Field{"types", &AskTimeline::types, "only these types; with a star at the end, those that begin so",
                       length(0, 50)},
                 Field{"before", &AskTimeline::before, "only what happened before that time,"},
                 Field{"sequence", &AskTimeline::sequence, "or at it, and was told before the event of that sequence",
                       between(0, 9e15)},
                 Field{"limit", &AskTimeline::limit, "how many at most", between(1, 200), defaulted});
};

/// Its answer.
struct Timeline {
    std::vector<bus::CloudEvent> events;
    bool more = false;
    static constexpr auto fields =
        describe(Field{"events", &Timeline::events, "newest first, by the time that they happened"},
                 Field{"more", &Timeline::more, "whether there may be older ones"});
};

inline constexpr Query<AskTimeline, Timeline> timeline{
    "$timeline", bus_only, roles(Role::agent, Role::account_manager, Role::service),
    "List what was told of a party, newest first. To who sees some parties alone: of these."};

}  // namespace rapport::kit
