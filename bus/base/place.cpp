// SPDX-License-Identifier: MIT
#include "bus/base/place.hpp"

#include <algorithm>
#include <span>

#include "bus/base/codec.hpp"
#include "bus/base/unpack.hpp"

namespace rapport {
namespace {

using Kind = Place::Kind;

std::string_view text_of(const msgpack::object& value) {
    if (value.type != msgpack::type::STR) return {};
    return {value.via.str.ptr, value.via.str.size};
}
std::span<const msgpack::object> items_of(const msgpack::object& value) {
    if (value.type != msgpack::type::ARRAY) return {};
    return {value.via.array.ptr, value.via.array.size};
}
std::span<const msgpack::object_kv> members_of(const msgpack::object& value) {
    if (value.type != msgpack::type::MAP) return {};
    return {value.via.map.ptr, value.via.map.size};
}
const msgpack::object* member(const msgpack::object& map, std::string_view name) {
    for (const auto& each : members_of(map))
        if (text_of(each.key) == name) return &each.val;
    return nullptr;
}
bool is_null(const msgpack::object& schema) {
    const auto* type = member(schema, "type");
    return type && text_of(*type) == "null";
}

/// The type, `null` left out; empty where there are several, or none is said.
std::string_view type_of(const msgpack::object& schema) {
    const auto* type = member(schema, "type");
    if (!type) return {};
    if (type->type == msgpack::type::STR) return text_of(*type);
    std::string_view only;
    for (const auto& each : items_of(*type)) {
        if (text_of(each) == "null") continue;
        if (!only.empty()) return {};
        only = text_of(each);
    }
    return only;
}

/// What is read is at most as deep as WireLimits allow.
std::shared_ptr<const Place> read(const msgpack::object& schema);

/// `{"anyOf": [X, {"type": "null"}]}` is X; other choices may be anything.
std::shared_ptr<const Place> chosen(const msgpack::object& choices) {
    const msgpack::object* only = nullptr;
    for (const auto& each : items_of(choices)) {
        if (is_null(each)) continue;
        if (only) return std::make_shared<Place>();
        only = &each;
    }
    return only ? read(*only) : std::make_shared<Place>();
}

/// An object of which more may be there than is said, or nothing is said, may hold anything.
void read_object(const msgpack::object& schema, Place& place) {
    const auto* properties = member(schema, "properties");
    const auto* rest = member(schema, "additionalProperties");
    const bool more = member(schema, "patternProperties") || member(schema, "allOf") ||
                      (rest && (rest->type != msgpack::type::BOOLEAN || rest->via.boolean));
    if (!properties || properties->type != msgpack::type::MAP || more) return;
    place.kind = Kind::record;
    for (const auto& each : members_of(*properties))
        place.fields.emplace_back(std::string(text_of(each.key)), read(each.val));
}

void read_text(const msgpack::object& schema, Place& place) {
    place.kind = Kind::text;
    if (const auto* format = member(schema, "format")) place.format = text_of(*format);
    if (const auto* values = member(schema, "enum"))
        for (const auto& each : items_of(*values)) place.values.emplace_back(text_of(each));
}

std::shared_ptr<const Place> read(const msgpack::object& schema) {
    for (const char* choices : {"anyOf", "oneOf"})
        if (const auto* list = member(schema, choices)) return chosen(*list);
    auto place = std::make_shared<Place>();
    if (member(schema, "$ref")) return place;
    const std::string_view type = type_of(schema);
    if (type == "boolean") place->kind = Kind::boolean;
    if (type == "integer") place->kind = Kind::integer;
    if (type == "number") place->kind = Kind::number;
    if (type == "string") read_text(schema, *place);
    if (type == "object") read_object(schema, *place);
    if (type == "array") {
        place->kind = Kind::list;
        const auto* items = member(schema, "items");
        place->element = items ? read(*items) : std::make_shared<Place>();
    }
    return place;
}

}  // namespace

std::shared_ptr<const Place> Place::field(std::string_view name) const {
    const auto found = std::ranges::find_if(fields, [name](const auto& each) { return each.first == name; });
    return found == fields.end() ? nullptr : found->second;
}

std::vector<std::string_view> Place::field_names() const {
    std::vector<std::string_view> names;
    for (const auto& [name, place] : fields) names.push_back(name);
    return names;
}

std::shared_ptr<const Place> innermost(std::shared_ptr<const Place> place) {
    while (place->kind == Kind::list) place = place->element;
    return place;
}

std::shared_ptr<const Place> place_of_schema(std::string_view schema) {
    const Unpacked unpacked(schema);
    return read(unpacked.value());
}

std::shared_ptr<const Place> place_of(const Shape& shape) { return place_of_schema(schema_of(shape)); }

}  // namespace rapport
