// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace rapport {

/// Of the names that there are the one that was most likely meant; empty if none is near. Capitals, `_` and `-` do not
/// count, two letters in the wrong order count once.
std::string_view nearest(std::string_view given, const std::vector<std::string_view>& known);

/// What to say of a name that there is not, after the name itself: "unknown; did you mean `email`?", or which there
/// are.
std::string unknown_name(std::string_view given, const std::vector<std::string_view>& known);

/// The same of a value where there are few: "must be one of low, high; did you mean `high`?"
std::string not_one_of(std::string_view given, const std::vector<std::string_view>& known);

/// A name that somebody else chose, for a message: cut where it is long, printable.
std::string shown_name(std::string_view given);

}  // namespace rapport
