// SPDX-License-Identifier: MIT
#include "services/cli/doctor/clock.hpp"

#include <fmt/format.h>
#include <sys/timex.h>

namespace rapport::cli::doctor {
namespace {

/// Clocks of machines that are kept by others' differ by less.
constexpr Millis tolerated(2'000);

}  // namespace

Check clock_kept() {
    timex state{};
    const int answer = ::adjtimex(&state);
    if (answer < 0) return ok("clock", "the system does not say whether it is kept");
    if (answer == TIME_ERROR || (state.status & STA_UNSYNC) != 0)
        return warning("clock", "is not kept by others' (NTP): deadlines may be told early or late",
                       "run chrony or systemd-timesyncd on this machine");
    return ok("clock", fmt::format("is kept, to {} ms", state.maxerror / 1'000));
}

Check clock_against(const std::string& service, Instant newest, Instant now) {
    const auto ahead = newest - now;
    if (ahead <= tolerated) return ok("clock of " + service, "its newest event is of " + to_text(newest));
    return failed("clock of " + service,
                  fmt::format("its newest event is {} s in the future: a clock went back, or machines differ",
                              ahead.count() / 1'000),
                  "set the clocks right; until then times of record stand still");
}

}  // namespace rapport::cli::doctor
