// SPDX-License-Identifier: MIT
#include "services/gateway/methods/openapi_own.hpp"

namespace rapport::gateway {
namespace {

using Json = nlohmann::ordered_json;

const Json text{{"type", "string"}};
const Json object{{"type", "object"}};

Json problem() { return {{"$ref", "#/components/responses/Problem"}}; }

Json content(const char* media, Json schema) { return {{media, {{"schema", std::move(schema)}}}}; }

Json operation(const char* id, const char* summary, const char* status, Json success,
               std::initializer_list<const char*> problems) {
    Json out{{"operationId", id}, {"summary", summary}, {"tags", {"gateway"}}};
    out["responses"][status] = std::move(success);
    for (const char* each : problems) out["responses"][each] = problem();
    return out;
}

/// One that needs no sign-in.
Json open_to_all(const char* id, const char* summary, const char* media, Json schema) {
    Json out =
        operation(id, summary, "200", {{"description", "OK"}, {"content", content(media, std::move(schema))}}, {"405"});
    out["security"] = Json::array();
    return out;
}

Json body(Json properties, std::initializer_list<const char*> required) {
    Json schema{{"type", "object"},
                {"properties", std::move(properties)},
                {"required", required},
                {"additionalProperties", false}};
    return {{"required", true}, {"content", content("application/json", std::move(schema))}};
}

Json secret(const char* what) { return {{"type", "string"}, {"writeOnly", true}, {"description", what}}; }

Json instant(const char* what) { return {{"type", "string"}, {"format", "date-time"}, {"description", what}}; }

Json session(const char* description) {
    const Json list{{"type", "array"}, {"items", text}};
    Json may = list;
    may["description"] = "the operations of this document that these roles may call";
    Json schema{{"type", "object"},
                {"properties",
                 {{"user", {{"type", {"object", "null"}}, {"description", "who is signed in; null: nobody"}}},
                  {"reason",
                   {{"type", "string"},
                    {"description", "where nobody is: why the session that was there is over, such as session_idle"}}},
                  {"roles", list},
                  {"may", std::move(may)},
                  {"expires", instant("when the session ends unless it is used before: moves on with each request")},
                  {"ends", instant("when it ends however it is used")},
                  {"change_password_by", instant("until when a password opens that an administrator set")},
                  {"lacks_second_factor",
                   {{"type", "boolean"},
                    {"description", "true: the user's roles need a second factor; set one up, nothing else is done"}}},
                  {"csrf", {{"type", "string"}, {"description", "to be sent as X-CSRF-Token"}}}}},
                {"required", Json::array({"user"})}};
    return {{"description", description}, {"content", content("application/json", std::move(schema))}};
}

Json user_parameter() {
    return {{"name", "user"},
            {"in", "query"},
            {"required", false},
            {"description", "whose; left out: one's own. Another's are for the role admin"},
            {"schema", {{"type", "string"}, {"format", "uuid"}}}};
}

Json sessions_item() {
    const Json one{{"type", "object"},
                   {"properties",
                    {{"id", {{"type", "string"}, {"format", "uuid"}}},
                     {"current", {{"type", "boolean"}, {"description", "whether it is the one that asks"}}},
                     {"began", instant("when they signed in")},
                     {"used", instant("when something was last asked with it")},
                     {"expires", instant("when it ends unless it is used before")},
                     {"ends", instant("when it ends however it is used")},
                     {"address", {{"type", "string"}, {"x-personal", true}}},
                     {"agent", {{"type", "string"}, {"x-personal", true}}}}},
                   {"required", {"id", "current", "used", "expires", "ends"}}};
    const Json all{{"type", "object"},
                   {"properties", {{"items", {{"type", "array"}, {"items", one}}}}},
                   {"required", Json::array({"items"})}};
    const Json ended{
        {"type", "object"}, {"properties", {{"ended", {{"type", "integer"}}}}}, {"required", Json::array({"ended"})}};
    Json item;
    item["get"] =
        operation("gateway_list_sessions", "List one's open sessions, the one used last first", "200",
                  {{"description", "OK"}, {"content", content("application/json", all)}}, {"400", "401", "403", "404"});
    item["delete"] = operation("gateway_end_other_sessions", "End all sessions but the one that asks", "200",
                               {{"description", "OK"}, {"content", content("application/json", ended)}},
                               {"400", "401", "403", "404", "503"});
    for (const char* verb : {"get", "delete"}) item[verb]["parameters"] = Json::array({user_parameter()});
    return item;
}

Json one_session_item() {
    Json item;
    item["delete"] = operation("gateway_end_session", "End one session", "204", {{"description", "No Content"}},
                               {"400", "401", "403", "404", "503"});
    const Json id{
        {"name", "id"}, {"in", "path"}, {"required", true}, {"schema", {{"type", "string"}, {"format", "uuid"}}}};
    item["delete"]["parameters"] = Json::array({id, user_parameter()});
    return item;
}

Json session_item() {
    Json item;
    item["get"] =
        operation("gateway_session", "Who one is, and what one may call", "200", session("OK"), {"400", "401"});
    item["get"]["security"] = Json::array({Json::object(), {{"bearer", Json::array()}}, {{"cookie", Json::array()}}});
    item["post"] = operation(
        "gateway_sign_in",
        "Signs in with a password. 401 with the reason second_factor_required: ask for a code, and send the "
        "same again with it",
        "201", session("Created; the session is in the cookie rapport_session, over TLS __Host-rapport_session"),
        {"400", "401", "415", "429", "503"});
    item["post"]["security"] = Json::array();
    item["post"]["requestBody"] =
        body({{"name", text},
              {"password", secret("the user's")},
              {"code", secret("of the user's second factor, if they have one; or a recovery code")}},
             {"name", "password"});
    item["delete"] = operation("gateway_sign_out", "Ends the session", "204", {{"description", "No Content"}},
                               {"401", "403", "409", "503"});
    return item;
}

Json password_item() {
    Json item;
    item["put"] = operation("gateway_set_password", "Sets a password", "204", {{"description", "No Content"}},
                            {"400", "401", "403", "404", "415", "429", "503"});
    item["put"]["requestBody"] =
        body({{"user", {{"type", "string"}, {"format", "uuid"}, {"description", "whose; an admin names another's"}}},
              {"current", secret("the password so far, of one's own")},
              {"new", secret("the password from now on, 12 to 128 characters; of another none: one is made")},
              {"revoke_tokens", {{"type", "boolean"}, {"description", "revokes the user's API tokens as well"}}}},
             {});
    item["put"]["responses"]["200"] = {
        {"description", "A password was made for another user"},
        {"content",
         content("application/json",
                 {{"type", "object"},
                  {"properties", {{"password", text}, {"expires", {{"type", "string"}, {"format", "date-time"}}}}}})}};
    return item;
}

Json answer_of(Json properties, std::initializer_list<const char*> required) {
    return {{"description", "OK"},
            {"content", content("application/json",
                                {{"type", "object"}, {"properties", std::move(properties)}, {"required", required}})}};
}

Json recovery_codes() {
    return answer_of({{"recovery_codes",
                       {{"type", "array"},
                        {"items", text},
                        {"description", "each opens once in the place of a code; they are not shown again"}}}},
                     {"recovery_codes"});
}

Json second_factor_item() {
    Json item;
    item["get"] = operation("gateway_second_factor", "Whether somebody signs in with a second factor", "200",
                            answer_of({{"enrolled", {{"type", "boolean"}}},
                                       {"required", {{"type", "boolean"}, {"description", "by the user's roles"}}},
                                       {"since", instant("since when codes are asked for")},
                                       {"recovery_codes_left", {{"type", "integer"}}}},
                                      {"enrolled", "required"}),
                            {"400", "401", "403", "404"});
    item["get"]["parameters"] = Json::array({user_parameter()});
    Json made = answer_of({{"secret", {{"type", "string"}, {"description", "in base32; it is not shown again"}}},
                           {"url", {{"type", "string"}, {"description", "the same as otpauth URL, for a picture"}}},
                           {"confirm_by", instant("until when a first code is to prove that it works")}},
                          {"secret", "url", "confirm_by"});
    made["description"] = "Created";
    item["post"] = operation("gateway_begin_second_factor", "Begins to set up one's second factor (TOTP, RFC 6238)",
                             "201", std::move(made), {"400", "401", "403", "409", "415", "429", "503"});
    item["post"]["requestBody"] = body({{"current", secret("one's password")}}, {"current"});
    return item;
}

Json second_factor_step(const char* id, const char* summary, const char* status, Json success, Json request) {
    Json item;
    item["post"] =
        operation(id, summary, status, std::move(success), {"400", "401", "403", "404", "409", "415", "429", "503"});
    item["post"]["requestBody"] = std::move(request);
    return item;
}

void add_second_factor(Json& paths) {
    const std::string path = "/api/v1/session/second-factor";
    const Json code = secret("that the program shows"), any_code = secret("that the program shows, or a recovery code");
    const Json password = secret("one's password");
    paths[path] = second_factor_item();
    paths[path + "/confirmation"] =
        second_factor_step("gateway_confirm_second_factor",
                           "Confirms one's second factor by a first code; all other sessions of one's end", "200",
                           recovery_codes(), body({{"code", code}}, {"code"}));
    paths[path + "/removal"] = second_factor_step(
        "gateway_remove_second_factor", "Removes one's second factor, or by an admin another's", "204",
        {{"description", "No Content"}},
        body({{"user", {{"type", "string"}, {"format", "uuid"}, {"description", "whose; an admin names another's"}}},
              {"current", password},
              {"code", any_code}},
             {}));
    paths[path + "/recovery-codes"] = second_factor_step(
        "gateway_renew_recovery_codes", "Makes new recovery codes in the place of those before", "200",
        recovery_codes(), body({{"current", password}, {"code", any_code}}, {"current", "code"}));
}

Json event_types() {
    const Json one{{"type", "object"},
                   {"properties",
                    {{"type", text},
                     {"source", {{"type", "string"}, {"description", "the service that tells it"}}},
                     {"description", text},
                     {"schema", {{"type", "object"}, {"description", "JSON Schema of its data"}}}}},
                   {"required", {"type", "source", "description", "schema"}}};
    return {{"type", "object"},
            {"properties", {{"items", {{"type", "array"}, {"items", one}}}}},
            {"required", Json::array({"items"})}};
}

Json events_item() {
    Json item;
    item["get"] = operation("gateway_events",
                            "Events as they happen (server-sent events; CloudEvents as JSON); `ended` when the right "
                            "to them ends. Who sees "
                            "some parties alone hears what concerns these",
                            "200", {{"description", "OK"}, {"content", content("text/event-stream", text)}},
                            {"400", "401", "403"});
    const auto parameter = [](const char* where, const char* name, const char* what, Json schema) {
        return Json{
            {"name", name}, {"in", where}, {"required", false}, {"description", what}, {"schema", std::move(schema)}};
    };
    const Json texts{{"type", "array"}, {"items", text}};
    const Json ids{{"type", "array"}, {"items", {{"type", "string"}, {"format", "uuid"}}}};
    item["get"]["parameters"] = Json::array(
        {parameter("query", "type", "types, or with a star at the end beginnings of types: complaints.*", texts),
         parameter("query", "subject", "only what is told of one of these records, by id", texts),
         parameter("query", "party", "only what concerns one of these parties", ids),
         parameter("query", "where", "only events that this condition holds for: data.complaint.state = 'closed'",
                   text),
         parameter("query", "data", "ref: events without their data, with the version of the record",
                   {{"type", "string"}, {"enum", {"full", "ref"}}, {"default", "full"}}),
         parameter("query", "after", "where to go on, of each source: complaints:17,registry:9", text),
         parameter("header", "Last-Event-ID", "the same, as the id of the last event had it; it goes before `after`",
                   text)});
    return item;
}

}  // namespace

Json openapi_own_paths() {
    Json paths;
    paths["/api/v1/session"] = session_item();
    paths["/api/v1/session/password"] = password_item();
    add_second_factor(paths);
    paths["/api/v1/sessions"] = sessions_item();
    paths["/api/v1/sessions/{id}"] = one_session_item();
    paths["/api/v1/events"] = events_item();
    paths["/api/v1/event-types"]["get"] =
        operation("gateway_event_types", "List the types of events, with the schemas of their data", "200",
                  {{"description", "OK"}, {"content", content("application/json", event_types())}}, {"400", "401"});
    paths["/api/openapi.json"]["get"] = open_to_all("gateway_openapi", "This document", "application/json", object);
    paths["/healthz"]["get"] = open_to_all("gateway_health", "Whether this process lives", "application/json", object);
    paths["/readyz"]["get"] =
        open_to_all("gateway_ready", "Whether the bus and the expected services answer", "application/json", object);
    paths["/readyz"]["get"]["responses"]["503"] = {
        {"description", "Not ready; says who is missing and whose store is in trouble"},
        {"content", content("application/json", object)}};
    paths["/metrics"]["get"] = open_to_all("gateway_metrics", "Figures for Prometheus", "text/plain", text);
    return paths;
}

}  // namespace rapport::gateway
