// SPDX-License-Identifier: MIT
#pragma once
#include <string>

namespace rapport::notifier {

/// The same text for all ways to write one mailbox's address: its domain in lower case and ASCII, as mail looks it up;
/// its local part in lower case, since hardly any server tells capitals apart there.
std::string mailbox_of(const std::string& address);

}  // namespace rapport::notifier
