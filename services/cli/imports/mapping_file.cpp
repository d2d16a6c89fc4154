// SPDX-License-Identifier: MIT
#include "services/cli/imports/mapping_file.hpp"

#include <algorithm>
#include <array>
#include <functional>

#include "bus/base/error.hpp"
#include "bus/base/names.hpp"
#include "bus/security/toml_library.hpp"

namespace rapport::cli::imports {
namespace {

/// Reads a table of a mapping; says file and line of what is wrong in it.
class TableReader {
public:
    TableReader(const std::string& file, const toml::table& table) : file_(file), table_(table) {}

    /// What stands under a name, if anything does; `read` is given its node.
    using Read = std::function<void(const toml::node&)>;
    struct Entry {
        std::string_view name;
        Read read;
    };
    void read(const std::vector<Entry>& entries) const {
        std::vector<std::string_view> names;
        for (const Entry& entry : entries) names.push_back(entry.name);
        for (const auto& [key, node] : table_) {
            const auto found = std::ranges::find(entries, key.str(), &Entry::name);
            if (found == entries.end()) refuse(node, shown_name(key.str()), unknown_name(key.str(), names));
            found->read(node);
        }
    }

    [[noreturn]] void refuse(const toml::node& node, const std::string& name, const std::string& what) const {
        throw Error(Code::invalid_argument,
                    file_ + ":" + std::to_string(node.source().begin.line) + ": " + name + ": " + what);
    }
    /// Text; numbers and true and false as people write them.
    std::string text(const toml::node& node, const std::string& name) const {
        if (const auto* const text = node.as_string()) return text->get();
        if (const auto* const flag = node.as_boolean()) return flag->get() ? "true" : "false";
        if (const auto* const number = node.as_integer()) return std::to_string(number->get());
        refuse(node, name, "must be text in quotes");
    }
    std::vector<std::string> texts(const toml::node& node, const std::string& name) const {
        const auto* const list = node.as_array();
        if (!list) return {text(node, name)};
        std::vector<std::string> all;
        for (const auto& element : *list) all.push_back(text(element, name));
        return all;
    }
    const toml::table& table(const toml::node& node, const std::string& name) const {
        if (const auto* const table = node.as_table()) return *table;
        refuse(node, name, "must be a table, such as {high = \"P1\", low = \"P3\"}");
    }
    Read into(std::optional<std::string>& value, const std::string& name) const {
        return [this, &value, name](const toml::node& node) { value = text(node, name); };
    }

private:
    const std::string& file_;
    const toml::table& table_;
};

void read_values(const TableReader& in, const toml::node& node, FieldRule& rule) {
    for (const auto& [theirs, ours] : in.table(node, "values"))
        rule.values[std::string(theirs.str())] = in.text(ours, "values");
}

std::int64_t read_part(const TableReader& in, const toml::node& node) {
    const auto* const number = node.as_integer();
    if (!number || number->get() == 0) in.refuse(node, "part", "must be a number: 1 is the first, -1 the last");
    return number->get();
}

FieldRule read_rule(const std::string& file, const std::string& field, const toml::node& node) {
    FieldRule rule;
    const toml::table none;
    const TableReader in(file, node.is_table() ? *node.as_table() : none);
    if (!node.is_table()) {
        rule.columns = {in.text(node, field)};
        return rule;
    }
    const auto columns = [&](const toml::node& n) { rule.columns = in.texts(n, field); };
    in.read({{"column", columns},
             {"columns", columns},
             {"join", [&](const toml::node& n) { rule.join = in.text(n, "join"); }},
             {"split", in.into(rule.split, "split")},
             {"part", [&](const toml::node& n) { rule.part = read_part(in, n); }},
             {"values", [&](const toml::node& n) { read_values(in, n, rule); }},
             {"otherwise", in.into(rule.otherwise, "otherwise")},
             {"constant", in.into(rule.constant, "constant")},
             {"date", in.into(rule.date, "date")},
             {"zone", in.into(rule.zone, "zone")}});
    if (rule.columns.empty() == !rule.constant) in.refuse(node, field, "must have either a column or a constant");
    if (rule.split && rule.split->empty()) in.refuse(node, field, "`split` must be what stands between the parts");
    return rule;
}

/// `reference.id = "id"` is in TOML a table within a table: fields are told apart from what is said of one by that.
bool is_rule(const toml::node& node) {
    constexpr std::array words{"column", "columns",   "join",     "split", "part",
                               "values", "otherwise", "constant", "date",  "zone"};
    const auto* const table = node.as_table();
    return !table || std::ranges::any_of(words, [&](const char* word) { return table->contains(word); });
}

void read_columns(const TableReader& in, const std::string& file, const std::string& prefix, const toml::node& node,
                  MappingFile& mapping) {
    for (const auto& [key, value] : in.table(node, "columns")) {
        const std::string field = prefix + std::string(key.str());
        if (is_rule(value)) mapping.columns[field] = read_rule(file, field, value);
        else read_columns(in, file, field + ".", value, mapping);
    }
}

}  // namespace

MappingFile read_mapping_file(const std::string& path) {
    const auto file = bus::parse_toml(path);
    MappingFile mapping{.path = path};
    const TableReader in(path, file);
    const auto decimal = [&](const toml::node& node) {
        const auto mark = in.text(node, "decimal");
        if (mark != "," && mark != ".") in.refuse(node, "decimal", "must be , or .");
        mapping.decimal = mark.front();
    };
    const auto columns = [&](const toml::node& node) { read_columns(in, path, "", node, mapping); };
    in.read({{"system", in.into(mapping.system, "system")},
             {"separator", in.into(mapping.separator, "separator")},
             {"encoding", in.into(mapping.encoding, "encoding")},
             {"date", in.into(mapping.date, "date")},
             {"zone", in.into(mapping.zone, "zone")},
             {"decimal", decimal},
             {"ignore", [&](const toml::node& node) { mapping.ignore = in.texts(node, "ignore"); }},
             {"columns", columns}});
    return mapping;
}

}  // namespace rapport::cli::imports
