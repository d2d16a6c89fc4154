// SPDX-License-Identifier: MIT
#pragma once
#include <optional>
#include <string>

#include "bus/base/actor.hpp"
#include "services/gateway/http.hpp"

namespace rapport::gateway {

/// Says who is asking. Called on the HTTP thread for each request: it must be quick and never wait.
class Authenticator {
public:
    virtual ~Authenticator() = default;
    /// Who sent this request, by its token or session cookie; nothing if nobody known did. permission_denied where the
    /// cookie is good and the proof that the page itself asks (X-CSRF-Token) is missing.
    virtual std::optional<Actor> who(const HttpRequest& request) const = 0;
};

/// The token of `Authorization: Bearer …`; nothing if there is none.
std::optional<std::string_view> bearer_of(const HttpRequest& request);
/// Whether a verb may change something, so that a cookie alone is not enough.
bool changes_something(std::string_view verb);

}  // namespace rapport::gateway
