// SPDX-License-Identifier: MIT
#include "services/gateway/http/trace.hpp"

#include "bus/base/id.hpp"
#include "bus/wire/tracing.hpp"

namespace rapport::gateway {

Trace trace_from(std::string_view traceparent) {
    const auto caller = bus::trace_parent_from(traceparent);
    auto own = caller.value_or(bus::TraceParent{});
    if (!caller) own.trace = new_uuid(SystemClock().now()).bytes;
    own = own.child();
    Trace trace{.traceparent = to_text(own), .caller = caller ? caller->step : 0};
    trace.id = trace.traceparent.substr(3, 32);
    return trace;
}

}  // namespace rapport::gateway
