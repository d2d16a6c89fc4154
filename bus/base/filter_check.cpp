// SPDX-License-Identifier: MIT
#include "bus/base/filter_check.hpp"

#include <algorithm>

#include "bus/base/error.hpp"
#include "bus/base/fields.hpp"
#include "bus/base/id.hpp"
#include "bus/base/names.hpp"

namespace rapport {
namespace {

using Op = Filter::Op;
using Kind = Place::Kind;

/// What is wrong with a value that what stands there is compared with for equality; nothing if it may be right.
std::string problem_with(const Place& place, const FilterValue& value) {
    if (!place.values.empty()) {
        const std::vector<std::string_view> known(place.values.begin(), place.values.end());
        if (std::ranges::find(known, value.text) != known.end()) return {};
        return shown_name(value.text) + " " + not_one_of(value.text, known);
    }
    if (place.format == "uuid" && !uuid_from(value.text))
        return shown_name(value.text) + " must be " + std::string(shape_of<Uuid>().wanted);
    return {};
}

/// What is wrong with a value that what stands there is compared with in any way.
std::string kind_problem(const Place& place, const FilterValue& value) {
    const bool number = std::holds_alternative<std::int64_t>(value.as) || std::holds_alternative<double>(value.as);
    if (place.kind == Kind::boolean && !std::holds_alternative<bool>(value.as))
        return shown_name(value.text) + " must be true or false";
    if ((place.kind == Kind::integer || place.kind == Kind::number) && !number)
        return shown_name(value.text) + " must be a number, without quotes";
    return {};
}

std::string problem_with(const Filter& test, const Place& place) {
    if (place.kind == Kind::any || test.op == Op::null || test.op == Op::not_null) return {};
    if (place.kind == Kind::record) {
        std::string names;
        for (const std::string_view name : place.field_names()) names.append(names.empty() ? "" : ", ").append(name);
        return "is compared with nothing, its fields are: " + names;
    }
    if (test.op == Op::contains) return place.kind == Kind::text ? "" : "is no text: ~ looks for words in text";
    const bool whole = test.op == Op::equal || test.op == Op::differs || test.op == Op::one_of;
    for (const FilterValue& value : test.values) {
        std::string problem = kind_problem(place, value);
        if (problem.empty() && whole) problem = problem_with(place, value);
        if (!problem.empty()) return problem;
    }
    return {};
}

}  // namespace

std::shared_ptr<const Place> RecordFields::member(std::string_view name) const {
    for (const auto& [known, place] : more_)
        if (known == name) return place;
    return record_->field(name);
}

std::vector<std::string_view> RecordFields::names() const {
    auto names = record_->field_names();
    for (const auto& [name, place] : more_)
        if (std::ranges::find(names, name) == names.end()) names.push_back(name);
    return names;
}

RecordFields::Found RecordFields::find(std::string_view path, bool through_lists) const {
    std::shared_ptr<const Place> at;
    for (std::size_t begin = 0; begin <= path.size();) {
        const auto end = std::min(path.find('.', begin), path.size());
        const std::string_view name = path.substr(begin, end - begin), before = path.substr(0, begin ? begin - 1 : 0);
        const auto next = at ? at->field(name) : member(name);
        if (!next) {
            if (!at && record_->kind == Kind::any) return {.place = record_};
            const auto known = at ? at->field_names() : names();
            const std::string where = std::string(before) + (before.empty() ? "" : ".") + shown_name(name);
            if (at && at->kind == Kind::list)
                return {.problem = std::string(before) + ": is a list, whose elements are gone through one by one"};
            if (known.empty()) return {.problem = std::string(before) + ": has no fields"};
            return {.problem = where + ": " + unknown_name(name, known)};
        }
        at = through_lists ? innermost(next) : next;
        if (at->kind == Kind::any) break;
        begin = end + 1;
    }
    return {.place = at};
}

void check_filter(const Filter& filter, const RecordFields& record) {
    for (const Filter& part : filter.parts) check_filter(part, record);
    if (filter.kind != Filter::Kind::test) return;
    const auto found = record.find(filter.field, true);
    if (!found.place) throw Error(Code::invalid_argument, found.problem);
    if (const auto problem = problem_with(filter, *found.place); !problem.empty())
        throw Error(Code::invalid_argument, filter.field + ": " + problem);
}

}  // namespace rapport
