// SPDX-License-Identifier: MIT
#pragma once

#include "sdk/host/plugins.hpp"

namespace rapport::sdk {

/// The spec with what it leaves open filled in.
PluginSpec complete(PluginSpec spec);

}  // namespace rapport::sdk
