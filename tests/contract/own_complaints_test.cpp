// SPDX-License-Identifier: MIT
// Of complaints, too, who sees some parties alone sees what is theirs and nothing else, whatever they ask for.
#include <gmock/gmock-matchers.h>

#include "services/registry/api.hpp"
#include "tests/contract/sample_request.hpp"
#include "tests/contract/walk.hpp"

namespace rapport::contract {
namespace {

using testing::HasSubstr;
using testing::Not;

const std::string user = "0192f0c1-7a3b-7cde-8f00-00000000abcd";

/// Two parties with all that complaints has of one.
class OwnComplaintsTest : public testing::Test {
protected:
    struct Belongings {
        std::string party;
        Json complaint, action, question, compliment, suggestion;
        std::vector<std::string> ids() const {
            std::vector<std::string> all{party};
            for (const Json* one : {&complaint, &action, &question, &compliment, &suggestion})
                all.push_back((*one)["id"]);
            return all;
        }
    };
    std::string party(const std::string& name) {
        kit::Changed<registry::api::Party> told;
        told.entity.id = registry::api::PartyId(new_uuid(service->bed().clock.now()));
        told.entity.version = 1;
        told.entity.name = name;
        service->bed().deliver(registry::api::party_created, told.entity.id, told);
        return to_text(told.entity.id);
    }
    Belongings enter(const std::string& name) {
        Belongings all;
        all.party = party(name);
        const Json by{{"party", all.party}, {"subject", name + " subject"}};
        all.complaint = asked.made("open", by);
        const Json &id = all.complaint["id"], text = name + " text";
        all.action = asked.made("create_complaint_action", {{"about", id}, {"what", text}});
        asked.made("create_note", {{"complaint", id}, {"text", text}});
        all.question = asked.made("create_question", by);
        all.compliment =
            asked.made("create_compliment", {{"party", all.party}, {"praised", name + " desk"}, {"text", name}});
        all.suggestion = asked.made("create_suggestion", by);
        return all;
    }
    std::vector<Actor> limited() const { return limited_to(own.party, user); }
    /// What a figure of the report says in all.
    double reported(const std::string& figure, const Actor& actor) {
        double sum = 0;
        const Answer answer = asked.ask("report", Json::object(), actor);
        EXPECT_FALSE(answer.error) << answer.error->message();
        if (answer.error) return -1;
        for (const Json& one : answer.result["figures"])
            if (one["name"] == figure)
                for (const Json& row : one["rows"]) sum += row["value"].get<double>();
        return sum;
    }

    std::unique_ptr<Service> service = service_called("complaints");
    Asked asked{*service};
    Belongings own = enter("Familiar"), foreign = enter("Foreign");
    const Actor admin{.id = "user:admin", .kind = "person", .roles = {"admin"}};

