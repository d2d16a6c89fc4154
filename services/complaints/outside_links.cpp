// SPDX-License-Identifier: MIT
#include "services/complaints/outside_links.hpp"

namespace rapport::complaints {

LinkTokens OutsideLinks::tokens(const kit::View& view) const {
    const std::lock_guard lock(mutex_);
    if (!tokens_) tokens_.emplace(std::get<0>(view.db().row<std::string>("select key from outside_key").value()));
    return *tokens_;
}

}  // namespace rapport::complaints
