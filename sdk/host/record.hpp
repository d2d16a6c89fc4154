// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace rapport::sdk {

/// What became of a plugin that a service loaded, kept in a file so that operators see it, and so that a quarantine
/// outlasts the service.
struct PluginRecord {
    std::string id, version, file, sha256;
    std::string settings = {};  ///< of a quarantine: the hash of the settings that it holds for; empty: for all
    std::string state;          ///< running, refused or quarantined
    std::string why;            ///< of the last two
    std::string since;          ///< RFC 3339
};

/// A folder with one record for each id. Without a folder nothing is kept. Several processes may use it at once; the
/// last to write a record counts. Any thread.
class PluginRecords {
public:
    explicit PluginRecords(std::filesystem::path folder) : folder_(std::move(folder)) {}

    /// Puts the record of its id in place, `since` filled in. False where it cannot be written.
    bool put(PluginRecord record) const;
    std::optional<PluginRecord> find(const std::string& id) const;
    std::vector<PluginRecord> all() const;
    /// Why the plugin of that id may not run with this file and settings of that hash; nothing where it may. A file
    /// with another hash may, and so may other settings, where the plugin failed only with some.
    std::optional<std::string> quarantined(const std::string& id, const std::string& sha256,
                                           const std::string& settings) const;
    /// Ends a quarantine, or forgets a refusal. False where there is neither.
    bool lift(const std::string& id) const;

private:
    std::filesystem::path path_of(const std::string& id) const;

    std::filesystem::path folder_;
};

}  // namespace rapport::sdk
