// SPDX-License-Identifier: MIT
#include <charconv>
#include <ostream>

#include "services/kit/csv/csv.hpp"

namespace rapport::kit {
namespace {

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

bool number(std::string_view text) {
    if (text.starts_with('+')) text.remove_prefix(1);
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size();
}

bool formula(std::string_view text) {
    constexpr std::string_view beginnings = "=+-@\t\r";
    return !text.empty() && beginnings.find(text.front()) != beginnings.npos && !number(text);
}

bool edged_by_blanks(std::string_view text) {
    const auto blank = [](char c) { return c == ' ' || c == '\t'; };
    return !text.empty() && (blank(text.front()) || blank(text.back()));
}

}  // namespace

void CsvWriter::row(std::span<const std::string> fields) {
    bool first = true;
    for (const auto& text : fields) {
        if (!first) out_ << options_.separator;
        first = false;
        // A row of one empty field would be a blank line, which readers pass over.
        if (fields.size() == 1 && text.empty()) out_ << "\"\"";
        else field(text);
    }
    out_ << "\r\n";
}

void CsvWriter::field(std::string_view text) {
    const bool guard = options_.spreadsheet && formula(text);
    // Some readers cut blanks off that are not quoted, and a byte order mark where a file begins.
    const bool quote = text.starts_with(byte_order_mark) || text.find_first_of("\"\r\n") != text.npos ||
                       text.find(options_.separator) != text.npos || edged_by_blanks(text);
    if (quote) out_ << '"';
    if (guard) out_ << '\'';
    for (const char c : text) {
        if (c == '"') out_ << '"';
        out_ << c;
    }
    if (quote) out_ << '"';
}

}  // namespace rapport::kit
