// SPDX-License-Identifier: MIT
#include "services/gateway/methods/schema_pool.hpp"

#include <algorithm>
#include <array>

namespace rapport::gateway {
namespace {

using Json = SchemaPool::Json;

bool is_record(const Json& schema) {
    return schema.is_object() && schema.value("type", "") == "object" && schema.contains("title") &&
           schema.contains("properties");
}
bool is_enumeration(const Json& schema) {
    return schema.is_object() && schema.value("type", "") == "string" && schema.contains("title") &&
           schema.contains("enum");
}

/// What a field says about the value that it holds belongs to the reference, not to what is referred to.
constexpr std::array of_the_field{"description", "x-personal", "writeOnly", "x-ui"};

/// A record says how it is shown under the same key, and then what it is called.
bool is_of_the_field(const Json& schema, const char* key) {
    return schema.contains(key) && !(schema[key].is_object() && schema[key].contains("title"));
}

/// The same record without what a caller may do with it, which not every result shows.
Json without_moves(Json record) {
    for (const char* shown : {"allowed_moves", "blocked_moves"}) {
        if (record.contains("properties")) record["properties"].erase(shown);
        if (!record.contains("required")) continue;
        Json& required = record["required"];
        required.erase(std::remove(required.begin(), required.end(), Json(shown)), required.end());
    }
    return record;
}

bool shows_moves(const Json& record) {
    return record.contains("properties") && record["properties"].contains("allowed_moves");
}

}  // namespace

SchemaPool::Json SchemaPool::inlined(const Json& schema, const User& user) {
    if (!schema.is_object()) return schema;
    Json out = schema;
    if (out.contains("properties"))
        for (auto& [name, property] : out["properties"].items()) property = within(property, user);
    if (out.contains("items")) out["items"] = within(out["items"], user);
    if (out.contains("anyOf"))
        for (Json& choice : out["anyOf"]) choice = within(choice, user);
    return out;
}

SchemaPool::Json SchemaPool::referring(const Json& schema, const User& user) {
    return is_record(schema) || is_enumeration(schema) ? referred(schema, schema["title"], user)
                                                       : inlined(schema, user);
}

/// What is asked for is closed, and so another schema than the same record in a result.
SchemaPool::Json SchemaPool::within(const Json& schema, const User& user) {
    if (!is_record(schema)) return referring(schema, user);
    const bool asked = schema.value("additionalProperties", Json(true)) == Json(false);
    return referred(schema, schema["title"].get<std::string>() + (asked ? "Input" : ""), user);
}

SchemaPool::Json SchemaPool::referred(const Json& schema, const std::string& title, const User& user) {
    Json content = inlined(schema, user);
    Json reference = Json::object();
    reference["$ref"] = "";
    for (const char* key : of_the_field) {
        if (!is_of_the_field(content, key)) continue;
        reference[key] = content[key];
        content.erase(key);
    }
    reference["$ref"] = "#/components/schemas/" + name_for(title, content, user);
    return reference;
}

std::string SchemaPool::name_for(const std::string& title, const Json& content, const User& user) {
    std::string name = user.service;
    name.append(".").append(title);
    const auto [place, added] = named_.try_emplace(name, content);
    if (added || place->second == content) return name;
    if (shows_moves(place->second) != shows_moves(content) && without_moves(place->second) == without_moves(content)) {
        // One schema for both: some results show them.
        Json shown = shows_moves(content) ? content : place->second;
        if (shown.contains("required")) shown["required"] = without_moves(shown).value("required", Json::array());
        place->second = std::move(shown);
        return name;
    }
    clashes_.push_back(name + ", by " + user.method);
    std::string other = user.service;
    other.append(".").append(user.method).append(".").append(title);
    // A method has one of that title in its request and one in its result.
    while (named_.contains(other) && named_[other] != content) other += "_";
    named_[other] = content;
    return other;
}

Json SchemaPool::take() {
    Json out = Json::object();
    for (auto& [name, schema] : named_) out[name] = std::move(schema);
    named_.clear();
    return out;
}

void SchemaPool::add(const std::string& name, Json schema) { named_[name] = std::move(schema); }

}  // namespace rapport::gateway
