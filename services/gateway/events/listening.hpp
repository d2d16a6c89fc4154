// SPDX-License-Identifier: MIT
#pragma once
#include "bus/base/actor.hpp"
#include "services/gateway/events/told_event.hpp"
#include "services/gateway/http/http.hpp"

namespace rapport::gateway {

/// What this actor may hear of the events that a request asks for: `?type=`, `subject`, `party`, `where`, `data`,
/// `after`, and Last-Event-ID. Who sees some parties alone hears what concerns these. permission_denied for who may
/// hear none, invalid_argument for what is wrong with the request.
Wanted wanted_by(const Actor& actor, const HttpRequest& request);

}  // namespace rapport::gateway
