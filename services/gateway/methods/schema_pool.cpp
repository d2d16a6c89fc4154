// SPDX-License-Identifier: MIT
#include "services/gateway/methods/schema_pool.hpp"

#include <array>

namespace rapport::gateway {
namespace {

using Json = SchemaPool::Json;

bool is_record(const Json& schema) {
    return schema.is_object() && schema.value("type", "") == "object" && schema.contains("title") &&
           schema.contains("properties");
}

/// What a field says about the value that it holds belongs to the reference, not to the record.
constexpr std::array of_the_field{"description", "x-personal", "writeOnly"};

}  // namespace

Json SchemaPool::inlined(const Json& schema, const std::string& user) {
    if (!schema.is_object()) return schema;
    Json out = schema;
    if (out.contains("properties"))
        for (auto& [name, property] : out["properties"].items()) property = within(property, user);
    if (out.contains("items")) out["items"] = within(out["items"], user);
    return out;
}

Json SchemaPool::referring(const Json& schema, const std::string& user) {
    return is_record(schema) ? referred(schema, schema["title"], user) : inlined(schema, user);
}

/// What is asked for is closed, and so another schema than the same record in a result.
Json SchemaPool::within(const Json& schema, const std::string& user) {
    if (!is_record(schema)) return inlined(schema, user);
    const bool asked = schema.value("additionalProperties", Json(true)) == Json(false);
    return referred(schema, schema["title"].get<std::string>() + (asked ? "Input" : ""), user);
}

Json SchemaPool::referred(const Json& schema, const std::string& title, const std::string& user) {
    Json record = inlined(schema, user);
    Json reference = Json::object();
    reference["$ref"] = "";
    for (const char* key : of_the_field) {
        if (!record.contains(key)) continue;
        reference[key] = record[key];
        record.erase(key);
    }
    reference["$ref"] = "#/components/schemas/" + name_for(title, record, user);
    return reference;
}

std::string SchemaPool::name_for(const std::string& title, const Json& content, const std::string& user) {
    std::string name = title;
    for (int n = 1;; ++n) {
        const auto [place, added] = records_.try_emplace(name, content);
        if (added || place->second == content) return name;
        name = user;
        name.append("_").append(title);
        if (n > 1) name += std::to_string(n);
    }
}

Json SchemaPool::take() {
    Json out = Json::object();
    for (auto& [name, schema] : records_) out[name] = std::move(schema);
    records_.clear();
    return out;
}

void SchemaPool::add(const std::string& name, Json schema) { records_[name] = std::move(schema); }

}  // namespace rapport::gateway
