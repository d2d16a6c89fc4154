// SPDX-License-Identifier: MIT
#include "services/gateway/methods/openapi.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bus/base/wire.hpp"
#include "services/gateway/http/problem.hpp"
#include "services/gateway/methods/openapi_own.hpp"
#include "services/gateway/methods/questions.hpp"
#include "services/gateway/methods/schema_pool.hpp"

namespace rapport::gateway {
namespace {

using Json = nlohmann::ordered_json;

Json schema_from(const Any& schema) {
    if (schema.empty()) return Json::object();
    return Json::parse(to_json(schema.bytes));
}

Json reference(const std::string& to) { return {{"$ref", "#/components/" + to}}; }

Json json_content(Json schema) { return {{"application/json", {{"schema", std::move(schema)}}}}; }

/// `writeOnly` keeps a secret out of what is shown again; here it is shown, this once.
Json shown(Json schema) {
    if (schema.contains("properties"))
        for (auto& [name, property] : schema["properties"].items()) property.erase("writeOnly");
    return schema;
}

/// One operation in the making.
class Operation {
public:
    Operation(const bus::ServiceInfo& service, const bus::MethodInfo& method, const Route& route, SchemaPool& pool)
        : method_(method),
          route_(route),
          pool_(pool),
          user_{service.name, method.name},
          id_(service.name + "_" + method.name) {
        operation_["operationId"] = id_;
        operation_["summary"] = method.doc.empty() ? id_ : method.doc;
        operation_["tags"] = Json::array({service.name});
        add_roles();
        add_parameters();
        add_body();
        add_responses();
    }
    Json take() { return std::move(operation_); }

private:
    void add_roles() {
        std::string who = "Roles:";
        for (const std::string& role : method_.roles) who += (who.back() == ':' ? " `" : ", `") + role + "`";
        operation_["description"] = who + '.';
        operation_["x-roles"] = method_.roles;
    }

    bool in_path(const std::string& name) const {
        return std::find(route_.names.begin(), route_.names.end(), name) != route_.names.end();
    }
    bool required(const std::string& name) const {
        const Json list = request_.value("required", Json::array());
        return std::find(list.begin(), list.end(), name) != list.end();
    }

    void add_parameters() {
        Json parameters = Json::array();
        const Json properties = request_.value("properties", Json::object());
        for (const std::string& name : route_.names)
            parameters.push_back(parameter(name, "path", properties.value(name, Json{{"type", "string"}}), true));
        if (route_.in_query())
            for (const auto& [name, schema] : properties.items())
                if (!in_path(name)) parameters.push_back(parameter(name, "query", schema, required(name)));
        if (!route_.query) parameters.push_back(reference("parameters/IdempotencyKey"));
        if (method_.kind == "command") parameters.push_back(reference("parameters/Prefer"));
        if (route_.takes_version) parameters.push_back(reference("parameters/IfMatch"));
        if (route_.query && route_.tells_version) parameters.push_back(reference("parameters/IfNoneMatch"));
        if (!parameters.empty()) operation_["parameters"] = std::move(parameters);
    }

    Json parameter(const std::string& name, const char* where, Json schema, bool is_required) {
        Json out{{"name", name}, {"in", where}, {"required", is_required}};
        if (schema.contains("description")) {
            out["description"] = schema["description"];
            schema.erase("description");
        }
        out["schema"] = pool_.referring(schema, user_);
        return out;
    }

    void add_body() {
        if (route_.in_query()) return;
        Json schema = request_;
        for (const std::string& name : route_.names) {
            if (schema.contains("properties")) schema["properties"].erase(name);
            if (!schema.contains("required")) continue;
            Json& list = schema["required"];
            list.erase(std::remove(list.begin(), list.end(), Json(name)), list.end());
            if (list.empty()) schema.erase("required");
        }
        if (schema.value("properties", Json::object()).empty()) return;
        const bool needed = schema.contains("required");
        Json taken = route_.names.empty() ? pool_.referring(schema, user_) : pool_.inlined(schema, user_);
        operation_["requestBody"] = {{"required", needed}, {"content", json_content(std::move(taken))}};
    }

    void add_responses() {
        Json success{{"description", phrase_of(route_.status)}};
        success["content"] = json_content(pool_.referring(shown(schema_from(method_.result)), user_));
        if (route_.tells_file) success["content"]["text/csv"] = {{"schema", {{"type", "string"}}}};
        if (route_.tells_version) success["headers"]["ETag"] = reference("headers/ETag");
        if (route_.status == 201 && route_.tells_id) success["headers"]["Location"] = reference("headers/Location");
        if (route_.outside) operation_["security"] = Json::array();
        Json& responses = operation_["responses"];  // from here on nothing is added beside: that would move it
        responses[std::to_string(route_.status)] = std::move(success);
        if (route_.query && route_.tells_version)
            responses["304"] = {{"description", "If-None-Match names this version"}};
        for (const char* status : {"400", "401", "403", "404"}) responses[status] = reference("responses/Problem");
        if (!route_.query) responses["409"] = reference("responses/Problem");
        if (route_.takes_version) responses["412"] = reference("responses/Problem");
        if (!route_.in_query())
            for (const char* status : {"413", "415"}) responses[status] = reference("responses/Problem");
        for (const char* status : {"503", "504"}) responses[status] = reference("responses/Problem");
    }

