// SPDX-License-Identifier: MIT
#include <algorithm>
#include <set>

#include "bus/base/error.hpp"
#include "bus/base/names.hpp"
#include "bus/base/wire.hpp"
#include "services/kit/csv/csv.hpp"
#include "services/kit/csv/lines.hpp"
#include "services/kit/csv/parser.hpp"
#include "services/kit/csv/separator.hpp"

namespace rapport::kit {
namespace {

/// How many lines after an unclosed quote are looked at for the row that goes on.
constexpr std::size_t lines_tried = 200;

std::string count_of(std::size_t n, const std::string& what) {
    return std::to_string(n) + " " + what + (n == 1 ? "" : "s");
}

std::string_view trimmed(std::string_view text) {
    const auto begin = std::min(text.find_first_not_of(" \t"), text.size());
    return text.substr(begin, text.find_last_not_of(" \t") + 1 - begin);
}

void trim_line_end(std::string& text) {
    while (!text.empty() && ends_line(text.back())) text.pop_back();
}

/// The line of a row on which the quote was opened that went over line ends, as far as the row is sound.
std::size_t line_of_open_quote(std::string_view row, char separator, std::size_t line) {
    enum class At { begin, text, quoted, quote } at = At::begin;
    std::size_t opened = line, over_lines = 0;
    for (std::size_t i = 0; i < row.size(); ++i) {
        const char c = row[i];
        const bool ends = c == '\n' || (c == '\r' && row.substr(i + 1, 1) != "\n");
        if (at == At::quoted) {
            if (c == '"') at = At::quote;
            if (ends) over_lines = opened;
        } else if (c == '"' && at == At::begin) {
            at = At::quoted;
            opened = line;
        } else if (c == '"' && at == At::quote) {
            at = At::quoted;
        } else if (c == separator) {
            at = At::begin;
        } else if (c == '"' || at == At::quote) {
            break;
        } else {
            at = At::text;
        }
        if (ends) ++line;
    }
    return over_lines == 0 ? opened : over_lines;
}

/// The parser needs the separator, which the head of the file may show.
char chosen_separator(Lines& lines, std::optional<char> given) {
    const auto [head, whole] = lines.head();
    const std::string first(head.substr(0, end_of_line(head, 0)));
    const auto declared = declared_separator(first);
    if (declared) lines.skip(first.size());
    if (given) return *given;
    return declared ? *declared : separator_in(head, whole);
}

}  // namespace

struct CsvReader::State {
    State(std::istream& in, const CsvReaderOptions& options)
        : source(in, options.encoding),
          lines(source),
          separator(chosen_separator(lines, options.separator)),
          parser(separator),
          max_row_bytes(options.max_row_bytes) {}

    /// One row of any width, with the ends of its lines in `raw`. False at the end of the file.
    bool parse(CsvRow& row) {
        row.rejected.reset();
        row.raw.clear();
        at_end = false;
        parser.begin(row.fields);
        while (!parser.ended() && !row.rejected) {
            const auto piece = lines.next();
            if (piece.empty()) {
                if (row.raw.empty()) return false;
                finish(row);
                break;
            }
            if (row.raw.empty() && ends_line(piece.front())) continue;
            if (row.raw.empty()) row.line = lines.line();
            add(row, piece);
        }
        row.fields.resize(parser.count());
        return true;
    }

    void add(CsvRow& row, std::string_view piece) {
        row.raw += piece;
        if (row.raw.size() > max_row_bytes) {
            row.rejected = "longer than " + std::to_string(max_row_bytes) + " bytes: is a quote never closed?";
            parser.reset();
        } else if (!parser.feed(piece)) {
            row.rejected = "a quote within a field that is not quoted, or text after a closing quote (line " +
                           std::to_string(lines.line()) + ")";
        }
    }

    void finish(CsvRow& row) {
        at_end = true;
        if (!parser.finish()) row.rejected = "cut off: the file ends within quotes";
    }

    /// Rejects a row of another width than the header's; separators after the last column make no difference.
    void check_width(CsvRow& row) const {
        const std::size_t wanted = columns.size();
        while (row.fields.size() > wanted && row.fields.back().empty()) row.fields.pop_back();
        if (row.rejected || row.fields.size() == wanted) return;
        row.rejected = count_of(row.fields.size(), "field") + " where the header has " + std::to_string(wanted);
        if (at_end) *row.rejected += ": the file may be cut off here";
    }

    void check_text(CsvRow& row) const {
        for (std::size_t i = 0; i < row.fields.size() && !row.rejected; ++i) {
            if (clean_text(row.fields[i])) continue;
            row.rejected = "\"" + shown_name(columns[i]) + "\" is not " + source.encoding() +
                           " text without NUL: is the file in another encoding, such as windows-1252?";
        }
    }

    bool next(CsvRow& row) {
        if (!parse(row)) return false;
        check_width(row);
        if (row.rejected) reject(row);
        else check_text(row);
        trim_line_end(row.raw);
        return true;
    }

    /// Of a row that is none, how much is of it: all its lines, or those before one that begins a row.
    void reject(CsvRow& row) {
        while (!lines.ended_line() && row.raw.size() <= max_row_bytes) {
            const auto piece = lines.next();
            if (piece.empty()) break;
            row.raw += piece;
        }
        const std::size_t first = end_of_line(row.raw, 0);
        if (first == row.raw.size()) return lines.skip(0);
        const std::size_t opened = line_of_open_quote(row.raw, separator, row.line);
        lines.unread(std::string_view(row.raw).substr(first), row.line + 1);
        std::size_t like_rows = 0;
        if (const auto end = row_after(row, first, like_rows)) {
            row.raw.resize(*end);
            row.rejected = "the quote opened on line " + std::to_string(opened) +
                           " is not closed: the lines after it are read as rows of their own";
            return;
        }
        *row.rejected += "; the quote was opened on line " + std::to_string(opened);
        if (like_rows > 0)
            *row.rejected += ", and " + count_of(like_rows, "line") + " went with it that may be rows of their own";
    }

