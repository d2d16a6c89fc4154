// SPDX-License-Identifier: MIT
#include "services/gateway/methods/routes.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "bus/base/wire.hpp"
#include "services/gateway/http/http.hpp"

namespace rapport::gateway {
namespace {

using Json = nlohmann::json;
using Kind = FieldType::Kind;

Json schema_from(const Any& schema) {
    if (schema.empty()) return Json::object();
    auto json = Json::parse(to_json(schema.bytes), nullptr, false);
    return json.is_object() ? json : Json::object();
}

Kind kind_of(const Json& schema) {
    const std::string type = schema.is_object() ? schema.value("type", "") : "";
    if (type == "integer") return Kind::integer;
    if (type == "number") return Kind::number;
    if (type == "boolean") return Kind::boolean;
    if (type == "array") return Kind::list;
    if (type == "object") return Kind::other;
    return Kind::text;
}

std::map<std::string, FieldType, std::less<>> fields_of(const Json& schema) {
    std::map<std::string, FieldType, std::less<>> out;
    const auto properties = schema.find("properties");
    if (properties == schema.end() || !properties->is_object()) return out;
    for (const auto& [name, property] : properties->items()) {
        FieldType type{.kind = kind_of(property)};
        if (type.kind == Kind::list && property.contains("items")) type.element = kind_of(property["items"]);
        out.emplace(name, type);
    }
    return out;
}

bool has_secret(const Json& schema) {
    const auto properties = schema.find("properties");
    return properties != schema.end() && properties->is_object() &&
           std::ranges::any_of(*properties, [](const Json& property) {
               return property.is_object() && property.value("writeOnly", Json()) == true;
           });
}

std::vector<std::string_view> segments_of(std::string_view path) {
    std::vector<std::string_view> out;
    while (!path.empty()) {
        path.remove_prefix(1);
        const auto end = std::min(path.find('/'), path.size());
        out.push_back(path.substr(0, end));
        path.remove_prefix(end);
    }
    return out;
}

bool braced(std::string_view segment) { return segment.size() > 2 && segment.front() == '{' && segment.back() == '}'; }

/// Nothing if its path or verb makes no sense.
std::optional<Route> route_of(const std::string& service, const bus::MethodInfo& method) {
    static constexpr std::array verbs{"GET", "POST", "PUT", "PATCH", "DELETE"};
    if (!method.verb || !method.path || !method.path->starts_with('/')) return {};
    if (std::find(verbs.begin(), verbs.end(), *method.verb) == verbs.end()) return {};
    Route route{.service = service,
                .method = method.name,
                .verb = *method.verb,
                .path = "/api/v1" + *method.path,
                .query = method.kind == "query",
                .status = method.status,
                .roles = method.roles};
    for (const std::string_view segment : segments_of(route.path))
        if (braced(segment)) route.names.emplace_back(segment.substr(1, segment.size() - 2));
    route.fields = fields_of(schema_from(method.request));
    route.known = KnownFields(std::string_view(method.request.bytes));
    route.takes_version = route.fields.contains("version");
    const Json told = schema_from(method.result);
    const auto result = fields_of(told);
    route.tells_version = result.contains("version");
    route.tells_id = result.contains("id");
    route.tells_secret = has_secret(told);
    route.tells_file =
        result.size() == 3 && result.contains("name") && result.contains("media_type") && result.contains("content");
    route.outside = std::ranges::find(method.roles, "respondent") != method.roles.end();
    return route;
}

}  // namespace

ServiceRoutes routes_of(const bus::ServiceInfo& service) {
    ServiceRoutes out;
    for (const bus::MethodInfo& method : service.methods) {
        if (!method.verb && !method.path) continue;
        if (auto route = route_of(service.name, method))
            out.routes.push_back(std::make_shared<Route>(*std::move(route)));
        else out.refused.push_back({service.name, method.name, "its verb or path makes no sense"});
    }
    return out;
}

struct RouteTable::Node {
    std::map<std::string, std::unique_ptr<Node>, std::less<>> literal;
    std::unique_ptr<Node> brace;
    std::map<std::string, const Route*, std::less<>> by_verb;

    Node& child(std::string_view segment) {
        auto& place = braced(segment) ? brace : literal[std::string(segment)];
        if (!place) place = std::make_unique<Node>();
        return *place;
    }

    /// The deepest node that all segments lead to; what stood for braces is left in `values`.
    const Node* walk(const std::vector<std::string>& segments, std::size_t at, std::vector<std::string>& values) const {
        if (at == segments.size()) return by_verb.empty() ? nullptr : this;
        if (const auto next = literal.find(segments[at]); next != literal.end())
            if (const Node* found = next->second->walk(segments, at + 1, values)) return found;
        if (!brace || segments[at].empty()) return nullptr;
        values.push_back(segments[at]);
        if (const Node* found = brace->walk(segments, at + 1, values)) return found;
        values.pop_back();
        return nullptr;
    }
};

RouteTable::RouteTable() : root_(std::make_unique<Node>()) {}
RouteTable::~RouteTable() = default;
RouteTable::RouteTable(RouteTable&&) noexcept = default;
RouteTable& RouteTable::operator=(RouteTable&&) noexcept = default;

std::vector<RefusedRoute> RouteTable::add(const ServiceRoutes& service) {
    std::vector<RefusedRoute> refused;
    for (const auto& route : service.routes) {
        Node* node = root_.get();
        for (const std::string_view segment : segments_of(route->path)) node = &node->child(segment);
        const auto [place, added] = node->by_verb.try_emplace(route->verb, route.get());
        if (added) {
            routes_.push_back(route);
            continue;
        }
        refused.push_back(
            {route->service, route->method,
             route->verb + " " + route->path + " belongs to " + place->second->service + "." + place->second->method});
    }
    return refused;
}

RouteTable::Match RouteTable::find(std::string_view verb, std::string_view path) const {
    Match match;
    std::vector<std::string> segments;
    for (const std::string_view segment : segments_of(path)) {
        auto decoded = percent_decoded(segment);
        if (!decoded) return match;
        segments.push_back(std::move(*decoded));
    }
    const Node* node = root_->walk(segments, 0, match.values);
    if (!node) return match;
    for (const auto& [name, route] : node->by_verb) match.allowed.push_back(name);
    if (node->by_verb.contains("GET")) match.allowed.emplace_back("HEAD");
    const auto found = node->by_verb.find(verb == "HEAD" ? "GET" : verb);
    if (found != node->by_verb.end()) match.route = found->second;
    return match;
}

}  // namespace rapport::gateway
