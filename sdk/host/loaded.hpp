// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "sdk/host/http.hpp"
#include "sdk/host/plugins.hpp"
#include "sdk/host/sheet.hpp"
#include "sdk/include/rapport/plugin.h"

namespace rapport::sdk {

/// A plugin whose code is in this process. Everything it says is checked as far as its form goes; its code is never
/// unloaded. One thread at a time.
class Loaded {
public:
    using Log = std::function<void(LogLevel, std::string_view)>;

    /// PluginError: load, abi, contract.
    Loaded(const std::string& path, Log log);
    ~Loaded();
    Loaded(const Loaded&) = delete;
    Loaded& operator=(const Loaded&) = delete;

    const PluginSheet& sheet() const { return sheet_; }
    /// Makes the instance that the calls below go to. PluginError::settings where the plugin refuses.
    void create(const Settings& settings);
    /// PluginError::failed where the rule as a whole fails.
    void score(const rapport_batch& batch, rapport_scores& scores);
    /// PluginError::failed says why sending would not work.
    void probe();
    std::vector<Receipt> send(std::span<const Message> messages);
    /// Ends the instance and makes it anew with the settings that it had.
    void renew();

private:
    struct Library;

    void destroy();

    std::unique_ptr<Library> library_;
    Log log_;
    const rapport_plugin* entry_ = nullptr;
    PluginSheet sheet_;
    Settings settings_;
    Http http_;  // offered to channels only: a rule has no network
    rapport_host host_{};
    void* instance_ = nullptr;
};

}  // namespace rapport::sdk
