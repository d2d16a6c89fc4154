// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "bus/monitor/directory.hpp"
#include "bus/monitor/output.hpp"
#include "bus/monitor/text.hpp"
#include "bus/wire/walk.hpp"

namespace rapport::bus::monitor {
namespace {

/// Of a JSON Schema, what a person wants to know.
struct Schema {
    std::optional<std::string> type, format, description;
    std::vector<std::string> required;
    std::vector<std::string> values;
    Any properties, items;
    bool personal = false, secret = false;
    static constexpr auto fields =
        describe(Field{"type", &Schema::type, ""}, Field{"format", &Schema::format, ""},
                 Field{"description", &Schema::description, ""}, Field{"required", &Schema::required, ""},
                 Field{"enum", &Schema::values, ""}, Field{"properties", &Schema::properties, ""},
                 Field{"items", &Schema::items, ""}, Field{"x-personal", &Schema::personal, "", defaulted},
                 Field{"writeOnly", &Schema::secret, "", defaulted});
};

Schema schema_from(std::string_view bytes) {
    try {
        return decode<Schema>(bytes);
    } catch (const Error&) {
        return {};  // of another make: shown without its fields
    }
}

std::string joined(const std::vector<std::string>& words, std::string_view between) {
    std::string out;
    for (const auto& word : words) (out += out.empty() ? "" : between) += printable(word);
    return out;
}

std::string type_of(const Schema& schema) {
    if (!schema.values.empty()) return joined(schema.values, "|");
    if (schema.type == "array") return "list of " + type_of(schema_from(schema.items.bytes));
    return printable(schema.format.value_or(schema.type.value_or("any")));
}

void add_fields(const Schema& schema, const std::string& path, std::vector<std::vector<std::string>>& rows) {
    Walk at(schema.properties.bytes);
    for (auto pairs = at.map().value_or(0); pairs > 0; --pairs) {
        const auto name = at.text();
        const auto value = name ? at.value() : std::nullopt;
        if (!value) return;
        const Schema field = schema_from(*value);
        const bool required = std::ranges::find(schema.required, *name) != schema.required.end();
        const std::string here = path + printable(*name);
        rows.push_back({"  " + here, type_of(field), required ? "required" : "",
                        printable(field.description.value_or("")) + (field.personal ? " (personal)" : "") +
                            (field.secret ? " (secret)" : "")});
        add_fields(field, here + ".", rows);
        if (field.type == "array") add_fields(schema_from(field.items.bytes), here + ".", rows);
    }
}

void print_fields(const std::string& head, const Any& schema, std::ostream& out) {
    std::vector<std::vector<std::string>> rows{{head, "", "", ""}};
    add_fields(schema_from(schema.bytes), "", rows);
    if (rows.size() > 1) print_table(rows, {}, out);
}

std::string line_of(const MethodInfo& method) {
    std::string line = fmt::format("  {} {}", printable(method.kind), printable(method.name));
    if (method.verb) line += fmt::format("  {} {}", printable(*method.verb), printable(method.path.value_or("")));
    if (!method.roles.empty()) line += "  for " + joined(method.roles, ", ");
    return line + "\n      " + printable(method.doc) + "\n";
}

void print_service(const std::vector<ServiceInfo>& instances, std::ostream& out) {
    const auto& info = instances.front();
    out << printable(info.name) << ": " << printable(info.doc) << '\n';
    for (const auto& each : instances)
        out << "  instance " << printable(each.instance) << ", version " << printable(each.version) << '\n';
    out << "\nMethods (rapport info " << printable(info.name) << " METHOD for fields)\n";
    for (const auto& method : info.methods) out << line_of(method);
    if (!info.events.empty()) out << "\nEvents\n";
    for (const auto& event : info.events)
        out << "  " << printable(event.type) << "\n      " << printable(event.doc) << '\n';
}

/// False if it is neither a method nor an event.
bool print_one(const ServiceInfo& info, const std::string& name, Format format, std::ostream& out) {
    for (const auto& method : info.methods) {
        if (method.name != name) continue;
        if (write_json(std::vector{method}, format, out)) return true;
        out << line_of(method);
        print_fields("Parameter", method.request, out);
        print_fields("Result", method.result, out);
        return true;
    }
    for (const auto& event : info.events) {
        if (event.type != name) continue;
        if (write_json(std::vector{event}, format, out)) return true;
        out << printable(event.type) << "\n    " << printable(event.doc) << '\n';
        print_fields("Data", event.schema, out);
        return true;
    }
    return false;
}

}  // namespace

int info(const Target& target, const Info& options, std::ostream& out, std::ostream& err) try {
    Loop loop;
    Client client(loop, target.requests_endpoint);
    Directory directory(loop, client, target.actor, options.timeout);
    const auto all = directory.infos(directory.names(options.service));
    if (all.empty()) throw Error(Code::unavailable, options.service + " does not say what it is");
    if (options.method) {
        if (print_one(all.front(), *options.method, options.format, out)) return out.flush(), 0;
        throw Error(Code::not_found, options.service + " has no method or event " + *options.method);
    }
    if (!write_json(all, options.format, out)) print_service(all, out);
    out.flush();
    return 0;
} catch (const Error& error) {
    return report(error, err);
}

}  // namespace rapport::bus::monitor
