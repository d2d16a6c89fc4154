// SPDX-License-Identifier: MIT
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace rapport::sdk {

/// Why a plugin is refused or a call failed. The message is a sentence that says what to do.
struct PluginError : std::runtime_error {
    /// What is wrong, so that a program can tell one case from another.
    enum class Kind {
        file,         ///< cannot be read, or is no shared library of this machine
        untrusted,    ///< writable by others, or another SHA-256 than the configuration says
        no_note,      ///< carries no plugin note
        abi,          ///< built against another ABI
        kind,         ///< a channel where a rule is wanted, or the reverse; another id
        sanitizer,    ///< built with a sanitizer that this host does not have
        load,         ///< does not load: a missing symbol, library or entry
        contract,     ///< says one thing and does another: note ≠ descriptor, malformed description or answer
        settings,     ///< settings refused
        input,        ///< the caller's batch does not fit the rule
        failed,       ///< the plugin itself reported that it failed
        deadline,     ///< did not answer in time and was ended
        died,         ///< its process ended
        quarantined,  ///< died too often
        host          ///< the plugin host could not be run
    };

    PluginError(Kind kind_, const std::string& message) : runtime_error(message), kind(kind_) {}

    Kind kind;
};

/// The name of a kind as it is written here.
std::string_view to_string(PluginError::Kind kind);

}  // namespace rapport::sdk
