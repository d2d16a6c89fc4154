// SPDX-License-Identifier: MIT
#pragma once

#include "sdk/host/image.hpp"
#include "sdk/host/plugins.hpp"
#include "sdk/host/sheet.hpp"

namespace rapport::sdk::tools {

/// A plugin file that somebody looks at: whatever it is, without settings and without an instance.
struct Subject {
    PluginSpec spec;  ///< with the id of its note
    Image image;
    PluginSheet sheet;
    std::chrono::duration<double, std::milli> started{};  ///< from nothing to a described plugin in a child

    bool is_rule() const;
};

/// Loads the file of `spec` in a child for as long as it takes to say what it is. The spec's id may be empty.
/// PluginError as of RulePlugin, save for settings.
Subject look_at(PluginSpec spec);

}  // namespace rapport::sdk::tools
