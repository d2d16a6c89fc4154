// SPDX-License-Identifier: MIT
#pragma once
#include <exception>
#include <string>

namespace rapport::kit {

/// Says on standard error, in one line, why that program ends before it serves, and answers its exit status:
/// cannot_start, or 1 where the same may well succeed in a moment, as with a store that somebody else holds.
int tell_failed_start(const std::string& program, const std::exception& error);

}  // namespace rapport::kit
