// SPDX-License-Identifier: MIT
#include "bus/base/filter_check.hpp"

#include <algorithm>

#include "bus/base/error.hpp"
#include "bus/base/id.hpp"
#include "bus/base/names.hpp"

namespace rapport {
namespace {

using Op = Filter::Op;
using Kind = Shape::Kind;

std::vector<std::string_view> names_in(const Shape& record) {
    std::vector<std::string_view> names;
    if (record.kind == Kind::record)
        for (const FieldShape& field : record.fields()) names.push_back(field.name);
    return names;
}

const Shape* member_in(const Shape& record, std::string_view name) {
    if (record.kind != Kind::record) return nullptr;
    const auto fields = record.fields();
    const auto found = std::ranges::find(fields, name, &FieldShape::name);
    return found == fields.end() ? nullptr : found->shape;
}

const Shape& element_shape(const Shape& shape) {
    const Shape& value = value_shape(shape);
    return value.kind == Kind::list ? element_shape(*value.element) : value;
}

/// What is wrong with a value that a field of that shape is compared with for equality; nothing if it may be right.
std::string problem_with(const Shape& shape, const FilterValue& value) {
    if (!shape.values.empty()) {
        const std::vector<std::string_view> known(shape.values.begin(), shape.values.end());
        if (std::ranges::find(known, value.text) != known.end()) return {};
        return shown_name(value.text) + " " + not_one_of(value.text, known);
    }
    if (shape.format == "uuid" && !uuid_from(value.text))
        return shown_name(value.text) + " must be " + std::string(shape.wanted);
    return {};
}

/// What is wrong with a value that a field of that shape is compared with in any way.
std::string kind_problem(const Shape& shape, const FilterValue& value) {
    const bool number = std::holds_alternative<std::int64_t>(value.as) || std::holds_alternative<double>(value.as);
    if (shape.kind == Kind::boolean && !std::holds_alternative<bool>(value.as))
        return shown_name(value.text) + " must be true or false";
    if ((shape.kind == Kind::integer || shape.kind == Kind::number) && !number)
        return shown_name(value.text) + " must be a number, without quotes";
    return {};
}

std::string problem_with(const Filter& test, const Shape& shape) {
    if (shape.kind == Kind::any || test.op == Op::null || test.op == Op::not_null) return {};
    if (shape.kind == Kind::record) {
        std::string names;
        for (const std::string_view name : names_in(shape)) names.append(names.empty() ? "" : ", ").append(name);
        return "is compared with nothing, its fields are: " + names;
    }
    if (test.op == Op::contains) return shape.kind == Kind::text ? "" : "is no text: ~ looks for words in text";
    const bool whole = test.op == Op::equal || test.op == Op::differs || test.op == Op::one_of;
    for (const FilterValue& value : test.values) {
        std::string problem = kind_problem(shape, value);
        if (problem.empty() && whole) problem = problem_with(shape, value);
        if (!problem.empty()) return problem;
    }
    return {};
}

}  // namespace

const Shape& value_shape(const Shape& shape) {
    return shape.kind == Kind::optional ? value_shape(*shape.element) : shape;
}

const Shape* RecordFields::member(std::string_view name) const {
    for (const auto& [known, shape] : more_)
        if (known == name) return shape;
    return member_in(*record_, name);
}

std::vector<std::string_view> RecordFields::names() const {
    auto names = names_in(*record_);
    for (const auto& [name, shape] : more_)
        if (std::ranges::find(names, name) == names.end()) names.push_back(name);
    return names;
}

RecordFields::Found RecordFields::find(std::string_view path, bool through_lists) const {
    const Shape* at = nullptr;
    for (std::size_t begin = 0; begin <= path.size();) {
        const auto end = std::min(path.find('.', begin), path.size());
        const std::string_view name = path.substr(begin, end - begin), before = path.substr(0, begin ? begin - 1 : 0);
        const Shape* const next = at ? member_in(*at, name) : member(name);
        if (!next) {
            const auto known = at ? names_in(*at) : names();
            const std::string where = std::string(before) + (before.empty() ? "" : ".") + shown_name(name);
            if (at && at->kind == Kind::list)
                return {.problem = std::string(before) + ": is a list, whose elements are gone through one by one"};
            if (known.empty()) return {.problem = std::string(before) + ": has no fields"};
            return {.problem = where + ": " + unknown_name(name, known)};
        }
        at = through_lists ? &element_shape(*next) : &value_shape(*next);
        if (at->kind == Kind::any) break;
        begin = end + 1;
    }
    return {.shape = at};
}

void check_filter(const Filter& filter, const RecordFields& record) {
    for (const Filter& part : filter.parts) check_filter(part, record);
    if (filter.kind != Filter::Kind::test) return;
    const auto found = record.find(filter.field, true);
    if (!found.shape) throw Error(Code::invalid_argument, found.problem);
    if (const auto problem = problem_with(filter, *found.shape); !problem.empty())
        throw Error(Code::invalid_argument, filter.field + ": " + problem);
}

}  // namespace rapport
