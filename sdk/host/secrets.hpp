// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "sdk/host/file_state.hpp"
#include "sdk/host/plugins.hpp"

namespace rapport::sdk {

/// A reference that leads to no secret. The message ends a sentence that begins with the setting's path.
struct SecretError : std::runtime_error {
    using runtime_error::runtime_error;
};

/// What a reference leads to.
struct FoundSecret {
    std::string value;
    std::filesystem::path file = {};  ///< that it was read from; empty where it was not in one
    FileState state = {};             ///< of that file, then
};

/// The secret that `reference` names: "env:NAME" (of this process), "file:/PATH" (a trailing newline is dropped) or
/// "credential:NAME" (a file in $CREDENTIALS_DIRECTORY, where systemd puts them). SecretError says what would be right
/// and never quotes the reference, which may be a secret given by mistake.
FoundSecret fetch_secret(const std::string& reference);

/// Keeps secrets out of what leaves the plugin: each one that occurs in a text becomes "***", and each line of one that
/// has several. What is shorter than four bytes is let be: it would tear up every text.
class Redactor {
public:
    Redactor() = default;
    explicit Redactor(std::vector<std::string> secrets);

    std::string operator()(std::string text) const;
    /// The same over what a spec logs.
    PluginSpec over(PluginSpec spec) const;
    /// The same over the errors of `work`.
    template <class Work>
    auto guard(Work work) const {
        try {
            return work();
        } catch (const PluginError& error) {
            throw PluginError(error.kind, (*this)(error.what()));
        }
    }

private:
    std::vector<std::string> secrets_;  // longest first: one may contain another
};

}  // namespace rapport::sdk
