// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <optional>
#include <string>

namespace rapport::kit {

/// Where a page of a list ended. As text, which clients hand back as they got it, it is of that list alone: `list` says
/// which, with its order and all that narrows it.
struct Cursor {
    std::optional<std::string> value;  ///< of what the list is sorted by; none in a list without a sort, or without it
    std::int64_t row = 0;

    std::string text(const std::string& list) const;
    /// invalid_argument, naming `after`, for what is no cursor, or one of another list.
    static Cursor of(const std::string& text, const std::string& list);
    /// The same of one whose value is none of what the list is sorted by.
    [[noreturn]] static void refuse();
};

}  // namespace rapport::kit
