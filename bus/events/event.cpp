// SPDX-License-Identifier: MIT
#include "bus/events/event.hpp"

#include <algorithm>
#include <charconv>

#include "bus/base/codec.hpp"
#include "bus/base/error.hpp"
#include "bus/base/wire.hpp"

namespace rapport::bus {
namespace {

std::string twenty_digits(std::int64_t sequence) {
    const std::string digits = std::to_string(sequence);
    return std::string(20 - std::min<std::size_t>(20, digits.size()), '0') + digits;
}

std::int64_t number_of(std::string_view digits) {
    std::int64_t number = 0;
    const auto* const end = digits.data() + digits.size();
    const auto read = std::from_chars(digits.data(), end, number);
    if (read.ec == std::errc{} && read.ptr == end && number >= 0) return number;
    throw invalid("sequence", "must be a number of 20 digits");
}

std::optional<std::string> joined(const std::vector<Uuid>& parties) {
    if (parties.empty()) return {};
    std::string text;
    for (const Uuid& party : parties) text.append(text.empty() ? "" : " ").append(to_text(party));
    return text;
}

std::vector<Uuid> parties_of(std::string_view text) {
    std::vector<Uuid> parties;
    while (!text.empty()) {
        const auto end = std::min(text.find(' '), text.size());
        if (end > 0) {
            const auto party = uuid_from(text.substr(0, end));
            if (!party) throw invalid("parties", "must be ids, divided by blanks");
            parties.push_back(*party);
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parties;
}

}  // namespace

CloudEvent::CloudEvent(const Event& event)
    : id(event.id),
      source(event.source),
      type(event.type),
      subject(event.subject),
      time(event.time),
      sequence(twenty_digits(event.sequence)),
      epoch(event.epoch),
      recorded(event.recorded),
      previous(event.previous),
      traceparent(event.traceparent),
      correlationid(event.correlationid),
      causationid(event.causationid),
      actor(event.actor.id),
      actorkind(event.actor.kind),
      parties(joined(event.parties)),
      quiet(event.quiet),
      erased(event.erased),
      data(event.data) {}

CloudEvent::operator Event() const {
    if (!specversion.starts_with("1.")) throw invalid("specversion", "must be 1.0");
    return {.id = id,
            .source = source,
            .type = type,
            .subject = subject,
            .time = time,
            .sequence = number_of(sequence),
            .epoch = epoch,
            .recorded = recorded,
            .previous = previous,
            .traceparent = traceparent,
            .correlationid = correlationid,
            .causationid = causationid,
            .actor = {.id = actor, .kind = actorkind},
            .parties = parties_of(parties.value_or("")),
            .quiet = quiet,
            .erased = erased,
            .data = data};
}

Any to_cloudevent(const Event& event) {
    CloudEvent told(event);
    told.datacontenttype = CloudEvent::json;
    return any_of(told);
}

std::string to_cloudevent_json(const Event& event) { return to_json(to_cloudevent(event).bytes); }

}  // namespace rapport::bus
