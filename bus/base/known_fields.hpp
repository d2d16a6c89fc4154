// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bus/base/error.hpp"

namespace rapport {

struct Shape;

/// invalid_argument for a name of a request, by its path, that is none of those known: with the nearest, or which there
/// are.
Error unknown_field(const std::string& path, const std::vector<std::string_view>& known);

/// The names that a record may have at every depth, as its JSON Schema tells them: what is said at an edge (HTTP, a
/// command line, a file of settings) is held against them, so that a slip in a name is not silently nothing. Where the
/// schema does not close a record (`additionalProperties: false`), or says more than is understood here, anything may
/// stand.
class KnownFields {
public:
    /// Of the schema, as MessagePack; of anything that is none: everything may stand.
    explicit KnownFields(std::string_view schema);
    /// Of what a request of that shape may hold.
    explicit KnownFields(const Shape& shape);

    /// invalid_argument with the path of the first name in `value` (MessagePack) that is not known, and the nearest
    /// that is, or which there are.
    void check(std::string_view value) const;
    /// The same for one name of the outermost record.
    void check_name(std::string_view name) const;

private:
    struct Node {
        bool closed = false;                                     ///< nothing but `fields` may stand
        std::map<std::string, std::size_t, std::less<>> fields;  ///< to their nodes
        std::optional<std::size_t> items, rest;                  ///< of a list; of fields that are not named
    };
    class Builder;
    class Walker;
    [[noreturn]] void refuse(const std::string& path, std::string_view name, const Node& node) const;

    std::vector<Node> nodes_;  ///< the first is the outermost
};

}  // namespace rapport
