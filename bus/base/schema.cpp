// SPDX-License-Identifier: MIT
#include "bus/base/codec.hpp"

#include "bus/base/bounds.hpp"

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

/// Whether it is of a request, and so closed.
enum class Use : bool { told, asked };

std::string write(const Shape& shape, std::string_view doc, const Bounds& bounds, Use use);
std::string or_null(const Shape& optional, std::string_view doc, const Bounds& bounds, Use use);

void write_record(const Shape& shape, MapWriter& out, Use use) {
    MapWriter properties;
    std::string required;
    std::size_t required_size = 0;
    for (const FieldShape& field : shape.fields()) {
        properties.key(field.name)
            .raw(field.nullable ? or_null(*field.shape, field.doc, field.bounds, use)
                                : write(*field.shape, field.doc, field.bounds, use));
        if (use == Use::asked ? !is_required_of_request(field) : !field.required()) continue;
        Writer(required).text(field.name);
        ++required_size;
    }
    out.key("type").text("object");
    out.key("title").text(shape.name);
    out.key("properties").raw(properties.done());
    if (required_size) {
        Writer& list = out.key("required");
        list.array(required_size);
        list.raw(required);
    }
    if (use == Use::asked) out.key("additionalProperties").boolean(false);
}

/// What the form of a text says in JSON Schema's words, where it has some. Whatever is asked for is seen, too.
void write_form(const Shape& shape, MapWriter& out, const Bounds& bounds, Use use) {
    if (!shape.free_text()) return;
    if (bounds.form == TextForm::email) out.key("format").text("email");
    if (bounds.form == TextForm::lines) out.key("x-multiline").boolean(true);
    if (bounds.form == TextForm::verbatim) out.key("x-verbatim").boolean(true);
    else if (use == Use::asked && bounds.min_length.value_or(0) > 0) out.key("pattern").text("\\S");
}

void write_text(const Shape& shape, MapWriter& out, const Bounds& bounds, Use use) {
    out.key("type").text("string");
    if (!shape.format.empty()) out.key("format").text(shape.format);
    if (!shape.values.empty()) {
        Writer& list = out.key("enum");
        list.array(shape.values.size());
        for (const std::string_view value : shape.values) list.text(value);
    }
    if (bounds.min_length) out.key("minLength").integer(*bounds.min_length);
    if (bounds.max_length) out.key("maxLength").integer(*bounds.max_length);
    write_form(shape, out, bounds, use);
}

void write_number(const char* type, MapWriter& out, const Bounds& bounds) {
    out.key("type").text(type);
    if (bounds.min) out.key("minimum").number(*bounds.min);
    if (bounds.max) out.key("maximum").number(*bounds.max);
}

std::string or_null(const Shape& optional, std::string_view doc, const Bounds& bounds, Use use) {
    MapWriter null, out;
    null.key("type").text("null");
    Writer& choices = out.key("anyOf");
    choices.array(2);
    choices.raw(write(*optional.element, {}, bounds, use));
    choices.raw(null.done());
    out.key("description").text(doc);
    return out.done();
}

std::string write(const Shape& shape, std::string_view doc, const Bounds& bounds, Use use) {
    if (shape.kind == Kind::optional && shape.element->kind == Kind::optional) return or_null(shape, doc, bounds, use);
    if (shape.kind == Kind::optional) return write(*shape.element, doc, bounds, use);
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
            write_text(shape, out, bounds, use);
            break;
        case Kind::list:
            out.key("type").text("array");
            out.key("items").raw(write(*shape.element, {},
                                       use == Use::asked ? bounds_of_elements(*shape.element, bounds) : Bounds{}, use));
            if (use == Use::asked && bounds.min_length.value_or(0) > 0) out.key("minItems").integer(*bounds.min_length);
            if (bounds.max_length) out.key("maxItems").integer(*bounds.max_length);
            break;
        case Kind::record:
            write_record(shape, out, use);
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

std::string schema_of(const Shape& shape) { return write(shape, {}, {}, Use::told); }
std::string request_schema_of(const Shape& shape) { return write(shape, {}, {}, Use::asked); }

}  // namespace rapport
