// SPDX-License-Identifier: MIT
#pragma once
#include <chrono>
#include <optional>

#include "bus/base/error.hpp"

/// Errors with advice when to come again: `unavailable` with a reason, for what does not pass by itself in a moment,
/// and `resource_exhausted`.
namespace rapport {

/// Details are {reason, retry_after_ms}; without a time, {reason}, and who asked may try again as with any
/// `unavailable`.
Error unavailable(const std::string& message, std::string_view reason,
                  std::optional<std::chrono::milliseconds> retry_after);

/// `resource_exhausted` for what a limit let not pass now, with advice when to come again, in its words as well.
Error too_many(const std::string& message, std::chrono::seconds retry_after);

/// The same of an error that came, whatever its code; nothing where it says none.
std::optional<std::string> reason_of(const Error& error);
std::optional<std::chrono::milliseconds> retry_after_of(const Error& error);

}  // namespace rapport
