// SPDX-License-Identifier: MIT
#pragma once
#include "services/cli/imports/kind.hpp"

namespace rapport::cli::imports {

/// Complaints that another system recorded.
const Kind& complaints();

}  // namespace rapport::cli::imports
