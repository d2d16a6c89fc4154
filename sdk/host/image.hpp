// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "sdk/host/fd.hpp"
#include "sdk/host/file_state.hpp"
#include "sdk/host/plugins.hpp"
#include "sdk/note/exports.hpp"
#include "sdk/note/note.hpp"

namespace rapport::sdk {

/// The host's own, sealed copy of a plugin file: what was checked is what is loaded, whatever happens to the file
/// afterwards.
struct Image {
    Fd copy;
    FileState file;      ///< as it was when the copy was begun
    std::string sha256;  ///< of the copy
    Note note;

    /// A path under which this process can load the copy, and no other library ever: the dynamic linker knows libraries
    /// by their path and would hand out the one it has. So the descriptor stays open for good, as the library does. At
    /// most once.
    std::string path_for_good() &&;
};

/// Copies the file of `spec` and checks everything that can be checked without running any of it: who may write it, its
/// hash, its note, ABI, kind (rapport_kind; 0 takes any), id (an empty one in the spec takes any) and sanitizers.
/// PluginError: file, untrusted, no_note, abi, kind, sanitizer.
Image take_image(const PluginSpec& spec, std::uint32_t kind);

/// SHA-256 in hexadecimal.
std::string hash_of(std::string_view bytes);

/// What the image exports; nothing where it cannot be told.
std::optional<std::vector<Export>> exports_of(const Image& image);

/// PluginError::load where the image exports what every plugin in this process would share: it must run in a child.
void refuse_shared_symbols(const PluginSpec& spec, const Image& image);

}  // namespace rapport::sdk
