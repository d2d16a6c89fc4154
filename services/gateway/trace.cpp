// SPDX-License-Identifier: MIT
#include "services/gateway/trace.hpp"

#include <array>
#include <random>

namespace rapport::gateway {
namespace {

bool hex(std::string_view text) {
    return text.find_first_not_of("0123456789abcdef") == text.npos && text.find_first_not_of('0') != text.npos;
}

/// Trace ids must differ, not be unguessable: a quick generator, seeded once a thread.
std::string random_hex(std::size_t digits) {
    thread_local std::mt19937_64 generator{std::random_device{}()};
    std::string out;
    while (out.size() < digits) {
        auto bits = generator();
        for (int i = 0; i < 16 && out.size() < digits; ++i, bits >>= 4) out += "0123456789abcdef"[bits & 15];
    }
    return out;
}

}  // namespace

Trace trace_from(std::string_view traceparent) {
    // version 00: "00-" 32 digits "-" 16 digits "-" 2 digits
    const bool known = traceparent.size() == 55 && traceparent.starts_with("00-") && traceparent[35] == '-' &&
                       traceparent[52] == '-' && hex(traceparent.substr(3, 32)) && hex(traceparent.substr(36, 16));
    Trace trace;
    trace.id = known ? std::string(traceparent.substr(3, 32)) : random_hex(32);
    const bool sampled = !known || traceparent.substr(53) != "00";
    trace.traceparent = "00-" + trace.id + "-" + random_hex(16) + (sampled ? "-01" : "-00");
    return trace;
}

}  // namespace rapport::gateway
