// SPDX-License-Identifier: MIT
#pragma once
#include <map>
#include <string>
#include <vector>

namespace rapport::kit {

/// A service's state folder: `--state`, else RAPPORT_<SERVICE>_STATE, else the current one.
std::string state_folder(const std::string& service, const std::vector<std::string>& flags,
                         const std::map<std::string, std::string>& environment);
/// Where settings files are: RAPPORT_CONFIG, else `STATE/config`.
std::string settings_folder(const std::string& state, const std::map<std::string, std::string>& environment);
/// The file of a service's settings: `<service>.toml` in settings_folder().
std::string settings_file(const std::string& service, const std::string& state,
                          const std::map<std::string, std::string>& environment);

/// Where a service that is not this process keeps its own.
struct Placement {
    std::string state, store;
    bool named = false;  ///< its settings name the store: it is no default
};
/// As the settings file of that service and this process's environment say; `state` is that of the deployment, used
/// where the service has no other. A store that is not named is the file `own_name`.db. Error(invalid_argument) for a
/// file that cannot be read.
Placement placement_of(const std::string& service, const std::string& state, const std::string& own_name);

}  // namespace rapport::kit
