// SPDX-License-Identifier: MIT
#include "bus/base/personal.hpp"

#include <set>
#include <stdexcept>

namespace rapport {
namespace {

using Kind = Shape::Kind;

void empty(const Shape& shape, void* value) {
    switch (shape.kind) {
        case Kind::boolean:
            shape.set_boolean(value, false);
            return;
        case Kind::integer:
            shape.set_integer(value, 0);
            return;
        case Kind::number:
            shape.set_number(value, 0);
            return;
        case Kind::text:
            shape.set_text(value, {});
            return;
        case Kind::list:
        case Kind::optional:
            shape.clear(value);
            return;
        case Kind::record:
            for (const FieldShape& field : shape.fields()) empty(*field.shape, member_of(field, value));
            return;
        case Kind::any:
            shape.any(value).clear();
            return;
    }
}

/// What of a value is personal, be it within its elements.
void look_into(const Shape& shape, void* value) {
    if (shape.kind == Kind::record) return blank_personal(shape, value);
    if (shape.kind != Kind::list && shape.kind != Kind::optional) return;
    for (std::size_t i = 0; i < shape.size(value); ++i)
        look_into(*shape.element, const_cast<void*>(shape.at(value, i)));  // NOLINT(*-const-cast): `value` is not const
}

void check_can_empty(const Shape& shape, const std::string& path) {
    if (shape.kind == Kind::text && !shape.free_text())
        throw std::logic_error(path + ": is personal and cannot be blanked; make it optional");
    if (shape.kind != Kind::record) return;
    for (const FieldShape& field : shape.fields()) check_can_empty(*field.shape, path + "." + std::string(field.name));
}

void check(const Shape& shape, const std::string& path, std::set<const Shape*>& seen) {
    if (shape.kind == Kind::list || shape.kind == Kind::optional) return check(*shape.element, path, seen);
    if (shape.kind != Kind::record || !seen.insert(&shape).second) return;
    for (const FieldShape& field : shape.fields()) {
        const std::string name = path + "." + std::string(field.name);
        if (field.bounds.personal) check_can_empty(*field.shape, name);
        else check(*field.shape, name, seen);
    }
}

}  // namespace

void blank_personal(const Shape& record, void* value) {
    for (const FieldShape& field : record.fields()) {
        void* const member = member_of(field, value);
        if (field.bounds.personal) empty(*field.shape, member);
        else look_into(*field.shape, member);
    }
}

void check_can_blank(const Shape& record) {
    std::set<const Shape*> seen;
    check(record, std::string(record.name), seen);
}

}  // namespace rapport
