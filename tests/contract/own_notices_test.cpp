// SPDX-License-Identifier: MIT
// Of the notifier, too, who sees some parties alone sees what is theirs and nothing else, whatever they ask for.
#include <gmock/gmock-matchers.h>

#include "services/complaints/api.hpp"
#include "services/registry/api.hpp"
#include "tests/contract/asked.hpp"
#include "tests/contract/sample_request.hpp"
#include "tests/contract/walk.hpp"

namespace rapport::contract {
namespace {

using testing::HasSubstr;
using testing::Not;

const std::string user = "0192f0c1-7a3b-7cde-8f00-00000000abcd";

/// Two parties, each with a notice to them, to their account manager, and to somebody whom the registry does not know.
class OwnNoticesTest : public testing::Test {
protected:
    struct Belongings {
        std::string party;
        std::vector<Json> notices;
    };
    template <class D>
    void deliver(const kit::Event<D>& type, const Uuid& subject, const D& data, std::vector<Uuid> parties = {}) {
        bus::Event event = service->bed().make(type, subject, data);
        event.parties = std::move(parties);
        EXPECT_FALSE(service->bed().deliver(event).error) << type.type;
        service->bed().run_jobs();
    }
    Belongings enter(const std::string& name) {
        kit::Changed<registry::api::Party> known;
        known.entity = {.id = registry::api::PartyId(new_uuid(service->bed().clock.now())), .version = 1, .name = name};
        known.entity.emails = {{.address = name + "@example.com"}};
        deliver(registry::api::party_created, known.entity.id, known);
        complaints::api::ComplaintEvent told;
        told.entity.id = complaints::ComplaintId(new_uuid(service->bed().clock.now()));
        told.entity.version = 1;
        told.entity.number = "C-2026-000001";
        told.entity.subject = name + " subject";
        told.entity.party = known.entity.id;
        told.entity.received_at = service->bed().clock.now();
        deliver(complaints::api::opened, told.entity.id, told, {known.entity.id});
        Belongings all{to_text(known.entity.id), {}};
        const Json page = asked.made("list_notices", Json::object());
        for (const Json& notice : page["items"])
            if (notice["subject"] == to_text(told.entity.id)) all.notices.push_back(notice);
        EXPECT_GT(all.notices.size(), 1U);
        return all;
    }
    std::vector<Actor> limited() const {
        std::vector<Actor> all = limited_to(own.party, user);
        all.push_back({.id = "user:4", .kind = "person", .roles = {"admin"}, .parties = {own.party}});
        return all;
    }
    /// Why an actor is refused.
    Code code_of(const std::string& method, const Json& request, const Actor& actor) {
        const Answer answer = asked.ask(method, request, actor);
        EXPECT_TRUE(answer.error) << actor.id << " may " << method << ' ' << request;
        return answer.error ? answer.error->code() : Code::internal;
    }

    /// The notifier with what every other service says of itself: its rules are of their events.
    static std::unique_ptr<Service> introduced() {
        auto notifier = service_called("notifier");
        for (const auto& other : all_services())
            if (other->name() != "notifier") notifier->bed().introduce(other->bed().engine().info());
        return notifier;
    }

    std::unique_ptr<Service> service = introduced();
    Asked asked{*service};
    Belongings own = enter("Familiar"), foreign = enter("Foreign");

