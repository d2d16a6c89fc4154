// SPDX-License-Identifier: MIT
#include "tests/contract/sample_request.hpp"

#include <algorithm>

namespace rapport::contract {
namespace {

using Json = nlohmann::json;

std::string sample_text(const Json& schema) {
    if (schema.contains("enum")) return schema["enum"].front();
    const std::string format = schema.value("format", "");
    if (format == "date-time") return "2026-03-02T09:00:00Z";
    if (format == "date") return "2026-03-02";
    if (format == "uuid") return "0192f0c1-7a3b-7cde-8f00-1234567890ab";
    if (format == "email") return "ann@example.org";
    if (format == "recipient") return "owner";
    return std::string(std::max<std::size_t>(1, schema.value("minLength", 0U)), 'x');
}

void collect(const Json& schema, const Json::json_pointer& at, std::vector<Json::json_pointer>& found) {
    if (schema.value("type", "") == "array" && schema.value("minItems", 0U) > 0)
        collect(schema["items"], at / 0U, found);
    for (const auto& name : schema.value("required", Json::array())) {
        found.push_back(at / name.get<std::string>());
        collect(schema["properties"][name.get<std::string>()], at / name.get<std::string>(), found);
    }
}

}  // namespace

Json sample_of(const Json& schema) {
    if (schema.contains("anyOf")) return sample_of(schema["anyOf"].front());
    const std::string type = schema.value("type", "");
    if (type == "string") return sample_text(schema);
    if (type == "boolean") return true;
    if (type == "integer" || type == "number") return std::max(1.0, schema.value("minimum", 1.0));
    if (type == "array") return Json(schema.value("minItems", 0U), sample_of(schema["items"]));
    Json object = Json::object();
    for (const auto& name : schema.value("required", Json::array()))
        object[name.get<std::string>()] = sample_of(schema["properties"][name.get<std::string>()]);
    return object;
}

std::vector<Json::json_pointer> required_in(const Json& schema) {
    std::vector<Json::json_pointer> found;
    collect(schema, Json::json_pointer(), found);
    return found;
}

}  // namespace rapport::contract
