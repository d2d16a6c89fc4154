// SPDX-License-Identifier: MIT
#include "sdk/tools/describe.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "sdk/host/number.hpp"
#include "sdk/include/rapport/plugin.h"

namespace rapport::sdk::tools {
namespace {

using Json = nlohmann::ordered_json;
using Table = std::vector<std::array<std::string, 3>>;

std::string abi_of(const Note& note) { return std::to_string(note.abi_major) + "." + std::to_string(note.abi_minor); }

std::string rows_of(const std::string& title, const Table& table) {
    if (table.empty()) return {};
    std::size_t first = 0, second = 0;
    for (const auto& row : table) first = std::max(first, row[0].size()), second = std::max(second, row[1].size());
    std::string out = title + "\n";
    for (const auto& [name, what, doc] : table) {
        auto line = "  " + name;
        line.append(first - name.size() + 2, ' ').append(what);
        line.append(second - what.size() + 2, ' ').append(doc);
        line.erase(line.find_last_not_of(' ') + 1);
        out.append(line).append("\n");
    }
    return out;
}

/// "integer 1 to 1000, default 5".
std::string kind_of(const Json& property) {
    auto out = property.value("writeOnly", false) ? std::string("secret") : property.value("type", std::string("any"));
    const auto low = property.contains("minimum") ? "minimum" : "minLength";
    const auto high = property.contains("maximum") ? "maximum" : "maxLength";
    if (property.contains(low)) out += " from " + property[low].dump();
    if (property.contains(high)) out += " to " + property[high].dump();
    if (property.contains("default")) out += ", default " + property["default"].dump();
    return out;
}

Table settings_of(const Json& schema) {
    Table table;
    const auto required = schema.value("required", Json::array());
    const auto properties = schema.value("properties", Json::object());
    for (const auto& [name, property] : properties.items()) {
        const bool needed = std::ranges::find(required, Json(name)) != required.end();
        table.push_back(
            {name, kind_of(property) + (needed ? ", required" : ""), property.value("description", std::string())});
    }
    return table;
}

std::string rule_text(const PluginSheet& sheet) {
    Table inputs, factors;
    for (const auto& each : sheet.inputs) inputs.push_back({each.name, std::string(to_string(each.type)), each.doc});
    for (const auto& each : sheet.factors) factors.push_back({each.name, "", each.doc});
    return "range      " + number(sheet.lowest) + " to " + number(sheet.highest) + "\n\n" + rows_of("inputs", inputs) +
           "\n" + rows_of("factors", factors);
}

Json limits_of(const PluginSheet& sheet) {
    const auto has = [&](std::uint32_t flag) { return (sheet.flags & flag) != 0; };
    return {{"idempotent", has(RAPPORT_IDEMPOTENT)},
            {"html", has(RAPPORT_HTML)},
            {"attachments", has(RAPPORT_ATTACHMENTS)},
            {"receipts", has(RAPPORT_RECEIPTS)},
            {"max_subject", sheet.max_subject},
            {"max_text", sheet.max_text},
            {"max_batch", sheet.max_batch},
            {"max_per_minute", sheet.max_per_minute}};
}

std::string channel_text(const PluginSheet& sheet) {
    Table table;
    const auto limits = limits_of(sheet);
    for (const auto& [name, value] : limits.items())
        table.push_back({name,
                         value.is_boolean() ? (value.get<bool>() ? "yes" : "no")
                         : value == 0       ? "no limit"
                                            : value.dump(),
                         ""});
    return "\n" + rows_of("limits", table);
}

}  // namespace

std::string describe_text(const Subject& subject) {
    const auto& [spec, image, sheet, started] = subject;
    std::string out = sheet.title + "\n\nid         " + sheet.id + "\nversion    " + sheet.version + "\nkind       " +
                      (subject.is_rule() ? "rule" : "channel") + "\nABI        " + abi_of(image.note) +
                      "\ntoolchain  " + image.note.toolchain + "\nfile       " + spec.file.string() + "\nSHA-256    " +
                      image.sha256 + "\n";
    out += subject.is_rule() ? rule_text(sheet) : channel_text(sheet);
    return out + "\n" + rows_of("settings", settings_of(Json::parse(sheet.settings_schema)));
}

std::string describe_json(const Subject& subject) {
    const auto& [spec, image, sheet, started] = subject;
    Json out{{"id", sheet.id},
             {"version", sheet.version},
             {"title", sheet.title},
             {"kind", subject.is_rule() ? "rule" : "channel"},
             {"abi", abi_of(image.note)},
             {"toolchain", image.note.toolchain},
             {"file", spec.file.string()},
             {"sha256", image.sha256}};
    if (subject.is_rule()) {
        out["range"] = {{"lowest", sheet.lowest}, {"highest", sheet.highest}};
        out["inputs"] = out["factors"] = Json::array();
        for (const auto& each : sheet.inputs)
            out["inputs"].push_back({{"name", each.name}, {"type", to_string(each.type)}, {"doc", each.doc}});
        for (const auto& each : sheet.factors) out["factors"].push_back({{"name", each.name}, {"doc", each.doc}});
    } else {
        out["limits"] = limits_of(sheet);
    }
    out["settings_schema"] = Json::parse(sheet.settings_schema);
    return out.dump(2, ' ', true) + "\n";  // ASCII: nothing in it controls a terminal
}

}  // namespace rapport::sdk::tools
