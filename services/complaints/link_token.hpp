// SPDX-License-Identifier: MIT
#pragma once
#include <optional>
#include <string>

#include "services/complaints/api/values.hpp"

namespace rapport::complaints {

/// Makes and reads the tokens of links from outside: the complaint's id and proof that we made it, under a key of 32
/// bytes. Nobody without the key can make one for another complaint.
class LinkTokens {
public:
    /// 64 hexadecimal digits.
    static std::string new_key();
    explicit LinkTokens(const std::string& key);

    std::string token_for(const ComplaintId& complaint) const;
    /// Nothing for a text that is no token of ours.
    std::optional<ComplaintId> complaint_of(const std::string& token) const;

private:
    std::string key_;
};

}  // namespace rapport::complaints
