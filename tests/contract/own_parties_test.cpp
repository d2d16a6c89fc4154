// SPDX-License-Identifier: MIT
// Who sees some parties alone sees what is theirs and nothing else, whatever they ask for.
#include <gmock/gmock-matchers.h>

#include <set>

#include "tests/contract/asked.hpp"
#include "tests/contract/sample_request.hpp"

namespace rapport::contract {
namespace {

using testing::HasSubstr;
using testing::Not;

const std::string user = "0192f0c1-7a3b-7cde-8f00-00000000abcd";

/// Two parties with all that the registry has of one.
class OwnPartiesTest : public testing::Test {
protected:
    struct Belongings {
        Json party, person, contact, relationship, agreement;
        std::vector<std::string> ids() const {
            std::vector<std::string> all;
            for (const Json* one : {&party, &person, &contact, &relationship, &agreement}) all.push_back((*one)["id"]);
            return all;
        }
    };
    Belongings enter(const std::string& name, const Json& staff) {
        Belongings all;
        all.party = asked.made("create_party", {{"name", name}, {"references", {{{"system", "crm"}, {"id", name}}}}});
        all.person = asked.made("create_party", {{"name", name + " person"}, {"sort", "person"}});
        all.contact = asked.made("create_contact", {{"person", all.person["id"]}, {"party", all.party["id"]}});
        Json relationship{{"party", all.party["id"]}, {"type", "customer"}};
        relationship.update(staff);
        all.relationship = asked.made("create_relationship", relationship);
        asked.made("move_relationship", {{"id", all.relationship["id"]}, {"stage", "growth"}, {"reason", name}});
        all.agreement = asked.made("create_agreement", {{"party", all.party["id"]},
                                                        {"kind", "sla"},
                                                        {"title", name + " agreement"},
                                                        {"start", "2026-03-01"},
                                                        {"term_months", 12}});
        return all;
    }
    std::vector<Actor> limited() const {
        const std::string party = own.party["id"];
        return {{.id = "user:" + kim, .kind = "person", .roles = {"account_manager"}},
                {.id = "token:1", .kind = "program", .roles = {"account_manager", "agent"}, .parties = {party}},
                {.id = "token:2", .kind = "program", .roles = {"agent"}, .parties = {party}},
                {.id = "user:2", .kind = "person", .roles = {"manager"}, .parties = {party}},
                {.id = "user:3", .kind = "person", .roles = {"auditor"}, .parties = {party}}};
    }

