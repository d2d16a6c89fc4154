// SPDX-License-Identifier: MIT
#include "bus/base/text.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include "bus/base/utf8.hpp"

namespace rapport {
namespace {

struct Range {
    char32_t first, last;
};

// Sorted. Of the controls, tab, LF and CR are not here: where they may stand depends on the field.
constexpr std::array unsound_ranges{Range{0x0000, 0x0008}, Range{0x000b, 0x000c}, Range{0x000e, 0x001f},
                                    Range{0x007f, 0x009f}, Range{0x2028, 0x202e}, Range{0x2066, 0x206f},
                                    Range{0xfdd0, 0xfdef}, Range{0xfeff, 0xfeff}, Range{0xfff9, 0xfffb}};

// Unicode's White_Space beyond what is unsound.
constexpr std::array blank_ranges{Range{0x0009, 0x000a}, Range{0x000d, 0x000d}, Range{0x0020, 0x0020},
                                  Range{0x00a0, 0x00a0}, Range{0x1680, 0x1680}, Range{0x2000, 0x200a},
                                  Range{0x202f, 0x202f}, Range{0x205f, 0x205f}, Range{0x3000, 0x3000}};

// Unicode's Default_Ignorable_Code_Point, and U+2800, a pattern of no dots.
constexpr std::array invisible_ranges{Range{0x00ad, 0x00ad},   Range{0x034f, 0x034f},   Range{0x061c, 0x061c},
                                      Range{0x115f, 0x1160},   Range{0x17b4, 0x17b5},   Range{0x180b, 0x180f},
                                      Range{0x200b, 0x200f},   Range{0x202a, 0x202e},   Range{0x2060, 0x206f},
                                      Range{0x2800, 0x2800},   Range{0x3164, 0x3164},   Range{0xfe00, 0xfe0f},
                                      Range{0xfeff, 0xfeff},   Range{0xffa0, 0xffa0},   Range{0xfff0, 0xfffb},
                                      Range{0x1bca0, 0x1bca3}, Range{0x1d173, 0x1d17a}, Range{0xe0000, 0xe0fff}};

bool among(const auto& ranges, char32_t c) {
    const auto* const range = std::ranges::lower_bound(ranges, c, {}, &Range::last);
    return range != ranges.end() && c >= range->first;
}

bool is_noncharacter(char32_t c) { return (c & 0xfffe) == 0xfffe; }
bool is_blank(char32_t c) { return among(blank_ranges, c); }
bool is_seen(char32_t c) { return !is_blank(c) && !among(invisible_ranges, c) && !is_unsound(c); }
bool is_layout(char32_t c) { return c == '\t' || c == '\n' || c == '\r'; }

void note(TextLook& look, char32_t c) {
    ++look.characters;
    if (is_layout(c)) look.line_ends = true;
    else if (is_unsound(c)) {
        if (!look.unsound) look.unsound = c;
    } else {
        look.seen = look.seen || is_seen(c);
    }
}

std::string named(char32_t c) {
    char text[16];
    std::snprintf(text, sizeof text, "U+%04X", static_cast<unsigned>(c));
    return text;
}

bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool digit(char c) { return c >= '0' && c <= '9'; }
bool beyond_ascii(char c) { return static_cast<unsigned char>(c) >= 0x80; }
/// RFC 5322: what stands in a local part without quotes, beside dots.
bool atom(char c) {
    return letter(c) || digit(c) ||
           (c != 0 && std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos);
}

/// Whether each part of `text` between dots is as `good` says.
template <class Good>
bool parts_are(std::string_view text, Good good) {
    for (auto at = text.find('.'); at != text.npos; at = text.find('.')) {
        if (!good(text.substr(0, at))) return false;
        text.remove_prefix(at + 1);
    }
    return good(text);
}

bool is_label(std::string_view text) {
    return !text.empty() && text.size() <= 63 && text.front() != '-' && text.back() != '-' &&
           std::ranges::all_of(text, [](char c) { return letter(c) || digit(c) || c == '-' || beyond_ascii(c); });
}

bool each_seen(std::string_view text) {
    while (!text.empty()) {
        const Utf8 next = next_in(text);
        if (next.size == 0 || !is_seen(next.code)) return false;
        text.remove_prefix(next.size);
    }
    return true;
}

}  // namespace

bool is_unsound(char32_t c) { return among(unsound_ranges, c) || is_noncharacter(c); }

TextLook look_at(std::string_view text) {
    TextLook look;
    while (!text.empty()) {
        for (; text.size() >= 8 && eight_printable(text.data()); text.remove_prefix(8)) {
            look.characters += 8;
            look.seen = look.seen || !std::ranges::all_of(text.substr(0, 8), [](char c) { return c == ' '; });
        }
        if (text.empty()) break;
        const Utf8 next = next_in(text);
        if (next.size == 0) return {.utf8 = false};
        note(look, next.code);
        text.remove_prefix(next.size);
    }
    return look;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty()) {
        const Utf8 first = next_in(text);
        if (first.size == 0 || !is_blank(first.code)) break;
        text.remove_prefix(first.size);
    }
    while (!text.empty()) {
        std::size_t start = text.size() - 1;
        while (start > 0 && (static_cast<unsigned char>(text[start]) & 0xc0) == 0x80) --start;
        const Utf8 last = next_in(text.substr(start));
        if (last.size != text.size() - start || !is_blank(last.code)) break;
        text = text.substr(0, start);
    }
    return text;
}

