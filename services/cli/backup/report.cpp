// SPDX-License-Identifier: MIT
#include "services/cli/backup/report.hpp"

#include <fmt/format.h>

namespace rapport::cli::backup {

std::string in_bytes(std::int64_t bytes) {
    if (bytes < 1 << 20) return fmt::format("{:.1f} KiB", static_cast<double>(bytes) / (1 << 10));
    if (bytes < 1 << 30) return fmt::format("{:.1f} MiB", static_cast<double>(bytes) / (1 << 20));
    return fmt::format("{:.1f} GiB", static_cast<double>(bytes) / (1 << 30));
}

std::string line_of(const SavedStore& store) {
    const auto& history = store.inventory.history;
    return fmt::format("{:<14} {:>10} events, {:>10} rows, {:>10}, history {}, {:.1f} s\n", store.service,
                       history.events, store.inventory.rows(), in_bytes(store.file.bytes),
                       store.inventory.whole() ? "whole" : "NOT WHOLE", static_cast<double>(store.took_ms) / 1'000);
}

}  // namespace rapport::cli::backup
