// SPDX-License-Identifier: MIT
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace rapport {

/// What a text may hold, beyond being UTF-8 without NUL. Fields declare it by a mark; `line` is what a field has that
/// declares nothing.
enum class TextForm : std::uint8_t {
    line,      ///< one line: neither line ends nor tabs
    lines,     ///< several lines, and tabs
    email,     ///< an e-mail address: is_email_address()
    verbatim,  ///< taken as it is: secrets, files, whatever a program reads again
};

/// A text as one look finds it.
struct TextLook {
    bool utf8 = true;                 ///< without overlong forms, surrogates and NUL; else nothing more is known
    bool seen = false;                ///< holds something that can be seen: neither blank nor invisible
    bool line_ends = false;           ///< CR, LF or a tab
    std::size_t characters = 0;       ///< code points
    std::optional<char32_t> unsound;  ///< the first is_unsound() one
};
TextLook look_at(std::string_view text);

/// A code point that no text holds which people read: controls (C0 but tab, LF and CR; DEL; C1), whatever turns the
/// direction of what follows (embeddings, overrides, isolates), the line and paragraph separators, U+FEFF, the
/// annotation marks, and noncharacters. Marks that writing needs are sound: U+200C to U+200F, U+061C, variation
/// selectors, tags.
bool is_unsound(char32_t c);

/// Without the blanks and line ends at both ends.
std::string_view trimmed(std::string_view text);

/// What a request says in a field of that form as it is kept: without blanks around it, and with LF for CR LF and CR
/// (which are made in `room`). `verbatim` stays as it is.
std::string_view kept(std::string_view text, TextForm form, std::string& room);

/// What is wrong with a text of that form, as kept() gave it, in words for after the field's name; empty if nothing is.
/// Lengths are not asked.
std::string problem_with(const TextLook& look, std::string_view text, TextForm form);

/// Whether mail can be sent there, as far as writing tells: a dot-atom of at most 64 bytes before the @ (no quotes;
/// ASCII, since not every mail server takes more), a domain of two labels or more behind it (letters, digits, hyphens;
/// or international, as written or as xn--), at most 254 bytes in all.
bool is_email_address(std::string_view text);
/// A domain name of one label or more, as above.
bool is_domain(std::string_view text, std::size_t labels);

/// What comes from elsewhere made safe for a terminal: one line in which each unsound code point, CR, LF, tab, and each
/// byte that is no UTF-8, is a `?`.
std::string printable(std::string_view text);
/// The same of text that was laid out here: its line feeds stay.
std::string printable_lines(std::string_view text);

}  // namespace rapport
