// SPDX-License-Identifier: MIT
#pragma once
#include "bus/base/actor.hpp"
#include "services/gateway/event_hub.hpp"

namespace rapport::gateway {

/// What this actor may hear of the events that a request asks for: `?type=` patterns, Last-Event-ID. Events are not cut
/// to an actor's own parties, so actors who may see only some parties hear none: permission_denied.
Wanted wanted_by(const Actor& actor, const HttpRequest& request);

}  // namespace rapport::gateway