    const bus::MethodInfo& method_;
    const Route& route_;
    SchemaPool& pool_;
    SchemaPool::User user_;
    std::string id_;
    Json request_ = schema_from(method_.request);
    Json operation_ = Json::object();
};

Json problem_schema() {
    Json codes = Json::array();
    for (const std::string_view code : problem_codes()) codes.push_back(code);
    return {
        {"type", "object"},
        {"title", "Problem"},
        {"description", "RFC 9457; further members depend on the code"},
        {"required", {"type", "title", "status", "detail", "code"}},
        {"properties",
         {{"type", {{"type", "string"}, {"format", "uri-reference"}}},
          {"title", {{"type", "string"}}},
          {"status", {{"type", "integer"}}},
          {"detail", {{"type", "string"}, {"description", "for people"}}},
          {"code", {{"type", "string"}, {"enum", codes}}},
          {"instance", {{"type", "string"}}},
          {"trace_id", {{"type", "string"}, {"description", "leads to it in the logs"}}},
          {"field", {{"type", "string"}, {"description", "which field is wrong, the first of them"}}},
          {"errors",
           {{"type", "array"},
            {"description", "all that is wrong; `words` has what to say of a reason"},
            {"items",
             {{"type", "object"},
              {"required", {"field", "reason"}},
              {"properties",
               {{"field", {{"type", "string"}, {"description", "its path; empty: the whole request"}}},
                {"reason",
                 {{"type", "string"},
                  {"description", "such as required, too_long, not_one_of, no_such_record; or why a move is blocked"}}},
                {"params", {{"type", "object"}, {"description", "what belongs into the words of that reason"}}}}}}}}},
          {"current", {{"description", "of an old version: the record as it is now"}}},
          {"allowed_moves",
           {{"type", "array"}, {"items", Json::object()}, {"description", "what its state allows you now"}}}}},
        {"additionalProperties", true}};
}

Json header_parameter(const char* name, const char* what, Json schema) {
    return {
        {"name", name}, {"in", "header"}, {"required", false}, {"description", what}, {"schema", std::move(schema)}};
}

Json components(SchemaPool& pool) {
    Json out;
    pool.add("gateway.Problem", problem_schema());
    out["schemas"] = pool.take();
    out["responses"]["Problem"] = {
        {"description", "What is wrong, and what would be right"},
        {"content", {{"application/problem+json", {{"schema", reference("schemas/gateway.Problem")}}}}}};
    out["parameters"]["IdempotencyKey"] = header_parameter(
        "Idempotency-Key", "The same key, method and content, however it is written, have one effect; kept for 7 days",
        {{"type", "string"}, {"minLength", 1}, {"maxLength", 200}});
    out["parameters"]["Prefer"] = header_parameter(
        "Prefer",
        "`dry-run`: nothing is kept, told or sent; 200 with what would be the result, a number null, and the events in "
        "`x-would-emit`",
        {{"type", "string"}});
    out["parameters"]["IfMatch"] = header_parameter(
        "If-Match",
        "The version that the change starts from, as ETag gave it, or a list; 412 if the current one is none of them",
        {{"type", "string"}});
    out["parameters"]["IfNoneMatch"] = header_parameter(
        "If-None-Match", "The version that is there already, as ETag gave it, or a list: 304 if it is the current one",
        {{"type", "string"}});
    out["headers"]["ETag"] = {{"description", "The version, in quotes"}, {"schema", {{"type", "string"}}}};
    out["headers"]["Location"] = {{"description", "Where it can be read"}, {"schema", {{"type", "string"}}}};
    out["securitySchemes"]["bearer"] = {{"type", "http"}, {"scheme", "bearer"}, {"description", "An API token, rap_…"}};
    out["securitySchemes"]["cookie"] = {{"type", "apiKey"}, {"in", "cookie"}, {"name", "rapport_session"}};
    out["securitySchemes"]["csrf"] = {{"type", "apiKey"},
                                      {"in", "header"},
                                      {"name", "X-CSRF-Token"},
                                      {"description", "Beside the cookie, for all but GET: `csrf` of the session"}};
    return out;
}

}  // namespace

std::string openapi_document(const std::vector<bus::ServiceInfo>& services, const RouteTable& routes,
                             std::vector<std::string>* clashes) {
    Json document;
    document["openapi"] = "3.1.0";
    document["info"] = {{"title", "Rapport"},
                        {"version", "1"},
                        {"summary", "Relationship management for IT service providers"},
                        {"description",
                         "A record that has a number, such as C-2026-000123, may be named by it wherever a request "
                         "takes its id: in a path, a query or a body."},
                        {"license", {{"name", "MIT"}, {"identifier", "MIT"}}}};
    document["servers"] = Json::array({{{"url", "/"}}});
    document["security"] =
        Json::array({{{"bearer", Json::array()}}, {{"cookie", Json::array()}, {"csrf", Json::array()}}});
    Json tags = Json::array({{{"name", "gateway"}, {"description", "The gateway itself"}}});
    Json paths = Json::object();
    SchemaPool pool;
    const auto add = [&](const bus::ServiceInfo& service) {
        for (const bus::MethodInfo& method : service.methods) {
            const auto route = std::ranges::find_if(
                routes.all(), [&](const auto& r) { return r->service == service.name && r->method == method.name; });
            if (route == routes.all().end()) continue;
            std::string verb = (*route)->verb;
            for (char& c : verb) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
            paths[(*route)->path][verb] = Operation(service, method, **route, pool).take();
        }
    };
    add(questions());
    for (const bus::ServiceInfo& service : services) {
        tags.push_back({{"name", service.name}, {"description", service.doc}});
        add(service);
    }
    if (clashes) *clashes = pool.clashes();
    paths.update(openapi_own_paths());
    document["tags"] = std::move(tags);
    document["paths"] = std::move(paths);
    document["components"] = components(pool);
    return document.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace rapport::gateway
