// SPDX-License-Identifier: MIT
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace rapport::kit {

/// `comma`, `semicolon`, `tab`, `pipe`; of any other the character itself.
std::string name_of_separator(char separator);
/// The other way round; the character itself is good, too. Nothing for text that can be no separator.
std::optional<char> separator_named(std::string_view name);

/// What a first line `sep=;` declares, as spreadsheets write and obey it; nothing of any other line.
std::optional<char> declared_separator(std::string_view line);
/// That of , ; tab and | with which the first rows of a file have as many fields as its header: of several the one that
/// does so in most rows, then the one that makes most columns. A comma where none parts anything. `whole`: the file is
/// no longer than that.
char separator_in(std::string_view head, bool whole);

}  // namespace rapport::kit
