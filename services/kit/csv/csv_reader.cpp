// SPDX-License-Identifier: MIT
#include <csv.h>

#include <algorithm>
#include <istream>
#include <set>

#include "bus/base/error.hpp"
#include "bus/base/wire.hpp"
#include "services/kit/csv/csv.hpp"

namespace rapport::kit {
namespace {

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

std::string count_of(std::size_t n, const std::string& what) {
    return std::to_string(n) + " " + what + (n == 1 ? "" : "s");
}

/// libcsv, strict, for one row at a time. It keeps blanks: they belong to the field.
class Parser {
public:
    explicit Parser(char delimiter) : delimiter_(static_cast<unsigned char>(delimiter)) { open(); }
    ~Parser() { csv_free(&parser_); }
    Parser(const Parser&) = delete;
    Parser& operator=(const Parser&) = delete;

    /// Fields go to `fields`, of which the first count() are this row's.
    void begin(std::vector<std::string>& fields) {
        fields_ = &fields;
        count_ = 0;
        ended_ = false;
    }
    /// False for bytes that no row may hold; begin anew after it.
    bool feed(std::string_view bytes) {
        if (csv_parse(&parser_, bytes.data(), bytes.size(), on_field, on_row, this) == bytes.size()) return true;
        reset();
        return false;
    }
    /// The file ends here. False if it does so within quotes.
    bool finish() {
        const bool whole = csv_fini(&parser_, on_field, on_row, this) == 0;
        reset();
        return whole;
    }
    void reset() {
        csv_free(&parser_);
        open();
    }
    bool ended() const { return ended_; }
    std::size_t count() const { return count_; }

private:
    void open() {
        if (csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI) != 0) throw Error(Code::internal, "no CSV parser");
        csv_set_delim(&parser_, delimiter_);
        csv_set_space_func(&parser_, [](unsigned char) { return 0; });
    }
    static void on_field(void* bytes, std::size_t size, void* self) {
        auto& parser = *static_cast<Parser*>(self);
        if (parser.count_ == parser.fields_->size()) parser.fields_->emplace_back();
        (*parser.fields_)[parser.count_++].assign(static_cast<const char*>(bytes), size);
    }
    static void on_row(int, void* self) { static_cast<Parser*>(self)->ended_ = true; }

    csv_parser parser_{};
    unsigned char delimiter_;
    std::vector<std::string>* fields_ = nullptr;
    std::size_t count_ = 0;
    bool ended_ = false;
};

/// The file in pieces that end with a line end, or where the buffer does.
class Lines {
public:
    explicit Lines(std::istream& in) : in_(in) {}

    /// Empty at the end of the file.
    std::string_view next() {
        if (at_ == size_ && !fill()) return {};
        const char* const begin = buffer_.data() + at_;
        const char* const end = buffer_.data() + size_;
        const char* const found = std::find_if(begin, end, [](char c) { return c == '\r' || c == '\n'; });
        const std::string_view piece(begin, static_cast<std::size_t>(found - begin) + (found != end ? 1 : 0));
        at_ += piece.size();
        // A line feed after a carriage return ends no further line.
        if (starts_line_ && !(after_cr_ && piece == "\n")) ++line_;
        starts_line_ = found != end;
        after_cr_ = found != end && *found == '\r';
        return piece;
    }
    /// On which the last piece is.
    std::size_t line() const { return line_; }
    /// The last piece ends its line.
    bool ended_line() const { return starts_line_; }

private:
    bool fill() {
        in_.read(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
        if (in_.bad()) throw Error(Code::internal, "the CSV file could not be read");
        const bool first = line_ == 0 && size_ == 0;
        size_ = static_cast<std::size_t>(in_.gcount());
        at_ =
            first && std::string_view(buffer_.data(), size_).starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
        return at_ < size_;
    }

    std::istream& in_;
    std::string buffer_ = std::string(64 << 10, '\0');
    std::size_t at_ = 0, size_ = 0, line_ = 0;
    bool starts_line_ = true, after_cr_ = false;
};

bool ends_line(char c) { return c == '\r' || c == '\n'; }

}  // namespace

struct CsvReader::State {
    State(std::istream& in, const CsvReaderOptions& options)
        : lines(in), parser(options.delimiter), max_row_bytes(options.max_row_bytes) {}

    /// One row of any width. False at the end of the file.
    bool read(CsvRow& row) {
        row.rejected.reset();
        row.raw.clear();
        parser.begin(row.fields);
        while (!parser.ended() && !row.rejected) {
            const auto piece = lines.next();
            if (piece.empty()) return finish(row);
            if (row.raw.empty() && ends_line(piece.front())) continue;
            if (row.raw.empty()) row.line = lines.line();
            add(row, piece);
        }
        trim(row);
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
        if (row.rejected) skip_line(row);
    }

    /// The rest of the line, so that reading goes on with a whole one.
    void skip_line(CsvRow& row) {
        while (!lines.ended_line()) {
            const auto piece = lines.next();
            if (piece.empty()) return;
            if (row.raw.size() <= max_row_bytes) row.raw += piece;
        }
    }

    bool finish(CsvRow& row) {
        if (row.raw.empty()) return false;
        at_end = true;
        if (!parser.finish()) row.rejected = "cut off: the file ends within quotes";
        trim(row);
        return true;
    }

    void trim(CsvRow& row) const {
        while (!row.raw.empty() && ends_line(row.raw.back())) row.raw.pop_back();
        row.fields.resize(parser.count());
    }

    Lines lines;
    Parser parser;
    std::size_t max_row_bytes;
    bool at_end = false;  ///< the file ended without ending its last line
    std::vector<std::string> columns;
};

CsvReader::CsvReader(std::istream& in, CsvReaderOptions options) : state_(std::make_unique<State>(in, options)) {
    CsvRow header;
    if (!state_->read(header)) throw Error(Code::invalid_argument, "the CSV file is empty: a header row is expected");
    if (header.rejected) throw Error(Code::invalid_argument, "the CSV file's header row: " + *header.rejected);
    std::set<std::string_view> names;
    for (const auto& name : header.fields) {
        if (!clean_text(name)) throw Error(Code::invalid_argument, "the CSV file's header row: not UTF-8 text");
        if (!names.insert(name).second)
            throw Error(Code::invalid_argument, "the CSV column \"" + name + "\" is there twice");
    }
    state_->columns = std::move(header.fields);
}

CsvReader::~CsvReader() = default;

const std::vector<std::string>& CsvReader::columns() const { return state_->columns; }

std::optional<std::size_t> CsvReader::find_column(std::string_view name) const {
    const auto found = std::ranges::find(columns(), name);
    if (found == columns().end()) return {};
    return static_cast<std::size_t>(found - columns().begin());
}

std::size_t CsvReader::column(std::string_view name) const {
    if (const auto found = find_column(name)) return *found;
    throw Error(Code::invalid_argument, "the CSV file has no column \"" + std::string(name) + "\"");
}

bool CsvReader::next(CsvRow& row) {
    if (!state_->read(row)) return false;
    if (row.rejected) return true;
    const std::size_t wanted = columns().size();
    if (row.fields.size() != wanted) {
        row.rejected = count_of(row.fields.size(), "field") + " where the header has " + std::to_string(wanted);
        if (state_->at_end) *row.rejected += ": the file may be cut off here";
        return true;
    }
    for (std::size_t i = 0; i < wanted && !row.rejected; ++i)
        if (!clean_text(row.fields[i])) row.rejected = "\"" + columns()[i] + "\" is not UTF-8 text without NUL";
    return true;
}

}  // namespace rapport::kit
