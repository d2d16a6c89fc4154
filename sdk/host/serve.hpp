// SPDX-License-Identifier: MIT
#pragma once

namespace rapport::sdk {

/// The child's whole life: loads the plugin in `library`, says what it is, and answers calls until `socket` closes.
/// Returns the exit code.
int serve(int socket, int library);

}  // namespace rapport::sdk
