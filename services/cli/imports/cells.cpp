// SPDX-License-Identifier: MIT
#include "services/cli/imports/cells.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "bus/base/error.hpp"
#include "bus/base/names.hpp"
#include "services/cli/imports/number.hpp"

namespace rapport::cli::imports {
namespace {

using Kind = Shape::Kind;

constexpr std::string_view list_mark = ";";

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    const auto begin = std::min(text.find_first_not_of(blanks), text.size());
    return text.substr(begin, text.find_last_not_of(blanks) + 1 - begin);
}

/// What a spreadsheet's guard against formulas was put before: `'+49 30 1` is a number.
std::string_view unguarded(std::string_view cell) {
    constexpr std::string_view beginnings = "=+-@\t\r";
    if (cell.size() > 1 && cell[0] == '\'' && beginnings.find(cell[1]) != beginnings.npos) cell.remove_prefix(1);
    return cell;
}

std::vector<std::string_view> parts_of(std::string_view text, std::string_view mark) {
    std::vector<std::string_view> parts;
    for (std::size_t end = 0; end != text.npos; text.remove_prefix(end == text.npos ? 0 : end + mark.size())) {
        end = text.find(mark);
        parts.push_back(trimmed(text.substr(0, end)));
    }
    return parts;
}

std::string_view part_of(std::string_view text, std::string_view mark, std::int64_t part) {
    const auto parts = parts_of(text, mark);
    const auto count = static_cast<std::int64_t>(parts.size());
    const std::int64_t at = part > 0 ? part - 1 : count + part;
    return at >= 0 && at < count ? parts[static_cast<std::size_t>(at)] : std::string_view();
}

const Shape& value_shape(const Shape& shape) {
    const Shape& plain = without_optional(shape);
    if (plain.kind != Kind::list) return plain;
    const Shape& element = without_optional(*plain.element);
    const FieldShape* const text = element.kind == Kind::record ? text_of(element) : nullptr;
    return text ? without_optional(*text->shape) : element;
}

bool is_time(const Shape& shape) { return shape.format == "date-time" || shape.format == "date"; }

std::shared_ptr<const DateForm> form_of(const std::string& field, const FieldRule& rule, const MappingFile& how) {
    const auto& date = rule.date ? rule.date : how.date;
    const auto& zone = rule.zone ? rule.zone : how.zone;
    try {
        return std::make_shared<DateForm>(date.value_or("iso"), zone.value_or(""), how.decimal);
    } catch (const Error& error) {
        throw invalid(field, error.message());
    }
}

/// `high, medium, low`.
std::string words_of(const std::map<std::string, std::string>& values) {
    std::string words;
    for (const auto& [theirs, ours] : values) words += (words.empty() ? "" : ", ") + shown_name(theirs);
    return words;
}

}  // namespace

const Shape& without_optional(const Shape& shape) {
    return shape.kind == Kind::optional ? without_optional(*shape.element) : shape;
}

const FieldShape* text_of(const Shape& record) {
    const FieldShape* only = nullptr;
    for (const auto& field : record.fields()) {
        if (!field.required()) continue;
        if (only || field.shape->kind != Kind::text) return nullptr;
        only = &field;
    }
    return only;
}

Cells::Cells(std::string field, const Shape& shape, std::vector<std::size_t> columns, const FieldRule& rule,
             const MappingFile& how)
    : field_(std::move(field)),
      shape_(&without_optional(shape)),
      columns_(std::move(columns)),
      rule_(rule),
      plain_(columns_.size() == 1 && !rule.split && rule.values.empty() && !rule.otherwise),
      decimal_(how.decimal) {
    if (is_time(value_shape(*shape_))) dates_ = form_of(field_, rule_, how);
}

std::string_view Cells::text(const kit::CsvRow& row, std::string& made) const {
    if (rule_.constant) return *rule_.constant;
    const std::string_view cell = this->cell(row, made);
    // The words of a list are looked at one by one.
    return plain_ || shape_->kind == Kind::list ? cell : value(cell);
}

std::string_view Cells::cell(const kit::CsvRow& row, std::string& made) const {
    std::string_view text;
    if (columns_.size() == 1) {
        text = unguarded(row.fields[columns_.front()]);
        if (text.find_first_not_of(" \t") == text.npos) text = {};
    } else {
        made.clear();
        for (const std::size_t column : columns_) {
            const auto more = trimmed(unguarded(row.fields[column]));
            if (!made.empty() && !more.empty()) made += rule_.join;
            made += more;
        }
        text = made;
    }
    return rule_.split && shape_->kind != Kind::list ? part_of(text, *rule_.split, rule_.part) : text;
}

std::string_view Cells::value(std::string_view word) const {
    if (rule_.values.empty()) return word;
    if (const auto found = rule_.values.find(std::string(trimmed(word))); found != rule_.values.end())
        return found->second;
    if (word.empty()) return word;
    if (rule_.otherwise) return *rule_.otherwise;
    throw invalid(field_, "must be one of the words that the mapping has `values` for: " + words_of(rule_.values));
}

void Cells::write(std::string_view text, Writer& out) const {
    if (shape_->kind == Kind::list) write_list(text, out);
    else write_one(*shape_, text, out);
}

void Cells::write_list(std::string_view text, Writer& out) const {
    const Shape& element = without_optional(*shape_->element);
    const FieldShape* const only = element.kind == Kind::record ? text_of(element) : nullptr;
    std::vector<std::string_view> words;
    for (const auto part : parts_of(text, rule_.split.value_or(std::string(list_mark))))
        if (const auto word = value(part); !word.empty()) words.push_back(word);
    out.array(words.size());
    for (const auto word : words) {
        if (only) {
            out.map(1);
            out.text(only->name);
        }
        write_one(only ? without_optional(*only->shape) : element, word, out);
    }
}

void Cells::write_one(const Shape& shape, std::string_view text, Writer& out) const {
    if (!shape.free_text()) text = trimmed(text);
    switch (shape.kind) {
        case Kind::boolean:
            if (text != "true" && text != "false")
                throw invalid(field_, "must be true or false; a mapping's `values` can say which word means which");
            return out.boolean(text == "true");
        case Kind::integer: {
            const auto number = number_from(text, decimal_);
            constexpr double most = 9'007'199'254'740'992;  // beyond it not every number can be told
            if (!number || std::trunc(*number) != *number || std::abs(*number) > most)
                throw invalid(field_, "must be a whole number");
            return out.integer(static_cast<std::int64_t>(*number));
        }
        case Kind::number: {
            const auto number = number_from(text, decimal_);
            if (!number)
                throw invalid(field_, decimal_
                                          ? "must be a number"
                                          : "must be a number such as 1.5; a mapping's `decimal` names another mark");
            return out.number(*number);
        }
        default:
            if (!is_time(shape)) return out.text(text);
            if (shape.format == "date") return out.text(to_text(dates_->day(field_, text)));
            return out.text(to_text(dates_->instant(field_, text)));
    }
}

}  // namespace rapport::cli::imports
