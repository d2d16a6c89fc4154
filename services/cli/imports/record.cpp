// SPDX-License-Identifier: MIT
#include "services/cli/imports/record.hpp"

#include <algorithm>
#include <set>

#include "bus/base/error.hpp"
#include "bus/base/names.hpp"
#include "bus/base/wire.hpp"
#include "services/cli/imports/cells.hpp"
#include "services/cli/imports/rejects.hpp"

namespace rapport::cli::imports {
namespace {

using Kind = Shape::Kind;

/// A field of the record, and what fills it: cells, the fields within it, or the records of a list.
struct Source {
    std::string_view name;
    std::optional<Cells> cells = {};
    bool constant = false;    ///< the cells are the same for every row
    bool by_default = false;  ///< and nobody said so of this field
    bool required = false;
    std::vector<Source> within = {}, elements = {};

    /// Whether the row itself says anything of it.
    bool said(const kit::CsvRow& row, std::string& made) const {
        const auto is_said = [&](const Source& source) { return source.said(row, made); };
        if (cells) return !constant && !cells->text(row, made).empty();
        return std::ranges::any_of(within, is_said) || std::ranges::any_of(elements, is_said);
    }
    /// Whether nothing but the mapping says anything of it.
    bool mapped_alone() const {
        if (cells) return constant && !by_default;
        return !within.empty() &&
               std::ranges::all_of(within, [](const Source& s) { return s.constant || s.mapped_alone(); }) &&
               std::ranges::any_of(within, &Source::mapped_alone);
    }
    bool written(const kit::CsvRow& row, std::string& made) const {
        return required || by_default || mapped_alone() || said(row, made);
    }
};

bool stands_in_a_cell(const Shape& shape) {
    if (shape.kind != Kind::list) return shape.kind != Kind::record;
    const Shape& element = without_optional(*shape.element);
    return element.kind != Kind::record || text_of(element) != nullptr;
}

std::string element_path(const std::string& path, std::size_t i) { return path + "[" + std::to_string(i) + "]"; }

/// Finds for each field of a record what fills it.
class Planner {
public:
    Planner(const kit::CsvReader& file, const MappingFile& how, std::string_view inlined)
        : file_(file), how_(how), inlined_(inlined) {}

    std::vector<Source> sources(const Shape& record, const std::string& prefix) {
        std::vector<Source> all;
        for (const auto& field : record.fields())
            if (auto found = source(field, prefix)) all.push_back(std::move(*found));
        return all;
    }

    /// Columns that nothing takes, and the mapping lets go. Throws for the others, and for fields that are none.
    std::vector<std::string> finish(const Shape& record) const {
        auto names = field_names(record, "");
        const std::vector<std::string_view> known(names.begin(), names.end());
        for (const auto& [field, rule] : how_.columns)
            if (!planned_.contains(field))
                throw Error(Code::invalid_argument,
                            how_.path + ": columns: " + shown_name(field) + ": " + unknown_name(field, known));
        return left_columns(known);
    }

private:
    std::optional<Source> source(const FieldShape& field, const std::string& prefix) {
        const Shape& shape = without_optional(*field.shape);
        const std::string path = prefix + std::string(field.name);
        if (shape.kind == Kind::record) return record(field, shape, path);
        Source found{.name = field.name};
        if (stands_in_a_cell(shape)) found.cells = cells(path, shape);
        if (found.cells) {
            found.constant = found.cells->constant();
            return found;
        }
        if (shape.kind == Kind::list && without_optional(*shape.element).kind == Kind::record) {
            for (std::size_t i = 0; is_named(element_path(path, i) + "."); ++i)
                found.elements.push_back(
                    {.name = {}, .within = sources(without_optional(*shape.element), element_path(path, i) + ".")});
            if (!found.elements.empty()) return found;
        }
        if (field.name == "system" && how_.system) {
            found.cells.emplace(path, shape, std::vector<std::size_t>(), FieldRule{.constant = how_.system}, how_);
            found.constant = found.by_default = true;
            return found;
        }
        if (field.required()) refuse_missing(path);
        return {};
    }

    [[noreturn]] void refuse_missing(const std::string& path) const {
        const std::vector<std::string_view> columns(file_.columns().begin(), file_.columns().end());
        const auto near = nearest(path, columns);
        throw invalid(path, "the file has no such column, and no mapping names another" +
                                (near.empty() ? std::string() : "; is it " + shown_name(near) + "?"));
    }

    std::optional<Source> record(const FieldShape& field, const Shape& shape, const std::string& path) {
        const bool inlined = path == inlined_;
        if (!inlined && !field.required() && !is_named(path + ".")) return {};
        return Source{
            .name = field.name, .required = field.required(), .within = sources(shape, inlined ? "" : path + ".")};
    }

