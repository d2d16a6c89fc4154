// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "bus/base/fields.hpp"

/// What every service says of itself, the bus included. A service's own `$info` has more fields than these.
namespace rapport::bus {

/// The names of services that the bus itself answers: `bus`, and `mmi.` of RFC 8.
inline bool is_reserved(std::string_view service) { return service == "bus" || service.starts_with("mmi."); }

/// Answer to `$ping`.
struct Ping {
    std::string name;      ///< of the service
    std::string instance;  ///< unique to the process
    static constexpr auto fields =
        describe(Field{"name", &Ping::name, "the service"}, Field{"instance", &Ping::instance, "the process"});
};

/// Last answer to a question that was put to every instance; each instance's own came before it as a PARTIAL.
struct Asked {
    std::int64_t asked = 0, answered = 0;
    static constexpr auto fields = describe(Field{"asked", &Asked::asked, "instances there were"},
                                            Field{"answered", &Asked::answered, "of them that answered in time"});
};

/// A service as the bus lists it among `services`.
struct Served {
    std::string name;
    std::int64_t instances = 0;
    static constexpr auto fields = describe(Field{"name", &Served::name, "under which requests come"},
                                            Field{"instances", &Served::instances, "processes that serve it now"});
};
/// What the bus answers to `services`; it tells more of each.
struct ServedServices {
    std::vector<Served> services;
    static constexpr auto fields = describe(Field{"services", &ServedServices::services, "all that ever had a worker"});
};

}  // namespace rapport::bus
