// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "bus/base/actor.hpp"
#include "bus/base/error.hpp"

namespace rapport::bus {

/// What the holder of a key may do on a bus. Patterns are text in which `*` stands for any text, also none.
struct Grants {
    std::string name;                    ///< of the key; empty: nobody that the bus knows
    Actor actor;                         ///< for whom it asks
    std::vector<std::string> call;       ///< patterns of `service.method`
    std::vector<std::string> serve;      ///< patterns of services
    std::vector<std::string> publish;    ///< patterns of sources
    std::vector<std::string> subscribe;  ///< patterns of types of events
    bool tap = false;                    ///< see requests and answers of others
    bool see_personal = false;           ///< see personal fields in them
    bool act_for_others = false;         ///< its requests may name another actor

    bool known() const { return !name.empty(); }
    bool may_call(std::string_view service, std::string_view method) const;
    bool may_serve(std::string_view service) const;
    bool may_publish(std::string_view source) const;
    /// Subscriptions are prefixes: `complaints.*` allows `complaints.` and `complaints.op`, but not `comp` or
    /// everything.
    bool may_subscribe(std::string_view prefix) const;
    /// How far a source is may be heard by whoever may hear some type of it.
    bool may_hear_watermark(std::string_view source) const;

    /// What one is told who may not: permission_denied with the grant that is missing (`lacks("call", "crm.open")`),
    /// unauthenticated if the bus does not know the key, with key_unknown as its details.
    Error lacks(std::string_view grant, std::string_view what) const;

    /// Of the operator at this machine: everything.
    static Grants everything(std::string name);
};

/// Whether the pattern matches the whole text.
bool matches(std::string_view pattern, std::string_view text);

}  // namespace rapport::bus
