// SPDX-License-Identifier: MIT
#include "bus/base/codec.hpp"

namespace rapport {
namespace {

using Kind = Shape::Kind;

/// A map whose size is known only when it is written.
class MapWriter {
public:
    Writer& key(std::string_view name) {
        ++size_;
        writer_.text(name);
        return writer_;
    }
    std::string done() const {
        std::string out;
        Writer w(out);
        w.map(size_);
        if (size_) w.raw(bytes_);
        return out;
    }

private:
    std::size_t size_ = 0;
    std::string bytes_;
    Writer writer_{bytes_};
};

std::string write(const Shape& shape, std::string_view doc, const Bounds& bounds);

void write_record(const Shape& shape, MapWriter& out) {
    MapWriter properties;
    std::string required;
    std::size_t required_size = 0;
    for (const FieldShape& field : shape.fields()) {
        properties.key(field.name).raw(write(*field.shape, field.doc, field.bounds));
        if (!field.required()) continue;
        Writer(required).text(field.name);
        ++required_size;
    }
    out.key("type").text("object");
    out.key("title").text(shape.name);
    out.key("properties").raw(properties.done());
    if (!required_size) return;
    Writer& list = out.key("required");
    list.array(required_size);
    list.raw(required);
}

void write_text(const Shape& shape, MapWriter& out, const Bounds& bounds) {
    out.key("type").text("string");
    if (!shape.format.empty()) out.key("format").text(shape.format);
    if (!shape.values.empty()) {
        Writer& list = out.key("enum");
        list.array(shape.values.size());
        for (const std::string_view value : shape.values) list.text(value);
    }
    if (bounds.min_length) out.key("minLength").integer(*bounds.min_length);
    if (bounds.max_length) out.key("maxLength").integer(*bounds.max_length);
}

void write_number(const char* type, MapWriter& out, const Bounds& bounds) {
    out.key("type").text(type);
    if (bounds.min) out.key("minimum").number(*bounds.min);
    if (bounds.max) out.key("maximum").number(*bounds.max);
}

std::string or_null(const Shape& patch, std::string_view doc, const Bounds& bounds) {
    MapWriter null, out;
    null.key("type").text("null");
    Writer& choices = out.key("anyOf");
    choices.array(2);
    choices.raw(write(*patch.element, {}, bounds));
    choices.raw(null.done());
    out.key("description").text(doc);
    return out.done();
}

std::string write(const Shape& shape, std::string_view doc, const Bounds& bounds) {
    if (shape.kind == Kind::optional && shape.element->kind == Kind::optional) return or_null(shape, doc, bounds);
    if (shape.kind == Kind::optional) return write(*shape.element, doc, bounds);
    MapWriter out;
    switch (shape.kind) {
        case Kind::boolean:
            out.key("type").text("boolean");
            break;
        case Kind::integer:
            write_number("integer", out, bounds);
            break;
        case Kind::number:
            write_number("number", out, bounds);
            break;
        case Kind::text:
            write_text(shape, out, bounds);
            break;
        case Kind::list:
            out.key("type").text("array");
            out.key("items").raw(write(*shape.element, {}, {}));
            if (bounds.max_length) out.key("maxItems").integer(*bounds.max_length);
            break;
        case Kind::record:
            write_record(shape, out);
            break;
        case Kind::optional:
        case Kind::any:
            break;
    }
    if (!doc.empty()) out.key("description").text(doc);
    if (bounds.personal) out.key("x-personal").boolean(true);
    if (bounds.secret) out.key("writeOnly").boolean(true);
    return out.done();
}

}  // namespace

std::string schema_of(const Shape& shape) { return write(shape, {}, {}); }

}  // namespace rapport
