// SPDX-License-Identifier: MIT
#include "services/registry/service.hpp"

#include "services/registry/checks.hpp"

namespace rapport::registry {

void check(const api::Service& service) {
    check_words("name", service.name);
    if (service.family) check_words("family", *service.family);
    if (service.owner) check_words("owner", *service.owner);
}

}  // namespace rapport::registry
