// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "bus/base/any.hpp"

namespace rapport {

/// What a filter compares a field with. The field's own type decides how it is read: a text field is compared with
/// `text`, a boolean or a number with `as`. So `number = 7` finds both 7 and "7", and `number = '7'` only "7".
struct FilterValue {
    std::string text;                                               ///< as it was written, without its quotes
    std::variant<std::monostate, bool, std::int64_t, double> as{};  ///< nothing for what was quoted or is neither

    friend bool operator==(const FilterValue&, const FilterValue&) = default;
};

/// A condition on a record, as people write it for `tail --where`, lists and rules (the language: README.md). A value;
/// one without parts, such as Filter{}, holds for everything.
struct Filter {
    enum class Kind : unsigned char { all, any, none, test };  ///< and, or, not, a comparison
    /// What a comparison asks of a field: `==`, `!=`, `<`, `<=`, `>`, `>=`, contains, in, is null, is not null.
    enum class Op : unsigned char { equal, differs, less, at_most, more, at_least, contains, one_of, null, not_null };

    Kind kind = Kind::all;
    std::vector<Filter> parts;  ///< of all and any: two or more; of none: one

    std::string field;                ///< of a test: a dotted path
    Op op = Op::equal;                ///< of a test
    std::vector<FilterValue> values;  ///< of a test: one; of one_of one or more; of null and not_null none

    friend bool operator==(const Filter&, const Filter&) = default;
};

/// How large a filter may be, so that reading one takes little time and stack.
struct FilterLimits {
    static constexpr std::size_t bytes = 4096;
    static constexpr int depth = 16;  ///< of parentheses and `not`
};

/// Text → filter; blank text is Filter{}. invalid_argument, with details {position, expected}, for what is no filter or
/// beyond FilterLimits; positions are bytes counted from 1.
Filter parse_filter(std::string_view text);

/// What a record holds in a field: null if it is missing.
using Scalar = std::variant<std::monostate, bool, std::int64_t, double, std::string_view>;

/// Whether one comparison holds for one value. Null is equal to nothing, differs from nothing and is neither less nor
/// more; values of two kinds differ. Text compares by bytes, so times in UTC and days sort; `contains` overlooks the
/// case of A–Z.
bool holds(const Filter& test, const Scalar& value);

/// Whether the filter holds for a record that `lookup` knows: it is given a path and answers the value there.
bool matches(const Filter& filter, const std::function<Scalar(std::string_view path)>& lookup);
/// The same for a MessagePack map. A path leads through maps by key and through lists to every element; a test holds
/// if it does for any value there, `is null` if there is no value that is not null. invalid_argument for bad bytes.
bool matches(const Filter& filter, const Any& record);

}  // namespace rapport
