// SPDX-License-Identifier: MIT
#pragma once
#include "bus/base/actor.hpp"

namespace rapport::bus {

/// What happened, as CloudEvents 1.0 names it; the data travels beside it. Topic on the bus: `type`.
struct Event {
    Uuid id;
    std::string source;         ///< the service that says so; first part of `type`
    std::string type;           ///< `complaints.opened`
    std::string subject;        ///< the entity, by its id
    Instant time;               ///< when it happened; an import brings its own
    std::int64_t sequence = 0;  ///< 1, 2, 3 … without gaps within (source, epoch)
    std::string epoch;          ///< changes when the source's store is restored
    Instant recorded;           ///< when we wrote it; never earlier than the one before
    /// The id of the event before it in the source's history, as it is told; not stored. None of the first one.
    std::optional<Uuid> previous;
    std::optional<std::string> traceparent;
    std::optional<std::string> correlationid;  ///< the request or event that began it all
    std::optional<std::string> causationid;    ///< the event that caused this one
    Actor actor;
    bool quiet = false;   ///< of an import: nobody is told
    bool erased = false;  ///< its data was erased; bounds on it do not apply
    Any data;             ///< on live frames a frame of its own, in `$events` answers inside

    static constexpr auto fields =
        describe(Field{"id", &Event::id, "unique"}, Field{"source", &Event::source, "the service that says so"},
                 Field{"type", &Event::type, "what happened"}, Field{"subject", &Event::subject, "to which entity"},
                 Field{"time", &Event::time, "when it happened"},
                 Field{"sequence", &Event::sequence, "its place in the source's order, from 1 without gaps"},
                 Field{"epoch", &Event::epoch, "changes when the source's store is restored"},
                 Field{"recorded", &Event::recorded, "when it was written"},
                 Field{"previous", &Event::previous, "the event before it in the source's order"},
                 Field{"traceparent", &Event::traceparent, "W3C trace context"},
                 Field{"correlationid", &Event::correlationid, "what began it all"},
                 Field{"causationid", &Event::causationid, "the event that caused it"},
                 Field{"actor", &Event::actor, "who did it"},
                 Field{"quiet", &Event::quiet, "an import: nobody is told", defaulted},
                 Field{"erased", &Event::erased, "its data was erased", defaulted},
                 Field{"data", &Event::data, "what is told about it"});
};

/// The event as CloudEvents 1.0 has it, a map: specversion, datacontenttype, sequence as 20 digits so that it sorts as
/// text. CloudEvents attributes are no maps: `actor` is the actor's id, `actorkind` its kind, roles are left out.
Any to_cloudevent(const Event& event);
/// The same as a structured-mode JSON object.
std::string to_cloudevent_json(const Event& event);

/// What follows the source's name in the topic of its watermark.
inline constexpr std::string_view watermark_suffix = ".$watermark";

/// How far a source is. Published every second as `<source>.$watermark` and answered by its method `$watermark`.
struct Watermark {
    std::string source, epoch;
    std::int64_t last = 0;
    std::optional<Uuid> id = {};

    static constexpr auto fields =
        describe(Field{"source", &Watermark::source, "the service"}, Field{"epoch", &Watermark::epoch, "of its store"},
                 Field{"last", &Watermark::last, "sequence of its newest event, 0 if none"},
                 Field{"id", &Watermark::id, "of its newest event"});
};

/// Parameters of a source's `$events`.
struct ReadEvents {
    std::int64_t after = 0;
    std::int64_t limit = 500;
    static constexpr auto fields =
        describe(Field{"after", &ReadEvents::after, "the last sequence that is known", between(0, 9e15)},
                 Field{"limit", &ReadEvents::limit, "how many at most", between(1, 1000), defaulted});
};

/// Its answer: in order, at most 1 MiB of them; empty when there is nothing after.
struct EventPage {
    std::string epoch;
    std::int64_t last = 0;
    std::optional<Uuid> id = {};
    std::vector<Event> events;
    static constexpr auto fields = describe(Field{"epoch", &EventPage::epoch, "of the store"},
                                            Field{"last", &EventPage::last, "sequence of the newest event there is"},
                                            Field{"id", &EventPage::id, "of the newest event there is"},
                                            Field{"events", &EventPage::events, "in order"});
};

}  // namespace rapport::bus
