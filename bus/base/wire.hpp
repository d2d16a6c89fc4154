// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace rapport {

/// What a peer may send us at most, in one message; a larger or deeper one is invalid_argument before anything is
/// built.
struct WireLimits {
    static constexpr std::size_t bytes = 4 << 20;
    static constexpr std::size_t depth = 24;
    static constexpr std::size_t elements = 1 << 20;
};

/// Appends MessagePack to a string. Not thread-safe; the string must outlive it.
class Writer {
public:
    explicit Writer(std::string& out) : out_(out) {}
    void nil();
    void boolean(bool value);
    void integer(std::int64_t value);
    void number(double value);
    void text(std::string_view value);
    /// Bytes that are no text.
    void binary(std::string_view bytes);
    /// Announces `size` values that follow.
    void array(std::size_t size);
    /// Announces `size` pairs of key and value that follow.
    void map(std::size_t size);
    /// One value that is MessagePack already; nil if empty.
    void raw(std::string_view bytes);

private:
    std::string& out_;
};

/// Whether `text` is UTF-8 without overlong forms, surrogates or NUL: the only text that we carry.
bool clean_text(std::string_view text);

/// MessagePack → JSON text, one value. Keys keep their order. What is_unsound() is written as an escape. Bytes that are
/// no single whole value within WireLimits are invalid_argument. NaN and infinity, which JSON lacks, become null.
std::string to_json(std::string_view bytes);
/// The same, indented by two blanks a level.
std::string to_pretty_json(std::string_view bytes);
/// JSON text → MessagePack. invalid_argument with the position for bad syntax, depth, invalid UTF-8, NUL, or a repeated
/// key (with its path as the field).
std::string from_json(std::string_view json);

}  // namespace rapport
