// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include "sdk/host/image.hpp"
#include "sdk/host/plugins.hpp"

namespace rapport::sdk {

/// Takes over the plugin's file where it was replaced since `running` was made: the new child is started and checked,
/// then it takes the place of the old one, which is ended. A new file that is refused is told to the log, once, and
/// changes nothing. `Running` is made from a PluginSpec, keeps it as `given`, and has `image` and `spec`.
template <class Running>
void follow_file(std::unique_ptr<Running>& running) {
    const auto& spec = running->spec;
    if (!spec.reload || spec.isolation == Isolation::in_process) return;
    const auto now = state_of(spec.file);
    if (!now || *now == running->image.file) return;
    running->image.file = *now;
    try {
        auto next = std::make_unique<Running>(running->given);
        if (next->image.sha256 == running->image.sha256) return;
        next->spec.log(LogLevel::info, "version " + next->image.note.version + " (SHA-256 " + next->image.sha256 +
                                           ") takes over from " + running->image.note.version);
        running = std::move(next);
    } catch (const PluginError& error) {
        spec.log(LogLevel::error, "its file was replaced, and the new one is refused: " + std::string(error.what()) +
                                      "; version " + running->image.note.version + " runs on");
    }
}

}  // namespace rapport::sdk
