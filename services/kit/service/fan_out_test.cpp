// SPDX-License-Identifier: MIT
// Commands before which every service is asked, over the bus: who answers, who is slow, away, or left out.
#include "services/kit/service/fan_out.hpp"

#include <gmock/gmock-matchers.h>
#include <gtest/gtest.h>

#include <thread>

#include "bus/base/retry.hpp"
#include "bus/server/server.hpp"
#include "bus/testing/test_bus.hpp"
#include "bus/wire/info.hpp"
#include "bus/wire/introspection.hpp"
#include "services/kit/questions.hpp"
#include "services/kit/service/service.hpp"
#include "services/kit/testing/store.hpp"

namespace rapport::kit {
namespace {

using namespace std::literals;
using testing::ElementsAre, testing::HasSubstr;

struct Retire {
    Uuid id;
    std::vector<std::string> without;
    static constexpr auto fields = describe(Field{"id", &Retire::id, "whom"},
                                            Field{"without", &Retire::without, "who is not asked", length(0, 10)});
};
struct Heard {
    std::vector<std::string> services;
    static constexpr auto fields = describe(Field{"services", &Heard::services, "who holds something"});
};
constexpr Command<Retire, Heard> retire{"retire", bus_only, roles(Role::agent)};
constexpr Query<Nothing, Nothing> ask_nothing{"nothing", bus_only, roles(Role::agent)};
constexpr Migration no_schema[] = {{"001_none", "create table unused (id text primary key);\n"}};

AskHolds what_depends(const Retire& request) { return {.party = request.id}; }

struct People {
    Definition definition() {
        return {"people",
                "knows people",
                {asks(holds, what_depends, on(retire, this, &People::retire_person)),
                 on(ask_nothing, this, &People::nothing)},
                no_schema};
    }
    Heard retire_person(Unit& unit, const Retire&) {
        Heard heard;
        for (const Held& one : held(unit.answers())) heard.services.push_back(one.service);
        return heard;
    }
    Nothing nothing(View&, const Nothing&) { return {}; }
};

/// Another service, whose every answer is the test's. Belongs to the test's loop.
class Other {
public:
    Other(bus::Loop& loop, const std::string& url, std::string name, bool answers)
        : name_(std::move(name)),
          answers_(answers),
          server_(loop, url, {.service = name_}, [this](const auto& request) { answer(request); }) {}

    bool silent = false;
    int asked = 0;

private:
    void answer(const bus::Request& request) {
        if (silent) return;
        if (request.method == "$info") {
            bus::ServiceInfo info{.name = name_, .version = "1", .instance = "i"};
            if (answers_) info.methods.push_back({.name = "$holds", .kind = "query"});
            return server_.reply(request, encode(info));
        }
        if (request.method != "$holds" || !answers_)
            return server_.fail(request, Error(Code::unimplemented, "there is no such method"));
        ++asked;
        EXPECT_EQ(request.header.actor->id, "service:people") << "the service asks for itself, and hears all";
        server_.reply(request, encode(Holds{{{.kind = "case", .count = 1}}}));
    }

    const std::string name_;
    const bool answers_;
    bus::Server server_;
};

class FanOutTest : public testing::Test {
protected:
    FanOutTest() { start(); }
    ~FanOutTest() override { stop(); }
    void start() {
        engine_ = std::make_unique<Engine>(people_.definition(), store_.dsn(), clock_);
        service_ = std::make_unique<Service>(*engine_, bus_.url());
        thread_ = std::thread([this] { service_->run(); });
        client_.ask("people", "$watermark", {}, {.timeout = 20s, .actor = manager_, .query = true, .retry = true});
    }
    void stop() {
        service_->stop();
        thread_.join();
        service_.reset();
        engine_.reset();
    }
    /// Serves on the bus before this returns.
    std::unique_ptr<Other> other(const std::string& name, bool answers = true) {
        auto one = std::make_unique<Other>(loop_, bus_.url(), name, answers);
        client_.ask(name, "$info", {}, {.timeout = 20s, .query = true, .retry = true});
        return one;
    }
    /// The bus knows it before this returns.
    void stop(std::unique_ptr<Other>& other, const std::string& name) {
        other.reset();
        const auto serves = [&] {
            const auto listed = decode<bus::ServedServices>(client_.ask("bus", "services", {}, {.query = true}));
            return std::ranges::any_of(listed.services, [&](const bus::Served& served) {
                return served.name == name && served.instances > 0;
            });
        };
        while (serves()) std::this_thread::sleep_for(5ms);
    }
    Heard retire_somebody(std::vector<std::string> without = {}) {
        const Retire request{new_uuid(clock_.now()), std::move(without)};
        return decode<Heard>(client_.ask("people", retire.name, encode(request), {.timeout = 10s, .actor = manager_}));
    }
    Error refusal(std::vector<std::string> without = {}) {
        try {
            retire_somebody(std::move(without));
        } catch (const Error& error) {
            return error;
        }
        ADD_FAILURE() << "was done";
        return {Code::internal, ""};
    }

