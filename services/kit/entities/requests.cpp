// SPDX-License-Identifier: MIT
#include "services/kit/entities/requests.hpp"

#include <algorithm>
#include <cctype>
#include <stdexcept>

#include "bus/base/bounds.hpp"

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

/// A list of which one element is said.
Shape one_of(const Shape& list) {
    Shape one = list;
    one.kind = Kind::optional;
    return one;
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

FieldShape as_filter(const FieldShape& field, MadeFields& made) {
    FieldShape one = left_out_or(as_part(field));
    one.nullable = false;
    if (field.shape->kind == Kind::list) {
        one.bounds = bounds_of_elements(*field.shape->element, field.bounds);
        one.shape = &made.shapes.emplace_back(one_of(*field.shape));
    }
    return one;
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
    const auto add = [&made](std::string_view name, std::string doc, const Shape& shape, std::size_t offset) {
        made.fields.push_back({.name = name,
                               .doc = made.texts.emplace_back(std::move(doc)),
                               .shape = &shape,
                               .offset = offset,
                               .bounds = {},
                               .has_default = true});
    };
    add("limit", "how many, 200 at most", number, at.limit);
    add("after", "`next` of the page before", text, at.after);
    if (const auto names = names_with(entity, &Purposes::searched); !names.empty())
        add("search", "words of " + listed(names), text, at.search);
    if (const auto names = names_with(entity, &Purposes::sorted); !names.empty())
        add("sort", listed(names) + "; newest first if left out", text, at.sort);
    for (const FieldShape& field : entity.fields())
        if (field.purposes.filter || field.purposes.hides) made.fields.push_back(as_filter(field, made));
    return checked(std::move(made), entity);
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
