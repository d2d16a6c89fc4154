// SPDX-License-Identifier: MIT
#pragma once
#include "services/kit/entities/requests.hpp"
#include "services/kit/method.hpp"
#include "services/kit/user_id.hpp"

namespace rapport::registry::api {

using namespace std::literals;

struct ServiceTag;
using ServiceId = Id<ServiceTag>;

/// Where in its life a service is.
enum class ServiceStatus { design, live, retired };
constexpr auto names_of(ServiceStatus) { return std::array{"design"sv, "live"sv, "retired"sv}; }

/// What we provide: an entry of the catalogue.
struct Service {
    ServiceId id;
    std::int64_t version = 0;
    std::string name;
    std::optional<std::string> family;
    std::optional<kit::UserId> owner;
    std::optional<std::string> former_owner, description;
    ServiceStatus status = ServiceStatus::live;
    Instant created_at;
    static constexpr auto fields = describe(
        identity(&Service::id, &Service::version),
        Field{"name", &Service::name, "what it is called", length(1, 200), editable, searched, sorted, folded,
              listed(1)},
        Field{"family", &Service::family, "the kind of services it belongs to", length(1, 200), editable, searched,
              filter, folded, listed(2)},
        Field{"owner", &Service::owner, "the user who answers for it; whoever creates it, unless said otherwise",
              editable, listed(4), kit::formerly_text("former_owner")},
        Field{"former_owner", &Service::former_owner,
              "the name that an earlier version kept, while no user is called that", searched},
        Field{"description", &Service::description, "what it is", length(1, 4000), multiline, editable},
        Field{"status", &Service::status, "live unless said otherwise; retired hides it from choices", editable,
              defaulted, filter, listed(3)},
        Field{"created_at", &Service::created_at, "when it was entered here", was("created")});
};

}  // namespace rapport::registry::api
