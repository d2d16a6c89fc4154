// SPDX-License-Identifier: MIT
#include "services/kit/entities/requests.hpp"

#include <algorithm>
#include <cctype>
#include <stdexcept>

#include "bus/base/bounds.hpp"
#include "bus/base/filter.hpp"

namespace rapport::kit::requests {
namespace {

using Kind = Shape::Kind;

const FieldShape& identity_field(const Shape& entity, std::string_view name) {
    const auto fields = entity.fields();
    const auto found = std::ranges::find(fields, name, &FieldShape::name);
    if (found == fields.end()) throw std::logic_error(std::string(entity.name) + " has no field " + std::string(name));
    return *found;
}

/// Which fields are said is kept in 64 bits.
MadeFields checked(MadeFields made, const Shape& entity) {
    constexpr std::size_t bits = 64;
    if (made.fields.size() > bits)
        throw std::logic_error(std::string(entity.name) + " has too many fields for one request");
    return made;
}

/// `a, b or c`
std::string listed(const std::vector<std::string_view>& names) {
    std::string text;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i > 0) text += i + 1 == names.size() ? " or " : ", ";
        text += names[i];
    }
    return text;
}

std::vector<std::string_view> names_with(const Shape& entity, bool Purposes::*purpose) {
    std::vector<std::string_view> names;
    for (const FieldShape& field : entity.fields())
        if (field.purposes.*purpose) names.push_back(field.name);
    return names;
}

/// A field of which is kept whether it is said.
FieldShape as_part(FieldShape field) {
    field.part = true;
    field.nullable = field.shape->kind == Kind::optional;
    return field;
}

/// One that may be left out, too.
FieldShape left_out_or(FieldShape field) {
    field.has_default = true;
    return field;
}

/// What one value of a field is, whether it may be left out or is a list.
const Shape& one_value(const Shape& shape) {
    return shape.kind == Kind::optional || shape.kind == Kind::list ? one_value(*shape.element) : shape;
}

bool takes_several(const Shape& value) {
    return !value.values.empty() || value.format == "uuid" || value.kind == Kind::integer;
}

constexpr std::string_view words_beside[] = {"me", "none"};

/// The words that may stand in the place of a value: of a field that may be empty, and of users.
std::span<const std::string_view> words_for(const FieldShape& field) {
    const Shape& value = one_value(*field.shape);
    if (!takes_several(value) || value.kind == Kind::integer) return {};
    const bool may_be_empty = field.shape->kind == Kind::optional;
    const std::span all(words_beside);
    if (value.ref == "accounts.User") return may_be_empty ? all : all.first(1);
    return may_be_empty ? all.last(1) : all.first(0);
}

constexpr std::int64_t most_values = 100;

FieldShape as_filter(const FieldShape& field, MadeFields& made) {
    const Shape& value = one_value(*field.shape);
    FieldShape filter = left_out_or(field);
    filter.shape = &shape_of<Any>();
    filter.described = &value;
    filter.bounds.form = field.bounds.form;
    if (field.shape->kind == Kind::list) filter.bounds = bounds_of_elements(value, field.bounds);
    if (!takes_several(value)) return filter;
    filter.described = &made.shapes.emplace_back(Shape{.kind = Kind::list, .element = &value});
    filter.also = words_for(field);
    filter.bounds = {.max_length = most_values};
    return filter;
}

/// Of a day or a time that lists are filtered or sorted by: from when on, or until when.
FieldShape as_end(const FieldShape& field, std::string_view end, MadeFields& made) {
    const bool from = end == "from";
    const bool day = one_value(*field.shape).format == "date";
    FieldShape range{.name = made.texts.emplace_back(std::string(field.name).append(".").append(end)),
                     .doc = made.texts.emplace_back(std::string(from ? "not before this " : "not after this ") +
                                                    (day ? "day" : "time, or day in UTC")),
                     .shape = &shape_of<Any>(),
                     .offset = 0,
                     .bounds = {},
                     .has_default = true};
    range.described = &shape_of<std::string>();
    return range;
}

bool has_range(const FieldShape& field) {
    const bool declared = field.purposes.filter || field.purposes.sorted;
    return declared && field.shape->kind != Kind::list && one_value(*field.shape).format.starts_with("date");
}

}  // namespace

MadeFields of_new(const Shape& entity) {
    MadeFields made;
    std::ranges::copy_if(entity.fields(), std::back_inserter(made.fields),
                         [](const FieldShape& field) { return field.purposes.initial || field.purposes.editable; });
    return made;
}

MadeFields of_part(const Shape& entity) {
    MadeFields made = of_new(entity);
    for (FieldShape& field : made.fields) field = as_part(field);
    return checked(std::move(made), entity);
}

MadeFields of_edit(const Shape& entity) {
    MadeFields made;
    made.fields.push_back(as_part(identity_field(entity, "id")));
    made.fields.push_back(left_out_or(as_part(identity_field(entity, "version"))));
    made.fields.back().doc = "the version that was read: aborted if it is another by now";
    for (const FieldShape& field : entity.fields())
        if (field.purposes.editable) made.fields.push_back(left_out_or(as_part(field)));
    return checked(std::move(made), entity);
}

