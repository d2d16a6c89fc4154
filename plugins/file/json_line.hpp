// SPDX-License-Identifier: MIT
#pragma once

#include <rapport/plugin.hpp>
#include <string>
#include <string_view>

namespace file {

/// `text` as a JSON string, quotes included. What is not UTF-8 becomes U+FFFD.
std::string json_string(std::string_view text);

/// The message as one line of JSON, line feed included. Its first member is the key, attachments are named with their
/// sizes.
std::string json_line(const rapport::Message& message);

/// The key of a line that json_line made, still in the form of json_string(); empty where it is no such line.
std::string_view key_of(std::string_view line);

}  // namespace file
