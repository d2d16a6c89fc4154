// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <iosfwd>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rapport::kit {

/// One row after the header, or what stands where a row should.
struct CsvRow {
    std::size_t line = 0;                 ///< on which it begins, counted from 1, whatever ends the lines
    std::vector<std::string> fields;      ///< as many as there are columns, byte for byte; not to be used if rejected
    std::string raw;                      ///< the row as it stands in the file, without the end of its last line
    std::optional<std::string> rejected;  ///< why it is no row, for the person who brought the file
};

/// How a file is to be read.
struct CsvReaderOptions {
    /// What parts the fields; none: what the file itself says or shows, see CsvReader::separator().
    std::optional<char> separator = ',';
    /// The character set, by a name that ICU knows; empty: UTF-8. A byte order mark is believed before it.
    std::string encoding = {};
    std::size_t max_row_bytes = 1 << 20;  ///< a longer row is rejected: a quote that is never closed eats the rest
};

/// Reads CSV (RFC 4180) row by row, as spreadsheets and other programs write it: any of CR, LF and CRLF ends a line; a
/// byte order mark, a line `sep=;` before the header, blank lines, and separators after the last column are passed
/// over; quoted fields may hold line ends. A column without a name is called `column 3`, by its place.
///
/// What is malformed is rejected and reading goes on with the next line. A quote that is never closed would take the
/// rows after it into its field: where one of the lines after it begins a row of the right width, the bad row ends
/// before that line. Not thread-safe.
class CsvReader {
public:
    /// Reads the header. `in` must outlive the reader. invalid_argument if there is no header, it is malformed, two
    /// columns have one name, the encoding is unknown, or the file is in another.
    explicit CsvReader(std::istream& in, CsvReaderOptions options = {});
    ~CsvReader();
    CsvReader(const CsvReader&) = delete;
    CsvReader& operator=(const CsvReader&) = delete;

    const std::vector<std::string>& columns() const;
    /// Where the column of that name is; nothing if there is none.
    std::optional<std::size_t> find_column(std::string_view name) const;
    /// The same; invalid_argument that names the column if there is none.
    std::size_t column(std::string_view name) const;
    /// What parts the fields: as it was given; else as a first line `sep=;` says; else that of , ; tab and | with which
    /// the first rows have as many fields as the header, and of several the one that makes most columns.
    char separator() const;
    /// What the file is read as: `UTF-8`, `UTF-16LE`, `windows-1252`.
    const std::string& encoding() const;

    /// Has rows after an unclosed quote looked at more closely: they are taken for rows only if one of them is
    /// `plausible`.
    void judge_by(std::function<bool(const CsvRow&)> plausible);
    /// The next row, rejected or not, into `row`, whose memory is used again. False at the end of the file. `internal`
    /// if the file could not be read.
    bool next(CsvRow& row);

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// The fields of one row as it stands in a file; nothing if it is malformed.
std::optional<std::vector<std::string>> csv_fields(std::string_view raw, char separator);

/// How a file is to be written.
struct CsvWriterOptions {
    char separator = ',';
    /// For files that people open in a spreadsheet: a cell that it would take for a formula (= + - @, tab or carriage
    /// return first, unless it is a plain number) gets a ' in front. Not for files that a program reads back.
    bool spreadsheet = false;
};

/// Writes CSV (RFC 4180): CRLF ends a row, fields are quoted where they must be. Not thread-safe.
class CsvWriter {
public:
    /// `out` must outlive the writer; whether writing succeeded is its state.
    explicit CsvWriter(std::ostream& out, CsvWriterOptions options = {}) : out_(out), options_(options) {}
    void row(std::span<const std::string> fields);

private:
    void field(std::string_view text);

    std::ostream& out_;
    CsvWriterOptions options_;
};

}  // namespace rapport::kit
