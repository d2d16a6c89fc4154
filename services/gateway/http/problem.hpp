// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <string_view>

#include "bus/base/error.hpp"
#include "services/gateway/http/http.hpp"

namespace rapport::gateway {

/// Where and in which trace something went wrong, for the problem document.
struct Where {
    std::string path;      ///< of the request; `instance` in the document
    std::string trace_id;  ///< 32 hexadecimal digits; empty: left out
};

/// An error as RFC 9457 tells it: {type, title, status, detail, code, instance, trace_id} and the members of the
/// error's details (`field`, `allowed_moves`, …). With Retry-After where trying again later makes sense.
HttpResponse problem(const Error& error, const Where& where);
/// The same with another status than the code's own, such as 412 for an `aborted` that If-Match caused.
HttpResponse problem(int status, const Error& error, const Where& where);

/// What the code means, in a sentence for people: the text at its `type`. Empty for an unknown code.
std::string_view meaning_of(std::string_view code);
/// All codes that a problem document may carry in `code`.
const std::vector<std::string_view>& problem_codes();

}  // namespace rapport::gateway
