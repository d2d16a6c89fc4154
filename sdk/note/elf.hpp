// SPDX-License-Identifier: MIT
#pragma once

#include <elf.h>

#include <cstring>

#include "sdk/note/note.hpp"

namespace rapport::sdk {

/// Bounded looks into a library's bytes, which may hold anything.
using Bytes = std::span<const std::byte>;

/// NoteError where `from` does not have these bytes.
Bytes slice(Bytes from, std::uint64_t offset, std::uint64_t size);

template <class T>
T read(Bytes from, std::uint64_t offset) {
    T value;
    std::memcpy(&value, slice(from, offset, sizeof value).data(), sizeof value);
    return value;
}

/// The header of a shared library that this machine could load; NoteError where it is none.
Elf64_Ehdr header_of(Bytes file);

}  // namespace rapport::sdk
