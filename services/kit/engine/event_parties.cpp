// SPDX-License-Identifier: MIT
#include "services/kit/engine/event_parties.hpp"

#include <algorithm>
#include <msgpack/unpack.hpp>
#include <set>

#include <msgpack/null_visitor.hpp>  // after unpack.hpp: it includes nothing that it needs
#include <msgpack/parse.hpp>

#include "bus/base/codec.hpp"
#include "bus/base/unpack.hpp"

namespace rapport::kit {
namespace {

std::vector<std::string> divided(std::string_view path) {
    std::vector<std::string> parts;
    for (;;) {
        const auto dot = path.find('.');
        parts.emplace_back(path.substr(0, dot));
        if (dot == path.npos) return parts;
        path.remove_prefix(dot + 1);
    }
}

const msgpack::object* member(const msgpack::object* map, std::string_view name) {
    if (!map || map->type != msgpack::type::MAP) return nullptr;
    for (const auto& [key, value] : std::span(map->via.map.ptr, map->via.map.size))
        if (key.type == msgpack::type::STR && std::string_view(key.via.str.ptr, key.via.str.size) == name)
            return &value;
    return nullptr;
}

/// Whether records of that JSON Schema have the field.
bool has(const msgpack::object& schema, std::span<const std::string> path) {
    const msgpack::object* at = &schema;
    for (const std::string& name : path) at = member(member(at, "properties"), name);
    return at != nullptr;
}

/// Looks at the data of an event without building anything of it: each event that is told passes here.
class Finder : public msgpack::null_visitor {
public:
    Finder(std::span<const std::vector<std::string>> paths, std::vector<Uuid>& found) : paths_(paths), found_(found) {}

    bool visit_str(const char* text, std::uint32_t size) {
        if (in_key_) at_.back() = {text, size};
        else look_at({text, size});
        return true;
    }
    bool start_map(std::uint32_t) {
        at_.emplace_back();
        return true;
    }
    bool start_map_key() {
        at_.back() = {};
        in_key_ = true;
        return true;
    }
    bool end_map_key() {
        in_key_ = false;
        return true;
    }
    bool end_map() {
        at_.pop_back();
        return true;
    }
    bool start_array(std::uint32_t) {
        at_.emplace_back(in_list);
        return true;
    }
    bool end_array() {
        at_.pop_back();
        return true;
    }

private:
    /// Where a field is a list of parties, it names each.
    void look_at(std::string_view text) {
        std::span<const std::string_view> at(at_);
        if (!at.empty() && at.back() == in_list) at = at.first(at.size() - 1);
        if (is_change(at, "field")) changed_ = text;
        const bool before = is_change(at, "before");
        for (const auto& path : paths_)
            if (before ? changed_ == path.back() : std::ranges::equal(at, path)) take(text);
    }
    /// Whether it is that of an element of `changes`: `field` comes before its values.
    static bool is_change(std::span<const std::string_view> at, std::string_view name) {
        return at.size() == 3 && at[0] == "changes" && at[1] == in_list && at[2] == name;
    }
    void take(std::string_view text) {
        if (const auto party = uuid_from(text)) found_.push_back(*party);
    }

    static constexpr std::string_view in_list = "[]";

    std::span<const std::vector<std::string>> paths_;
    std::vector<Uuid>& found_;
    std::vector<std::string_view> at_;  ///< the keys that lead here
    std::string_view changed_;
    bool in_key_ = false;
};

}  // namespace

EventParties::EventParties(std::span<const bus::EventInfo> types, std::span<const std::string> fields) {
    if (fields.empty()) return;
    const std::set<std::string> all(fields.begin(), fields.end());
    std::set<std::string> known;
    for (const bus::EventInfo& type : types) {
        const Unpacked schema(type.schema.bytes);
        for (const std::string& field : all) {
            Path path = divided(field);
            if (!has(schema.value(), path)) continue;
            paths_[type.type].push_back(std::move(path));
            known.insert(field);
        }
    }
    for (const std::string& field : all)
        if (!known.contains(field))
            throw std::logic_error("no event has the field " + field + ", which is to name a party");
}

void EventParties::also(const std::string& former, const std::string& type) {
    if (const auto known = paths_.find(type); known != paths_.end()) paths_.try_emplace(former, Paths(known->second));
}

void EventParties::complete(bus::Event& event) const {
    if (const auto paths = paths_.find(event.type); paths != paths_.end()) {
        Finder finder(paths->second, event.parties);
        const std::string& data = event.data.bytes;
        std::size_t end = 0;
        msgpack::parse(data.data(), data.size(), end, finder);
    }
    std::erase_if(event.parties, [](const Uuid& party) { return party.nil(); });
    std::ranges::sort(event.parties);
    event.parties.erase(std::unique(event.parties.begin(), event.parties.end()), event.parties.end());
}

void EventParties::index(Db& db, std::int64_t sequence, const std::string& party, const std::string& time,
                         const std::string& type) {
    db.run("insert into kit_event_parties (party, sequence, time, type) values (?, ?, ?, ?)",
           {party, sequence, time, type});
}

Derivation EventParties::derivation() const {
    Derivation one{.table = "(select sequence as row, head as body from kit_events) as told",
                   .name = "kit_event_parties",
                   .form = "2",
                   .begin = [](Db& db) { db.run("delete from kit_event_parties"); }};
    for (const auto& [type, paths] : paths_)
        for (const Path& path : paths) {
            one.form.append(" ").append(type).append(":");
            for (const std::string& name : path) one.form.append(&name == &path.front() ? "" : ".").append(name);
        }
    one.make = [this](Db& db, std::string_view head) {
        auto event = decode_stored<bus::Event>(head);
        if (event.parties.empty() && paths_.contains(event.type)) {
            const auto body =
                db.row<std::optional<std::string>>("select body from kit_events where sequence = ?", {event.sequence});
            if (body && std::get<0>(*body)) event.data.bytes = from_json(*std::get<0>(*body));
        }
        complete(event);
        for (const Uuid& party : event.parties)
            index(db, event.sequence, to_text(party), to_text(event.time), event.type);
    };
    return one;
}

}  // namespace rapport::kit
