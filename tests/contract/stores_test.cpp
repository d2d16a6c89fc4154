// SPDX-License-Identifier: MIT
// What is stored is read for ever: a store of each version that was in use opens, lists, verifies and goes on, and what
// it told is read by what came later.
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "services/kit/engine/outbox.hpp"
#include "tests/contract/services.hpp"

namespace rapport::contract {
namespace {

using Json = nlohmann::json;
namespace fs = std::filesystem;

const fs::path stores = RAPPORT_SOURCE_DIR "/tests/contract/stores";

std::vector<fs::path> versions() {
    std::vector<fs::path> all;
    for (const auto& entry : fs::directory_iterator(stores))
        if (entry.is_directory()) all.push_back(entry.path());
    return all;
}

Any ask(Service& service, const std::string& method, const std::string& request) {
    kit::Invocation invocation{.method = method, .params = from_json(request)};
    invocation.header.actor = Actor{.id = "user:1", .kind = "person", .roles = {"admin", "service"}};
    const kit::Outcome outcome = service.bed().engine().query(service.bed().reader(), invocation);
    EXPECT_FALSE(outcome.error) << service.name() << '.' << method << ": " << outcome.error->message();
    return {outcome.result};
}

std::vector<bus::Event> history(Service& service) {
    std::vector<bus::Event> all;
    for (;;) {
        const std::int64_t after = all.empty() ? 0 : all.back().sequence;
        const auto page = decode<bus::EventPage>(ask(service, "$events", R"({"after":)" + std::to_string(after) + "}"));
        if (page.events.empty()) return all;
        for (const bus::CloudEvent& event : page.events) all.emplace_back(event);
    }
}

/// What shows that a store goes on: something new, by service.
const std::map<std::string, std::pair<std::string, std::string>> goes_on = {
    {"registry", {"create_party", R"({"name": "One more"})"}},
    {"complaints", {"open", R"({"subject": "One more", "complainant": {"name": "Ann"}})"}},
    {"notifier", {"add_rule", R"({"name": "One more", "event": "complaints.opened", "recipients": ["owner"],
                                     "templates": [{"language": "en", "subject": "x", "text": "y"}]})"}},
    {"accounts", {"create_user", R"({"name": "bob", "roles": ["agent"]})"}},
};

void write_to(Service& service) {
    // What others say of themselves comes soon after a start.
    for (const auto& other : all_services())
        if (service.name() == "notifier" && other->name() != service.name())
            service.bed().introduce(other->bed().engine().info());
    const auto& [method, request] = goes_on.at(service.name());
    kit::Invocation invocation{.method = method, .params = from_json(request)};
    invocation.header.actor = Actor{.id = "user:1", .kind = "person", .roles = {"admin"}};
    kit::Work work = std::move(invocation);
    const auto outcome = service.bed().engine().run({&work, 1}).outcomes.at(0);
    EXPECT_FALSE(outcome.error) << service.name() << '.' << method << ": " << outcome.error->message();
}

TEST(Stores, OfEarlierVersionsOpenListVerifyAndGoOn) {
    for (const fs::path& version : versions()) {
        std::ifstream file(version / "totals.json");
        const Json totals = Json::parse(file);
        std::size_t services = 0;
        for (const auto& service : all_services()) {
            if (!service->open(version)) continue;
            ++services;
            for (const auto& [method, total] : totals.at(service->name()).items()) {
                const Json page = Json::parse(to_json(ask(*service, method, "{}").bytes));
                EXPECT_EQ(page["total"], total) << service->name() << '.' << method;
                EXPECT_EQ(page["items"].size(), total) << service->name() << '.' << method;
            }
            const auto verified = [&] { return decode<kit::Verification>(ask(*service, "$verify", "{}")); };
            const auto before = verified();
            write_to(*service);
            const auto after = verified();
            EXPECT_TRUE(before.chain_intact && after.chain_intact) << service->name();
            EXPECT_EQ(after.gaps + after.duplicates, 0) << service->name();
            EXPECT_GT(before.events, 0) << service->name();
            EXPECT_GE(after.events, before.events) << service->name();
        }
        EXPECT_EQ(services, totals.size()) << version;
    }
}

TEST(Stores, WhatEarlierVersionsToldIsReadByWhatCameLater) {
    for (const fs::path& version : versions()) {
        std::vector<bus::Event> told;
        for (const auto& service : all_services()) {
            if (!service->open(version)) continue;
            const auto types = service->events_ever();
            for (bus::Event& event : history(*service)) {
                const auto type = types.find(event.type);
                ASSERT_NE(type, types.end()) << event.type << " is told no more: name the old type in Event::was";
                EXPECT_NO_THROW(type->second.read(event.data.bytes)) << event.type << ' ' << to_json(event.data.bytes);
                told.push_back(std::move(event));
            }
        }
        EXPECT_FALSE(told.empty());
        // A projection reads them from the beginning.
        for (const auto& service : all_services())
            for (const bus::Event& event : told) {
                const kit::Outcome outcome = service->bed().deliver(event);
                EXPECT_FALSE(outcome.error)
                    << service->name() << " hears " << event.type << ": " << outcome.error->message();
            }
    }
}

/// complaints showed account managers all then; what it shows them now hangs on relationships that are told already.
TEST(Stores, OfEarlierVersionsLearnWhoAnswersForWhichParty) {
    for (const fs::path& version : versions()) {
        std::map<std::string, std::unique_ptr<Service>> by_name;
        for (auto& service : all_services())
            if (service->open(version)) by_name[service->name()] = std::move(service);
        Service &registry = *by_name.at("registry"), &complaints = *by_name.at("complaints");
        for (const bus::Event& event : history(registry)) {
            const kit::Outcome outcome = complaints.bed().deliver(event);
            EXPECT_FALSE(outcome.error) << event.type << ": " << outcome.error->message();
        }
        const Json relationships = Json::parse(to_json(ask(registry, "list_relationships", "{}").bytes));
        EXPECT_GT(relationships["total"], 0);
        EXPECT_EQ(std::get<0>(*complaints.bed().reader().row<std::int64_t>("select count(*) from kit_party_staff")),
                  relationships["total"]);
    }
}

/// complaints owned business calendars then; targets, agreements and clocks name them.
TEST(Stores, OfEarlierVersionsHandTheirCalendarsOverToAccounts) {
    for (const fs::path& version : versions()) {
        std::map<std::string, std::unique_ptr<Service>> by_name;
        for (auto& service : all_services())
            if (service->open(version)) by_name[service->name()] = std::move(service);
        Service &complaints = *by_name.at("complaints"), &accounts = *by_name.at("accounts");
        const auto tell = [](Service& from, Service& to) {
            for (const bus::Event& event : history(from)) {
                const kit::Outcome outcome = to.bed().deliver(event);
                EXPECT_FALSE(outcome.error) << event.type << ": " << outcome.error->message();
            }
        };
        const auto list = [](Service& service, const char* method) {
            return Json::parse(to_json(ask(service, method, "{}").bytes))["items"];
        };
        const auto clocks = [&] {
            Json all;
            for (const Json& complaint : list(complaints, "list")) all.push_back(complaint["clocks"]);
            return all;
        };
        const Json before = clocks();
        EXPECT_FALSE(before.empty());
        std::set<std::string> named;
        for (const Json& target : list(complaints, "list_targets")) named.insert(target["calendar"]);
        EXPECT_FALSE(named.empty());

        tell(complaints, accounts);
        accounts.bed().advance(Millis(1));
        std::map<std::string, std::string> names;
        for (const Json& calendar : list(accounts, "list_calendars")) names[calendar["id"]] = calendar["name"];
        EXPECT_EQ(names.size(), 3U);
        const std::string first = *named.begin();
        EXPECT_EQ(names[first], "Office hours (complaints)");
        EXPECT_EQ(Json::parse(to_json(ask(accounts, "get_organisation", "{}").bytes))["calendar"], first);

        tell(accounts, complaints);
        complaints.bed().advance(Millis(1));
        EXPECT_EQ(clocks(), before);
        complaints.bed().reopen();
        EXPECT_EQ(std::ranges::count(history(complaints), "complaints.calendar_handed_over", &bus::Event::type), 2)
            << "once";
    }
}

/// How many of a list say that field.
std::size_t saying(Service& service, const std::string& list, const std::string& field) {
    const Json page = Json::parse(to_json(ask(service, list, "{}").bytes));
    std::size_t count = 0;
    for (const Json& item : page["items"]) count += item.contains(field) && !item[field].empty() ? 1 : 0;
    return count;
}

TEST(Stores, WhomEarlierVersionsNamedBecomesTheUserOfThatName) {
    struct Named {
        const char *service, *list, *field;
    };
    constexpr Named all[] = {{"registry", "list_relationships", "account_manager"},
                             {"complaints", "list", "owner"},
                             {"complaints", "list_assignment_rules", "owners"}};
    for (const fs::path& version : versions()) {
        std::vector<bus::Event> told;
        for (const auto& service : all_services())
            if (service->name() == "accounts" && service->open(version)) told = history(*service);
        for (const auto& [name, list, field] : all)
            for (const auto& service : all_services()) {
                if (service->name() != name || !service->open(version)) continue;
                const std::string former = "former_" + std::string(field);
                const std::size_t named = saying(*service, list, former);
                EXPECT_GT(named, 0U) << name << '.' << list;
                EXPECT_EQ(saying(*service, list, field), 0U) << name << '.' << list << ": nobody is known yet";
                for (const bus::Event& event : told) service->bed().deliver(event);
                service->bed().advance(Millis(0));
                EXPECT_EQ(saying(*service, list, field), named) << name << '.' << list;
                EXPECT_EQ(saying(*service, list, former), 0U) << name << '.' << list;
            }
    }
}

TEST(Stores, OfEarlierVersionsShowWhoSeesSomePartiesAloneTheirEvents) {
    for (const fs::path& version : versions()) {
        std::set<std::string> services;
        for (const auto& service : all_services()) {
            if (!service->open(version)) continue;
            std::map<Uuid, std::size_t> of_party;
            for (const bus::Event& event : history(*service))
                for (const Uuid& party : event.parties) ++of_party[party];
            for (const auto& [party, events] : of_party) {
                kit::Invocation invocation{.method = "$events", .params = from_json(R"({"after":0,"limit":1000})")};
                invocation.header.actor = Actor{.id = "token:1", .roles = {"agent"}, .parties = {to_text(party)}};
                const kit::Outcome outcome = service->bed().engine().query(service->bed().reader(), invocation);
                ASSERT_FALSE(outcome.error) << outcome.error->message();
                const auto page = decode<bus::EventPage>(outcome.result);
                EXPECT_GE(page.events.size(), events) << service->name() << ' ' << to_text(party);
                std::vector<std::string> own{to_text(party)};  // and who speaks for it
                if (service->name() == "registry")
                    for (const auto& [person] : service->bed().reader().rows<std::string>(
                             "select person from contacts where party = ?", {party}))
                        own.push_back(person);
                for (const bus::CloudEvent& event : page.events)
                    EXPECT_TRUE(std::ranges::any_of(own, [json = to_json(event.data.bytes)](const auto& id) {
                        return json.find(id) != json.npos;
                    })) << event.type;
                services.insert(service->name());
            }
        }
        EXPECT_TRUE(services.contains("registry") && services.contains("complaints")) << version;
    }
}

}  // namespace
}  // namespace rapport::contract
