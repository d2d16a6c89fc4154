// SPDX-License-Identifier: MIT
#include "services/registry/rules/refusal.hpp"

#include "bus/base/wire.hpp"

namespace rapport::registry {

Error move_refused(const std::string& message, std::span<const std::string_view> allowed) {
    std::string text = message + (allowed.empty() ? "; nothing more can be done with it" : "; it allows ");
    Any details;
    Writer out(details.bytes);
    out.map(1);
    out.text("allowed_moves");
    out.array(allowed.size());
    for (std::size_t i = 0; i < allowed.size(); ++i) {
        out.text(allowed[i]);
        text.append(i ? ", " : "").append(allowed[i]);
    }
    return {Code::failed_precondition, text, std::move(details)};
}

Error unknown(const std::string& field, const std::string& what) {
    Any details;
    Writer out(details.bytes);
    out.map(1);
    out.text("field");
    out.text(field);
    return {Code::not_found, field + ": there is no such " + what, std::move(details)};
}

}  // namespace rapport::registry
