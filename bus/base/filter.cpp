// SPDX-License-Identifier: MIT
#include "bus/base/filter.hpp"

#include <algorithm>
#include <compare>
#include <optional>

#include "bus/base/unpack.hpp"

namespace rapport {
namespace {

using Op = Filter::Op;
using Kind = Filter::Kind;

std::partial_ordering order(const FilterValue& want, std::string_view value) { return value.compare(want.text) <=> 0; }

template <class Number>
std::partial_ordering order_number(const FilterValue& want, Number value) {
    if (const auto* whole = std::get_if<std::int64_t>(&want.as)) {
        if constexpr (std::same_as<Number, std::int64_t>) return value <=> *whole;
        else return value <=> static_cast<double>(*whole);
    }
    if (const auto* real = std::get_if<double>(&want.as)) return static_cast<double>(value) <=> *real;
    return std::partial_ordering::unordered;
}

/// Unordered: of two kinds.
std::partial_ordering order(const FilterValue& want, const Scalar& value) {
    if (const auto* text = std::get_if<std::string_view>(&value)) return order(want, *text);
    if (const auto* whole = std::get_if<std::int64_t>(&value)) return order_number(want, *whole);
    if (const auto* real = std::get_if<double>(&value)) return order_number(want, *real);
    const auto* truth = std::get_if<bool>(&value);
    const auto* wanted = std::get_if<bool>(&want.as);
    return truth && wanted ? *truth <=> *wanted : std::partial_ordering::unordered;
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

bool contains(std::string_view text, std::string_view part) {
    const auto same = [](char a, char b) { return lower(a) == lower(b); };
    return part.empty() || std::search(text.begin(), text.end(), part.begin(), part.end(), same) != text.end();
}

/// `exists` is told a test and says whether any value of its field passes.
template <class Exists>
bool evaluate(const Filter& filter, const Exists& exists) {
    const auto part_holds = [&exists](const Filter& part) { return evaluate(part, exists); };
    switch (filter.kind) {
        case Kind::all:
            return std::ranges::all_of(filter.parts, part_holds);
        case Kind::any:
            return std::ranges::any_of(filter.parts, part_holds);
        case Kind::none:
            return std::ranges::none_of(filter.parts, part_holds);
        case Kind::test:
            break;
    }
    if (filter.op != Op::null) return exists(filter);
    Filter opposite = filter;
    opposite.op = Op::not_null;
    return !exists(opposite);
}

/// Nothing for a map, which no test holds for but `is not null`.
std::optional<Scalar> scalar_of(const msgpack::object& value) {
    switch (value.type) {
        case msgpack::type::NIL:
            return Scalar{};
        case msgpack::type::BOOLEAN:
            return value.via.boolean;
        case msgpack::type::NEGATIVE_INTEGER:
            return value.via.i64;
        case msgpack::type::POSITIVE_INTEGER:
            if (value.via.u64 > INT64_MAX) return static_cast<double>(value.via.u64);
            return static_cast<std::int64_t>(value.via.u64);
        case msgpack::type::FLOAT32:
        case msgpack::type::FLOAT64:
            return value.via.f64;
        case msgpack::type::STR:
            return std::string_view(value.via.str.ptr, value.via.str.size);
        default:
            return {};
    }
}

bool exists_at(const msgpack::object& value, std::string_view path, const Filter& test) {
    if (value.type == msgpack::type::ARRAY)
        return std::any_of(value.via.array.ptr, value.via.array.ptr + value.via.array.size,
                           [&](const msgpack::object& element) { return exists_at(element, path, test); });
    if (path.empty()) {
        const auto scalar = scalar_of(value);
        return scalar ? holds(test, *scalar) : test.op == Op::not_null;
    }
    if (value.type != msgpack::type::MAP) return false;
    const auto dot = std::min(path.find('.'), path.size());
    const auto key = path.substr(0, dot);
    for (std::uint32_t i = 0; i < value.via.map.size; ++i) {
        const auto& entry = value.via.map.ptr[i];
        if (entry.key.type == msgpack::type::STR &&
            key == std::string_view(entry.key.via.str.ptr, entry.key.via.str.size))
            return exists_at(entry.val, path.substr(std::min(dot + 1, path.size())), test);
    }
    return false;
}

}  // namespace

bool holds(const Filter& test, const Scalar& value) {
    const bool null = std::holds_alternative<std::monostate>(value);
    if (test.op == Op::null || test.op == Op::not_null) return null == (test.op == Op::null);
    if (null) return false;
    if (test.op == Op::one_of)
        return std::ranges::any_of(test.values, [&](const FilterValue& want) { return order(want, value) == 0; });
    const FilterValue& want = test.values.at(0);
    if (test.op == Op::contains) {
        const auto* text = std::get_if<std::string_view>(&value);
        return text && contains(*text, want.text);
    }
    const auto ordering = order(want, value);
    switch (test.op) {
        case Op::equal:
            return ordering == 0;
        case Op::differs:
            return ordering != 0;
        case Op::less:
            return ordering < 0;
        case Op::at_most:
            return ordering <= 0;
        case Op::more:
            return ordering > 0;
        default:
            return ordering >= 0;
    }
}

bool matches(const Filter& filter, const std::function<Scalar(std::string_view path)>& lookup) {
    return evaluate(filter, [&lookup](const Filter& test) { return holds(test, lookup(test.field)); });
}

bool matches(const Filter& filter, const Any& record) {
    if (record.empty()) return evaluate(filter, [](const Filter&) { return false; });
    const Unpacked unpacked(record.bytes);
    return evaluate(filter, [&unpacked](const Filter& test) { return exists_at(unpacked.value(), test.field, test); });
}

}  // namespace rapport
