// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <string_view>
#include <type_traits>

#include "bus/base/error.hpp"
#include "bus/base/id.hpp"

namespace rapport::kit {

/// A timer that a unit of work sets, declared once: Unit::at and after set it, kit::timer says what is done then. `Key`
/// says what it is for, such as an entity's id; each key has its own time. Its name and keys are stored, so neither
/// ever changes.
template <class Key = void>
struct Timer {
    std::string_view name;
};
/// One of which there is a single appointment at a time.
template <>
struct Timer<void> {
    std::string_view name;
    std::string_view key = {};  ///< under which stores have it
};

namespace detail {

inline std::string timer_key(const Uuid& id) { return to_text(id); }
inline const std::string& timer_key(const std::string& key) { return key; }

/// What a stored key says. internal if it says no such thing.
template <class Key>
Key key_from(std::string_view timer, const std::string& stored) {
    if constexpr (std::is_same_v<Key, std::string>) {
        return stored;
    } else {
        const auto id = uuid_from(stored);
        if (!id) throw Error(Code::internal, "the key of the timer " + std::string(timer) + " is no id");
        return Key(*id);
    }
}

}  // namespace detail
}  // namespace rapport::kit
