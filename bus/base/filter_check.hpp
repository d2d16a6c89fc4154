// SPDX-License-Identifier: MIT
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bus/base/filter.hpp"
#include "bus/base/place.hpp"

namespace rapport {

/// What dotted paths lead to in records of a kind: so that a condition or a template which names what no such record
/// has is refused where it is written, and does not stay silent for ever.
class RecordFields {
public:
    /// Of what is no record: it has no fields.
    explicit RecordFields(std::shared_ptr<const Place> record) : record_(std::move(record)) {}
    explicit RecordFields(const Shape& record) : RecordFields(place_of(record)) {}
    /// One field more; or what is known to stand in one that is carried unread.
    void add(std::string_view name, std::shared_ptr<const Place> place) { more_.emplace_back(name, std::move(place)); }
    void add(std::string_view name, const Shape& shape) { add(name, place_of(shape)); }

    /// What a path leads to.
    struct Found {
        std::shared_ptr<const Place> place = nullptr;  ///< what stands there, if it does; none: no record has such a
                                                       ///< field
        std::string problem = {};  ///< then: the path, what is wrong with it and what would be right
    };
    /// Below a field that is carried unread anything may stand: Found has that field; so it is where nothing is said of
    /// the record. Lists on the way lead to their elements, or nowhere.
    Found find(std::string_view path, bool through_lists) const;
    std::vector<std::string_view> names() const;

private:
    std::shared_ptr<const Place> member(std::string_view name) const;

    std::shared_ptr<const Place> record_;
    std::vector<std::pair<std::string, std::shared_ptr<const Place>>> more_;
};

/// invalid_argument for a filter that tests what no record has: a field that it has not, a word that is none of an
/// enumeration's, text where there are numbers. The message begins with the path and says what would be right.
void check_filter(const Filter& filter, const RecordFields& record);

}  // namespace rapport
