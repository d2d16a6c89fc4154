// SPDX-License-Identifier: MIT
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bus/base/shape.hpp"

namespace rapport {

/// What stands at a place of a record, as a JSON Schema says it: the record itself, one of its fields, an element of a
/// list. What a schema does not say, or says in words that are not read here (`$ref`, a choice of several), may be
/// anything.
struct Place {
    using Kind = Shape::Kind;

    Kind kind = Kind::any;            ///< never optional: of that it is what stands there, if anything does
    std::string format;               ///< of text: `date-time`, `uuid`, or nothing
    std::vector<std::string> values;  ///< of an enumeration
    std::shared_ptr<const Place> element = nullptr;                                 ///< of a list
    std::vector<std::pair<std::string, std::shared_ptr<const Place>>> fields = {};  ///< of a record, in order

    /// Nothing if there is no such field.
    std::shared_ptr<const Place> field(std::string_view name) const;
    std::vector<std::string_view> field_names() const;
};

/// Of a list what its elements are, of a list of lists theirs; of all else the place itself.
std::shared_ptr<const Place> innermost(std::shared_ptr<const Place> place);

/// Of a JSON Schema as MessagePack. invalid_argument for what is no MessagePack.
std::shared_ptr<const Place> place_of_schema(std::string_view schema);
/// Of records of that shape.
std::shared_ptr<const Place> place_of(const Shape& shape);

}  // namespace rapport