    void SetUp() override {
        tell_account_manager(*service, own.party, user);
        asked.made("link", {{"id", own.complaint["id"]}, {"other", foreign.complaint["id"]}});
    }
};

TEST_F(OwnComplaintsTest, QueriesShowWhatIsTheirsAndNothingElse) {
    for (const Actor& actor : limited())
        for (const auto& [method, schema] : asked.queries()) {
            SCOPED_TRACE(actor.id + " asks " + method);
            std::vector<std::string> ids = foreign.ids();
            std::ranges::move(own.ids(), std::back_inserter(ids));
            auto requests = requests_with(schema, ids);
            if (schema["properties"].contains("search")) requests.push_back({{"search", "Foreign"}});
            for (const Json& request : requests) {
                const Answer answer = asked.ask(method, request, actor);
                const std::string said = answer.error ? answer.error->message() : answer.result.dump();
                EXPECT_THAT(said, Not(HasSubstr("Foreign"))) << request;
                EXPECT_THAT(said, Not(HasSubstr(foreign.complaint["id"].get<std::string>()))) << request;
            }
        }
    for (const Actor& actor : limited()) {
        SCOPED_TRACE(actor.id);
        for (const char* list :
             {"list", "list_complaint_actions", "list_questions", "list_compliments", "list_suggestions"})
            EXPECT_EQ(asked.ask(list, Json::object(), actor).result["total"], 1) << list;
        EXPECT_EQ(asked.ask("get", {{"id", own.complaint["id"]}}, actor).result["subject"], "Familiar subject");
        EXPECT_EQ(asked.ask("get", {{"id", foreign.complaint["id"]}}, actor).error->message(),
                  "id: there is no such complaint");
        EXPECT_TRUE(asked.ask("list_links", {{"id", own.complaint["id"]}}, actor).result["items"].empty());
    }
    EXPECT_EQ(asked.ask("list_links", {{"id", own.complaint["id"]}}, admin).result["items"].size(), 1U);
}

TEST_F(OwnComplaintsTest, ReportsAndCountsAreOfTheirsAlone) {
    for (const char* figure : {"received", "received_by_party", "received_by_state", "questions", "compliments"}) {
        SCOPED_TRACE(figure);
        const double all = reported(figure, admin);
        if (all == 0) continue;
        for (const Actor& actor : limited()) EXPECT_EQ(reported(figure, actor) * 2, all) << actor.id;
    }
    EXPECT_EQ(reported("received_by_party", admin), 2);
    for (const Actor& actor : limited()) {
        const Answer review = asked.ask("list_reviews", Json::object(), actor);
        ASSERT_TRUE(review.error) << "a review is of all parties";
        EXPECT_EQ(review.error->code(), Code::permission_denied);
    }
}

TEST_F(OwnComplaintsTest, CommandsChangeWhatIsTheirsAndNothingElse) {
    EXPECT_GT(expect_refused(asked, limited(), foreign.ids()), 100U);
    for (const Actor& actor : limited())
        for (const char* method : {"bulk_move", "bulk_assign"}) {
            Json request = sample_of(asked.commands().at(method));
            request["ids"] = {foreign.complaint["id"]};
            const Answer many = asked.ask(method, request, actor);
            if (!many.error) {
                EXPECT_EQ(many.result["items"][0]["code"], "not_found") << actor.id;
            }
        }
    EXPECT_EQ(asked.made("get", {{"id", foreign.complaint["id"]}})["version"], foreign.complaint["version"]);
    EXPECT_EQ(asked.made("get_complaint_action", {{"id", foreign.action["id"]}})["version"], foreign.action["version"]);
    EXPECT_EQ(asked.made("list", Json::object())["total"], 2);

    for (const Actor& actor : {limited().at(1), limited().at(3)}) {
        EXPECT_FALSE(asked.ask("open", {{"party", own.party}, {"subject", "Another"}}, actor).error);
        const Answer elsewhere = asked.ask("open", {{"party", foreign.party}, {"subject", "Another"}}, actor);
        ASSERT_TRUE(elsewhere.error);
        EXPECT_EQ(elsewhere.error->code(), Code::not_found);
        const Json mine{{"about", own.complaint["id"]}, {"what", "mine"}};
        EXPECT_FALSE(asked.ask("create_complaint_action", mine, actor).error);
    }
    const Answer theirs =
        asked.ask("mark_duplicate", {{"id", own.complaint["id"]}, {"of", foreign.complaint["id"]}}, limited().at(2));
    ASSERT_TRUE(theirs.error);
    EXPECT_EQ(theirs.error->message(), "of: there is no such complaint");
}

TEST_F(OwnComplaintsTest, AnActionGoesWithTheComplaintToAnotherParty) {
    const std::string heir = party("Heir");
    registry::api::PartyRetired told;
    told.entity.id = registry::api::PartyId(uuid_from(own.party).value());
    told.entity.version = 2;
    told.hand_over_to = registry::api::PartyId(uuid_from(heir).value());
    service->bed().deliver(registry::api::party_retired, told.entity.id, told);
    service->bed().advance(Millis(0));
    const Actor agent{.id = "token:3", .kind = "program", .roles = {"agent"}, .parties = {heir}};
    EXPECT_EQ(asked.ask("list_complaint_actions", Json::object(), agent).result["total"], 1);
    EXPECT_EQ(asked.ask("list_complaint_actions", Json::object(), limited().at(2)).result["total"], 0);
}

}  // namespace
}  // namespace rapport::contract
