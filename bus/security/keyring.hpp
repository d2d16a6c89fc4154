// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "bus/base/time.hpp"
#include "bus/security/grants_file.hpp"
#include "bus/security/key_file.hpp"

namespace rapport::bus {

/// The keys of a folder as a bus holds them in memory: who has which, as of one reading and one moment.
class Keyring {
public:
    Keyring() = default;
    /// Those that are let in at `now`. Throws Error as KeyFolder::read() and KeyFile::read() do.
    Keyring(const KeyFolder& folder, Instant now);

    /// nullptr for a key that is not let in.
    const Grants* find(std::string_view public_key) const;
    const KeyFile& bus() const { return bus_; }
    std::size_t size() const { return grants_.size(); }
    /// When the first key that was replaced is no longer let in.
    std::optional<Instant> next_change() const { return next_change_; }

private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    KeyFile bus_;
    std::unordered_map<std::string, Grants, Hash, std::equal_to<>> grants_;
    std::optional<Instant> next_change_;
};

}  // namespace rapport::bus
