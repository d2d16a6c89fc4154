// SPDX-License-Identifier: MIT
#pragma once
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/contract/services.hpp"

namespace rapport::contract {

using Json = nlohmann::json;

/// What a service answered, or why it did not.
struct Answer {
    std::optional<Error> error;
    Json result;
};

/// One service, asked by name.
class Asked {
public:
    explicit Asked(Service& service) : service_(service) {}

    /// What the service answers that actor.
    Answer ask(const std::string& method, const Json& request, const Actor& actor) {
        kit::Invocation invocation{.method = method, .params = from_json(request.dump())};
        invocation.header.actor = actor;
        invocation.references = kit::Invocation::References::settled;
        invocation.answers.emplace();
        testing_kit::TestBed& bed = service_.bed();
        kit::Work work = invocation;
        const kit::Outcome outcome = queries().contains(method) ? bed.engine().query(bed.reader(), invocation)
                                                                : bed.engine().run({&work, 1}).outcomes.at(0);
        return {outcome.error, outcome.error ? Json() : Json::parse(to_json(outcome.result))};
    }
    /// What an admin makes.
    Json made(const std::string& method, const Json& request) {
        Answer answer = ask(method, request, {.id = "user:admin", .kind = "person", .roles = {"admin"}});
        EXPECT_FALSE(answer.error) << method << ": " << answer.error->message();
        return answer.result;
    }
    /// The schemas of the requests of its queries, and of its commands, by method.
    const std::map<std::string, Json>& queries() {
        if (queries_.empty()) read();
        return queries_;
    }
    const std::map<std::string, Json>& commands() {
        if (commands_.empty()) read();
        return commands_;
    }

private:
    void read() {
        for (const kit::Route& route : service_.definition().routes) {
            const auto schema = [](const bus::MethodInfo& info) { return Json::parse(to_json(info.request.bytes)); };
            if (const auto* query = std::get_if<kit::QueryRoute>(&route)) {
                queries_[query->info.name] = schema(query->info);
                for (const kit::QueryRoute& beside : query->beside) queries_[beside.info.name] = schema(beside.info);
            }
            if (const auto* command = std::get_if<kit::CommandRoute>(&route))
                commands_[command->info.name] = schema(command->info);
        }
    }

    Service& service_;
    std::map<std::string, Json> queries_, commands_;
};

/// Whether a field of a request is an id, or a list of some.
inline bool names_an_id(Json of) {
    if (of.contains("items")) of = Json(of["items"]);
    if (of.contains("anyOf")) of = Json(of["anyOf"][0]);
    return of.value("format", "") == "uuid";
}

inline std::unique_ptr<Service> service_called(const std::string& name) {
    for (auto& service : all_services())
        if (service->name() == name) return std::move(service);
    throw std::logic_error("there is no service called " + name);
}

}  // namespace rapport::contract
