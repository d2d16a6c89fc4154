// SPDX-License-Identifier: MIT
#pragma once
#include "bus/base/codec.hpp"

namespace rapport::bus {

/// One method of a service, as `$info` tells it: enough to build HTTP routes, forms and an OpenAPI document from.
struct MethodInfo {
    std::string name;                 ///< `open`
    std::string kind;                 ///< `command`, `query`, or `operation`: acts outside of its store
    std::string doc;                  ///< one sentence
    std::optional<std::string> verb;  ///< GET, POST, PUT, PATCH, DELETE; none: not offered over HTTP
    std::optional<std::string> path;  ///< `/complaints/{id}/acknowledge`; names in braces are fields of the request
    std::int32_t status = 200;        ///< HTTP status of success: 200, 201 where something is created
    std::vector<std::string> roles;   ///< each that may call it
    Any request, result;              ///< JSON Schemas

    static constexpr auto fields = describe(
        Field{"name", &MethodInfo::name, "its name"}, Field{"kind", &MethodInfo::kind, "command, query or operation"},
        Field{"doc", &MethodInfo::doc, "what it does"}, Field{"verb", &MethodInfo::verb, "HTTP verb"},
        Field{"path", &MethodInfo::path, "HTTP path below /api/v1"},
        Field{"status", &MethodInfo::status, "HTTP status of success", defaulted},
        Field{"roles", &MethodInfo::roles, "each that may call it"},
        Field{"request", &MethodInfo::request, "JSON Schema of the parameter"},
        Field{"result", &MethodInfo::result, "JSON Schema of the result"});
};

/// One type of event that a service tells.
struct EventInfo {
    std::string type;  ///< `complaints.opened`
    std::string doc;
    Any schema;  ///< JSON Schema of its data

    static constexpr auto fields =
        describe(Field{"type", &EventInfo::type, "its type"}, Field{"doc", &EventInfo::doc, "what it tells"},
                 Field{"schema", &EventInfo::schema, "JSON Schema of its data"});
};

/// What a service answers to `$info`.
struct ServiceInfo {
    std::string name, version, instance, doc;
    std::vector<MethodInfo> methods;
    std::vector<EventInfo> events;

    static constexpr auto fields = describe(Field{"name", &ServiceInfo::name, "the service"},
                                            Field{"version", &ServiceInfo::version, "of the program"},
                                            Field{"instance", &ServiceInfo::instance, "this process"},
                                            Field{"doc", &ServiceInfo::doc, "what it is for", defaulted},
                                            Field{"methods", &ServiceInfo::methods, "what it can be asked"},
                                            Field{"events", &ServiceInfo::events, "what it tells"});
};

}  // namespace rapport::bus
