// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/api/complaint.hpp"
#include "services/kit/link_token.hpp"

namespace rapport::complaints {

/// The links by which people outside follow what they filed. Thread-safe.
class OutsideLinks : public kit::LinkTokens {
public:
    OutsideLinks() : LinkTokens("outside_key") {}
    /// Path of the page, on the gateway, of what is behind that token: a complaint, a question, a compliment, a
    /// suggestion.
    static std::string page(const std::string& what, const std::string& token) {
        return "/feedback/" + what + "/" + token;
    }
    static std::string complaint_page(const std::string& token) { return page("complaint", token); }
    std::string page_of(const kit::View& view, const ComplaintId& id) const {
        return complaint_page(token_for(view, id));
    }
};

}  // namespace rapport::complaints