    /// Where in a row that is none, after its first line, another row begins: the lines from there are to be read
    /// again then, else those after it. Believed only if one of the lines is a row, or could be but for its own quotes.
    std::optional<std::size_t> row_after(const CsvRow& row, std::size_t at, std::size_t& like_rows) {
        struct Place {
            std::size_t at, line;
        };
        std::optional<Place> first;
        CsvRow trial;
        std::size_t line = row.line + 1;
        for (std::size_t tried = 0; tried < lines_tried && at < row.raw.size(); ++tried) {
            if (!parse(trial)) return {};
            for (; line < trial.line && at < row.raw.size(); ++line) at = end_of_line(row.raw, at);  // blank lines
            lines.unread(trial.raw, trial.line);
            if (at == row.raw.size()) break;
            const std::size_t end = end_of_line(row.raw, at);
            const auto looks = look(trial, std::string_view(row.raw).substr(at, end - at));
            like_rows += looks == Looks::unlike ? 0 : 1;
            if (looks != Looks::unlike && !first) first = Place{at, line};
            if (looks == Looks::row) {
                lines.unread(std::string_view(row.raw).substr(first->at, at - first->at), first->line);
                return first->at;
            }
            lines.skip(end - at);
            at = end;
            ++line;
        }
        lines.skip(row.raw.size() - at);
        return {};
    }

    enum class Looks : unsigned char { unlike, like_row, row };
    /// What was read from a line on. By chance as many separators as the header has are rare but in text of few.
    Looks look(CsvRow& trial, std::string_view line) const {
        constexpr std::size_t few = 2;
        check_width(trial);
        if (trial.rejected) {
            const auto parts = static_cast<std::size_t>(std::ranges::count(line, separator)) + 1;
            return parts == columns.size() && parts > few ? Looks::row : Looks::unlike;
        }
        check_text(trial);
        return !trial.rejected && (!plausible || plausible(trial)) ? Looks::row : Looks::like_row;
    }

    Utf8Source source;
    Lines lines;
    char separator;
    CsvParser parser;
    std::size_t max_row_bytes;
    bool at_end = false;  ///< the file ended without ending its last line
    std::vector<std::string> columns;
    std::function<bool(const CsvRow&)> plausible;
};

namespace {

/// The names of columns as the header row has them: without blanks around them, by their place where they have none.
std::vector<std::string> column_names(std::vector<std::string> header, const std::string& encoding) {
    for (auto& name : header) name = trimmed(name);
    while (!header.empty() && header.back().empty()) header.pop_back();
    if (header.empty()) throw Error(Code::invalid_argument, "the CSV file's header row: no column has a name");
    if (header.size() == 1 && declared_separator(header.front()))
        throw Error(Code::invalid_argument, "the CSV file's header row: `sep=` must stand alone on the first line");
    std::set<std::string_view> names;
    for (std::size_t i = 0; i < header.size(); ++i) {
        auto& name = header[i];
        if (name.empty()) name = "column " + std::to_string(i + 1);
        if (!clean_text(name))
            throw Error(Code::invalid_argument, "the CSV file's header row: not " + encoding +
                                                    " text: name the file's encoding, such as windows-1252 or GB18030");
        if (!names.insert(name).second)
            throw Error(Code::invalid_argument, "the CSV column \"" + shown_name(name) + "\" is there twice");
    }
    return header;
}

}  // namespace

CsvReader::CsvReader(std::istream& in, CsvReaderOptions options) : state_(std::make_unique<State>(in, options)) {
    CsvRow header;
    if (!state_->parse(header)) throw Error(Code::invalid_argument, "the CSV file is empty: a header row is expected");
    if (header.rejected) throw Error(Code::invalid_argument, "the CSV file's header row: " + *header.rejected);
    state_->columns = column_names(std::move(header.fields), encoding());
}

CsvReader::~CsvReader() = default;

const std::vector<std::string>& CsvReader::columns() const { return state_->columns; }
char CsvReader::separator() const { return state_->separator; }
const std::string& CsvReader::encoding() const { return state_->source.encoding(); }

std::optional<std::size_t> CsvReader::find_column(std::string_view name) const {
    const auto found = std::ranges::find(columns(), name);
    if (found == columns().end()) return {};
    return static_cast<std::size_t>(found - columns().begin());
}

std::size_t CsvReader::column(std::string_view name) const {
    if (const auto found = find_column(name)) return *found;
    throw Error(Code::invalid_argument, "the CSV file has no column \"" + std::string(name) + "\"");
}

void CsvReader::judge_by(std::function<bool(const CsvRow&)> plausible) { state_->plausible = std::move(plausible); }

bool CsvReader::next(CsvRow& row) { return state_->next(row); }

std::optional<std::vector<std::string>> csv_fields(std::string_view raw, char separator) {
    CsvParser parser(separator);
    std::vector<std::string> fields;
    parser.begin(fields);
    if (!parser.feed(raw) || parser.ended() || !parser.finish()) return {};
    fields.resize(parser.count());
    return fields;
}

}  // namespace rapport::kit
