// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>

namespace rapport::sdk {

/// What a plugin says of itself in its ELF note, before any of it has run.
struct Note {
    std::uint32_t abi_major = 0, abi_minor = 0;
    std::uint32_t kind = 0;  ///< rapport_kind
    std::string id, version;
    std::string toolchain;  ///< compiler, and "sanitizer=…" where the plugin was built with one

    /// "address" or "thread" where the plugin was built with that sanitizer, else empty.
    std::string sanitizer() const;
};

/// The file is not a shared library that this machine could load, or its note is malformed. The message ends a sentence
/// that begins with the file's name: "is not …".
struct NoteError : std::runtime_error {
    using runtime_error::runtime_error;
};

/// Finds the note in a library's bytes. Nothing where a sound library has none; NoteError where the bytes are not
/// sound. Never loads, never reads outside `file`, and takes time linear in its size whatever is in it. Any thread.
std::optional<Note> read_note(std::span<const std::byte> file);

}  // namespace rapport::sdk
