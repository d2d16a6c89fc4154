// SPDX-License-Identifier: MIT
#include "header.hpp"

#include <idn2.h>

#include <algorithm>
#include <memory>

namespace email {
namespace {

constexpr std::size_t longest_line = 78, longest_word = 75;
constexpr std::string_view opening = "=?UTF-8?B?", closing = "?=";
constexpr char hex[] = "0123456789ABCDEF";

bool ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// Without line ends and other control characters, which would end the header or hide in it.
std::string one_line(std::string_view text) {
    std::string out(text);
    std::ranges::replace_if(
        out, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, ' ');
    return out;
}

std::string base64(std::string_view text) {
    constexpr char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    for (std::size_t i = 0; i < text.size(); i += 3) {
        unsigned bits = 0;
        for (std::size_t j = 0; j < 3; ++j)
            bits = bits << 8 | (i + j < text.size() ? static_cast<unsigned char>(text[i + j]) : 0u);
        for (std::size_t j = 0; j < 4; ++j) out += i + j > text.size() ? '=' : digits[bits >> (18 - 6 * j) & 63];
    }
    return out;
}

/// How many bytes of `text` fit into one encoded word of that length, whole characters only.
std::size_t fitting(std::string_view text, std::size_t length) {
    auto size = std::min(text.size(), (length - opening.size() - closing.size()) / 4 * 3);
    while (size > 0 && size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) --size;
    return size;
}

std::string encoded(std::string_view text, std::size_t column) {
    std::string out;
    while (!text.empty()) {
        const auto size = fitting(text, std::min(longest_word, longest_line - column));
        out.append(opening).append(base64(text.substr(0, size))).append(closing);
        text.remove_prefix(size);
        if (!text.empty()) out += "\r\n ";
        column = 1;
    }
    return out;
}

/// Breaks lines at blanks.
std::string folded(std::string_view text, std::size_t column) {
    std::string out;
    while (column + text.size() > longest_line) {
        auto at = text.rfind(' ', longest_line - std::min(column, longest_line));
        if (at == text.npos || at == 0) at = text.find(' ', 1);
        if (at == text.npos) break;
        out.append(text.substr(0, at)).append("\r\n");
        text.remove_prefix(at);
        column = 0;
    }
    return out.append(text);
}

/// A word that can stand unquoted in a name, or what makes it one.
std::string in_quotes(std::string_view name) {
    constexpr std::string_view special = "()<>[]:;@\\,.\"";
    if (name.find_first_of(special) == name.npos) return std::string(name);
    std::string out = "\"";
    for (const char c : name) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out += '"';
}

bool atom(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
}

}  // namespace

std::string text_header(std::string_view name, std::string_view text) {
    const auto line = one_line(text);
    std::string out(name);
    out += ": ";
    // ASCII that looks like an encoded word would be read as one; a word that cannot be folded would be too long.
    const bool plain = ascii(line) && line.find("=?") == line.npos;
    const auto written = plain ? folded(line, out.size()) : encoded(line, out.size());
    for (std::size_t at = 0, next = 0; next != written.npos; at = next + 2)
        if (next = written.find("\r\n", at); std::min(next, written.size()) - at > 900)
            return out + encoded(line, out.size());
    return out + written;
}

std::string mailbox_header(std::string_view header, std::string_view name, std::string_view address) {
    std::string out(header);
    out += ": ";
    const auto line = one_line(name);
    if (line.empty()) return out.append(address);
    out += ascii(line) && line.find("=?") == line.npos ? in_quotes(line) : encoded(line, out.size());
    const auto last_line = out.size() - (out.rfind('\n') == out.npos ? 0 : out.rfind('\n') + 1);
    out += last_line + address.size() + 3 > longest_line ? "\r\n <" : " <";
    return out.append(address).append(">");
}

std::string date(std::time_t when) {
    constexpr const char* days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    std::tm utc{};
    ::gmtime_r(&when, &utc);
    char text[64];
    std::snprintf(text, sizeof text, "%s, %d %s %d %02d:%02d:%02d +0000", days[utc.tm_wday], utc.tm_mday,
                  months[utc.tm_mon], utc.tm_year + 1900, utc.tm_hour, utc.tm_min, utc.tm_sec);
    return text;
}

std::string message_id(std::string_view key, std::string_view domain) {
    std::string left;
    for (const char c : key) {
        const auto byte = static_cast<unsigned char>(c);
        if (atom(c) && c != '=') left += c;
        else ((left += '=') += hex[byte >> 4]) += hex[byte & 15];
    }
    return "<" + left + "@" + std::string(domain) + ">";
}

bool is_address(std::string_view text) {
    const auto at = text.find('@');
    if (at == text.npos || at == 0 || at > 64 || text.size() > 254) return false;
    const auto dotted = [](std::string_view part) {
        return !part.empty() && part.front() != '.' && part.back() != '.' && part.find("..") == part.npos &&
               std::ranges::all_of(part, [](char c) { return atom(c) || c == '.'; });
    };
    return dotted(text.substr(0, at)) && dotted(text.substr(at + 1));
}

std::optional<std::string> as_sent(std::string_view address) {
    const auto at = address.find('@');
    if (at == address.npos || address.find('\0') != address.npos) return {};
    if (ascii(address)) return is_address(address) ? std::optional(std::string(address)) : std::nullopt;
    const std::string domain(address.substr(at + 1));
    char* found = nullptr;
    if (idn2_to_ascii_8z(domain.c_str(), &found, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL) != IDN2_OK) return {};
    const std::unique_ptr<char, void (*)(void*)> plain(found, idn2_free);
    std::string out = std::string(address.substr(0, at + 1)) + plain.get();
    return is_address(out) ? std::optional(std::move(out)) : std::nullopt;
}

std::string disposition(std::string_view file_name) {
    const auto line = one_line(file_name);
    std::string plain, coded;
    for (const char c : line) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') plain += '\\';
        plain += c;
        if ((atom(c) && std::string_view("%'*").find(c) == std::string_view::npos) || c == '.') coded += c;
        else ((coded += '%') += hex[byte >> 4]) += hex[byte & 15];
    }
    return ascii(line) ? "attachment; filename=\"" + plain + "\"" : "attachment; filename*=UTF-8''" + coded;
}

}  // namespace email
