// SPDX-License-Identifier: MIT
#include "services/kit/store/conditions.hpp"

#include <algorithm>

#include "bus/base/error.hpp"
#include "bus/base/unpack.hpp"
#include "services/kit/user_id.hpp"

namespace rapport::kit {
namespace {

using Kind = Shape::Kind;

std::optional<std::string_view> text_in(const msgpack::object& value) {
    if (value.type != msgpack::type::STR) return {};
    return std::string_view(value.via.str.ptr, value.via.str.size);
}

bool stands_for_a_value(const FieldShape& filter, std::string_view word) {
    return std::ranges::find(filter.also, word) != filter.also.end();
}

/// A value of what is filtered, read into the entity's own field, where it has room.
class Reader {
public:
    Reader(const FieldShape& field, const FieldShape& filter, void* scratch, const Actor& caller)
        : field_(field), filter_(filter), member_(member_of(field, scratch)), caller_(caller) {}

    /// Nothing for `none`.
    std::optional<Param> read(const Any& given) const {
        const Unpacked unpacked(given.bytes);
        const auto text = text_in(unpacked.value());
        if (text && stands_for_a_value(filter_, *text)) {
            if (*text == "none") return {};
            const auto user = user_acting(caller_);
            if (!user) throw invalid(std::string(filter_.name), "`me` is for users: name one by their id");
            return Param(*user);
        }
        const bool holder = field_.shape->kind == Kind::optional || field_.shape->kind == Kind::list;
        const Shape& shape = holder ? *field_.shape->element : *field_.shape;
        void* const place = holder ? field_.shape->append(member_) : member_;
        const bool several = filter_.described->kind == Kind::list;
        decode_request(shape, place, given.bytes, several ? Bounds{} : filter_.bounds, std::string(filter_.name));
        return kept(param_of(shape, place));
    }

private:
    /// The text outlives the entity that it was read into.
    static Param kept(Param value) {
        if (value.kind == Param::Kind::text) value.held = std::string(value.as_text());
        return value;
    }

    const FieldShape& field_;
    const FieldShape& filter_;
    void* const member_;
    const Actor& caller_;
};

Condition filtered(const Reader& reader, const FieldShape& filter, const Any& given) {
    Condition condition{filter.name, nullptr};
    std::vector<Any> values{given};
    if (filter.described->kind == Kind::list && Unpacked(given.bytes).value().type == msgpack::type::ARRAY)
        values = decode<std::vector<Any>>(given);
    if (static_cast<std::int64_t>(values.size()) > filter.bounds.max_length.value_or(INT64_MAX) &&
        filter.described->kind == Kind::list)
        throw invalid(std::string(filter.name),
                      "may have at most " + std::to_string(*filter.bounds.max_length) + " values");
    for (const Any& one : values) {
        std::optional<Param> value = reader.read(one);
        if (!value) condition.or_none = true;
        else if (condition.value.kind == Param::Kind::null) condition.value = *std::move(value);
        else condition.others.push_back(*std::move(value));
    }
    if (values.empty()) throw invalid(std::string(filter.name), "must name at least one value");
    return condition;
}

/// `due_at.from`, `due_at.to`. A day stands for the whole of it.
Condition ranged(const FieldShape& field, const FieldShape& end, const Any& given) {
    const bool from = end.name.ends_with(".from");
    const Shape& shape = field.shape->kind == Kind::optional ? *field.shape->element : *field.shape;
    const Unpacked unpacked(given.bytes);
    const std::string_view text = text_in(unpacked.value()).value_or("");
    const auto day = day_from(text);
    if (shape.format == "date") {
        if (!day) throw invalid(std::string(end.name), "must be " + std::string(shape.wanted));
        return {field.name, *day, from ? Condition::Test::at_least : Condition::Test::at_most};
    }
    if (day && from) return {field.name, start_of(*day), Condition::Test::at_least};
    if (day) return {field.name, end_of(*day), Condition::Test::at_most};
    const auto time = instant_from(text);
    if (!time) throw invalid(std::string(end.name), "must be " + std::string(shape.wanted) + ", or a date");
    return {field.name, *time, from ? Condition::Test::at_least : Condition::Test::at_most};
}

const FieldShape& field_called(const Shape& entity, std::string_view name) {
    const auto fields = entity.fields();
    const auto found = std::ranges::find(fields, name, &FieldShape::name);
    if (found == fields.end()) throw std::logic_error(std::string(entity.name) + " has no field " + std::string(name));
    return *found;
}

}  // namespace

Param param_of(const Shape& shape, const void* value) {
    switch (shape.kind) {
        case Kind::boolean:
            return shape.get_boolean(value) ? 1 : 0;
        case Kind::integer:
            return shape.get_integer(value);
        case Kind::number:
            return shape.get_number(value);
        case Kind::text: {
            Param param{std::string_view()};
            param.text = shape.get_text(value, param.held);
            return param;
        }
        case Kind::optional:
            return shape.size(value) == 0 ? Param(nullptr) : param_of(*shape.element, shape.at(value, 0));
        default:
            throw std::logic_error("a column must be a scalar");
    }
}

std::vector<Condition> conditions_of(const Shape& list, const void* request, const Shape& entity, void* scratch,
                                     const Actor& caller, bool hides) {
    std::vector<Condition> conditions;
    for (const FieldShape& filter : list.fields()) {
        if (!filter.described || filter.shape->kind != Kind::any) continue;
        const Any& given = *static_cast<const Any*>(member_of(filter, request));
        if (given.empty()) {
            if (filter.purposes.hides && hides) conditions.push_back({filter.name, Param(0)});
            continue;
        }
        const std::string_view name = filter.name.substr(0, filter.name.find('.'));
        const FieldShape& field = field_called(entity, name);
        if (name != filter.name) conditions.push_back(ranged(field, filter, given));
        else conditions.push_back(filtered(Reader(field, filter, scratch, caller), filter, given));
    }
    return conditions;
}

}  // namespace rapport::kit
