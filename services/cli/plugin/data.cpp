// SPDX-License-Identifier: MIT
#include "services/cli/plugin/data.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <limits>

#include "bus/base/error.hpp"
#include "bus/base/text.hpp"
#include "bus/base/time.hpp"
#include "services/kit/csv/csv.hpp"

namespace rapport::cli::plugin {
namespace {

using sdk::InputType;
using sdk::Value;
using sdk::tools::Inputs;
using sdk::tools::Row;

constexpr std::size_t rows_at_once = 1000;
constexpr std::size_t nowhere = std::numeric_limits<std::size_t>::max();

[[noreturn]] void refuse(const std::string& why) { throw Error(Code::invalid_argument, why); }

/// What is no row is passed over, as imports do.
void tell_skipped(const DataOptions& options, const kit::CsvRow& row) {
    fmt::print(stderr, "{}, line {} is passed over: {}\n", options.file, row.line, printable(*row.rejected));
}

std::string trimmed(const std::string& text) {
    const auto first = text.find_first_not_of(" \t");
    return first == text.npos ? std::string() : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::optional<double> number_of(const std::string& text) {
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

std::optional<Value> boolean_of(std::string text) {
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::tolower(c); });
    if (text == "yes" || text == "true" || text == "1" || text == "y") return true;
    if (text == "no" || text == "false" || text == "0" || text == "n") return false;
    return std::nullopt;
}

std::optional<Value> time_of(const std::string& text) {
    auto instant = instant_from(text);
    if (!instant) instant = instant_from(text + "T00:00:00Z");
    if (!instant) return std::nullopt;
    return sdk::Instant(std::chrono::milliseconds(instant->ms));
}

std::optional<Value> numbers_of(std::string text) {
    std::ranges::replace_if(
        text, [](char c) { return c == ';' || c == ',' || c == '|'; }, ' ');
    std::vector<double> all;
    for (std::size_t at = text.find_first_not_of(' '); at != text.npos; at = text.find_first_not_of(' ', at)) {
        const auto end = std::min(text.find(' ', at), text.size());
        const auto number = number_of(text.substr(at, end - at));
        if (!number) return std::nullopt;
        all.push_back(*number);
        at = end;
    }
    return all;
}

/// An open file and where each input's values are in it.
class Table {
public:
    Table(const DataOptions& options, const Inputs& inputs)
        : options_(options),
          inputs_(inputs),
          stream_(opened(options.file)),
          file_(stream_),
          at_(inputs.size(), nowhere) {
        for (std::size_t i = 0; i < inputs.size(); ++i) at_[i] = file_.find_column(inputs[i].name).value_or(nowhere);
        for (const auto& each : options.map) map(each);
        if (!inputs.empty() && std::ranges::all_of(at_, [](std::size_t at) { return at == nowhere; }))
            refuse(
                fmt::format("no column of {} is an input of this rule: say which is with --map INPUT=COLUMN\n"
                            "  inputs:  {}\n  columns: {}",
                            options.file, fmt::join(names_of(inputs), ", "), fmt::join(file_.columns(), ", ")));
        if (!options.name.empty()) name_ = file_.column(options.name);
        if (!options.group.empty()) name_ = file_.column(options.group);
    }

    std::optional<NamedRow> next() {
        while (file_.next(row_)) {
            ++count_;
            if (row_.rejected) {
                tell_skipped(options_, row_);
                continue;
            }
            NamedRow named{name_ == nowhere ? fmt::format("row {}", count_) : row_.fields[name_], {}};
            for (std::size_t i = 0; i < inputs_.size(); ++i) named.row.push_back(value(i));
            return named;
        }
        return std::nullopt;
    }

private:
    static std::ifstream opened(const std::string& path) {
        std::ifstream stream(path, std::ios::binary);
        if (!stream) refuse("cannot read " + path);
        return stream;
    }
    static std::vector<std::string> names_of(const Inputs& inputs) {
        std::vector<std::string> names;
        for (const auto& each : inputs) names.push_back(each.name);
        return names;
    }

