// SPDX-License-Identifier: MIT
#include "sdk/note/exports.hpp"
#include "sdk/note/note.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto file = std::as_bytes(std::span(data, size));
    try {
        rapport::sdk::read_note(file);
    } catch (const rapport::sdk::NoteError&) {
        return 0;  // what is to be expected of noise
    }
    try {
        rapport::sdk::read_exports(file);
    } catch (const rapport::sdk::NoteError&) {
        return 0;
    }
    return 0;
}