MadeFields of_list(const Shape& entity, const ListOffsets& at) {
    MadeFields made;
    const Shape &number = shape_of<std::int64_t>(), &text = shape_of<std::optional<std::string>>();
    const auto add = [&made](std::string_view name, std::string doc, const Shape& shape,
                             std::size_t offset) -> FieldShape& {
        made.fields.push_back({.name = name,
                               .doc = made.texts.emplace_back(std::move(doc)),
                               .shape = &shape,
                               .offset = offset,
                               .bounds = {},
                               .has_default = true});
        return made.fields.back();
    };
    add("limit", "how many, 200 at most", number, at.limit);
    add("after", "`next` of the page before", text, at.after);
    if (const auto names = names_with(entity, &Purposes::searched); !names.empty())
        add("search", "words of " + listed(names), text, at.search);
    if (const auto names = names_with(entity, &Purposes::sorted); !names.empty()) {
        FieldShape& sort =
            add("sort", listed(names) + ", with a `-` before it downwards; newest first if left out", text, at.sort);
        std::vector<std::string_view>& both = made.names.emplace_back(names);
        for (const std::string_view name : names) both.push_back(made.texts.emplace_back("-" + std::string(name)));
        sort.described = &made.shapes.emplace_back(Shape{.kind = Kind::text, .values = both});
    }
    add("where", "a condition on what it is filtered and sorted by, such as `NAME = 'value' or OTHER is null`", text,
        at.condition)
        .bounds.max_length = FilterLimits::bytes;
    add("fields", "which fields of each are answered, beside its id; all if left out",
        shape_of<std::vector<std::string>>(), at.only)
        .bounds.max_length = 100;
    add("ids", "these alone, whatever is hidden", *at.shape_of_ids, at.ids).bounds.max_length = 200;
    const std::size_t first = made.fields.size();
    for (const FieldShape& field : entity.fields())
        if (field.purposes.filter || field.purposes.hides) made.fields.push_back(as_filter(field, made));
    for (const FieldShape& field : entity.fields())
        if (has_range(field))
            for (const std::string_view end : {"from", "to"}) made.fields.push_back(as_end(field, end, made));
    if (made.fields.size() - first > most_filters)
        throw std::logic_error(std::string(entity.name) + " has too many filters for one request");
    for (std::size_t i = first; i < made.fields.size(); ++i)
        made.fields[i].offset = at.filters + (i - first) * sizeof(Any);
    return made;
}

void filter_by(const Shape& list, void* request, const Shape& entity, std::size_t offset, const void* value) {
    const auto of_entity = std::ranges::find(entity.fields(), offset, &FieldShape::offset);
    const auto fields = list.fields();
    const auto filter = of_entity == entity.fields().end()
                            ? fields.end()
                            : std::ranges::find_if(fields, [&of_entity](const FieldShape& field) {
                                  return field.name == of_entity->name && field.described;
                              });
    if (filter == fields.end()) throw std::logic_error(std::string(list.name) + " does not filter by that field");
    std::vector<Any> values;
    auto& kept = *static_cast<Any*>(member_of(*filter, request));
    const bool several = filter->described->kind == Kind::list;
    if (several && !kept.empty()) values = decode<std::vector<Any>>(kept);
    const Shape& shape = *of_entity->shape;
    if (shape.kind == Kind::list || shape.kind == Kind::optional)
        for (std::size_t i = 0; i < shape.size(value); ++i)
            encode(*shape.element, shape.at(value, i), values.emplace_back().bytes);
    else encode(shape, value, values.emplace_back().bytes);
    if (values.empty()) values.push_back(any_of(std::string("none")));
    kept = several ? any_of(values) : values.back();
}

MadeFields of_changed(const Shape& entity, std::size_t changes, std::string_view was) {
    MadeFields made;
    made.fields.push_back({.name = made.texts.emplace_back(field_name_of(entity.name)),
                           .doc = "as it is now",
                           .shape = &entity,
                           .offset = 0,
                           .bounds = {},
                           .old_name = was});
    made.fields.push_back({.name = "changes",
                           .doc = "before and after, of what changed",
                           .shape = &shape_of<std::vector<Change>>(),
                           .offset = changes,
                           .bounds = {}});
    return made;
}

std::uint64_t bit_of(const Shape& request, std::size_t offset) {
    const auto fields = request.fields();
    const auto found = std::ranges::find(fields, offset, &FieldShape::offset);
    if (found == fields.end()) throw std::logic_error(std::string(request.name) + " does not have that field");
    return std::uint64_t{1} << (found - fields.begin());
}

std::uint64_t differing(const Shape& request, const void* entity, const void* other) {
    std::uint64_t bits = 0, bit = 1;
    for (const FieldShape& field : request.fields()) {
        std::string one, another;
        encode(*field.shape, member_of(field, entity), one);
        encode(*field.shape, member_of(field, other), another);
        if (one != another) bits |= bit;
        bit <<= 1;
    }
    return bits;
}

std::string field_name_of(std::string_view type) {
    std::string name;
    for (const char letter : type) {
        if (std::isupper(static_cast<unsigned char>(letter)) && !name.empty()) name += '_';
        name += static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    }
    return name;
}

}  // namespace rapport::kit::requests
