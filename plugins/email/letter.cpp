// SPDX-License-Identifier: MIT
#include "letter.hpp"

#include "header.hpp"

namespace email {
namespace {

void add(Headers& to, const std::string& line) {
    auto* longer = curl_slist_append(to.get(), line.c_str());
    if (!longer) throw std::bad_alloc();
    (void)to.release();
    to.reset(longer);
}

/// Lines end as mail wants them to; the encoder would otherwise take a line feed for content.
std::string with_mail_line_ends(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\n' && (i == 0 || text[i - 1] != '\r')) out += '\r';
        out += text[i];
    }
    return out;
}

void add_text(curl_mime* to, std::string_view text, const char* type) {
    const auto lines = with_mail_line_ends(text);
    auto* part = curl_mime_addpart(to);
    curl_mime_data(part, lines.data(), lines.size());
    curl_mime_type(part, type);
    curl_mime_encoder(part, "quoted-printable");
}

void add_body(CURL* handle, curl_mime* to, const rapport::Message& message) {
    if (message.html.empty()) return add_text(to, message.text, "text/plain; charset=utf-8");
    Mime alternatives(curl_mime_init(handle));
    if (!message.text.empty()) add_text(alternatives.get(), message.text, "text/plain; charset=utf-8");
    add_text(alternatives.get(), message.html, "text/html; charset=utf-8");
    auto* part = curl_mime_addpart(to);
    curl_mime_subparts(part, alternatives.release());
    curl_mime_type(part, "multipart/alternative");
    curl_mime_headers(part, curl_slist_append(nullptr, "Content-Disposition: inline"), 1);
}

void add_attachment(curl_mime* to, const rapport::Attachment& attachment) {
    auto* part = curl_mime_addpart(to);
    curl_mime_data(part, attachment.content.data(), attachment.content.size());
    const bool typed =
        !attachment.media_type.empty() && attachment.media_type.find_first_of("\r\n") == std::string_view::npos;
    curl_mime_type(part, typed ? std::string(attachment.media_type).c_str() : "application/octet-stream");
    curl_mime_encoder(part, "base64");
    curl_mime_headers(part,
                      curl_slist_append(nullptr, ("Content-Disposition: " + disposition(attachment.name)).c_str()), 1);
}

}  // namespace

Headers headers_of(const rapport::Message& message, const Sender& from, const std::string& id, std::time_t now) {
    Headers all;
    add(all, "Date: " + date(now));
    add(all, mailbox_header("From", from.name, from.address));
    add(all, mailbox_header("To", "", message.to));
    if (!from.reply_to.empty()) add(all, mailbox_header("Reply-To", "", from.reply_to));
    add(all, text_header("Subject", message.subject));
    add(all, "Message-ID: " + id);
    add(all, "Auto-Submitted: auto-generated");  // RFC 3834: nobody's absence answers it
    if (!message.language.empty()) add(all, text_header("Content-Language", message.language));
    return all;
}

Mime content_of(CURL* handle, const rapport::Message& message) {
    Mime content(curl_mime_init(handle));
    if (!content) throw std::bad_alloc();
    add_body(handle, content.get(), message);
    for (const auto& each : message.attachments) add_attachment(content.get(), each);
    return content;
}

}  // namespace email
