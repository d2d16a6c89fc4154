// SPDX-License-Identifier: MIT
#pragma once
#include "services/notifier/addressee.hpp"
#include "services/notifier/rule.hpp"

namespace rapport::notifier {

/// What one recipient is told.
struct Letter {
    std::string subject, text, language;
};

/// invalid_argument naming `path` for text that is no Mustache template, and for one that includes others.
void check_template(const std::string& path, const std::string& text);
/// Fills in the template. Names are looked up in the event's data, then in the event itself; `recipient` has name,
/// address and language. A name that is not there is left empty. resource_exhausted for a letter over 256 KiB.
Letter write(const Template& in, const Any& event, const Addressee& to);

}  // namespace rapport::notifier
