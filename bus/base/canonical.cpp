// SPDX-License-Identifier: MIT
#include "bus/base/canonical.hpp"

#include <algorithm>

#include "bus/base/unpack.hpp"

namespace rapport {
namespace {

using Kind = Shape::Kind;

struct Sink {
    std::string& out;
    void write(const char* data, std::size_t size) { out.append(data, size); }
};

/// A value that is carried unread: as Writer would write it, maps in the order of their keys.
void write_sorted(const msgpack::object& value, std::string& out) {
    Writer writer(out);
    if (value.type == msgpack::type::MAP) {
        std::vector<std::pair<std::string, std::string>> pairs(value.via.map.size);
        for (std::uint32_t i = 0; i < value.via.map.size; ++i) {
            write_sorted(value.via.map.ptr[i].key, pairs[i].first);
            write_sorted(value.via.map.ptr[i].val, pairs[i].second);
        }
        std::ranges::sort(pairs);
        writer.map(pairs.size());
        for (const auto& [key, content] : pairs) out.append(key).append(content);
    } else if (value.type == msgpack::type::ARRAY) {
        writer.array(value.via.array.size);
        for (std::uint32_t i = 0; i < value.via.array.size; ++i) write_sorted(value.via.array.ptr[i], out);
    } else if (value.type == msgpack::type::FLOAT32 || value.type == msgpack::type::FLOAT64) {
        writer.number(value.via.f64);
    } else {
        Sink sink{out};
        msgpack::packer<Sink> packer(sink);
        msgpack::object_pack_visitor<Sink> visitor(packer);
        msgpack::object_parser(value).parse(visitor);
    }
}

/// Absent and null are encoded alike, and are not the same.
bool same(const Shape& shape, const void* a, const void* b) {
    if (shape.kind == Kind::optional) {
        if (shape.size(a) != shape.size(b)) return false;
        return shape.size(a) == 0 || same(*shape.element, shape.at(a, 0), shape.at(b, 0));
    }
    std::string first, second;
    encode(shape, a, first);
    encode(shape, b, second);
    return first == second;
}

void write_record(const Shape& shape, const void* value, void* fresh, std::string& out) {
    std::vector<const FieldShape*> said;
    const auto fields = shape.fields();
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const FieldShape& field = fields[i];
        const void* const unsaid = member_of(field, static_cast<const void*>(fresh));
        if (field.part ? says(shape, value, i) : !same(*field.shape, member_of(field, value), unsaid))
            said.push_back(&field);
    }
    std::ranges::sort(said, {}, &FieldShape::name);
    Writer writer(out);
    writer.map(said.size());
    for (const FieldShape* field : said) {
        writer.text(field->name);
        canonical(*field->shape, member_of(*field, value), member_of(*field, fresh), out);
    }
}

}  // namespace

void canonical(const Shape& shape, const void* value, void* fresh, std::string& out) {
    switch (shape.kind) {
        case Kind::record:
            return write_record(shape, value, fresh, out);
        case Kind::list:
            Writer(out).array(shape.size(value));
            // What is appended is new each time: what an element is compared with is never used up by another.
            for (std::size_t i = 0; i < shape.size(value); ++i)
                canonical(*shape.element, shape.at(value, i), shape.append(fresh), out);
            return;
        case Kind::optional:
            if (shape.size(value) == 0) return Writer(out).nil();
            return canonical(*shape.element, shape.at(value, 0), shape.append(fresh), out);
        case Kind::any: {
            const std::string& bytes = shape.any(const_cast<void*>(value));
            if (bytes.empty()) return Writer(out).nil();
            return write_sorted(Unpacked(bytes).value(), out);
        }
        case Kind::boolean:
        case Kind::integer:
        case Kind::number:
        case Kind::text:
            return encode(shape, value, out);
    }
}

}  // namespace rapport
