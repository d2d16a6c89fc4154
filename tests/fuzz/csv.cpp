// SPDX-License-Identifier: MIT
#include "services/kit/csv/csv.hpp"

#include <sstream>

#include "bus/base/error.hpp"
#include "tests/fuzz/must.hpp"

namespace {

using namespace rapport;
using namespace rapport::kit;
using fuzz::must;

struct Table {
    std::vector<std::string> columns;
    std::vector<std::vector<std::string>> rows;
    friend bool operator==(const Table&, const Table&) = default;
};

/// What is no row is left out; a program that reads such a file tells of it.
Table read(const std::string& text, CsvReaderOptions options) {
    std::istringstream in(text);
    CsvReader reader(in, options);
    Table table{reader.columns(), {}};
    std::size_t line = 0;
    for (CsvRow row; reader.next(row);) {
        must(row.line > line, "rows begin on lines one after another");
        line = row.line;
        if (row.rejected) continue;
        must(row.fields.size() == table.columns.size(), "a row has a field for each column");
        table.rows.push_back(row.fields);
    }
    return table;
}

std::string written(const Table& table) {
    std::ostringstream out;
    CsvWriter writer(out);
    writer.row(table.columns);
    for (const auto& row : table.rows) writer.row(row);
    return out.str();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    for (const auto& options : {CsvReaderOptions{}, CsvReaderOptions{.separator = {}},
                                CsvReaderOptions{.separator = ';', .max_row_bytes = 24},
                                CsvReaderOptions{.separator = {}, .encoding = "GB18030"},
                                CsvReaderOptions{.separator = {}, .encoding = "UTF-16BE"}}) {
        try {
            const auto table = read(text, options);
            must(read(written(table), {}) == table, "what was read and written is read as the same");
        } catch (const Error&) {
            continue;  // no header
        }
    }
    return 0;
}
