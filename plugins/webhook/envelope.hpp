// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <rapport/plugin.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace webhook {

/// A key of Standard Webhooks as bytes: from "whsec_" and base64. std::invalid_argument where it is none of 24 to 64
/// bytes; the message does not hold it.
std::string key_of(std::string_view secret);

/// The keys in a text with one secret a line, blank lines aside. std::invalid_argument where there is none, or an
/// unsound one.
std::vector<std::string> keys_of(const std::string& secrets);

/// What a receiver checks: "v1," and the base64 of HMAC-SHA256 over "ID.TIMESTAMP.BODY", one for each key, with blanks
/// between.
std::string signature(const std::vector<std::string>& keys, std::string_view id, std::int64_t timestamp,
                      std::string_view body);

/// What is posted: the CloudEvent that the message is about; without one, a CloudEvent of the message itself, of the
/// type "rapport.message".
std::string body_of(const rapport::Message& message);

}  // namespace webhook
