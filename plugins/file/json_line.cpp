// SPDX-License-Identifier: MIT
#include "json_line.hpp"

namespace file {
namespace {

constexpr std::string_view opening = "{\"key\":";

/// How many bytes the character at the front of `text` takes, 0 where it is none (RFC 3629).
std::size_t character_at_front(std::string_view text) {
    const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
    const auto follows = [&](std::size_t i, unsigned low = 0x80, unsigned high = 0xBF) {
        return byte(i) >= low && byte(i) <= high;
    };
    const auto lead = byte(0);
    if (lead < 0x80) return 1;
    if (lead >= 0xC2 && lead <= 0xDF) return follows(1) ? 2 : 0;
    if (lead >= 0xE0 && lead <= 0xEF)
        return follows(1, lead == 0xE0 ? 0xA0 : 0x80, lead == 0xED ? 0x9F : 0xBF) && follows(2) ? 3 : 0;
    if (lead >= 0xF0 && lead <= 0xF4)
        return follows(1, lead == 0xF0 ? 0x90 : 0x80, lead == 0xF4 ? 0x8F : 0xBF) && follows(2) && follows(3) ? 4 : 0;
    return 0;
}

void append_escaped(std::string& out, char c) {
    constexpr char digits[] = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(c);
    switch (c) {
        case '"':
            out += "\\\"";
            return;
        case '\\':
            out += "\\\\";
            return;
        case '\n':
            out += "\\n";
            return;
        case '\r':
            out += "\\r";
            return;
        case '\t':
            out += "\\t";
            return;
        default:
            if (byte < 0x20 || byte == 0x7f) ((out += "\\u00") += digits[byte >> 4]) += digits[byte & 15];
            else out += c;
    }
}

void append_member(std::string& out, std::string_view name, std::string_view value) {
    out.append(",\"").append(name).append("\":").append(json_string(value));
}

}  // namespace

std::string json_string(std::string_view text) {
    std::string out = "\"";
    while (!text.empty()) {
        const auto size = character_at_front(text);
        if (size == 0) out += "\xEF\xBF\xBD";
        else if (size == 1) append_escaped(out, text.front());
        else out += text.substr(0, size);
        text.remove_prefix(size == 0 ? 1 : size);
    }
    return out += '"';
}

std::string json_line(const rapport::Message& message) {
    std::string out(opening);
    out += json_string(message.key);
    append_member(out, "to", message.to);
    append_member(out, "subject", message.subject);
    append_member(out, "text", message.text);
    if (!message.html.empty()) append_member(out, "html", message.html);
    if (!message.language.empty()) append_member(out, "language", message.language);
    if (!message.attachments.empty()) {
        out += ",\"attachments\":[";
        for (const auto& each : message.attachments) {
            if (&each != &message.attachments.front()) out += ',';
            out += "{\"name\":" + json_string(each.name);
            append_member(out, "media_type", each.media_type);
            out += ",\"size\":" + std::to_string(each.content.size()) + "}";
        }
        out += ']';
    }
    return out += "}\n";
}

std::string_view key_of(std::string_view line) {
    if (!line.starts_with(opening)) return {};
    line.remove_prefix(opening.size());
    if (!line.starts_with('"')) return {};
    for (std::size_t i = 1; i < line.size(); ++i) {
        if (line[i] == '\\') ++i;
        else if (line[i] == '"') return line.substr(0, i + 1);
    }
    return {};
}

}  // namespace file
