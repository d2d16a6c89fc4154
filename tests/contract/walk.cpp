// SPDX-License-Identifier: MIT
#include "tests/contract/walk.hpp"

#include "services/registry/api.hpp"
#include "tests/contract/sample_request.hpp"

namespace rapport::contract {
namespace {

std::vector<std::string> fields_with_ids(const Json& schema, bool lists) {
    std::vector<std::string> all;
    for (const auto& [field, of] : schema["properties"].items())
        if (names_an_id(of) && (lists || !of.contains("items"))) all.push_back(field);
    return all;
}

void name(const Json& schema, Json& request, const std::string& field, const std::string& id) {
    request[field] = schema["properties"][field].contains("items") ? Json::array({id}) : Json(id);
}

}  // namespace

std::vector<Actor> limited_to(const std::string& party, const std::string& account_manager) {
    return {{.id = "user:" + account_manager, .kind = "person", .roles = {"account_manager"}},
            {.id = "token:1", .kind = "program", .roles = {"account_manager", "agent"}, .parties = {party}},
            {.id = "token:2", .kind = "program", .roles = {"agent"}, .parties = {party}},
            {.id = "user:2", .kind = "person", .roles = {"manager"}, .parties = {party}},
            {.id = "user:3", .kind = "person", .roles = {"auditor"}, .parties = {party}}};
}

std::vector<Json> requests_with(const Json& schema, const std::vector<std::string>& ids) {
    std::vector<Json> requests{sample_of(schema)};
    for (const std::string& id : ids)
        for (const std::string& field : fields_with_ids(schema, true)) {
            requests.push_back(sample_of(schema));
            name(schema, requests.back(), field, id);
        }
    if (schema["properties"].contains("where")) {
        requests.push_back(sample_of(schema));
        requests.back()["where"] = "id is not null";
    }
    return requests;
}

std::size_t expect_refused(Asked& asked, const std::vector<Actor>& actors, const std::vector<std::string>& ids) {
    std::size_t tried = 0;
    for (const Actor& actor : actors)
        for (const auto& [method, schema] : asked.commands())
            for (const std::string& id : ids) {
                Json request = sample_of(schema);
                bool names = false;
                for (const std::string& field : fields_with_ids(schema, false))
                    if (request.contains(field)) {
                        request[field] = id;
                        names = true;
                    }
                if (!names) continue;
                const Answer answer = asked.ask(method, request, actor);
                const bool refused = answer.error && (answer.error->code() == Code::not_found ||
                                                      answer.error->code() == Code::permission_denied);
                EXPECT_TRUE(refused) << actor.id << " asks " << method << ' ' << request << ": "
                                     << (answer.error ? answer.error->message() : "taken");
                ++tried;
            }
    return tried;
}

void tell_account_manager(Service& service, const std::string& party, const std::string& user) {
    registry::api::RelationshipEvent told;
    told.entity.id = registry::api::RelationshipId(new_uuid(service.bed().clock.now()));
    told.entity.version = 1;
    told.entity.party = registry::api::PartyId(uuid_from(party).value());
    told.entity.account_manager = kit::UserId(uuid_from(user).value());
    const auto answered =
        service.bed().deliver(service.bed().make(registry::api::relationship_created, told.entity.id, told));
    EXPECT_FALSE(answered.error) << "an account manager";
}

}  // namespace rapport::contract
