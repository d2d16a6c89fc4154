// SPDX-License-Identifier: MIT
#pragma once
#include <span>
#include <string_view>
#include <vector>

#include "bus/base/shape.hpp"

namespace rapport::notifier {

/// A type of event that rules can be for, and what it carries.
struct KnownEvent {
    std::string_view type;
    const Shape* data;
};

/// Every type that the services tell whose events are heard here, by type. They are known by declaration, whether the
/// service runs just now or not: its api.hpp is compiled in.
std::span<const KnownEvent> known_events();
/// The services.
std::vector<std::string_view> heard_services();

}  // namespace rapport::notifier
