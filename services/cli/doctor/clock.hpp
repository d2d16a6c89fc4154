// SPDX-License-Identifier: MIT
#pragma once
#include "bus/base/time.hpp"
#include "services/cli/doctor/check.hpp"

namespace rapport::cli::doctor {

/// Whether the system keeps this machine's clock by others', as far as it says.
Check clock_kept();
/// A service whose newest event was recorded after `now` has seen a clock that was ahead of ours.
Check clock_against(const std::string& service, Instant newest, Instant now);

}  // namespace rapport::cli::doctor
