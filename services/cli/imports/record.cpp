// SPDX-License-Identifier: MIT
#include "services/cli/imports/record.hpp"

#include <algorithm>
#include <charconv>
#include <memory>
#include <set>

#include "bus/base/error.hpp"
#include "bus/base/names.hpp"
#include "bus/base/wire.hpp"

namespace rapport::cli::imports {
namespace {

/// A field of the record: the column that fills it, or the fields within it.
struct Source {
    std::string_view name;
    std::string path;
    const Shape* shape;
    std::optional<std::size_t> column;
    std::vector<Source> within;

    bool filled(const kit::CsvRow& row) const {
        if (column) return !row.fields[*column].empty();
        for (const auto& part : within)
            if (part.filled(row)) return true;
        return false;
    }
};

const Shape& without_optional(const Shape& shape) {
    return shape.kind == Shape::Kind::optional ? without_optional(*shape.element) : shape;
}

/// The sources of a record's fields, those that the file has; notes the columns that they use.
std::vector<Source> sources(const Shape& record, const std::string& prefix, const kit::CsvReader& file,
                            std::set<std::string>& used);

/// Where the values of one field come from; nothing if the file has none of it.
std::optional<Source> source(const FieldShape& field, const std::string& prefix, const kit::CsvReader& file,
                             std::set<std::string>& used) {
    Source found{
        .name = field.name, .path = prefix + std::string(field.name), .shape = &without_optional(*field.shape)};
    if (found.shape->kind == Shape::Kind::record) {
        const auto within = [&](const std::string& column) { return column.starts_with(found.path + "."); };
        if (!field.required() && std::none_of(file.columns().begin(), file.columns().end(), within)) return {};
        found.within = sources(*found.shape, found.path + ".", file, used);
        return found;
    }
    found.column = file.find_column(found.path);
    if (!found.column && field.required()) throw invalid(found.path, "the file has no such column");
    if (!found.column) return {};
    used.insert(found.path);
    return found;
}

std::vector<Source> sources(const Shape& record, const std::string& prefix, const kit::CsvReader& file,
                            std::set<std::string>& used) {
    std::vector<Source> all;
    for (const auto& field : record.fields())
        if (auto found = source(field, prefix, file, used)) all.push_back(std::move(*found));
    return all;
}

/// The names that columns may have.
std::vector<std::string> columns_of(const Shape& record, const std::string& prefix) {
    std::vector<std::string> all;
    for (const auto& field : record.fields()) {
        const Shape& shape = without_optional(*field.shape);
        const std::string path = prefix + std::string(field.name);
        if (shape.kind == Shape::Kind::record)
            std::ranges::move(columns_of(shape, path + "."), std::back_inserter(all));
        else all.push_back(path);
    }
    return all;
}

template <class Number>
Number number(const std::string& path, std::string_view cell) {
    Number value{};
    const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
    if (error != std::errc{} || end != cell.data() + cell.size()) throw invalid(path, "must be a number");
    return value;
}

void write_cell(const Source& source, const Shape& shape, std::string_view cell, Writer& out);

void write_list(const Source& source, const Shape& element, std::string_view cell, Writer& out) {
    std::vector<std::string_view> values;
    for (std::size_t end = 0; end != cell.npos; cell.remove_prefix(end == cell.npos ? 0 : end + 1)) {
        end = cell.find(';');
        values.push_back(cell.substr(0, end));
    }
    out.array(values.size());
    for (const auto value : values) write_cell(source, element, value, out);
}

void write_cell(const Source& source, const Shape& shape, std::string_view cell, Writer& out) {
    switch (shape.kind) {
        case Shape::Kind::boolean:
            if (cell != "true" && cell != "false") throw invalid(source.path, "must be true or false");
            return out.boolean(cell == "true");
        case Shape::Kind::integer:
            return out.integer(number<std::int64_t>(source.path, cell));
        case Shape::Kind::number:
            return out.number(number<double>(source.path, cell));
        case Shape::Kind::list:
            return write_list(source, without_optional(*shape.element), cell, out);
        default:
            return out.text(cell);
    }
}

void write_record(const std::vector<Source>& sources, const kit::CsvRow& row, Writer& out) {
    std::size_t size = 0;
    for (const auto& source : sources) size += source.filled(row) ? 1 : 0;
    out.map(size);
    for (const auto& source : sources) {
        if (!source.filled(row)) continue;
        out.text(source.name);
        if (source.column) write_cell(source, *source.shape, row.fields[*source.column], out);
        else write_record(source.within, row, out);
    }
}

}  // namespace

Mapping by_field_names(const Shape& record, const kit::CsvReader& file) {
    std::set<std::string> used;
    auto fields = sources(record, "", file, used);
    const auto paths = columns_of(record, "");
    const std::vector<std::string_view> names(paths.begin(), paths.end());
    for (const auto& column : file.columns())
        if (!used.contains(column)) throw invalid(shown_name(column), unknown_name(column, names));
    return [fields = std::move(fields)](const kit::CsvRow& row) {
        Any mapped;
        Writer out(mapped.bytes);
        write_record(fields, row, out);
        return mapped;
    };
}

}  // namespace rapport::cli::imports
