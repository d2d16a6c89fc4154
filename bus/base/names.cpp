// SPDX-License-Identifier: MIT
#include "bus/base/names.hpp"

#include <algorithm>
#include <cctype>

#include "bus/base/text.hpp"

namespace rapport {
namespace {

constexpr std::size_t longest_shown = 80;

std::string plain(std::string_view name) {
    std::string out;
    for (const char c : name)
        if (c != '_' && c != '-') out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return out;
}

/// Letters left out, put in or replaced, and neighbours exchanged (optimal string alignment).
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = std::min(row[j], before[j - 2] + 1);
        }
        before.swap(last);
        last.swap(row);
    }
    return last[b.size()];
}

}  // namespace

std::string_view nearest(std::string_view given, const std::vector<std::string_view>& known) {
    if (given.size() > longest_shown) return {};
    const std::string wanted = plain(given);
    std::string_view found;
    std::size_t least = wanted.size() / 3 + 1;  // one slip in three letters
    for (const std::string_view name : known) {
        const std::string there = plain(name);
        const bool begins = wanted.size() >= 3 && there.starts_with(wanted);
        const std::size_t away =
            begins ? std::min<std::size_t>(1, there.size() - wanted.size()) : distance(wanted, there);
        if (away >= least) continue;
        least = away;
        found = name;
    }
    return found;
}

std::string unknown_name(std::string_view given, const std::vector<std::string_view>& known) {
    if (const auto meant = nearest(given, known); !meant.empty())
        return "unknown; did you mean `" + std::string(meant) + "`?";
    if (known.empty()) return "unknown; there are none";
    std::string names;
    for (const std::string_view name : known) names.append(names.empty() ? "" : ", ").append(name);
    return (known.size() == 1 ? "unknown; there is " : "unknown; there are ") + names;
}

std::string not_one_of(std::string_view given, const std::vector<std::string_view>& known) {
    std::string text = "must be one of ";
    for (std::size_t i = 0; i < known.size(); ++i) text.append(i ? ", " : "").append(known[i]);
    if (const auto meant = nearest(given, known); !meant.empty())
        text.append("; did you mean `").append(meant).append("`?");
    return text;
}

std::string shown_name(std::string_view given) {
    if (given.size() <= longest_shown) return printable(given);
    std::size_t end = longest_shown;
    while (end > 0 && (static_cast<unsigned char>(given[end]) & 0xc0) == 0x80) --end;
    return printable(given.substr(0, end)) + "…";
}

}  // namespace rapport
