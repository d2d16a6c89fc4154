// SPDX-License-Identifier: MIT
#pragma once
#include <string>

#include "bus/base/time.hpp"
#include "services/kit/language/language.hpp"

namespace rapport::kit {

/// The minute as somebody in that zone reads it, with its weekday, the zone named: `Friday, 4 December 2026, 14:20
/// (Europe/Berlin)`, `Freitag, 4. Dezember 2026, 14:20 Uhr (Europe/Berlin)`,
/// `2026年12月4日（星期五）14:20（北京时间）`; for another language `2026-12-04 14:20 (Europe/Berlin)`.
/// invalid_argument naming `time_zone` unless it is a zone's name.
std::string local_text(Instant instant, const std::string& time_zone, std::optional<Language> language);

}  // namespace rapport::kit
