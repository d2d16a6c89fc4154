// SPDX-License-Identifier: MIT
// Questions that are put to all services, over HTTP.
#include "services/gateway/methods/questions.hpp"

#include <gmock/gmock-matchers.h>
#include <gmock/gmock-more-matchers.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "bus/testing/test_bus.hpp"
#include "bus/testing/test_service.hpp"
#include "services/gateway/gateway.hpp"
#include "services/gateway/testing/admission.hpp"
#include "services/gateway/testing/http_client.hpp"
#include "services/kit/questions.hpp"

namespace rapport::gateway {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using ::testing::ElementsAre, ::testing::HasSubstr, ::testing::IsEmpty;
using namespace testing;

/// Everybody has the role that their token names.
class RoleIsToken final : public Authenticator {
public:
    AdmissionPtr admit(const HttpRequest& request) const override {
        const auto role = bearer_of(request);
        if (!role) return {};
        return std::make_shared<ForGood>(Actor{.id = "user:7", .kind = "person", .roles = {std::string(*role)}});
    }
};

/// A service that answers all questions with one item each, due in so many days; or says nothing while it is silent.
class Answerer {
public:
    Answerer(const std::string& url, std::string name, int days)
        : name_(std::move(name)),
          days_(days),
          service_(url, {.service = name_}, [this](auto& server, const auto& request) { answer(server, request); }) {}
    std::atomic<bool> silent = false;

private:
    void answer(bus::Server& server, const bus::Request& request) {
        if (request.method == "$info") {
            bus::ServiceInfo info{.name = name_, .version = "1", .instance = "i"};
            for (const char* method : {"$work", "$holds", "$findings"})
                info.methods.push_back({.name = method, .kind = "query"});
            return server.reply(request, encode(info));
        }
        if (silent) return;
        if (!kit::is_question(request.method))
            return server.fail(request, Error(Code::unimplemented, "there is no such method"));
        ASSERT_TRUE(request.header.actor);
        EXPECT_EQ(request.header.actor->id, "user:7");
        if (request.method == "$work") {
            const auto asked = decode<kit::AskWork>(request.params);
            kit::WorkItem item{.kind = asked.kind.value_or("case"), .due = *instant_from("2026-03-01T00:00:00Z")};
            item.record = {.id = new_uuid({1}), .title = name_};
            item.due = *item.due + std::chrono::days(days_);
            return server.reply(request, encode(kit::WorkList{{item}}));
        }
        if (request.method == "$holds") try {
                decode<kit::AskHolds>(request.params);
                return server.reply(request, encode(kit::Holds{{{.kind = "case", .count = days_}}}));
            } catch (const Error& error) {
                return server.fail(request, error);
            }
        if (decode<kit::AskFindings>(request.params).period == "never")
            return server.fail(request, invalid("period", "must be a year"));
        server.reply(request, encode(kit::Findings{{{.rule = name_ + "_rule", .record = {.id = new_uuid({1})}}}}));
    }

    const std::string name_;
    const int days_;
    bus::testing::TestService service_;
};

class QuestionsTest : public ::testing::Test {
protected:
    QuestionsTest() {
        while (ask("/readyz").status != 200) std::this_thread::sleep_for(5ms);
    }
    Answer ask(const std::string& target, const std::string& role = "agent") const {
        return HttpConnection(gateway.address())
            .ask(request_text("GET", target, "Authorization: Bearer " + role + "\r\n"));
    }
    json get(const std::string& target) const {
        const Answer answer = ask(target);
        EXPECT_EQ(answer.status, 200) << answer.body;
        return json::parse(answer.body);
    }
    static std::vector<std::string> services_in(const json& answer) {
        std::vector<std::string> all;
        for (const json& item : answer["items"]) all.push_back(item["service"]);
        return all;
    }

