// SPDX-License-Identifier: MIT
#pragma once
#include "bus/base/actor.hpp"
#include "services/gateway/events/event_hub.hpp"

namespace rapport::gateway {

/// What this actor may hear of the events that a request asks for: `?type=` patterns, Last-Event-ID. Who sees some
/// parties alone hears what concerns these. permission_denied for who may hear none.
Wanted wanted_by(const Actor& actor, const HttpRequest& request);

}  // namespace rapport::gateway
