// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bus/base/shape.hpp"
#include "bus/base/wire.hpp"
#include "services/cli/imports/date_form.hpp"
#include "services/cli/imports/mapping_file.hpp"
#include "services/kit/csv/csv.hpp"

namespace rapport::cli::imports {

/// What fills one field of a record: cells of a row, or a constant.
class Cells {
public:
    /// A column that is named as the field, or what a rule says; `columns` are the places of its columns.
    /// invalid_argument about the field for a date form or a zone that is none.
    Cells(std::string field, const Shape& shape, std::vector<std::size_t> columns, const FieldRule& rule,
          const MappingFile& how);

    /// Whether it is the same for every row.
    bool constant() const { return rule_.constant.has_value(); }
    /// What the field is to hold, before it becomes what the field's shape wants; empty: the row says nothing of it.
    /// The text is the row's own or is made in `made`. Lists stand in one text. invalid_argument about the field for a
    /// word that the rule does not know.
    std::string_view text(const kit::CsvRow& row, std::string& made) const;
    /// Appends a text, which is not empty, as the field's shape wants it. invalid_argument about the field if it cannot
    /// be.
    void write(std::string_view text, Writer& out) const;

private:
    std::string_view cell(const kit::CsvRow& row, std::string& made) const;
    std::string_view value(std::string_view word) const;
    void write_one(const Shape& shape, std::string_view text, Writer& out) const;
    void write_list(std::string_view text, Writer& out) const;

    std::string field_;
    const Shape* shape_;
    std::vector<std::size_t> columns_;
    FieldRule rule_;
    bool plain_;  ///< the cell as it is
    std::optional<char> decimal_;
    std::shared_ptr<const DateForm> dates_;  ///< of a field that is a time or a day
};

/// The element's one field that must be said, by which a record can stand in one cell: `emails` are their addresses.
/// Nothing for a record of which several must be, or one that is not text.
const FieldShape* text_of(const Shape& record);
const Shape& without_optional(const Shape& shape);

}  // namespace rapport::cli::imports
