// SPDX-License-Identifier: MIT
#pragma once
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bus/base/known_fields.hpp"
#include "bus/wire/info.hpp"

namespace rapport::gateway {

/// Of which JSON type a field of a request is: how text from a path or query becomes its value.
struct FieldType {
    /// JSON types, of which `other` is not to be written in a path or query.
    enum class Kind { text, integer, number, boolean, list, other };
    Kind kind = Kind::text;
    Kind element = Kind::text;  ///< of a list
};

/// One method offered over HTTP, with what of its schemas each request needs.
struct Route {
    std::string service, method;
    std::string verb, path;                                ///< `GET`, `/api/v1/complaints/{id}`
    bool query = false;                                    ///< a query; otherwise a command
    int status = 200;                                      ///< of success
    std::vector<std::string> names;                        ///< of the path's braces, in order
    std::map<std::string, FieldType, std::less<>> fields;  ///< of the request
    KnownFields known{std::string_view()};                 ///< the names in it, at every depth
    bool takes_version = false;                            ///< the request has a field `version`
    bool tells_version = false;                            ///< the result has a field `version`
    bool tells_id = false;                                 ///< the result has a field `id`
    bool tells_secret = false;                             ///< the result has a field that nobody else may see
    bool tells_file = false;                               ///< the result is a file: name, media_type, content
    std::vector<std::string> roles;                        ///< each that may call it
    bool outside = false;  ///< for respondents: offered to people who are not signed in, by a link

    /// As the API's document names it.
    std::string operation() const { return service + "_" + method; }
    /// GET and DELETE: what is not in the path stands in the query. Others take a JSON body.
    bool in_query() const { return verb == "GET" || verb == "DELETE"; }
};

/// A method that is not offered over HTTP though it says so, and why.
struct RefusedRoute {
    std::string service, method, why;
};

/// What one service offers over HTTP, in the order of its methods. Reading it out of their schemas is what takes long.
struct ServiceRoutes {
    std::vector<std::shared_ptr<const Route>> routes;
    std::vector<RefusedRoute> refused;  ///< whose verb or path makes no sense
};
ServiceRoutes routes_of(const bus::ServiceInfo& service);

/// Which method a path and verb lead to. Built once from what all services tell, then only read (by any thread).
class RouteTable {
public:
    /// What a verb and a path lead to.
    struct Match {
        const Route* route = nullptr;      ///< none: unknown path, or wrong verb
        std::vector<std::string> values;   ///< of the path's braces, decoded, in the order of Route::names
        std::vector<std::string> allowed;  ///< verbs that the path knows; empty: unknown path
    };

    RouteTable();
    ~RouteTable();
    RouteTable(RouteTable&&) noexcept;
    RouteTable& operator=(RouteTable&&) noexcept;

    /// Adds those of a service. Where two want the same path and verb the first keeps it; returned is who did not get
    /// it.
    std::vector<RefusedRoute> add(const ServiceRoutes& service);
    /// `path` is percent-encoded and begins with `/api/v1/`. Literal segments win over braces. A HEAD is a GET.
    Match find(std::string_view verb, std::string_view path) const;
    /// All, in the order in which they came.
    const std::vector<std::shared_ptr<const Route>>& all() const { return routes_; }

private:
    struct Node;
    std::unique_ptr<Node> root_;
    std::vector<std::shared_ptr<const Route>> routes_;
};

}  // namespace rapport::gateway
