// SPDX-License-Identifier: MIT
#pragma once
#include "bus/base/codec.hpp"
#include "services/kit/method.hpp"

namespace rapport::registry::api {

using namespace std::literals;

struct ServiceTag;
using ServiceId = Id<ServiceTag>;

enum class ServiceStatus { design, live, retired };
constexpr auto names_of(ServiceStatus) { return std::array{"design"sv, "live"sv, "retired"sv}; }

/// What we provide: an entry of the catalogue.
struct Service {
    ServiceId id;
    std::int64_t version = 0;
    std::string name;
    std::optional<std::string> family, owner, description;
    ServiceStatus status = ServiceStatus::live;
    Instant created;
    static constexpr auto fields =
        describe(Field{"id", &Service::id, "which"}, Field{"version", &Service::version, "counts its changes, from 1"},
                 Field{"name", &Service::name, "what it is called", length(1, 200)},
                 Field{"family", &Service::family, "the kind of services it belongs to", length(1, 200)},
                 Field{"owner", &Service::owner, "who of us answers for it", length(1, 200)},
                 Field{"description", &Service::description, "what it is", length(1, 4000), multiline},
                 Field{"status", &Service::status, "design, live or retired"},
                 Field{"created", &Service::created, "when it was entered here"});
};
struct CreateService {
    std::string name;
    std::optional<std::string> family, owner, description;
    std::optional<ServiceStatus> status;
    static constexpr auto fields =
        describe(Field{"name", &CreateService::name, "what it is called", length(1, 200)},
                 Field{"family", &CreateService::family, "the kind of services it belongs to", length(1, 200)},
                 Field{"owner", &CreateService::owner, "who of us answers for it", length(1, 200)},
                 Field{"description", &CreateService::description, "what it is", length(1, 4000), multiline},
                 Field{"status", &CreateService::status, "live if left out"});
};
struct UpdateService {
    ServiceId id;
    std::optional<std::int64_t> version;
    std::optional<std::string> name;
    Patch<std::string> family, owner, description;
    std::optional<ServiceStatus> status;
    static constexpr auto fields = describe(
        Field{"id", &UpdateService::id, "which"},
        Field{"version", &UpdateService::version, "the version that was read: aborted if it is another by now"},
        Field{"name", &UpdateService::name, "what it is called", length(1, 200)},
        Field{"family", &UpdateService::family, "the kind of services it belongs to", length(1, 200)},
        Field{"owner", &UpdateService::owner, "who of us answers for it", length(1, 200)},
        Field{"description", &UpdateService::description, "what it is", length(1, 4000), multiline},
        Field{"status", &UpdateService::status, "retired hides it from choices"});
};
struct ListServices {
    std::int64_t limit = 50;
    std::optional<std::string> after, search, sort, family;
    std::optional<ServiceStatus> status;
    static constexpr auto fields = describe(Field{"limit", &ListServices::limit, "how many, 200 at most", defaulted},
                                            Field{"after", &ListServices::after, "`next` of the page before"},
                                            Field{"search", &ListServices::search, "words of the name or family"},
                                            Field{"sort", &ListServices::sort, "name; newest first if left out"},
                                            Field{"family", &ListServices::family, "those of that family"},
                                            Field{"status", &ListServices::status, "those in that status"});
};
struct ServiceEvent {
    Service service;
    std::vector<Change> changes;
    static constexpr auto fields =
        describe(Field{"service", &ServiceEvent::service, "as it is now"},
                 Field{"changes", &ServiceEvent::changes, "before and after, of what changed"});
};

}  // namespace rapport::registry::api
