// SPDX-License-Identifier: MIT
#pragma once
#include <stdexcept>
#include <string>
#include <string_view>

#include "bus/base/any.hpp"

namespace rapport {

/// The closed set of ways in which a request can fail: the gRPC codes, and in_doubt.
enum class Code : unsigned char {
    invalid_argument,     ///< the request itself is wrong, whatever the state
    not_found,            ///< what it names does not exist
    already_exists,       ///< what it would create is there
    failed_precondition,  ///< the state does not allow it; details say what it allows
    aborted,              ///< it named an old version; details carry the current one
    permission_denied,    ///< the actor may not
    unauthenticated,      ///< nobody known is asking
    resource_exhausted,   ///< a limit was reached: try later, or less
    unavailable,          ///< nobody there to answer: safe to retry
    deadline_exceeded,    ///< not started, or not finished, in the time given
    unimplemented,        ///< no such method
    internal,             ///< our fault
    in_doubt,             ///< handed out, answer lost: retry with the same idempotency key is safe
};

/// The name on the wire, `invalid_argument` and so on.
std::string_view name_of(Code code);
/// The code of that name; `internal` for a name that this version does not know.
Code code_named(std::string_view name);
/// The HTTP status that says the same.
int http_status_of(Code code);
/// The exit code of a program that ends because of it (1 remote error, 3 cannot connect, 4 refused).
int exit_code_of(Code code);

/// What is thrown inside a process, and becomes the map {code, message, details} on the wire.
class Error : public std::runtime_error {
public:
    /// `message` is for the person who asked: it names the field and what would be right; never SQL, values or personal
    /// data. `details` is a map.
    Error(Code code, const std::string& message, Any details = {})
        : std::runtime_error(message), code_(code), details_(std::move(details)) {}

    Code code() const { return code_; }
    std::string message() const { return what(); }
    const Any& details() const { return details_; }

private:
    Code code_;
    Any details_;
};

/// invalid_argument about one field, by its path; details are {field}.
Error invalid(const std::string& path, const std::string& what_would_be_right);

}  // namespace rapport
