// SPDX-License-Identifier: MIT
#pragma once
#include <optional>
#include <string>

#include "bus/base/id.hpp"

namespace rapport::complaints {

/// Makes and reads the tokens of links from outside: an id and proof that we made it, under a key of 32 bytes.
/// Nobody without the key can make one for another id.
class LinkTokens {
public:
    /// 64 hexadecimal digits.
    static std::string new_key();
    explicit LinkTokens(const std::string& key);

    std::string token_for(const Uuid& id) const;
    /// Nothing for a text that is no token of ours.
    std::optional<Uuid> read(const std::string& token) const;

private:
    std::string key_;
};

}  // namespace rapport::complaints
