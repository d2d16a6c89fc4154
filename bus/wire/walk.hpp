// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

namespace rapport::bus {

/// Walks over MessagePack without building or copying anything: what the broker needs of a frame is in its first bytes.
/// Each step either reads the value that is next, or says nothing and stays where it was. Safe on any bytes.
class Walk {
public:
    explicit Walk(std::string_view bytes) : rest_(bytes) {}

    std::optional<std::uint32_t> array();
    std::optional<std::uint32_t> map();
    /// A whole number from 0 up, in whichever width it was written.
    std::optional<std::uint64_t> natural();
    std::optional<std::string_view> text();
    std::optional<std::string_view> binary();
    std::optional<bool> boolean();
    bool nil();
    /// Passes over one whole value, however deep, and gives its bytes.
    std::optional<std::string_view> value();
    std::string_view rest() const { return rest_; }
    bool at_end() const { return rest_.empty(); }

private:
    std::optional<std::uint64_t> big_endian(std::size_t width) const;
    std::optional<std::string_view> counted_bytes();
    std::optional<std::uint32_t> sized(unsigned char fix, unsigned char fix_mask, unsigned char with_16);

    std::string_view rest_;
};

}  // namespace rapport::bus
