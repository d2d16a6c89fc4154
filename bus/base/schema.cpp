// SPDX-License-Identifier: MIT
#include "bus/base/codec.hpp"

#include "bus/base/bounds.hpp"
#include "bus/base/ui.hpp"

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
    bool empty() const { return size_ == 0; }
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

/// What stands around a value's own schema.
struct Around {
    std::string_view doc = {};
    const Bounds& bounds;
    Use use = Use::told;
    std::string_view ui = {};  ///< MessagePack of x-ui; empty: none
    std::span<const std::string_view> also = {};
};

std::string write(const Shape& shape, const Around& around);
std::string or_null(const Shape& optional, const Around& around);

/// What a page should know of a field (workplace: a list, a form). Only of what is told: forms have no columns.
std::string ui_of(const UiOfRecord& record, const FieldShape& field, std::size_t i) {
    MapWriter out;
    if (record.ranks[i] > 0) out.key("list").integer(record.ranks[i]);
    if (!field.ui.group.empty()) out.key("group").text(field.ui.group);
    if (!field.ui.unit.empty()) out.key("unit").text(field.ui.unit);
    if (field.bounds.form == TextForm::lines) out.key("long").boolean(true);
    if (record.read_only[i]) out.key("read_only").boolean(true);
    return out.empty() ? std::string() : out.done();
}

std::string ui_of(const UiOfRecord& record) {
    MapWriter out;
    out.key("title").text(record.title);
    if (!record.subtitle.empty()) out.key("subtitle").text(record.subtitle);
    if (!record.state.empty()) out.key("state").text(record.state);
    if (!record.day.empty()) out.key("day").text(record.day);
    return out.done();
}

void write_record(const Shape& shape, MapWriter& out, Use use) {
    MapWriter properties;
    std::string required;
    std::size_t required_size = 0;
    const auto fields = shape.fields();
    const auto ui = use == Use::told ? ui_of_record(shape) : std::nullopt;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const FieldShape& field = fields[i];
        const std::string of_field = ui ? ui_of(*ui, field, i) : std::string();
        const Around around{field.doc, field.bounds, use, of_field, field.also};
        const Shape& described = field.described ? *field.described : *field.shape;
        properties.key(field.name).raw(field.nullable ? or_null(described, around) : write(described, around));
        if (use == Use::asked ? !is_required_of_request(field) : !field.required()) continue;
        Writer(required).text(field.name);
        ++required_size;
    }
    out.key("type").text("object");
    out.key("title").text(shape.title());
    if (ui) out.key("x-ui").raw(ui_of(*ui));
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
    if (!shape.ref.empty()) out.key("x-ref").text(shape.ref);
    if (!shape.values.empty()) {
        if (!shape.name.empty()) out.key("title").text(shape.name);
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

void write_around(const Around& around, MapWriter& out) {
    if (!around.doc.empty()) out.key("description").text(around.doc);
    if (!around.ui.empty()) out.key("x-ui").raw(around.ui);
}

std::string or_null(const Shape& optional, const Around& around) {
    MapWriter null, out;
    null.key("type").text("null");
    Writer& choices = out.key("anyOf");
    choices.array(2);
    choices.raw(write(*optional.element, {.bounds = around.bounds, .use = around.use}));
    choices.raw(null.done());
    write_around(around, out);
    return out.done();
}

/// A value, or one of some words that stand for one.
std::string or_words(const std::string& value, std::span<const std::string_view> words) {
    MapWriter some, out;
    some.key("type").text("string");
    Writer& list = some.key("enum");
    list.array(words.size());
    for (const std::string_view word : words) list.text(word);
    Writer& choices = out.key("anyOf");
    choices.array(2);
    choices.raw(value);
    choices.raw(some.done());
    return out.done();
}

void write_list(const Shape& shape, MapWriter& out, const Around& around) {
    const bool asked = around.use == Use::asked;
    const Bounds of_each = asked ? bounds_of_elements(*shape.element, around.bounds) : Bounds{};
    const std::string each = write(*shape.element, {.bounds = of_each, .use = around.use});
    out.key("type").text("array");
    out.key("items").raw(around.also.empty() ? each : or_words(each, around.also));
    if (asked && around.bounds.min_length.value_or(0) > 0) out.key("minItems").integer(*around.bounds.min_length);
    if (around.bounds.max_length) out.key("maxItems").integer(*around.bounds.max_length);
}

std::string write(const Shape& shape, const Around& around) {
    if (shape.kind == Kind::optional && shape.element->kind == Kind::optional) return or_null(shape, around);
    if (shape.kind == Kind::optional) return write(*shape.element, around);
    const Bounds& bounds = around.bounds;
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
            write_text(shape, out, bounds, around.use);
            break;
        case Kind::list:
            write_list(shape, out, around);
            break;
        case Kind::record:
            write_record(shape, out, around.use);
            break;
        case Kind::optional:
        case Kind::any:
            break;
    }
    write_around(around, out);
    if (bounds.personal) out.key("x-personal").boolean(true);
    if (bounds.secret) out.key("writeOnly").boolean(true);
    return out.done();
}

}  // namespace

std::string schema_of(const Shape& shape) { return write(shape, {.bounds = Bounds{}, .use = Use::told}); }
std::string request_schema_of(const Shape& shape) { return write(shape, {.bounds = Bounds{}, .use = Use::asked}); }

}  // namespace rapport
