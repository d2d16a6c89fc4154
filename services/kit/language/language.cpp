// SPDX-License-Identifier: MIT
#include "services/kit/language/language.hpp"

#include <algorithm>

#include "bus/base/error.hpp"

namespace rapport::kit {
namespace {

constexpr bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool blank(char c) { return c == ' ' || c == '\t'; }
constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// Cuts what stands before `separator` off, blanks around it left out.
std::string_view next_part(std::string_view& rest, char separator) {
    const auto end = std::min(rest.find(separator), rest.size());
    std::string_view part = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    while (!part.empty() && blank(part.front())) part.remove_prefix(1);
    while (!part.empty() && blank(part.back())) part.remove_suffix(1);
    return part;
}

bool is_subtag(std::string_view part) {
    return !part.empty() && part.size() <= 8 && std::ranges::all_of(part, [](char c) { return letter(c) || digit(c); });
}

/// `q=0.8` in thousandths: 800. Nothing for what is no weight.
std::optional<int> weight_of(std::string_view parameter) {
    if (parameter.size() < 3 || parameter.size() > 7 || lower(parameter[0]) != 'q' || parameter[1] != '=') return {};
    const std::string_view number = parameter.substr(2);
    if (number[0] != '0' && number[0] != '1') return {};
    if (number.size() > 1 && number[1] != '.') return {};
    int thousandths = (number[0] - '0') * 1'000;
    int place = 100;
    for (const char c : number.substr(std::min<std::size_t>(2, number.size()))) {
        if (!digit(c)) return {};
        thousandths += (c - '0') * place;
        place /= 10;
    }
    return thousandths <= 1'000 ? std::optional(thousandths) : std::nullopt;
}

}  // namespace

std::string_view tag_of(Language language) { return names_of(language)[static_cast<std::size_t>(language)]; }

bool is_language_tag(std::string_view tag) {
    if (tag.empty() || tag.back() == '-') return false;
    std::string_view rest = tag;
    const std::string_view primary = next_part(rest, '-');
    if (primary.size() < 2 || primary.size() > 3 || !std::ranges::all_of(primary, letter)) return false;
    while (!rest.empty())
        if (!is_subtag(next_part(rest, '-'))) return false;
    return true;
}

void check_language_tag(const std::string& field, std::string_view tag) {
    if (!is_language_tag(tag)) throw invalid(field, "must be a language tag such as de or pt-BR");
}

std::optional<Language> language_of(std::string_view tag) {
    const std::string_view primary = tag.substr(0, tag.find_first_of("-_"));
    for (const Language each : languages)
        if (std::ranges::equal(primary, tag_of(each), {}, lower)) return each;
    return {};
}

std::optional<Language> wanted_language(std::string_view accept_language) {
    std::optional<Language> best;
    int most = 0;
    while (!accept_language.empty()) {
        std::string_view range = next_part(accept_language, ',');
        const auto language = language_of(next_part(range, ';'));
        const int weight = range.empty() ? 1'000 : weight_of(next_part(range, ';')).value_or(0);
        if (!language || weight <= most) continue;
        best = language;
        most = weight;
    }
    return best;
}

}  // namespace rapport::kit
