// SPDX-License-Identifier: MIT
#pragma once
#include "services/cli/imports/date_form.hpp"

namespace rapport::cli::imports {

/// The parts of a pattern such as `dd.mm.yyyy[ hh:mm]`. invalid_argument about `date` for what is no pattern, or for
/// one that does not name day, month and year.
std::vector<DateForm::Token> date_pattern(std::string_view pattern);
/// Whether it, or an optional part of it, has that.
bool has(const std::vector<DateForm::Token>& tokens, DateForm::Token::Part part);
/// What a text shows that is of that pattern, whole; nothing of any other.
std::optional<DateForm::Shown> read_date(const std::vector<DateForm::Token>& tokens, std::string_view text);

}  // namespace rapport::cli::imports
