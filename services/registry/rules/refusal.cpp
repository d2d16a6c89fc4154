// SPDX-License-Identifier: MIT
#include "services/registry/rules/refusal.hpp"

#include "bus/base/wire.hpp"

namespace rapport::registry {

Error unknown(const std::string& field, const std::string& what) {
    Any details;
    Writer out(details.bytes);
    out.map(1);
    out.text("field");
    out.text(field);
    return {Code::not_found, field + ": there is no such " + what, std::move(details)};
}

}  // namespace rapport::registry
