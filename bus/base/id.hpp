// SPDX-License-Identifier: MIT
#pragma once
#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "bus/base/time.hpp"

namespace rapport {

/// 128 bits, text on the wire and in the store: `0192f0c1-7a3b-7cde-8f00-1234567890ab`.
struct Uuid {
    std::array<std::uint8_t, 16> bytes{};

    /// All zero: no id. It is not valid on the wire.
    bool nil() const { return *this == Uuid{}; }
    friend auto operator<=>(const Uuid&, const Uuid&) = default;
};

/// An id of one kind of thing, so that a party is never taken for a complaint. `Tag` is never defined.
template <class Tag>
struct Id : Uuid {
    Id() = default;
    explicit Id(const Uuid& uuid) : Uuid(uuid) {}
    friend auto operator<=>(const Id&, const Id&) = default;
};

std::string to_text(const Uuid& uuid);
/// 8-4-4-4-12 hexadecimal digits of either case, not all zero; nothing for any other text.
std::optional<Uuid> uuid_from(std::string_view text);
/// A new UUIDv7 (RFC 9562) of that time: ids made later in a process sort later. Thread-safe.
Uuid new_uuid(Instant now);

}  // namespace rapport

template <>
struct std::hash<rapport::Uuid> {
    std::size_t operator()(const rapport::Uuid& uuid) const noexcept {
        return std::hash<std::string_view>{}({reinterpret_cast<const char*>(uuid.bytes.data()), uuid.bytes.size()});
    }
};
template <class Tag>
struct std::hash<rapport::Id<Tag>> : std::hash<rapport::Uuid> {};
