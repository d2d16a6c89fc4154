// SPDX-License-Identifier: MIT
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace rapport::kit {

/// A calendar file's text, whatever it was saved in.
struct IcsText {
    std::string text;     ///< clean UTF-8, lines end in LF
    std::string charset;  ///< what the file was saved in: "UTF-8"
};

/// The text of an iCalendar file's bytes. A byte-order mark says what they are saved in, else `charset`, else it is
/// UTF-8, or Windows-1252 if that cannot be and what is not ASCII stands alone as in Latin scripts. invalid_argument
/// about `ics` or `charset` for what cannot be told, and for a file that is none, is cut off, or is nested too deep.
IcsText ics_text(std::string_view bytes, const std::optional<std::string>& charset);

}  // namespace rapport::kit
