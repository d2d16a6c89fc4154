// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace rapport::cli::backup {

/// Where one service keeps what is its own.
struct Site {
    std::string service;          ///< the source's name: `complaints`, `accounts`
    std::string dsn;              ///< of its store
    std::filesystem::path state;  ///< its state folder
    bool named = false;           ///< its settings name the store: it is no default
};

/// Every service that this program knows, and the gateway's accounts, as the settings of that deployment place them:
/// `STATE/config/NAME.toml` (or RAPPORT_CONFIG/NAME.toml) and RAPPORT_<NAME>_STATE, _STORE, _STORE_FILE, as the
/// services themselves read them. Whether there is a store is another matter. Error(invalid_argument) for settings that
/// are wrong.
std::vector<Site> sites_of(const std::filesystem::path& state);
/// Where that deployment's settings files are.
std::filesystem::path settings_of(const std::filesystem::path& state);

}  // namespace rapport::cli::backup