    const Actor manager_{.id = "user:1", .kind = "person", .roles = {"manager"}};
    const bus::testing::TestBus bus_;
    testing_kit::TestStore store_{"sqlite"};
    People people_;
    SystemClock clock_;
    bus::Loop loop_;
    bus::Client client_{loop_, bus_.url()};
    std::unique_ptr<Engine> engine_;
    std::unique_ptr<Service> service_;
    std::thread thread_;
};

TEST_F(FanOutTest, AllThatAnswerAreAskedAndThoseThatDoNotAreNot) {
    const auto complaints = other("complaints"), suppliers = other("suppliers"), notifier = other("notifier", false);
    EXPECT_THAT(retire_somebody().services, ElementsAre("complaints", "suppliers"));
    EXPECT_EQ(complaints->asked, 1);
}

TEST_F(FanOutTest, WhereNobodyElseAnswersItIsDone) { EXPECT_TRUE(retire_somebody().services.empty()); }

TEST_F(FanOutTest, OneThatDoesNotAnswerMakesItUnavailableWithinABudgetAndIsNamed) {
    const auto complaints = other("complaints"), suppliers = other("suppliers");
    retire_somebody();
    complaints->silent = true;
    const auto began = std::chrono::steady_clock::now();
    const Error refused = refusal();
    EXPECT_LT(std::chrono::steady_clock::now() - began, 3s);
    EXPECT_EQ(refused.code(), Code::unavailable);
    EXPECT_THAT(refused.message(), HasSubstr("complaints: no answer"));
    EXPECT_THAT(to_json(refused.details().bytes), HasSubstr(R"("missing":["complaints"])"));
    EXPECT_EQ(retry_after_of(refused), 5s);
}

TEST_F(FanOutTest, OneThatIsSilentFromTheFirstIsNotTakenForOneThatHasNothingToSay) {
    const auto complaints = other("complaints");
    complaints->silent = true;
    EXPECT_THAT(to_json(refusal().details().bytes), HasSubstr(R"("missing":["complaints"])"));
}

TEST_F(FanOutTest, WhileOthersAreWaitedForTheServiceGoesOn) {
    const auto complaints = other("complaints");
    complaints->silent = true;
    bool done = false;
    client_.call("people", retire.name, encode(Retire{new_uuid(clock_.now())}), {.timeout = 10s, .actor = manager_},
                 [&](const bus::Reply& reply, bool) {
                     EXPECT_TRUE(reply.error);
                     done = true;
                 });
    client_.ask("people", "$acknowledge", encode(bus::AcknowledgeLosses{}), {.timeout = 5s, .actor = manager_});
    EXPECT_FALSE(done) << "a command that came later was not kept waiting";
    EXPECT_TRUE(loop_.run_until([&] { return done; }, 10s));
}

TEST_F(FanOutTest, OneThatIsDownIsExpectedAlsoAfterARestartUnlessItIsLeftOut) {
    auto complaints = other("complaints");
    EXPECT_THAT(retire_somebody().services, ElementsAre("complaints"));
    stop(complaints, "complaints");
    EXPECT_THAT(refusal().message(), HasSubstr("complaints: no answer"));
    stop();
    start();
    EXPECT_THAT(refusal().message(), HasSubstr("complaints: no answer"));
    EXPECT_TRUE(retire_somebody({"complaints"}).services.empty());
    complaints = other("complaints");
    EXPECT_THAT(retire_somebody().services, ElementsAre("complaints"));
}

TEST_F(FanOutTest, OneThatAnswersNoMoreIsForgotten) {
    auto complaints = other("complaints");
    retire_somebody();
    stop(complaints, "complaints");
    complaints = other("complaints", false);
    EXPECT_TRUE(retire_somebody().services.empty());
    stop(complaints, "complaints");
    EXPECT_TRUE(retire_somebody().services.empty()) << "and not expected";
}

}  // namespace
}  // namespace rapport::kit
