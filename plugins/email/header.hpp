// SPDX-License-Identifier: MIT
#pragma once

#include <ctime>
#include <optional>
#include <string>
#include <string_view>

namespace email {

/// A header line of free text (RFC 5322, 2.2.1), without its line end: folded so that no line is longer than 78 bytes
/// where it has blanks, encoded words (RFC 2047) where the text is not ASCII. Control characters become blanks.
std::string text_header(std::string_view name, std::string_view text);

/// A header line with one mailbox: `name` (may be empty) and address.
std::string mailbox_header(std::string_view header, std::string_view name, std::string_view address);

/// "Tue, 24 Nov 2026 20:25:09 +0000".
std::string date(std::time_t when);

/// <KEY@DOMAIN>, the same for the same key. What an identifier may not hold is written in hexadecimal.
std::string message_id(std::string_view key, std::string_view domain);

/// Whether it is an address that can stand in an envelope and in a header as it is: ASCII, one @ outside of nothing
/// quoted, no blanks, none of the characters that mean something there.
bool is_address(std::string_view text);

/// The address as it stands in an envelope and in a header: with `xn--` for the labels of an international domain (IDNA
/// 2008). Nothing where that is no is_address().
std::optional<std::string> as_sent(std::string_view address);

/// The value of Content-Disposition for an attachment: with filename, or filename* (RFC 2231) where it is not ASCII.
std::string disposition(std::string_view file_name);

}  // namespace email
