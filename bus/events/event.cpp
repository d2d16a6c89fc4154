// SPDX-License-Identifier: MIT
#include "bus/events/event.hpp"

#include "bus/base/wire.hpp"

namespace rapport::bus {
namespace {

std::string twenty_digits(std::int64_t sequence) {
    const std::string digits = std::to_string(sequence);
    return std::string(20 - std::min<std::size_t>(20, digits.size()), '0') + digits;
}

/// A map that grows: what is absent is left out, and MessagePack wants to know the size first.
class Attributes {
public:
    void text(std::string_view name, std::string_view value) { begin(name).text(value); }
    void optional(std::string_view name, const std::optional<std::string>& value) {
        if (value) text(name, *value);
    }
    void boolean(std::string_view name, bool value) { begin(name).boolean(value); }
    void value(std::string_view name, const Any& any) {
        if (!any.empty()) begin(name).raw(any.bytes);
    }
    Any map() const {
        Any map;
        Writer out(map.bytes);
        out.map(count_);
        map.bytes += bytes_;
        return map;
    }

private:
    Writer& begin(std::string_view name) {
        ++count_;
        out_.text(name);
        return out_;
    }

    std::string bytes_;
    Writer out_{bytes_};
    std::size_t count_ = 0;
};

}  // namespace

Any to_cloudevent(const Event& event) {
    Attributes out;
    out.text("specversion", "1.0");
    out.text("id", to_text(event.id));
    out.text("source", event.source);
    out.text("type", event.type);
    out.text("subject", event.subject);
    out.text("time", to_text(event.time));
    out.text("sequence", twenty_digits(event.sequence));
    out.text("epoch", event.epoch);
    out.text("recorded", to_text(event.recorded));
    out.optional("traceparent", event.traceparent);
    out.optional("correlationid", event.correlationid);
    out.optional("causationid", event.causationid);
    out.text("actor", event.actor.id);
    out.text("actorkind", event.actor.kind);
    out.boolean("quiet", event.quiet);
    out.boolean("erased", event.erased);
    out.text("datacontenttype", "application/json");
    out.value("data", event.data);
    return out.map();
}

std::string to_cloudevent_json(const Event& event) { return to_json(to_cloudevent(event).bytes); }

}  // namespace rapport::bus
