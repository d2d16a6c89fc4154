// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace rapport::cli::plugin {

/// One plugin file and what became of it when it was looked at.
struct Listed {
    std::filesystem::path file;
    std::string id, version, kind;      ///< of its note; empty where it has none
    std::string refused;                ///< why, and what to do; empty where it would load
    std::vector<std::string> named_by;  ///< the settings that name it, as "complaints.toml: severity_rule"
    std::string state, why, since;  ///< as a service last had it: running, refused or quarantined; empty where none did

    /// Settings name it, or it ships with Rapport and is there without any.
    bool in_use() const;
};

/// Every *.so in these folders, in the order of their names, and beside them those that the settings of the deployment
/// in `state` name and a service has had. Each is started in a child for as long as it takes to say what it is.
std::vector<Listed> list(const std::vector<std::filesystem::path>& folders, const std::filesystem::path& state);
/// The same of one plugin.
Listed look_up(const std::string& id, const std::filesystem::path& file, const std::filesystem::path& state);

std::string as_table(const std::vector<Listed>& plugins);
std::string as_json(const std::vector<Listed>& plugins);

}  // namespace rapport::cli::plugin
