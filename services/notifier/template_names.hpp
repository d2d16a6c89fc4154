// SPDX-License-Identifier: MIT
#pragma once
#include <string>

#include "bus/base/filter_check.hpp"

namespace rapport::notifier {

/// invalid_argument, naming `path`, for a Mustache template that names what is never there: names are looked up in
/// `data`, then in `event`; within a section first in what it goes through.
void check_names(const std::string& path, const std::string& text, const RecordFields& data, const RecordFields& event);

}  // namespace rapport::notifier