    void SetUp() override { tell_account_manager(*service, own.party, user); }
};

TEST_F(OwnNoticesTest, QueriesShowWhatIsTheirsAndNothingElse) {
    std::vector<std::string> ids{foreign.party};
    for (const Json& notice : foreign.notices) {
        ids.push_back(notice["id"]);
        ids.push_back(notice["event"]);
    }
    for (const Actor& actor : limited()) {
        for (const auto& [method, schema] : asked.queries()) {
            SCOPED_TRACE(actor.id + " asks " + method);
            std::vector<Json> requests{sample_of(schema)};
            for (const std::string& id : ids)
                for (const auto& [field, of] : schema["properties"].items())
                    if (of.value("format", "") == "uuid") {
                        requests.push_back(sample_of(schema));
                        requests.back()[field] = id;
                    }
            for (const char* field : {"search", "address", "subject"})
                if (schema["properties"].contains(field))
                    for (const std::string& of : {std::string("Foreign"), std::string("Foreign@example.com"),
                                                  foreign.notices[0]["subject"].get<std::string>()})
                        requests.push_back({{field, of}});
            for (const Json& request : requests) {
                const Answer answer = asked.ask(method, request, actor);
                const std::string said = answer.error ? answer.error->message() : answer.result.dump();
                EXPECT_THAT(said, Not(HasSubstr("Foreign"))) << request;
                for (const Json& notice : foreign.notices)
                    EXPECT_THAT(said, Not(HasSubstr(notice["id"].get<std::string>()))) << request;
            }
        }
        const Json page = asked.ask("list_notices", Json::object(), actor).result;
        EXPECT_EQ(page["total"], own.notices.size()) << actor.id;
        EXPECT_EQ(page["items"].size(), own.notices.size()) << actor.id;
        EXPECT_EQ(asked.ask("get_notice", {{"id", own.notices[0]["id"]}}, actor).result["event"],
                  own.notices[0]["event"]);
        EXPECT_EQ(asked.ask("get_notice", {{"id", foreign.notices[0]["id"]}}, actor).error->message(),
                  "id: there is no such notice");
    }
    EXPECT_EQ(asked.made("list_notices", Json::object())["total"], own.notices.size() + foreign.notices.size());
}

TEST_F(OwnNoticesTest, CommandsChangeWhatIsTheirsAndNothingElse) {
    const Json rule = asked.made("list_rules", Json::object())["items"][0];
    std::size_t refused = 0;
    for (const Actor& actor : limited()) {
        for (const auto& [method, schema] : asked.commands()) {
            SCOPED_TRACE(actor.id + " asks " + method);
            Json request = sample_of(schema);
            if (request.contains("id")) request["id"] = foreign.notices[0]["id"];
            if (request.contains("name")) request["name"] = "file";  // a channel that there is
            const Code code = code_of(method, request, actor);
            EXPECT_TRUE(code == Code::not_found || code == Code::permission_denied) << name_of(code) << request;
            ++refused;
            if (!request.contains("id") || method == "resend") continue;
            request["id"] = rule["id"];
            if (schema["properties"].contains("enabled")) request["enabled"] = false;
            EXPECT_EQ(code_of(method, request, actor), Code::permission_denied) << "a rule tells of all parties";
        }
    }
    EXPECT_EQ(refused, limited().size() * asked.commands().size());
    for (const Actor& actor : limited()) {
        kit::Invocation probe{.method = "probe_channel", .params = from_json(R"({"name":"file"})")};
        probe.header.actor = actor;
        const auto outcome = service->bed().engine().operate(service->bed().reader(), probe);
        ASSERT_TRUE(outcome.error) << actor.id;
        EXPECT_EQ(outcome.error->code(), Code::permission_denied) << outcome.error->message();
    }
    EXPECT_EQ(asked.made("get_rule", {{"id", rule["id"]}}), rule);
    for (const Json& notice : foreign.notices)
        EXPECT_EQ(asked.made("get_notice", {{"id", notice["id"]}}), notice) << "nothing was sent once more";

    service->bed().advance(std::chrono::minutes(5));  // so that those to nobody are skipped
    const Json skipped = asked.made("list_notices", {{"state", "skipped"}})["items"];
    for (const Json& notice : skipped) {
        const bool theirs = notice["parties"][0] == own.party;
        const Answer again = asked.ask("resend", {{"id", notice["id"]}}, limited().at(2));
        EXPECT_EQ(again.error.has_value(), !theirs) << notice;
    }
    EXPECT_GT(skipped.size(), 1U);
}

TEST_F(OwnNoticesTest, EventsAreShownAsFarAsTheyConcernTheirs) {
    service->bed().advance(std::chrono::minutes(5));
    for (const Actor& actor : limited()) {
        kit::Invocation invocation{.method = "$events", .params = encode(bus::ReadEvents{})};
        invocation.header.actor = actor;
        const auto outcome = service->bed().engine().query(service->bed().reader(), invocation);
        ASSERT_FALSE(outcome.error) << outcome.error->message();
        const std::string said = to_json(outcome.result);
        for (const Json& notice : foreign.notices)
            EXPECT_THAT(said, Not(HasSubstr(notice["id"].get<std::string>()))) << actor.id;
        EXPECT_FALSE(decode<bus::EventPage>(outcome.result).events.empty()) << actor.id;
    }
}

}  // namespace
}  // namespace rapport::contract
