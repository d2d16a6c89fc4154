// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace rapport::gateway {

/// The W3C Trace Context of one request.
struct Trace {
    std::string traceparent;   ///< to pass on: the caller's trace with a step of our own
    std::string id;            ///< the trace's 32 digits
    std::uint64_t caller = 0;  ///< the caller's step; 0 where the trace is ours
};

/// The caller's trace continued, or a new one where the caller sent none or none that is well-formed.
Trace trace_from(std::string_view traceparent);

}  // namespace rapport::gateway
