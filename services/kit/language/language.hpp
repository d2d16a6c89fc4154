// SPDX-License-Identifier: MIT
#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace rapport::kit {

/// What people without an account are written to in. Chinese is in simplified characters.
enum class Language { en, zh, de };
constexpr auto names_of(Language) { return std::array<std::string_view, 3>{"en", "zh", "de"}; }
inline constexpr std::array languages{Language::en, Language::zh, Language::de};

/// `en`, `zh` or `de`: a tag of BCP 47, as in `<html lang>` and Content-Language.
std::string_view tag_of(Language language);
/// Whether it has the shape of a tag of BCP 47: `de`, `pt-BR`, `zh-Hans-CN`.
bool is_language_tag(std::string_view tag);
/// invalid_argument about `field` unless it is one.
void check_language_tag(const std::string& field, std::string_view tag);
/// The one of ours that the tag means, whatever its region and script; nothing for any other language.
std::optional<Language> language_of(std::string_view tag);
/// The one of ours that Accept-Language (RFC 9110) wants most, of equals the first; nothing if it wants none of them.
std::optional<Language> wanted_language(std::string_view accept_language);

}  // namespace rapport::kit
