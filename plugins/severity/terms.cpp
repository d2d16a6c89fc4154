// SPDX-License-Identifier: MIT
#include "terms.hpp"

#include <algorithm>

namespace severity {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// Every byte of a character beyond ASCII counts as a letter, so that no word is cut inside one.
bool letter(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || byte >= 0x80;
}

std::string folded(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), lower);
    return out;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

bool starts_a_word(std::string_view text, std::string_view term) {
    for (auto at = text.find(term); at != text.npos; at = text.find(term, at + 1))
        if (at == 0 || !letter(text[at - 1])) return true;
    return false;
}

}  // namespace

Terms::Terms(std::string_view list) {
    while (!list.empty()) {
        const auto comma = std::min(list.find(','), list.size());
        if (const auto term = trimmed(list.substr(0, comma)); !term.empty()) terms_.push_back(folded(term));
        list.remove_prefix(std::min(comma + 1, list.size()));
    }
}

std::vector<std::string_view> Terms::found_in(std::string_view text) const {
    const auto haystack = folded(text);
    std::vector<std::string_view> found;
    for (const auto& term : terms_)
        if (starts_a_word(haystack, term)) found.push_back(term);
    return found;
}

}  // namespace severity
