// SPDX-License-Identifier: MIT
#include "sdk/host/settings.hpp"

// Without this valijson ends the process where a schema is unsound.
#define VALIJSON_USE_EXCEPTIONS 1
#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include "sdk/host/error.hpp"
#include "sdk/host/secrets.hpp"
#include "sdk/include/rapport/plugin.h"

namespace rapport::sdk {
namespace {

using Json = nlohmann::json;
using Adapter = valijson::adapters::NlohmannJsonAdapter;
using Kind = PluginError::Kind;

constexpr std::size_t max_size = 256 * 1024;
constexpr int max_depth = 32;  // what works on JSON here recurses

/// Discarded where the text is too large, too deep, or no JSON.
Json parse(const std::string& text) {
    bool too_deep = false;
    const auto watch = [&](int depth, Json::parse_event_t, const Json&) {
        return !(too_deep = too_deep || depth > max_depth);
    };
    auto parsed = text.size() > max_size ? Json(Json::value_t::discarded) : Json::parse(text, watch, false);
    return too_deep ? Json(Json::value_t::discarded) : parsed;
}

[[noreturn]] void refuse(const std::string& plugin, const std::string& why) {
    throw PluginError(Kind::settings, "the settings of " + plugin + " are refused: " + why);
}

Json parse_schema(const std::string& plugin, const std::string& text) {
    auto schema = parse(text);
    if (schema.is_discarded() || !schema.is_object())
        throw PluginError(Kind::contract,
                          "the settings schema of " + plugin + " is no JSON object; its author must mend it");
    return schema;
}

Json parse_given(const std::string& plugin, const std::string& text) {
    auto given = parse(text);
    if (!given.is_object()) refuse(plugin, "a JSON object is needed, of at most 256 KiB and 32 levels");
    return given;
}

/// What the plugin knows of a setting, as a hint: "an integer from 1 to 1000".
std::string expectation(const Json& property) {
    std::string out = property.value("type", "a value");
    if (property.contains("minimum")) out += " from " + property["minimum"].dump();
    if (property.contains("maximum")) out += " to " + property["maximum"].dump();
    if (property.contains("minLength")) out += " of at least " + property["minLength"].dump() + " characters";
    if (property.contains("maxLength")) out += " of at most " + property["maxLength"].dump() + " characters";
    if (property.contains("enum")) out += " out of " + property["enum"].dump();
    return out;
}

/// The commonest faults by name; anything deeper is left to the validator.
void check_names(const std::string& plugin, const Json& schema, const Json& given) {
    const auto properties = schema.value("properties", Json::object());
    for (const auto& [name, value] : given.items()) {
        if (properties.contains(name) || schema.value("additionalProperties", Json(true)) != Json(false)) continue;
        std::string known;
        for (const auto& [each, ignored] : properties.items()) known += (known.empty() ? "" : ", ") + each;
        refuse(plugin, "there is no setting '/" + name + "'; there " + (known.empty() ? "are none" : "are " + known));
    }
    for (const auto& name : schema.value("required", Json::array()))
        if (name.is_string() && !given.contains(name.get<std::string>()))
            refuse(plugin, "'/" + name.get<std::string>() + "' is missing; it has no default");
}

/// "/a/0/b" out of the validator's path of "<root>", "[a]", "[0]", "[b]".
std::string pointer(const std::vector<std::string>& context) {
    std::string out;
    for (std::size_t i = 1; i < context.size(); ++i) {
        const auto& step = context[i];
        out += "/" + (step.size() > 2 && step.front() == '[' ? step.substr(1, step.size() - 2) : step);
    }
    return out.empty() ? "/" : out;
}

void validate(const std::string& plugin, const Json& document, const Json& given) {
    valijson::Schema schema;
    try {
        valijson::SchemaParser(valijson::SchemaParser::kDraft7).populateSchema(Adapter(document), schema);
    } catch (const std::exception& error) {
        throw PluginError(Kind::contract, "the settings schema of " + plugin + " is unsound (" + error.what() +
                                              "); its author must mend it");
    }
    valijson::ValidationResults results;
    if (valijson::Validator(valijson::Validator::kStrongTypes).validate(schema, Adapter(given), &results)) return;
    // The innermost finding has the longest path.
    valijson::ValidationResults::Error found, each;
    while (results.popError(each))
        if (each.context.size() > found.context.size()) found = each;
    const auto path = pointer(found.context);
    const auto properties = document.value("properties", Json::object());
    const auto name = path.substr(1);
    refuse(plugin,
           "'" + path + "'" +
               (properties.contains(name) ? " must be: " + expectation(properties[name]) : ": " + found.description));
}

Settings::Item item_of(const std::string& name, const Json& value) {
    if (value.is_boolean()) {
        const bool on = value.get<bool>();
        return {name, RAPPORT_SETTING_BOOLEAN, on ? 1.0 : 0.0, on ? 1 : 0};
    }
    if (value.is_number_float()) {
        const auto number = value.get<double>();
        const bool fits = number > -9.2e18 && number < 9.2e18;
        return {name, RAPPORT_SETTING_NUMBER, number, fits ? static_cast<std::int64_t>(number) : 0};
    }
    if (value.is_number()) return {name, RAPPORT_SETTING_NUMBER, value.get<double>(), value.get<std::int64_t>()};
    return {name, RAPPORT_SETTING_TEXT, 0, 0, value.get<std::string>()};
}

/// Puts the secrets that `given` refers to in place. Nothing stands for none.
std::vector<FoundSecret> fetch_secrets(const std::string& plugin, const Json& properties, Json& given) {
    std::vector<FoundSecret> secrets;
    for (const auto& [name, property] : properties.items()) {
        if (!property.is_object() || !property.value("writeOnly", false)) continue;
        const auto at = given.find(name);
        if (at == given.end() || !at->is_string() || at->get_ref<const std::string&>().empty()) continue;
        try {
            *at = secrets.emplace_back(fetch_secret(at->get<std::string>())).value;
        } catch (const SecretError& error) {
            refuse(plugin, "'/" + name + "' " + error.what());
        }
    }
    return secrets;
}

}  // namespace

Settings settle(const std::string& plugin, const std::string& schema, const std::string& given) try {
    const auto document = parse_schema(plugin, schema);
    auto settled = parse_given(plugin, given);
    check_names(plugin, document, settled);
    const auto properties = document.value("properties", Json::object());
    for (const auto& [name, property] : properties.items())
        if (property.contains("default") && !settled.contains(name)) settled[name] = property["default"];
    auto shown = settled.dump();
    auto secrets = fetch_secrets(plugin, properties, settled);
    validate(plugin, document, settled);
    Settings out{.json = settled.dump(), .items = {}, .shown = std::move(shown)};
    for (auto& [value, file, state] : secrets) {
        out.secrets.push_back(std::move(value));
        if (!file.empty()) out.secret_files.emplace_back(std::move(file), state);
    }
    for (const auto& [name, value] : settled.items())
        if (value.is_primitive() && !value.is_null()) out.items.push_back(item_of(name, value));
    return out;
} catch (const Json::exception& error) {
    throw PluginError(Kind::contract, "the settings schema of " + plugin + " is unsound (" + error.what() +
                                          "); its author must mend it");
}

}  // namespace rapport::sdk
