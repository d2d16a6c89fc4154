// SPDX-License-Identifier: MIT
#pragma once
#include <array>
#include <chrono>
#include <string>

#include "services/cli/backup/manifest.hpp"

namespace rapport::cli::backup {

/// What the gateway keeps beside its store, without which no token in it means anything.
inline constexpr std::array accounts_files{"accounts.key", "admin.token"};

/// Time since it was made.
class Stopwatch {
public:
    std::int64_t ms() const {
        return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun_).count();
    }

private:
    std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
};

/// `complaints   12345 events, 100 rows, 1.2 MiB, whole, 0.4 s` and a line end.
std::string line_of(const SavedStore& store);
/// `1.2 MiB`.
std::string in_bytes(std::int64_t bytes);

}  // namespace rapport::cli::backup
