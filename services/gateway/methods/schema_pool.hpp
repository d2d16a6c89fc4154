// SPDX-License-Identifier: MIT
#pragma once
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace rapport::gateway {

/// Gathers the records and enumerations within JSON Schemas under names of their own, `service.Title`, so that a
/// document may refer to them. A closed record within another, which is part of a request, has `Input` behind its
/// title. Two that have one name and different content are a mistake of that service, see clashes(). For sources only:
/// it brings in nlohmann-json.
class SchemaPool {
public:
    using Json = nlohmann::ordered_json;
    /// Who speaks a schema.
    struct User {
        std::string service, method;
    };

    /// The schema with each record in it replaced by a reference.
    Json referring(const Json& schema, const User& user);
    /// The same, but the outermost record stays in place.
    Json inlined(const Json& schema, const User& user);
    /// All by name, for `components/schemas`.
    Json take();
    /// Adds one under exactly that name.
    void add(const std::string& name, Json schema);
    /// The names that a service gave to two contents, and the method that came second. Its content is there, under the
    /// method's name.
    const std::vector<std::string>& clashes() const { return clashes_; }

private:
    Json within(const Json& schema, const User& user);
    Json referred(const Json& schema, const std::string& title, const User& user);
    std::string name_for(const std::string& title, const Json& content, const User& user);

    std::map<std::string, Json> named_;
    std::vector<std::string> clashes_;
};

}  // namespace rapport::gateway
