// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include "sdk/host/image.hpp"
#include "sdk/host/plugins.hpp"
#include "sdk/host/record.hpp"
#include "sdk/host/spec.hpp"

namespace rapport::sdk {

/// Records what became of a plugin; without an image of it, of its file.
inline void record(const PluginSpec& spec, const Image* image, const char* state, const std::string& why) {
    const PluginRecord record{.id = spec.id,
                              .version = image ? image->note.version : "",
                              .file = spec.file.string(),
                              .sha256 = image ? image->sha256 : "",
                              .state = state,
                              .why = why,
                              .since = {}};
    if (!PluginRecords(spec.records).put(record))
        spec.log(LogLevel::warning, "nothing can be recorded in " + spec.records.string());
}

/// Makes what runs a plugin, and records whether it runs or why it is refused. What is quarantined stays recorded as
/// that.
template <class Running>
std::unique_ptr<Running> start_recorded(PluginSpec given) {
    const auto spec = complete(std::move(given));
    try {
        auto running = std::make_unique<Running>(spec);
        record(spec, &running->image, "running", "");
        return running;
    } catch (const PluginError& error) {
        if (error.kind != PluginError::Kind::quarantined) record(spec, nullptr, "refused", error.what());
        throw;
    }
}

/// Takes over the plugin's file, or the secrets in its settings, where they were changed since `running` was made: the
/// new child is started and checked, then it takes the place of the old one, which is ended. What is refused is told to
/// the log, once, and changes nothing. `Running` is made from a PluginSpec, keeps it as `given`, and has `image`,
/// `spec` and `secret_files`.
template <class Running>
void follow_files(std::unique_ptr<Running>& running) {
    const auto& spec = running->spec;
    if (!spec.reload || spec.isolation == Isolation::in_process) return;
    const bool replaced = has_changed(spec.file, running->image.file);
    bool secret = false;
    for (auto& [file, state] : running->secret_files) secret = has_changed(file, state) || secret;
    if (!replaced && !secret) return;
    const auto& version = running->image.note.version;
    try {
        auto next = std::make_unique<Running>(running->given);
        if (!secret && next->image.sha256 == running->image.sha256) return;
        next->spec.log(LogLevel::info, "version " + next->image.note.version + " (SHA-256 " + next->image.sha256 +
                                           ") takes over from " + version + (secret ? ", with a new secret" : ""));
        running = std::move(next);
        record(running->spec, &running->image, "running", "");
    } catch (const PluginError& error) {
        const auto why = std::string(replaced ? "its file was replaced, and the new one is refused: "
                                              : "a secret of it was changed, and it is refused with the new one: ") +
                         error.what() + "; version " + version + " runs on" + (replaced ? "" : " with the old one");
        spec.log(LogLevel::error, why);
        record(spec, &running->image, "running", why);
    }
}

}  // namespace rapport::sdk
