// SPDX-License-Identifier: MIT
#include "tests/contract/sample_body.hpp"

#include <algorithm>
#include <fstream>
#include <set>
#include <stdexcept>

#include "bus/base/codec.hpp"

namespace rapport::contract {
namespace {

/// A record that holds itself ends there.
constexpr int deepest = 8;

Body sample_text(const Shape& shape, std::string_view name) {
    if (!shape.values.empty()) return shape.values.back();
    if (shape.format == "date-time") return "2026-03-02T09:00:00Z";
    if (shape.format == "date") return "2026-03-02";
    if (shape.format == "uuid") return "0192f0c1-7a3b-7cde-8f00-1234567890ab";
    if (shape.format == "recipient") return "contact:escalation";
    if (!shape.free_text()) throw std::logic_error("no sample is known of " + std::string(shape.wanted));
    return name;
}

Body sample(const Shape& shape, std::string_view name, int depth) {
    switch (shape.kind) {
        case Shape::Kind::boolean:
            return true;
        case Shape::Kind::integer:
            return 7;
        case Shape::Kind::number:
            return 1.5;
        case Shape::Kind::text:
            return sample_text(shape, name);
        case Shape::Kind::any:
            return {{"any", name}};
        case Shape::Kind::optional:
            return sample(*shape.element, name, depth);
        case Shape::Kind::list:
            return depth == deepest ? Body::array() : Body::array({sample(*shape.element, name, depth + 1)});
        case Shape::Kind::record: {
            Body record = Body::object();
            for (const FieldShape& field : shape.fields())
                record[std::string(field.name)] = sample(*field.shape, field.name, depth + 1);
            return record;
        }
    }
    throw std::logic_error("an unknown kind of shape");
}

const FieldShape* field_of(const Shape& record, std::string_view name) {
    for (const FieldShape& field : record.fields())
        if (field.name == name || field.old_name == name) return &field;
    return nullptr;
}

std::string in_path(const std::string& path, std::string_view name) {
    return (path.empty() ? "" : path + ".") + std::string(name);
}

/// Whether each text of a field that once held something else is in the field, or in the one that keeps what it cannot
/// hold.
bool kept(const FieldShape& field, const Body& stored, const Body& record) {
    std::multiset<std::string> texts, found;
    for (std::string& text : field.formerly.texts({from_json(stored.dump())})) texts.insert(std::move(text));
    for (const std::string_view name : {field.name, field.formerly.kept_in}) {
        const auto at = record.find(std::string(name));
        if (at == record.end()) continue;
        for (const Body& one : at->is_array() ? *at : Body::array({*at})) found.insert(one.get<std::string>());
    }
    return std::ranges::includes(found, texts);
}

/// Fields that followed from the others, by the record that had them: nothing is lost with them.
bool is_dropped(const Shape& record, const std::string& field) {
    static const Body all = Body::parse(std::ifstream(RAPPORT_SOURCE_DIR "/tests/contract/bodies/dropped.json"));
    const auto fields = all.find(std::string(record.name));
    return fields != all.end() && std::find(fields->begin(), fields->end(), field) != fields->end();
}

std::optional<std::string> lost(const Shape& shape, const Body& stored, const Body& read, const std::string& path) {
    if (shape.kind == Shape::Kind::optional && !stored.is_null()) return lost(*shape.element, stored, read, path);
    if (shape.kind == Shape::Kind::list && stored.size() == read.size()) {
        for (std::size_t i = 0; i < stored.size(); ++i)
            if (auto one = lost(*shape.element, stored[i], read[i], path + "[" + std::to_string(i) + "]")) return one;
        return {};
    }
    if (shape.kind != Shape::Kind::record || !read.is_object())
        return stored == read ? std::nullopt
                              : std::optional(path + ": " + stored.dump() + " is read as " + read.dump());
    for (const auto& [name, value] : stored.items()) {
        if (value.is_null()) continue;
        const FieldShape* field = field_of(shape, name);
        const std::string at = in_path(path, name);
        if (field && field->formerly.texts) {
            if (kept(*field, value, read)) continue;
            return at + ": " + value.dump() + " is read as " + read.dump();
        }
        if (!field && is_dropped(shape, name)) continue;
        if (!field) return at + ": no field is called that; name what it is called now with was(\"" + name + "\")";
        if (!read.contains(std::string(field->name))) return at + ": was read and not written again";
        if (auto one = lost(*field->shape, value, read[std::string(field->name)], at)) return one;
    }
    return {};
}

std::optional<std::string> left_out(const Body& body, const Body& whole, const std::string& path) {
    if (whole.is_array() && body.is_array() && !whole.empty())
        return body.empty() ? std::optional(path + "[0]") : left_out(body[0], whole[0], path + "[0]");
    if (!whole.is_object() || !body.is_object()) return {};
    for (const auto& [name, value] : whole.items()) {
        if (!body.contains(name)) return in_path(path, name);
        if (auto one = left_out(body[name], value, in_path(path, name))) return one;
    }
    return {};
}

}  // namespace

Body sample_body(const StoredType& type) { return read_again(type, sample(type.shape(), "text", 0)); }

Body read_again(const StoredType& type, const Body& body) {
    return Body::parse(to_json(type.read_again(from_json(body.dump()))));
}

/// Whether each text of a field that once held something else is in the field, or in the one that keeps what it cannot
/// hold.
bool kept(const FieldShape& field, const Body& stored, const Body& record) {
    std::multiset<std::string> texts, found;
    for (std::string& text : field.formerly.texts({from_json(stored.dump())})) texts.insert(std::move(text));
    for (const std::string_view name : {field.name, field.formerly.kept_in}) {
        const auto at = record.find(std::string(name));
        if (at == record.end()) continue;
        for (const Body& one : at->is_array() ? *at : Body::array({*at})) found.insert(one.get<std::string>());
    }
    return std::ranges::includes(found, texts);
}

std::optional<std::string> lost(const Shape& shape, const Body& stored, const Body& read) {
    return lost(shape, stored, read, {});
}

std::optional<std::string> left_out(const Body& body, const Body& whole) { return left_out(body, whole, {}); }

Body completed(const Body& body, const Body& whole) {
    if (whole.is_array() && body.is_array() && !whole.empty()) {
        Body list = body;
        if (list.empty()) list = whole;
        else list[0] = completed(body[0], whole[0]);
        return list;
    }
    if (!whole.is_object() || !body.is_object()) return body;
    Body all = Body::object();
    for (const auto& [name, value] : whole.items())
        all[name] = body.contains(name) ? completed(body[name], value) : value;
    for (const auto& [name, value] : body.items())
        if (!all.contains(name)) all[name] = value;
    return all;
}

}  // namespace rapport::contract
