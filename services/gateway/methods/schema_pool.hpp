// SPDX-License-Identifier: MIT
#pragma once
#include <map>
#include <nlohmann/json.hpp>
#include <string>

namespace rapport::gateway {

/// Gathers the records within JSON Schemas under names of their own, so that a document may refer to them. Records with
/// the same title and the same content are one; where the content differs, the later ones get the name of their user
/// before their title. A closed record within another, which is part of a request, has `Input` behind its title. For
/// sources only: it brings in nlohmann-json.
class SchemaPool {
public:
    using Json = nlohmann::ordered_json;

    /// The schema with each record in it replaced by a reference. `user` is the method that speaks it.
    Json referring(const Json& schema, const std::string& user);
    /// The same, but the outermost record stays in place.
    Json inlined(const Json& schema, const std::string& user);
    /// All records by name, for `components/schemas`.
    Json take();
    /// Adds one under exactly that name.
    void add(const std::string& name, Json schema);

private:
    Json within(const Json& schema, const std::string& user);
    Json referred(const Json& schema, const std::string& title, const std::string& user);
    std::string name_for(const std::string& title, const Json& content, const std::string& user);

    std::map<std::string, Json> records_;
};

}  // namespace rapport::gateway
