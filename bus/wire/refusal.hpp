// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <string_view>

#include "bus/base/fields.hpp"

namespace rapport::bus {

/// The topic under which the bus tells a subscriber what it may not hear. Never an event's: no source begins so.
inline constexpr std::string_view refused_topic = "$refused";

/// What it tells.
struct Refusal {
    std::string key;    ///< its name, empty if the bus does not know it
    std::string topic;  ///< as it was subscribed to
    std::string why;    ///< for people: the grant that is missing
    static constexpr auto fields = describe(Field{"key", &Refusal::key, "name of the key"},
                                            Field{"topic", &Refusal::topic, "what it may not hear"},
                                            Field{"why", &Refusal::why, "the grant that is missing"});
};

/// Details of an `unauthenticated` that the bus itself answers, `{key: "unknown"}`: the key with which this connection
/// was made is not let in any more. Whoever has been given another comes again with it.
inline constexpr std::string_view key_unknown = "\x81\xa3key\xa7unknown";

}  // namespace rapport::bus
