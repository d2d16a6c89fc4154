// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "sdk/host/batch.hpp"
#include "sdk/host/file_state.hpp"
#include "sdk/host/scores.hpp"

namespace rapport::sdk {

/// A plugin's entry and description, as owned values: what a freshly loaded plugin says of itself.
struct PluginSheet {
    std::uint32_t abi_major = 0, abi_minor = 0, kind = 0;
    std::string id, version, title, settings_schema;

    double lowest = 0, highest = 0;
    std::vector<RuleDescription::Input> inputs;
    std::vector<RuleDescription::Factor> factors;

    std::uint32_t flags = 0, max_subject = 0, max_text = 0, max_batch = 0, max_per_minute = 0;
};

/// Settings as they cross to the plugin: checked, defaults filled in, secrets in place.
struct Settings {
    /// One setting; its type says which member holds the value.
    struct Item {
        std::string name;
        std::uint32_t type;  ///< rapport_setting_type
        double number = 0;
        std::int64_t integer = 0;
        std::string text = {};
    };
    std::string json;
    std::vector<Item> items;
    std::string http_tape = {}, http_networks = {};  ///< as in PluginSpec

    // These do not cross.
    std::string shown = {};                 ///< the same JSON for people: with the references, not the secrets
    std::vector<std::string> secrets = {};  ///< to be kept out of logs and answers
    /// What the secrets were read from, as it was then.
    std::vector<std::pair<std::filesystem::path, FileState>> secret_files = {};
};

}  // namespace rapport::sdk
