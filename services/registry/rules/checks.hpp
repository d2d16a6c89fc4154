// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <string_view>

#include "bus/base/error.hpp"
#include "bus/base/text.hpp"

/// What text must look like beyond its length. Each throws invalid_argument with the field's path and what would be
/// right.
namespace rapport::registry {

/// An optional +, then digits with blanks, dots, dashes, slashes and parentheses between; at least three digits.
void check_phone(const std::string& path, std::string_view number);
/// An officially assigned code of ISO 3166-1 alpha-2, in capitals.
void check_country(const std::string& path, std::string_view code);
/// The shape of a BCP 47 tag, `de` or `pt-BR`; whether its parts are registered is not asked.
void check_language(const std::string& path, std::string_view tag);
/// The shape of an IANA name; where the machine has /usr/share/zoneinfo it must be a zone of it, too.
void check_time_zone(const std::string& path, std::string_view name);
/// http:// or https:// and a host, without blanks.
void check_website(const std::string& path, std::string_view url);

}  // namespace rapport::registry
