// SPDX-License-Identifier: MIT
#pragma once
#include <string_view>

namespace rapport::kit {

/// What the words of an event in a holiday file say of its days.
enum class DayMeaning {
    holiday,
    worked,  ///< a make-up working day, a worked Saturday
    unclear  ///< exchanged for another, and the words do not say which of the two is worked; or worked but in part
};

/// After the words for working days in some forty languages, as they are written there: "上班", "make-up workday",
/// "áthelyezett munkanap", and not "нерабочий день" or "non-working day". A half or shortened day is neither. Whatever
/// names none of them is a holiday.
DayMeaning meaning_of(std::string_view summary);

}  // namespace rapport::kit
