// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bus/base/filter.hpp"
#include "bus/base/shape.hpp"

namespace rapport {

/// What dotted paths lead to in records of a shape: so that a condition or a template which names what no such record
/// has is refused where it is written, and does not stay silent for ever.
class RecordFields {
public:
    /// Of a shape that is no record: it has no fields.
    explicit RecordFields(const Shape& record) : record_(&record) {}
    /// One field more; or what is known to stand in one that is carried unread.
    void add(std::string_view name, const Shape& shape) { more_.emplace_back(name, &shape); }

    /// What a path leads to.
    struct Found {
        const Shape* shape = nullptr;  ///< of what stands there, if it does; none: no record has such a field
        std::string problem = {};      ///< then: the path, what is wrong with it and what would be right
    };
    /// Below a field that is carried unread anything may stand: Found has its shape. Lists on the way lead to their
    /// elements, or nowhere.
    Found find(std::string_view path, bool through_lists) const;
    std::vector<std::string_view> names() const;

private:
    const Shape* member(std::string_view name) const;

    const Shape* record_;
    std::vector<std::pair<std::string_view, const Shape*>> more_;
};

/// The shape within optionals.
const Shape& value_shape(const Shape& shape);

/// invalid_argument for a filter that tests what no record has: a field that it has not, a word that is none of an
/// enumeration's, text where there are numbers. The message begins with the path and says what would be right.
void check_filter(const Filter& filter, const RecordFields& record);

}  // namespace rapport