    void map(const std::string& text) {
        const auto equals = text.find('=');
        if (equals == text.npos) refuse("--map takes INPUT=COLUMN, not '" + text + "'");
        const auto name = text.substr(0, equals);
        const auto input = std::ranges::find(inputs_, name, &sdk::RuleDescription::Input::name);
        if (input == inputs_.end())
            refuse(
                fmt::format("--map: the rule has no input '{}'; it has {}", name, fmt::join(names_of(inputs_), ", ")));
        at_[static_cast<std::size_t>(input - inputs_.begin())] = file_.column(text.substr(equals + 1));
    }

    Value value(std::size_t input) const {
        if (at_[input] == nowhere) return {};
        const auto& cell = row_.fields[at_[input]];
        const auto type = inputs_[input].type;
        if (cell.empty() || std::ranges::find(options_.unknown, cell) != options_.unknown.end()) return {};
        if (auto known = value_of(cell, type)) return *known;
        refuse(fmt::format(
            "{}, line {}: '{}' in column '{}' is not what the input '{}' takes ({}); say with --unknown if it "
            "means that nothing is known",
            options_.file, row_.line, cell, file_.columns()[at_[input]], inputs_[input].name, to_string(type)));
    }

    const DataOptions& options_;
    const Inputs& inputs_;
    std::ifstream stream_;
    kit::CsvReader file_;
    kit::CsvRow row_;
    std::vector<std::size_t> at_;  // per input, its column
    std::size_t name_ = nowhere, count_ = 0;
};

/// Joins rows: lists of numbers one after another, of everything else what was known last.
void join(Row& into, Row from) {
    for (std::size_t i = 0; i < into.size(); ++i) {
        if (std::holds_alternative<std::monostate>(from[i])) continue;
        auto* have = std::get_if<std::vector<double>>(&into[i]);
        const auto* more = std::get_if<std::vector<double>>(&from[i]);
        if (have && more) have->insert(have->end(), more->begin(), more->end());
        else into[i] = std::move(from[i]);
    }
}

std::vector<NamedRow> grouped(Table& table) {
    std::vector<NamedRow> rows;
    std::map<std::string, std::size_t> known;
    while (auto next = table.next()) {
        const auto [at, fresh] = known.try_emplace(next->name, rows.size());
        if (fresh) rows.push_back(std::move(*next));
        else join(rows[at->second].row, std::move(next->row));
    }
    return rows;
}

}  // namespace

std::optional<Value> value_of(const std::string& cell, InputType type) {
    const auto text = trimmed(cell);
    switch (type) {
        case InputType::number:
            if (const auto number = number_of(text)) return *number;
            return std::nullopt;
        case InputType::boolean:
            return boolean_of(text);
        case InputType::time:
            return time_of(text);
        case InputType::text:
            return cell;
        case InputType::numbers:
            return numbers_of(text);
    }
    return std::nullopt;
}

void read_rows(const DataOptions& options, const Inputs& inputs,
               const std::function<void(std::vector<NamedRow>)>& take) {
    Table table(options, inputs);
    if (!options.group.empty()) {
        auto rows = grouped(table);
        if (options.limit != 0 && rows.size() > options.limit) rows.resize(options.limit);
        return take(std::move(rows));
    }
    std::vector<NamedRow> rows;
    std::size_t read = 0;
    while (options.limit == 0 || read < options.limit) {
        auto next = table.next();
        if (!next) break;
        rows.push_back(std::move(*next));
        ++read;
        if (rows.size() == rows_at_once) take(std::exchange(rows, {}));
    }
    if (!rows.empty()) take(std::move(rows));
}

std::vector<std::map<std::string, std::string>> read_texts(const DataOptions& options) {
    std::ifstream stream(options.file, std::ios::binary);
    if (!stream) refuse("cannot read " + options.file);
    kit::CsvReader file(stream);
    std::vector<std::map<std::string, std::string>> all;
    kit::CsvRow row;
    while ((options.limit == 0 || all.size() < options.limit) && file.next(row)) {
        if (row.rejected) {
            tell_skipped(options, row);
            continue;
        }
        auto& texts = all.emplace_back();
        for (std::size_t i = 0; i < row.fields.size(); ++i) texts[file.columns()[i]] = row.fields[i];
    }
    return all;
}

}  // namespace rapport::cli::plugin
