// SPDX-License-Identifier: MIT
#pragma once
#include <mutex>

#include "services/complaints/api/complaint.hpp"
#include "services/complaints/link_token.hpp"
#include "services/kit/unit.hpp"

namespace rapport::complaints {

/// The links by which people outside follow what they filed, under the store's one key. Thread-safe.
class OutsideLinks {
public:
    LinkTokens tokens(const kit::View& view) const;
    /// Path of the page, on the gateway, of what is behind that token: a complaint, a question, a compliment, a
    /// suggestion.
    static std::string page(const std::string& what, const std::string& token) {
        return "/feedback/" + what + "/" + token;
    }
    static std::string complaint_page(const std::string& token) { return page("complaint", token); }
    std::string page_of(const kit::View& view, const ComplaintId& id) const {
        return complaint_page(tokens(view).token_for(id));
    }

private:
    mutable std::mutex mutex_;
    mutable std::optional<LinkTokens> tokens_;  ///< the key never changes while a store lives
};

}  // namespace rapport::complaints