std::string_view kept(std::string_view text, TextForm form, std::string& room) {
    if (form == TextForm::verbatim) return text;
    text = trimmed(text);
    if (form != TextForm::lines || text.find('\r') == text.npos) return text;
    room.clear();
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\r') room += text[i];
        else if (i + 1 == text.size() || text[i + 1] != '\n') room += '\n';
    }
    return room;
}

std::string problem_with(const TextLook& look, std::string_view text, TextForm form) {
    if (!look.utf8) return "must be valid UTF-8 without NUL";
    if (form == TextForm::verbatim) return {};
    if (look.unsound) return "must not hold " + named(*look.unsound) + ", a character that controls how text is shown";
    if (form == TextForm::lines) return {};
    if (look.line_ends) return "must be one line, without tabs";
    if (form == TextForm::email && !is_email_address(text)) return "must be an e-mail address such as ann@example.com";
    return {};
}

bool is_domain(std::string_view text, std::size_t labels) {
    if (text.size() > 253 || !parts_are(text, is_label) || !each_seen(text)) return false;
    if (static_cast<std::size_t>(std::ranges::count(text, '.')) + 1 < labels) return false;
    const auto last = text.substr(text.rfind('.') + 1);
    return labels == 1 || !std::ranges::all_of(last, digit);  // else the number of a host, not its name
}

bool is_email_address(std::string_view text) {
    const auto at = text.find('@');
    if (at == text.npos || at > 64 || text.size() > 254) return false;
    const auto word = [](std::string_view part) { return !part.empty() && std::ranges::all_of(part, atom); };
    return parts_are(text.substr(0, at), word) && is_domain(text.substr(at + 1), 2);
}

namespace {

std::string made_printable(std::string_view text, bool lines) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const Utf8 next = next_in(text);
        const bool layout = is_layout(next.code) && !(lines && next.code == '\n');
        const bool safe = next.size != 0 && !is_unsound(next.code) && !layout;
        const std::size_t size = std::max<std::size_t>(next.size, 1);
        if (safe) out += text.substr(0, size);
        else out += '?';
        text.remove_prefix(size);
    }
    return out;
}

}  // namespace

std::string printable(std::string_view text) { return made_printable(text, false); }
std::string printable_lines(std::string_view text) { return made_printable(text, true); }

}  // namespace rapport
