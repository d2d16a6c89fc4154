// SPDX-License-Identifier: MIT
#include "bus/security/keyring.hpp"

#include <algorithm>

namespace rapport::bus {

Keyring::Keyring(const KeyFolder& folder, Instant now) : bus_(KeyFile::read(folder.bus_key())) {
    for (const auto& [name, entry] : folder.read()) {
        grants_.insert_or_assign(entry.public_key, entry.grants(name));
        if (!entry.previous || *entry.previous_until <= now) continue;
        grants_.try_emplace(*entry.previous, entry.grants(name));
        next_change_ = std::min(next_change_.value_or(*entry.previous_until), *entry.previous_until);
    }
}

const Grants* Keyring::find(std::string_view public_key) const {
    const auto found = grants_.find(public_key);
    return found == grants_.end() ? nullptr : &found->second;
}

}  // namespace rapport::bus
