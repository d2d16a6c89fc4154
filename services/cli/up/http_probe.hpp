// SPDX-License-Identifier: MIT
#pragma once
#include <optional>
#include <string>

namespace rapport::cli::up {

/// The status of `GET http://HOST:PORT` + `path`, waiting half a second at most for each step; nothing if nobody
/// answers in time. For one question at a time to a server on this machine, for which a whole HTTP client would double
/// the time that `rapport` takes to start.
std::optional<int> http_status(const std::string& address, const std::string& path);

}  // namespace rapport::cli::up
