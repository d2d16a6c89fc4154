// SPDX-License-Identifier: MIT
#pragma once
#include <map>
#include <string>

#include "bus/base/any.hpp"
#include "services/kit/routes.hpp"

namespace rapport::notifier {

/// Which types of event there are, and the JSON Schema of the data of each.
using EventSchemas = std::map<std::string, Any, std::less<>>;

/// What each service says of the events that it tells, kept so that rules can be checked while the service is down. A
/// service that was never heard tells of nothing.
class KnownEvents {
public:
    kit::Routes routes();
    static EventSchemas all(const kit::View& view);

private:
    void learn(kit::Unit& unit, const bus::ServiceInfo& info);
};

}  // namespace rapport::notifier