    bus::testing::TestBus bus;
    std::unique_ptr<Answerer> later = std::make_unique<Answerer>(bus.url(), "later", 9);
    std::unique_ptr<Answerer> sooner = std::make_unique<Answerer>(bus.url(), "sooner", 1);
    Gateway gateway{{.bus = bus.url(), .http = {"127.0.0.1", 0}, .expected = {"later", "sooner"}, .timeout = 2s},
                    std::make_shared<RoleIsToken>()};
};

TEST_F(QuestionsTest, WorkOfAllServicesIsOneListSoonestDueFirst) {
    const json work = get("/api/v1/work?kind=action");
    EXPECT_THAT(services_in(work), ElementsAre("sooner", "later"));
    EXPECT_EQ(work["items"][0]["kind"], "action");
    EXPECT_EQ(work["items"][0]["record"]["title"], "sooner");
    EXPECT_THAT(work["missing"], IsEmpty());
    EXPECT_EQ(work["counts"], json::parse(R"([{"kind":"action","count":2,"overdue":0}])"));
    EXPECT_EQ(services_in(get("/api/v1/work?who=me")).size(), 2u);
}

TEST_F(QuestionsTest, WhatDependsOnAPartyAndWhatDoesNotConformAreMergedToo) {
    EXPECT_THAT(services_in(get("/api/v1/holds?party=0192f0c1-7a3b-7cde-8f00-00000000abcd")),
                ElementsAre("later", "sooner"));
    EXPECT_THAT(services_in(get("/api/v1/findings?period=2026-Q1")), ElementsAre("later", "sooner"));
}

TEST_F(QuestionsTest, OneThatDoesNotAnswerWithinASecondIsNamed) {
    later->silent = true;
    const auto began = std::chrono::steady_clock::now();
    const json work = get("/api/v1/work");
    EXPECT_LT(std::chrono::steady_clock::now() - began, 2s);
    EXPECT_THAT(services_in(work), ElementsAre("sooner"));
    EXPECT_THAT(work["missing"], ElementsAre("later"));
    later.reset();
    EXPECT_THAT(get("/api/v1/work")["missing"], ElementsAre("later")) << "one that is gone as well";
}

TEST_F(QuestionsTest, ARequestThatIsWrongIsRefused) {
    EXPECT_EQ(ask("/api/v1/holds?party=nobody").status, 400);
    EXPECT_EQ(ask("/api/v1/work?who=nobody").status, 400);
    EXPECT_EQ(ask("/api/v1/work?who=me&user=0192f0c1-7a3b-7cde-8f00-00000000abcd").status, 400);
    const Answer refused = ask("/api/v1/findings?period=never");
    EXPECT_EQ(refused.status, 400) << "by those who are asked";
    EXPECT_THAT(refused.body, HasSubstr("period: must be a year"));
}

TEST_F(QuestionsTest, TheyAreForOurStaff) {
    EXPECT_EQ(ask("/api/v1/work", "auditor").status, 200);
    EXPECT_EQ(ask("/api/v1/work", "respondent").status, 403);
}

TEST_F(QuestionsTest, TheyAreDocumented) {
    const json paths = get("/api/openapi.json")["paths"];
    for (const char* path : {"/api/v1/work", "/api/v1/holds", "/api/v1/findings"}) {
        ASSERT_TRUE(paths.contains(path)) << path;
        EXPECT_EQ(paths[path]["get"]["tags"], json::array({"gateway"}));
        EXPECT_EQ(paths[path]["get"]["description"],
                  "Roles: `admin`, `manager`, `agent`, `account_manager`, `auditor`.");
    }
}

TEST(Questions, OneThatIsExpectedAndWasNeverHeardIsNamed) {
    const bus::testing::TestBus bus;
    bus::Loop loop;
    bus::Client client(loop, bus.url());
    Snapshot snapshot;
    snapshot.missing = {"complaints"};
    std::optional<bus::Reply> answer;
    ask_all(client, snapshot, "work", encode(kit::AskWork{}), {.actor = Actor{.id = "user:7", .roles = {"agent"}}},
            [&](bus::Reply reply) { answer = std::move(reply); });
    ASSERT_TRUE(answer);
    ASSERT_FALSE(answer->error) << answer->error->message();
    EXPECT_THAT(json::parse(to_json(answer->result))["missing"], ElementsAre("complaints"));
}

}  // namespace
}  // namespace rapport::gateway
