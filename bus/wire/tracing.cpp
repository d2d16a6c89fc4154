// SPDX-License-Identifier: MIT
#include "bus/wire/tracing.hpp"

#include <array>
#include <charconv>
#include <random>

namespace rapport::bus {
namespace {

// "00-" 32 digits "-" 16 digits "-" 2 digits
constexpr std::size_t whole = 55, trace_at = 3, step_at = 36, flags_at = 53;

template <class T>
bool read(std::string_view digits, T& to) {
    if (digits.find_first_not_of("0123456789abcdef") != digits.npos) return false;
    return std::from_chars(digits.data(), digits.data() + digits.size(), to, 16).ec == std::errc{};
}

void write(std::string& text, std::size_t at, std::uint64_t number, std::size_t digits) {
    for (std::size_t i = digits; i-- > 0; number >>= 4) text[at + i] = "0123456789abcdef"[number & 15];
}

/// Steps must differ, not be unguessable: a quick generator, seeded once a thread.
std::uint64_t new_step() {
    thread_local std::mt19937_64 random{std::random_device{}()};
    const auto step = random();
    return step ? step : 1;
}

}  // namespace

TraceParent TraceParent::child() const { return {trace, new_step(), sampled}; }

std::optional<TraceParent> trace_parent_from(std::string_view text) {
    if (text.size() != whole || !text.starts_with("00-") || text[step_at - 1] != '-' || text[flags_at - 1] != '-')
        return {};
    TraceParent parent;
    bool any = false;
    for (std::size_t i = 0; i < parent.trace.size(); ++i) {
        if (!read(text.substr(trace_at + 2 * i, 2), parent.trace[i])) return {};
        any = any || parent.trace[i] != 0;
    }
    unsigned flags = 0;
    if (!any || !read(text.substr(step_at, 16), parent.step) || parent.step == 0 || !read(text.substr(flags_at), flags))
        return {};
    parent.sampled = flags & 1;
    return parent;
}

std::string to_text(const TraceParent& parent) {
    std::string text = "00-00000000000000000000000000000000-0000000000000000-00";
    for (std::size_t i = 0; i < parent.trace.size(); ++i) write(text, trace_at + 2 * i, parent.trace[i], 2);
    write(text, step_at, parent.step, 16);
    text.back() = parent.sampled ? '1' : '0';
    return text;
}

}  // namespace rapport::bus
