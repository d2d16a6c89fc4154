// SPDX-License-Identifier: MIT
#pragma once
#include <string>

#include "bus/base/filter_check.hpp"

namespace rapport::notifier {

/// What the letters of one type of event can name.
struct LetterNames {
    RecordFields data, event;
    std::vector<std::shared_ptr<const Place>> with_page = {};  ///< the records of the data that have a `link`
};

/// invalid_argument, naming `path`, for a Mustache template that names what is never there: names are looked up in
/// `data`, then in `event`; within a section first in what it goes through. Beside each time `x` stands `x_local`.
void check_names(const std::string& path, const std::string& text, const LetterNames& names);

}  // namespace rapport::notifier