    std::unique_ptr<Service> service = service_called("registry");
    Asked asked{*service};
    const std::string kim = to_text(service->bed().user("kim"));
    const Json staff{{"account_manager", kim}};
    Belongings own = enter("Familiar", staff), foreign = enter("Foreign", Json::object());
};

TEST_F(OwnPartiesTest, QueriesShowWhatIsTheirsAndNothingElse) {
    for (const Actor& actor : limited())
        for (const auto& [method, schema] : asked.queries()) {
            SCOPED_TRACE(actor.id + " asks " + method);
            std::vector<Json> requests{sample_of(schema)};
            for (const std::string& id : foreign.ids())
                for (const auto& [field, of] : schema["properties"].items())
                    if (names_an_id(of)) {
                        requests.push_back(sample_of(schema));
                        requests.back()[field] = of.contains("items") ? Json::array({id}) : Json(id);
                    }
            if (schema["properties"].contains("where")) {
                requests.push_back(sample_of(schema));
                requests.back()["where"] = "id is not null";
            }
            if (schema["properties"].contains("search")) requests.push_back({{"search", "Foreign"}});
            if (schema["properties"].contains("reference"))
                requests.push_back({{"reference_system", "crm"}, {"reference", "Foreign"}});
            for (const Json& request : requests) {
                const Answer answer = asked.ask(method, request, actor);
                const std::string said = answer.error ? answer.error->message() : answer.result.dump();
                EXPECT_THAT(said, Not(HasSubstr("Foreign"))) << request;
                if (!answer.error && answer.result.contains("total")) {
                    EXPECT_EQ(answer.result["total"], answer.result["items"].size()) << request;
                }
            }
        }
    const Actor manager = limited().front();
    EXPECT_EQ(asked.ask("list_parties", Json::object(), manager).result["total"], 2) << "the party and its person";
    for (const char* list : {"list_contacts", "list_relationships", "list_agreements"})
        EXPECT_EQ(asked.ask(list, Json::object(), manager).result["total"], 1) << list;
    EXPECT_EQ(asked.ask("get_party", {{"id", own.party["id"]}}, manager).result["name"], "Familiar");
    EXPECT_EQ(asked.ask("list_parties", {{"sort", "name"}}, manager).result["items"].size(), 2U);
    EXPECT_EQ(asked.ask("get_party", {{"id", foreign.party["id"]}}, manager).error->message(),
              "id: there is no such party");
}

TEST_F(OwnPartiesTest, CommandsChangeWhatIsTheirsAndNothingElse) {
    std::size_t refused = 0;
    for (const Actor& actor : limited())
        for (const auto& [method, schema] : asked.commands()) {
            SCOPED_TRACE(actor.id + " asks " + method);
            for (const std::string& id : foreign.ids()) {
                Json request = sample_of(schema);
                bool names = false;
                for (const auto& [field, of] : schema["properties"].items())
                    if (of.value("format", "") == "uuid" && request.contains(field)) {
                        request[field] = id;
                        names = true;
                    }
                if (!names) continue;
                const Answer answer = asked.ask(method, request, actor);
                ASSERT_TRUE(answer.error) << request;
                const Code code = answer.error->code();
                EXPECT_TRUE(code == Code::not_found || code == Code::permission_denied) << answer.error->message();
                ++refused;
            }
        }
    EXPECT_GT(refused, 100U);
    for (const Json* one : {&foreign.party, &foreign.person})
        EXPECT_EQ(asked.made("get_party", {{"id", (*one)["id"]}}), *one);
    EXPECT_EQ(asked.made("get_agreement", {{"id", foreign.agreement["id"]}}), foreign.agreement);
    EXPECT_EQ(asked.made("list_parties", Json::object())["total"], 4);

    const Actor manager = limited().front();
    EXPECT_FALSE(asked.ask("update_party", {{"id", own.party["id"]}, {"industry", "IT"}}, manager).error);
    const Answer entered = asked.ask("create_party", {{"name", "Another"}}, limited().at(1));
    ASSERT_TRUE(entered.error);
    EXPECT_EQ(entered.error->message(), "who is limited to parties cannot enter another");
}

/// What an actor reads of a service's history. A page at a time, as a reader of some parties alone goes on.
std::vector<bus::Event> events_of(Service& service, const Actor& actor) {
    std::vector<bus::Event> all;
    for (bus::ReadEvents request{.limit = 3};;) {
        kit::Invocation invocation{.method = "$events", .params = encode(request)};
        invocation.header.actor = actor;
        const kit::Outcome outcome = service.bed().engine().query(service.bed().reader(), invocation);
        EXPECT_FALSE(outcome.error) << service.name() << ": " << outcome.error->message();
        const auto page = decode<bus::EventPage>(outcome.error ? encode(bus::EventPage{}) : outcome.result);
        all.insert(all.end(), page.events.begin(), page.events.end());
        request.after = page.through.value_or(all.empty() ? 0 : all.back().sequence);
        if (request.after >= page.last) return all;
    }
}

/// Whose the entity is that an event is about: nobody's if it has no party.
Json owner_in(const Json& data) {
    for (const char* entity : {"contact", "relationship", "agreement"})
        if (data.contains(entity)) return data[entity]["party"];
    return data.contains("party") ? data["party"]["id"] : Json();
}

TEST_F(OwnPartiesTest, EventsOfEachTypeAreShownAsFarAsTheyConcernTheirs) {
    // One of each type, for both.
    for (Belongings* all : {&own, &foreign}) {
        const std::string name = (*all).party["name"];
        const auto change = [&](const std::string& method, const Json& of, Json request) {
            request["id"] = of["id"];
            asked.made(method, request);
        };
        change("update_party", all->party, {{"industry", name}});
        change("update_contact", all->contact, {{"language", "de"}});
        change("update_relationship", all->relationship, {{"since", "2026-01-01"}});
        change("update_agreement", all->agreement, {{"title", name + " contract"}});
        change("retire_party", all->person, Json::object());
    }
    const Json common = asked.made("create_service", {{"name", "Everybody's"}});
    asked.made("update_service", {{"id", common["id"]}, {"description", "Foreign"}});

    const Actor whole{.id = "service:x", .roles = {"service"}};
    std::set<std::string> types, told;
    for (const auto& [type, tells] : service->events()) types.insert(type);
    std::vector<std::string> theirs;
    const std::set<Json> own_ids{own.party["id"], own.person["id"]};
    for (const bus::Event& event : events_of(*service, whole)) {
        told.insert(event.type);
        const Json owner = owner_in(Json::parse(to_json(event.data.bytes)));
        EXPECT_EQ(event.parties.size(), owner.is_string() ? 1U : 0U) << event.type;
        if (own_ids.contains(owner)) theirs.push_back(to_text(event.id));
    }
    EXPECT_EQ(told, types) << "each type is shown once, at least";
    for (const Actor& actor : limited()) {
        SCOPED_TRACE(actor.id);
        std::vector<std::string> shown;
        for (const bus::Event& event : events_of(*service, actor)) {
            shown.push_back(to_text(event.id));
            EXPECT_THAT(to_json(event.data.bytes), Not(HasSubstr("Foreign"))) << event.type;
        }
        EXPECT_EQ(shown, theirs);
    }
}

TEST_F(OwnPartiesTest, TheKitsOwnMethodsThatShowAllRefuseWhoIsLimited) {
    const Actor limited{.id = "token:1", .kind = "program", .roles = {"admin"}, .parties = {own.party["id"]}};
    for (const char* method : {"$verify", "$dead_letters", "$losses"}) {
        kit::Invocation invocation{.method = method, .params = from_json("{}")};
        invocation.header.actor = limited;
        const auto outcome = service->bed().engine().query(service->bed().reader(), invocation);
        ASSERT_TRUE(outcome.error) << method;
        EXPECT_EQ(outcome.error->code(), Code::permission_denied) << method;
    }
}

TEST_F(OwnPartiesTest, WhatAnAccountManagerEntersIsTheirs) {
    const Actor manager = limited().front();
    const Answer entered = asked.ask("create_party", {{"name", "Prospect"}}, manager);
    ASSERT_FALSE(entered.error) << entered.error->message();
    const Json id{{"id", entered.result["id"]}};
    EXPECT_FALSE(asked.ask("get_party", id, manager).error);
    const Json relationship{{"party", entered.result["id"]}, {"type", "client"}};
    EXPECT_FALSE(asked.ask("create_relationship", relationship, manager).error);
    Actor other = manager;
    other.id = "user:0192f0c1-7a3b-7cde-8f00-00000000beef";
    EXPECT_TRUE(asked.ask("get_party", id, other).error);
}

TEST_F(OwnPartiesTest, FollowWhoAnswersForARelationship) {
    const Actor manager = limited().front();
    const auto sees = [&] { return asked.ask("list_parties", Json::object(), manager).result["total"].get<int>(); };
    asked.made("update_relationship", {{"id", foreign.relationship["id"]}, {"deputy", staff["account_manager"]}});
    EXPECT_EQ(sees(), 4);
    asked.made("update_relationship", {{"id", own.relationship["id"]}, {"account_manager", nullptr}});
    EXPECT_EQ(sees(), 2);
    EXPECT_TRUE(asked.ask("get_party", {{"id", own.party["id"]}}, manager).error);
    Actor token = manager;
    token.parties = {own.party["id"], foreign.party["id"]};
    EXPECT_EQ(asked.ask("list_parties", Json::object(), token).result["total"], 2) << "of those named, their own";
    Actor colleague = manager;
    colleague.roles.push_back("agent");
    EXPECT_EQ(asked.ask("list_parties", Json::object(), colleague).result["total"], 4) << "agents see all";
}

TEST(OwnParties, AServiceThatDoesNotTellThemApartRefusesWhoIsLimited) {
    for (const auto& service : all_services()) {
        if (service->definition().own_parties) continue;
        Asked asked(*service);
        const Actor limited{.id = "token:1", .kind = "program", .roles = {"admin"}, .parties = {user}};
        for (const auto* methods : {&asked.queries(), &asked.commands()})
            for (const auto& [method, schema] : *methods) {
                const Answer answer = asked.ask(method, sample_of(schema), limited);
                ASSERT_TRUE(answer.error) << service->name() << '.' << method;
                EXPECT_EQ(answer.error->code(), Code::permission_denied) << service->name() << '.' << method;
            }
    }
}

}  // namespace
}  // namespace rapport::contract
