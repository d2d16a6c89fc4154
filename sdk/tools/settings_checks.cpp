// SPDX-License-Identifier: MIT
// Of settings: whether the schema describes them, and refuses what it should.
#include <stdlib.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "sdk/host/settings.hpp"
#include "sdk/tools/checker.hpp"

namespace rapport::sdk::tools {
namespace {

using Json = nlohmann::ordered_json;

/// A reference that leads to this value, for as long as this process lives.
std::string kept(const std::string& value) {
    const auto name = "RAPPORT_CHECK_SECRET_" + std::to_string(std::hash<std::string>{}(value));
    ::setenv(name.c_str(), value.c_str(), 1);
    return "env:" + name;
}

Json schema_of(const Subject& subject) { return Json::parse(subject.sheet.settings_schema); }

Json properties_of(const Json& schema) {
    return schema.contains("properties") ? schema["properties"] : Json(Json::object());
}

bool refused(const Subject& subject, const Json& settings) {
    try {
        settle(subject.spec.id, subject.sheet.settings_schema, settings.dump());
    } catch (const PluginError& error) {
        if (error.kind == PluginError::Kind::contract) throw;
        return true;
    }
    return false;
}

/// Values that a property must not take, each with what is wrong with it.
std::vector<std::pair<Json, std::string>> bad_values(const Json& property) {
    std::vector<std::pair<Json, std::string>> bad;
    const auto type = property.value("type", std::string());
    const auto has = [&](const char* name) { return property.contains(name) && property[name].is_number(); };
    if (type == "string") bad.emplace_back(true, "a boolean");
    else if (!type.empty()) bad.emplace_back("a text", "a text");
    if (has("minimum")) bad.emplace_back(property["minimum"].get<double>() - 1, "less than its minimum");
    if (has("maximum") && property["maximum"].get<double>() < 1e18)
        bad.emplace_back(property["maximum"].get<double>() * 2 + 1, "more than its maximum");
    if (has("maxLength") && property["maxLength"].get<double>() < 100'000 && !property.value("writeOnly", false))
        bad.emplace_back(std::string(property["maxLength"].get<std::size_t>() + 1, 'x'), "longer than its maximum");
    return bad;
}

void fill_in(const Json& schema, Json& given) {
    const auto required = schema.value("required", Json::array());
    const auto properties = properties_of(schema);
    for (const auto& [name, property] : properties.items()) {
        if (!property.value("writeOnly", false)) continue;
        const auto at = given.find(name);
        if (at == given.end()) {
            if (std::ranges::find(required, Json(name)) != required.end())
                given[name] = kept("correct horse battery staple");
        } else if (at->is_string() && at->get_ref<const std::string&>().find("://127.0.0.1:") != std::string::npos) {
            *at = kept(at->get<std::string>());
        }
    }
}

/// The names of what has to be given and is not.
std::string missing(const Json& schema, const Json& given) {
    std::string names;
    for (const auto& each : schema.value("required", Json::array()))
        if (const auto name = each.get<std::string>(); !given.contains(name))
            names.append(names.empty() ? "" : ", ").append(name);
    return names;
}

std::string check_schema(const Subject& subject) {
    refused(subject, Json::object());  // throws where the schema is unsound
    const auto schema = schema_of(subject);
    if (schema.value("additionalProperties", Json(true)) != Json(false))
        throw Fault(
            "its settings schema takes names that it does not know, so that a mistyped one goes unnoticed; set "
            "\"additionalProperties\": false");
    std::size_t count = 0;
    const auto properties = properties_of(schema);
    for (const auto& [name, property] : properties.items()) {
        if (property.value("description", std::string()).empty())
            throw Fault("the setting '" + name + "' has no description; say in its schema what it does");
        ++count;
    }
    return count == 0 ? "there are no settings" : std::to_string(count) + " settings, each with a description";
}

std::string check_bad_values(const Subject& subject, const Json& given) {
    std::size_t tried = 1;
    auto unknown = given;
    unknown["no_setting_of_this_name"] = 1;
    if (!refused(subject, unknown)) throw Fault("an unknown setting is not refused");
    const auto properties = properties_of(schema_of(subject));
    for (const auto& [name, property] : properties.items()) {
        for (const auto& [value, what] : bad_values(property)) {
            auto bad = given;
            bad[name] = value;
            if (!refused(subject, bad))
                throw Fault(std::string("the setting '").append(name).append("' takes ").append(what));
            ++tried;
        }
    }
    return std::to_string(tried) + " bad values refused";
}

}  // namespace

std::string check_settings(Checker& checker, const Subject& subject, const std::string& text) {
    Json given = Json::parse(text, nullptr, false);
    checker.must("settings schema", [&] {
        settle(subject.spec.id, "{}", text);  // refuses what is no object
        return check_schema(subject);
    });
    checker.must("settings", [&]() -> std::string {
        fill_in(schema_of(subject), given);
        const auto names = missing(schema_of(subject), given);
        if (!names.empty())
            throw Fault("needs settings that have no default: " + names + "; give them with --settings");
        return "in effect: " + settle(subject.spec.id, subject.sheet.settings_schema, given.dump()).shown;
    });
    checker.test("bad settings", [&] { return check_bad_values(subject, given); });
    return given.dump();
}

std::string filled_in(const Subject& subject, const std::string& given) {
    auto settings = Json::parse(given);
    fill_in(schema_of(subject), settings);
    return settings.dump();
}

}  // namespace rapport::sdk::tools
