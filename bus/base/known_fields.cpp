// SPDX-License-Identifier: MIT
#include "bus/base/known_fields.hpp"

#include <algorithm>

#include "bus/base/codec.hpp"
#include "bus/base/field_error.hpp"
#include "bus/base/names.hpp"
#include "bus/base/unpack.hpp"

namespace rapport {
namespace {

std::string_view text_of(const msgpack::object& value) {
    if (value.type != msgpack::type::STR) return {};
    return {value.via.str.ptr, value.via.str.size};
}

const msgpack::object* member(const msgpack::object& map, std::string_view name) {
    if (map.type != msgpack::type::MAP) return nullptr;
    for (std::uint32_t i = 0; i < map.via.map.size; ++i)
        if (text_of(map.via.map.ptr[i].key) == name) return &map.via.map.ptr[i].val;
    return nullptr;
}

}  // namespace

/// Reads a schema. A node stands in its place before what is within is read, so that a schema may refer to itself.
class KnownFields::Builder {
public:
    Builder(std::vector<Node>& nodes, const msgpack::object& root) : nodes_(nodes), root_(root) {}

    std::size_t read(const msgpack::object& schema) {
        if (const auto* reference = member(schema, "$ref")) return referred(text_of(*reference));
        for (const char* choices : {"anyOf", "oneOf"})
            if (const auto* list = member(schema, choices)) return chosen(*list);
        const std::size_t at = nodes_.size();
        nodes_.emplace_back();
        return fill(at, schema);
    }

private:
    std::size_t anything() {
        nodes_.emplace_back();
        return nodes_.size() - 1;
    }

    std::size_t fill(std::size_t at, const msgpack::object& schema) {
        Node node;
        if (const auto* properties = member(schema, "properties"); properties && properties->type == msgpack::type::MAP)
            for (std::uint32_t i = 0; i < properties->via.map.size; ++i) {
                const auto& [name, property] = properties->via.map.ptr[i];
                node.fields.emplace(text_of(name), read(property));
            }
        if (const auto* items = member(schema, "items")) node.items = read(*items);
        if (const auto* rest = member(schema, "additionalProperties")) {
            const bool none = rest->type == msgpack::type::BOOLEAN && !rest->via.boolean;
            node.closed = none && !member(schema, "patternProperties") && !member(schema, "allOf");
            if (rest->type == msgpack::type::MAP) node.rest = read(*rest);
        }
        nodes_[at] = std::move(node);
        return at;
    }

    /// `#/$defs/Name`: within the same schema. Elsewhere is not looked.
    std::size_t referred(std::string_view pointer) {
        if (const auto known = references_.find(pointer); known != references_.end()) return known->second;
        const msgpack::object* schema = &root_;
        for (std::string_view rest = pointer; schema && rest.find('/') != rest.npos;) {
            rest.remove_prefix(rest.find('/') + 1);
            schema = member(*schema, rest.substr(0, rest.find('/')));
        }
        if (!schema || !pointer.starts_with('#')) return anything();
        const std::size_t at = anything();
        references_.emplace(pointer, at);
        if (!member(*schema, "$ref") && !member(*schema, "anyOf") && !member(*schema, "oneOf"))
            return fill(at, *schema);
        const std::size_t meant = read(*schema);
        Node copy = nodes_[meant];
        nodes_[at] = std::move(copy);
        return at;
    }

    /// One of several, and no others than scalars: that one. With more it depends on which is meant.
    std::size_t chosen(const msgpack::object& list) {
        const msgpack::object* only = nullptr;
        if (list.type != msgpack::type::ARRAY) return anything();
        for (std::uint32_t i = 0; i < list.via.array.size; ++i) {
            const auto& choice = list.via.array.ptr[i];
            const auto* type = member(choice, "type");
            const std::string_view name = type ? text_of(*type) : std::string_view("object");
            if (name != "object" && name != "array") continue;
            if (only) return anything();
            only = &choice;
        }
        return only ? read(*only) : anything();
    }

    std::vector<Node>& nodes_;
    const msgpack::object& root_;
    std::map<std::string, std::size_t, std::less<>> references_;
};

class KnownFields::Walker {
public:
    explicit Walker(const KnownFields& known) : known_(known) {}

    void walk(const Node& node, const msgpack::object& value) {
        if (value.type == msgpack::type::ARRAY && node.items) {
            for (std::uint32_t i = 0; i < value.via.array.size; ++i)
                within("[" + std::to_string(i) + "]", *node.items, value.via.array.ptr[i]);
        } else if (value.type == msgpack::type::MAP && (node.closed || node.rest || !node.fields.empty())) {
            for (std::uint32_t i = 0; i < value.via.map.size; ++i) {
                const auto& [key, content] = value.via.map.ptr[i];
                field(node, text_of(key), content);
            }
        }
    }

private:
    void field(const Node& node, std::string_view name, const msgpack::object& content) {
        const auto found = node.fields.find(name);
        const auto next = found != node.fields.end() ? found->second : node.rest;
        if (!next && node.closed) known_.refuse(path_, name, node);
        if (!next || (content.type != msgpack::type::MAP && content.type != msgpack::type::ARRAY)) return;
        within((path_.empty() ? "" : ".") + std::string(name), *next, content);
    }
    void within(const std::string& step, std::size_t node, const msgpack::object& content) {
        const std::size_t length = path_.size();
        path_ += step;
        walk(known_.nodes_[node], content);
        path_.resize(length);
    }

    const KnownFields& known_;
    std::string path_;
};

KnownFields::KnownFields(std::string_view schema) {
    if (schema.empty()) {
        nodes_.emplace_back();
        return;
    }
    const Unpacked unpacked(schema);
    Builder(nodes_, unpacked.value()).read(unpacked.value());
}
KnownFields::KnownFields(const Shape& shape) : KnownFields(request_schema_of(shape)) {}

void KnownFields::check(std::string_view value) const {
    if (value.empty()) return;
    const Unpacked unpacked(value);
    Walker(*this).walk(nodes_.front(), unpacked.value());
}

void KnownFields::check_name(std::string_view name) const {
    const Node& top = nodes_.front();
    if (top.closed && !top.fields.contains(name)) refuse({}, name, top);
}

void KnownFields::refuse(const std::string& path, std::string_view name, const Node& node) const {
    std::vector<std::string_view> names;
    for (const auto& [known, place] : node.fields) names.push_back(known);
    throw unknown_field(path + (path.empty() ? "" : ".") + shown_name(name), names);
}

Error unknown_field(const std::string& path, const std::vector<std::string_view>& known) {
    const std::string name = path.substr(path.rfind('.') + 1);
    return {Code::invalid_argument, path + ": " + unknown_name(name, known),
            any_of(FieldErrors{path, {{path, std::string(name_of(Reason::unknown_field)), {}}}})};
}

}  // namespace rapport
