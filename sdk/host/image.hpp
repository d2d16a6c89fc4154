// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "sdk/host/fd.hpp"
#include "sdk/host/plugins.hpp"
#include "sdk/note/note.hpp"

namespace rapport::sdk {

/// The host's own, sealed copy of a plugin file: what was checked is what is loaded, whatever happens to the file
/// afterwards.
struct Image {
    Fd copy;
    std::string sha256;  ///< of the copy
    Note note;

    /// A path under which this process can load the copy.
    std::string path() const;
};

/// Copies the file of `spec` and checks everything that can be checked without running any of it: who may write it, its
/// hash, its note, ABI, kind (rapport_kind), id and sanitizers. PluginError: file, untrusted, no_note, abi, kind,
/// sanitizer.
Image take_image(const PluginSpec& spec, std::uint32_t kind);

}  // namespace rapport::sdk
