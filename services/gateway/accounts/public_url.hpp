// SPDX-License-Identifier: MIT
#pragma once
#include <string>

namespace rapport::gateway::accounts {

/// The address without a slash at its end. invalid_argument naming `field` for what is no address such as
/// https://help.example.com: a host and maybe a port, nothing after it, since the gateway's pages begin at its root.
std::string checked_public_url(const std::string& field, const std::string& url);

}  // namespace rapport::gateway::accounts
