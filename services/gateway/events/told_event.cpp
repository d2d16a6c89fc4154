// SPDX-License-Identifier: MIT
#include "services/gateway/events/told_event.hpp"

#include <algorithm>
#include <span>

#include "bus/base/codec.hpp"
#include "bus/base/unpack.hpp"
#include "bus/base/wire.hpp"

namespace rapport::gateway {
namespace {

bool type_matches(std::string_view pattern, std::string_view type) {
    if (!pattern.empty() && (pattern.back() == '*')) return type.starts_with(pattern.substr(0, pattern.size() - 1));
    if (!pattern.empty() && pattern.back() == '.') return type.starts_with(pattern);
    return type == pattern || (type.starts_with(pattern) && type[pattern.size()] == '.');
}

template <class List, class Value>
bool none_or_one(const List& list, const Value& value) {
    return list.empty() || std::ranges::find(list, value) != list.end();
}

/// What a listener is told who fetches records by itself.
struct Reference {
    Uuid id;
    std::string source, type, subject;
    std::int64_t sequence = 0;
    Instant time;
    std::optional<std::int64_t> version;
    std::vector<Uuid> parties;
    bool quiet = false, erased = false;
    static constexpr auto fields = describe(
        Field{"id", &Reference::id, "of the event"}, Field{"source", &Reference::source, "the service that says so"},
        Field{"type", &Reference::type, "what happened"}, Field{"subject", &Reference::subject, "to which record"},
        Field{"sequence", &Reference::sequence, "its place in the source's order"},
        Field{"time", &Reference::time, "when it happened"},
        Field{"version", &Reference::version, "of the record, where the event tells it"},
        Field{"parties", &Reference::parties, "the parties that it concerns"},
        Field{"quiet", &Reference::quiet, "an import", defaulted},
        Field{"erased", &Reference::erased, "its data was erased", defaulted});
};

const msgpack::object* member(const msgpack::object& map, std::string_view name) {
    if (map.type != msgpack::type::MAP) return nullptr;
    for (const auto& [key, value] : std::span(map.via.map.ptr, map.via.map.size))
        if (key.type == msgpack::type::STR && std::string_view(key.via.str.ptr, key.via.str.size) == name)
            return &value;
    return nullptr;
}

std::optional<std::int64_t> version_in(const msgpack::object& record, std::string_view id) {
    const auto* const own = member(record, "id");
    const auto* const version = member(record, "version");
    if (!own || own->type != msgpack::type::STR || std::string_view(own->via.str.ptr, own->via.str.size) != id)
        return {};
    if (!version || version->type != msgpack::type::POSITIVE_INTEGER) return {};
    return static_cast<std::int64_t>(version->via.u64);
}

}  // namespace

bool Wanted::hears(std::string_view source) const {
    return std::ranges::find(not_sources, source) == not_sources.end();
}

bool Wanted::follows(std::string_view source) const {
    const std::string begin = std::string(source) + ".";
    return hears(source) && (types.empty() || std::ranges::any_of(types, [&](std::string_view pattern) {
                                 if (pattern.ends_with('*')) pattern.remove_suffix(1);
                                 return pattern.starts_with(begin) || begin.starts_with(pattern);
                             }));
}

bool Wanted::wants(std::string_view source, std::string_view type) const {
    return hears(source) && (types.empty() || std::ranges::any_of(types, [&](const std::string& pattern) {
                                 return type_matches(pattern, type);
                             }));
}

/// In the data itself, or in one of its members: `{complaint: {id, version, …}, changes: […]}`.
std::optional<std::int64_t> version_told(const bus::Event& event) {
    if (event.data.empty()) return {};
    const Unpacked data(event.data.bytes);
    if (auto version = version_in(data.value(), event.subject)) return version;
    if (data.value().type != msgpack::type::MAP) return {};
    for (const auto& [key, value] : std::span(data.value().via.map.ptr, data.value().via.map.size))
        if (auto version = version_in(value, event.subject)) return version;
    return {};
}

const Any& ToldEvent::record() {
    if (!record_) record_ = bus::to_cloudevent(event_);
    return *record_;
}

bool ToldEvent::is_for(const Wanted& wanted) {
    if (!wanted.wants(event_.source, event_.type) || !none_or_one(wanted.subjects, event_.subject)) return false;
    if (!wanted.parties.empty() &&
        std::ranges::none_of(event_.parties, [&](const Uuid& party) { return none_or_one(wanted.parties, party); }))
        return false;
    return !wanted.where || matches(*wanted.where, record());
}

const std::string& ToldEvent::text(bool reference) {
    std::string& text = reference ? reference_ : whole_;
    if (!text.empty()) return text;
    text = "event: " + event_.type + "\ndata: ";
    if (reference)
        text +=
            to_json(encode(Reference{event_.id, event_.source, event_.type, event_.subject, event_.sequence,
                                     event_.time, version_told(event_), event_.parties, event_.quiet, event_.erased}));
    else text += to_json(record().bytes);
    return text += "\n\n";
}

}  // namespace rapport::gateway
