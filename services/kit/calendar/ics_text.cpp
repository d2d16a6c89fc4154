// SPDX-License-Identifier: MIT
#include "services/kit/calendar/ics_text.hpp"

#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <cctype>

#include "bus/base/error.hpp"
#include "bus/base/wire.hpp"

namespace rapport::kit {
namespace {

constexpr std::size_t max_depth = 8;
constexpr std::string_view mark = "\xEF\xBB\xBF";  // U+FEFF, left by who joins files

/// What a byte-order mark, or the zeros beside the first letter, say.
std::optional<std::string> unicode_form(std::string_view bytes) {
    UErrorCode error = U_ZERO_ERROR;
    std::int32_t length = 0;
    if (const char* name =
            ucnv_detectUnicodeSignature(bytes.data(), static_cast<std::int32_t>(bytes.size()), &length, &error))
        return name;
    if (bytes.size() >= 2 && bytes[0] == '\0' && bytes[1] != '\0') return "UTF-16BE";
    if (bytes.size() >= 2 && bytes[1] == '\0' && bytes[0] != '\0') return "UTF-16LE";
    return {};
}

std::string converted(std::string_view bytes, const std::string& charset) {
    const icu::UnicodeString text(bytes.data(), static_cast<std::int32_t>(bytes.size()), charset.c_str());
    std::string utf8;
    text.toUTF8String(utf8);
    return utf8;
}

bool is_charset(const std::string& name) {
    UErrorCode error = U_ZERO_ERROR;
    UConverter* const converter = ucnv_open(name.c_str(), &error);
    ucnv_close(converter);
    return U_SUCCESS(error) && !name.empty();
}

/// Whether bytes beyond ASCII come in ones and twos, as accented letters do among others; never in words of them.
bool looks_latin(std::string_view bytes) {
    std::size_t run = 0, in_words = 0, all = 0;
    for (const char c : bytes) {
        run = static_cast<unsigned char>(c) >= 0x80 ? run + 1 : 0;
        all += run > 0 ? 1 : 0;
        in_words += run > 2 ? 1 : 0;
    }
    return in_words * 10 <= all;
}

/// Every end of a line as LF.
std::string with_line_feeds(std::string_view text) {
    std::string plain;
    plain.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\r') plain += text[i];
        else if (text.substr(i + 1, 1) != "\n") plain += '\n';
    }
    return plain;
}

/// One line each, those that were folded joined (some fold within a character), without NUL and without marks at the
/// beginning.
std::string with_whole_lines(std::string_view text) {
    const std::string lines = with_line_feeds(text);
    std::string whole;
    whole.reserve(lines.size());
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (lines[i] == '\n' && i + 1 < lines.size() && (lines[i + 1] == ' ' || lines[i + 1] == '\t')) {
            ++i;
            continue;
        }
        if (lines.compare(i, mark.size(), mark) == 0 && (whole.empty() || whole.back() == '\n')) i += mark.size() - 1;
        else if (lines[i] != '\0') whole += lines[i];
    }
    return whole;
}

/// libical follows components within components by recursion, as deep as a file says; writes to our standard error of
/// each END too many; and takes a file that is cut off for a whole one.
void check_nesting(std::string_view text) {
    const auto is = [](std::string_view line, std::string_view word) {  // "BEGIN:", and "BEGIN ;X=Y:" just as well
        const auto end = std::min(line.find_first_of(":;"), line.size());
        auto name = line.substr(0, end);
        while (name.ends_with(' ') || name.ends_with('\t')) name.remove_suffix(1);
        return end < line.size() && std::ranges::equal(name, word, [](char a, char b) {
                   return std::toupper(static_cast<unsigned char>(a)) == b;
               });
    };
    std::size_t depth = 0, deepest = 0;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        const auto line = text.substr(0, end);
        if (is(line, "BEGIN")) deepest = std::max(deepest, ++depth);
        if (is(line, "END") && depth-- == 0) throw invalid("ics", "must not END what has not begun");
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    if (deepest > max_depth) throw invalid("ics", "must not have components within components so deep");
    if (depth > 0) throw invalid("ics", "must be the whole file: it is cut off before its last END");
}

}  // namespace

IcsText ics_text(std::string_view bytes, const std::optional<std::string>& charset) {
    if (charset && !is_charset(*charset))
        throw invalid("charset", "must be the name of a character set such as GB18030");
    IcsText result;
    std::string whole = with_whole_lines(bytes);
    if (const auto form = unicode_form(bytes)) result.charset = *form;
    else if (charset) result.charset = *charset;
    else if (clean_text(whole)) result.charset = "UTF-8";
    else if (looks_latin(bytes)) result.charset = "windows-1252";
    else throw invalid("charset", "must name the character set: the file is saved as neither UTF-8 nor UTF-16");
    result.text = result.charset == "UTF-8" && clean_text(whole) ? std::move(whole)
                                                                 : with_whole_lines(converted(bytes, result.charset));
    check_nesting(result.text);
    return result;
}

}  // namespace rapport::kit
