// SPDX-License-Identifier: MIT
#pragma once

namespace rapport::sdk {

// What rapport-plugin-host is started with: `rapport-plugin-host PARENT-PID MEMORY-BYTES` and two open files.
inline constexpr int inherited_socket = 3;   ///< our end of the socket pair
inline constexpr int inherited_library = 4;  ///< the plugin, sealed

}  // namespace rapport::sdk
