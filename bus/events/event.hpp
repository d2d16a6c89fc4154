// SPDX-License-Identifier: MIT
#pragma once
#include "bus/base/actor.hpp"

namespace rapport::bus {

/// What happened. Services work with it and keep it in this form; between services it travels as a CloudEvent. Topic on
/// the bus: `type`.
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
    Actor actor;                               ///< as others hear of it: id and kind alone
    /// The parties that it concerns, each once: who sees these parties' things alone is shown it.
    std::vector<Uuid> parties;
    bool quiet = false;   ///< of an import: nobody is told
    bool erased = false;  ///< its data was erased; bounds on it do not apply
    Any data;

    static constexpr auto fields = describe(
        Field{"id", &Event::id, "unique"}, Field{"source", &Event::source, "the service that says so"},
        Field{"type", &Event::type, "what happened"}, Field{"subject", &Event::subject, "to which entity"},
        Field{"time", &Event::time, "when it happened"},
        Field{"sequence", &Event::sequence, "its place in the source's order, from 1 without gaps"},
        Field{"epoch", &Event::epoch, "changes when the source's store is restored"},
        Field{"recorded", &Event::recorded, "when it was written"},
        Field{"previous", &Event::previous, "the event before it in the source's order"},
        Field{"traceparent", &Event::traceparent, "W3C trace context"},
        Field{"correlationid", &Event::correlationid, "what began it all"},
        Field{"causationid", &Event::causationid, "the event that caused it"},
        Field{"actor", &Event::actor, "who did it"}, Field{"parties", &Event::parties, "the parties that it concerns"},
        Field{"quiet", &Event::quiet, "an import: nobody is told", defaulted},
        Field{"erased", &Event::erased, "its data was erased", defaulted},
        Field{"data", &Event::data, "what is told about it"});
};

/// An event as CloudEvents 1.0 has it: attributes of its own simple types. On the bus `data` is a frame of its own, in
/// `$events` and in JSON it is inside.
struct CloudEvent {
    std::string specversion = "1.0";
    Uuid id;
    std::string source, type, subject;
    Instant time;
    std::string sequence;  ///< 20 digits, so that it sorts as text (CloudEvents' extension `sequence`)
    std::string epoch;
    Instant recorded;
    std::optional<Uuid> previous;  ///< the event before it in the source's history; none of the first one
    std::optional<std::string> traceparent, correlationid, causationid;
    std::string actor, actorkind = "service";
    std::optional<std::string> parties;  ///< their ids, divided by blanks; none where it concerns none
    bool quiet = false, erased = false;
    std::string datacontenttype = std::string(message_pack);
    Any data;

    static constexpr std::string_view message_pack = "application/vnd.msgpack", json = "application/json";

    CloudEvent() = default;
    // NOLINTBEGIN(google-explicit-constructor): the one is the other, written differently
    CloudEvent(const Event& event);
    /// Throws Error(invalid_argument) if it is of another version of CloudEvents, `sequence` is no number, or `parties`
    /// are no ids.
    operator Event() const;
    // NOLINTEND(google-explicit-constructor)

    static constexpr auto fields = describe(
        Field{"specversion", &CloudEvent::specversion, "of CloudEvents"}, Field{"id", &CloudEvent::id, "unique"},
        Field{"source", &CloudEvent::source, "the service that says so", length(1, 200)},
        Field{"type", &CloudEvent::type, "what happened", length(1, 200)},
        Field{"subject", &CloudEvent::subject, "to which entity"}, Field{"time", &CloudEvent::time, "when it happened"},
        Field{"sequence", &CloudEvent::sequence, "its place in the source's order, 20 digits", length(1, 20)},
        Field{"epoch", &CloudEvent::epoch, "changes when the source's store is restored"},
        Field{"recorded", &CloudEvent::recorded, "when it was written"},
        Field{"previous", &CloudEvent::previous, "the event before it in the source's order, by its id"},
        Field{"traceparent", &CloudEvent::traceparent, "W3C trace context"},
        Field{"correlationid", &CloudEvent::correlationid, "what began it all"},
        Field{"causationid", &CloudEvent::causationid, "the event that caused it"},
        Field{"actor", &CloudEvent::actor, "who did it, by their id"},
        Field{"actorkind", &CloudEvent::actorkind, "person, program, local or service", defaulted},
        Field{"parties", &CloudEvent::parties, "the parties that it concerns, by their ids, divided by blanks"},
        Field{"quiet", &CloudEvent::quiet, "an import: nobody is told", defaulted},
        Field{"erased", &CloudEvent::erased, "its data was erased", defaulted},
        Field{"datacontenttype", &CloudEvent::datacontenttype, "of data", defaulted},
        Field{"data", &CloudEvent::data, "what is told about it"});
};

/// The event as people and programs outside see it: a CloudEvent whose data is JSON, as a map.
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
    /// For a caller who sees some parties alone, so that sequences are left out: up to which one the page has all that
    /// is theirs. They go on after it.
    std::optional<std::int64_t> through = {};
    std::vector<CloudEvent> events;
    static constexpr auto fields = describe(
        Field{"epoch", &EventPage::epoch, "of the store"},
        Field{"last", &EventPage::last, "sequence of the newest event there is"},
        Field{"id", &EventPage::id, "of the newest event there is"},
        Field{"through", &EventPage::through, "for who sees some parties alone: how far the page has all of theirs"},
        Field{"events", &EventPage::events, "in order"});
};

}  // namespace rapport::bus
