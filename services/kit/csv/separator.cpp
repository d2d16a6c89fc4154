// SPDX-License-Identifier: MIT
#include "services/kit/csv/separator.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <vector>

namespace rapport::kit {
namespace {

constexpr std::size_t rows_looked_at = 100;

struct Name {
    char separator;
    std::string_view name;
};
constexpr std::array names{Name{',', "comma"}, Name{';', "semicolon"}, Name{'\t', "tab"}, Name{'|', "pipe"}};

bool ends_line(char c) { return c == '\r' || c == '\n'; }

/// How many fields each of the first rows has if that character parts them. The last of a head that is not whole may
/// be cut off, and is left out.
std::vector<std::size_t> widths(std::string_view head, char separator, bool whole) {
    enum class At { row, field, text, quoted, quote } at = At::row;
    std::vector<std::size_t> all;
    for (const char c : head) {
        if (at == At::row && ends_line(c)) continue;  // a blank line
        if (at == At::row) {
            if (all.size() == rows_looked_at) return all;
            all.push_back(1);
            at = At::field;
        }
        if (at == At::quoted) {
            if (c == '"') at = At::quote;
        } else if (c == '"' && (at == At::field || at == At::quote)) {
            at = At::quoted;
        } else if (c == separator) {
            ++all.back();
            at = At::field;
        } else {
            at = ends_line(c) ? At::row : At::text;
        }
    }
    if (!whole && at != At::row && all.size() > 1) all.pop_back();
    return all;
}

}  // namespace

std::string name_of_separator(char separator) {
    for (const auto& [known, name] : names)
        if (known == separator) return std::string(name);
    return {separator};
}

std::optional<char> separator_named(std::string_view name) {
    for (const auto& [separator, known] : names)
        if (known == name) return separator;
    if (name == "\\t") return '\t';
    const bool possible = name.size() == 1 && name.front() != '"' && !ends_line(name.front()) && name.front() != '\0' &&
                          static_cast<unsigned char>(name.front()) < 0x80;
    return possible ? std::optional(name.front()) : std::nullopt;
}

std::optional<char> declared_separator(std::string_view line) {
    while (!line.empty() && ends_line(line.back())) line.remove_suffix(1);
    if (line.size() > 2 && line.front() == '"' && line.back() == '"') line = line.substr(1, line.size() - 2);
    constexpr std::string_view word = "sep=";
    const bool said = line.size() > word.size() &&
                      std::equal(word.begin(), word.end(), line.begin(),
                                 [](char a, char b) { return a == std::tolower(static_cast<unsigned char>(b)); });
    return said ? separator_named(line.substr(word.size())) : std::nullopt;
}

char separator_in(std::string_view head, bool whole) {
    char best = ',';
    double best_share = -1;
    std::size_t most = 1;
    for (const auto& [separator, name] : names) {
        const auto counted = widths(head, separator, whole);
        if (counted.empty() || counted.front() < 2) continue;
        const auto like_header = std::ranges::count(counted, counted.front());
        const double share = static_cast<double>(like_header) / static_cast<double>(counted.size());
        if (share < best_share || (share == best_share && counted.front() <= most)) continue;
        best = separator;
        best_share = share;
        most = counted.front();
    }
    return best;
}

}  // namespace rapport::kit