    std::optional<Cells> cells(const std::string& path, const Shape& shape) {
        const auto rule = how_.columns.find(path);
        if (rule == how_.columns.end()) {
            const auto column = file_.find_column(path);
            if (!column) return {};
            taken_.insert(path);
            return Cells(path, shape, {*column}, {}, how_);
        }
        planned_.insert(path);
        std::vector<std::size_t> columns;
        for (const auto& name : rule->second.columns) columns.push_back(column(path, name));
        return Cells(path, shape, std::move(columns), rule->second, how_);
    }

    std::size_t column(const std::string& field, const std::string& name) {
        const auto found = file_.find_column(name);
        const std::vector<std::string_view> known(file_.columns().begin(), file_.columns().end());
        if (!found)
            throw Error(Code::invalid_argument, how_.path + ": columns: " + field + ": the file has no column \"" +
                                                    shown_name(name) + "\": " + unknown_name(name, known));
        taken_.insert(name);
        return *found;
    }

    /// Whether a column or the mapping has a name that begins so.
    bool is_named(const std::string& beginning) const {
        const auto begins = [&](const std::string& name) { return name.starts_with(beginning); };
        return std::ranges::any_of(file_.columns(), begins) ||
               std::ranges::any_of(how_.columns, [&](const auto& rule) { return begins(rule.first); });
    }

    std::vector<std::string> left_columns(const std::vector<std::string_view>& known) const {
        const auto ignores = [&](const std::string& name) { return std::ranges::count(how_.ignore, name) > 0; };
        std::vector<std::string> left;
        for (const auto& name : file_.columns())
            if (!taken_.contains(name) && !ignores(name) && !Rejects::is_own_column(name)) left.push_back(name);
        if (left.empty() || ignores("*")) return left;
        std::string names;
        for (const auto& name : left) {
            const auto near = nearest(name, known);
            names += (names.empty() ? "" : ", ") + shown_name(name);
            if (!near.empty()) names += " (did you mean " + std::string(near) + "?)";
        }
        throw Error(Code::invalid_argument,
                    "no field takes the file's column" + std::string(left.size() == 1 ? " " : "s ") + names +
                        ": a mapping can name the field of each, or have it ignored: ignore = [\"" +
                        shown_name(left.front()) + "\"" + (left.size() == 1 ? "]" : ", ...]"));
    }

    /// The names that columns may have.
    std::vector<std::string> field_names(const Shape& record, const std::string& prefix) const {
        std::vector<std::string> all;
        const auto add = [&](const Shape& shape, const std::string& below) {
            std::ranges::move(field_names(shape, below), std::back_inserter(all));
        };
        for (const auto& field : record.fields()) {
            const Shape& shape = without_optional(*field.shape);
            const std::string path = prefix + std::string(field.name);
            const Shape* const element = shape.kind == Kind::list ? &without_optional(*shape.element) : nullptr;
            if (shape.kind == Kind::record) {
                add(shape, path == inlined_ ? "" : path + ".");
                continue;
            }
            if (stands_in_a_cell(shape)) all.push_back(path);
            if (element && element->kind == Kind::record) add(*element, element_path(path, 0) + ".");
        }
        return all;
    }

    const kit::CsvReader& file_;
    const MappingFile& how_;
    std::string_view inlined_;
    std::set<std::string> taken_, planned_;
};

void write_record(const std::vector<Source>& sources, const kit::CsvRow& row, Writer& out);

void write_elements(const Source& list, const kit::CsvRow& row, Writer& out) {
    std::string made;
    std::size_t size = 0;
    for (const auto& element : list.elements) size += element.written(row, made) ? 1 : 0;
    out.array(size);
    for (const auto& element : list.elements)
        if (element.written(row, made)) write_record(element.within, row, out);
}

void write_record(const std::vector<Source>& sources, const kit::CsvRow& row, Writer& out) {
    std::string made;
    std::size_t size = 0;
    for (const auto& source : sources) size += source.written(row, made) ? 1 : 0;
    out.map(size);
    for (const auto& source : sources) {
        if (!source.written(row, made)) continue;
        out.text(source.name);
        if (source.cells) source.cells->write(source.cells->text(row, made), out);
        else if (source.elements.empty()) write_record(source.within, row, out);
        else write_elements(source, row, out);
    }
}

}  // namespace

Plan by_field_names(const Shape& record, const kit::CsvReader& file, const MappingFile& how, std::string_view inlined) {
    Planner planner(file, how, inlined);
    auto sources = planner.sources(record, "");
    auto left = planner.finish(record);
    return {.mapping =
                [sources = std::move(sources)](const kit::CsvRow& row) {
                    Any mapped;
                    Writer out(mapped.bytes);
                    write_record(sources, row, out);
                    return mapped;
                },
            .left_columns = std::move(left)};
}

}  // namespace rapport::cli::imports
