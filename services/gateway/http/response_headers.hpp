// SPDX-License-Identifier: MIT
#pragma once
#include <string_view>

#include "services/gateway/http/http.hpp"

namespace rapport::gateway {

/// Adds what keeps browsers from doing more with an answer than it is for (OWASP ASVS 4.0, 14.4): each header by the
/// kind of answer, where the answer does not bring its own. `over_tls`: browsers reach us over TLS alone.
void add_safety_headers(HttpResponse& response, std::string_view path, bool over_tls);

}  // namespace rapport::gateway
