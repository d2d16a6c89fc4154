// SPDX-License-Identifier: MIT
// Requests that name what only another service can know, and what is answered where that one is slow, away, or was
// never there: each row of the table in services/kit/README.md.
#include "services/kit/service/reference_waits.hpp"

#include <gmock/gmock-matchers.h>
#include <gtest/gtest.h>

#include <thread>

#include "bus/base/codec.hpp"
#include "bus/base/retry.hpp"
#include "bus/events/publisher.hpp"
#include "bus/server/server.hpp"
#include "bus/testing/test_bus.hpp"
#include "services/kit/service/service.hpp"
#include "services/kit/testing/store.hpp"

namespace rapport::kit {
namespace {

using namespace std::literals;
using ::testing::HasSubstr;

struct Called {
    std::string name;
    static constexpr auto fields = describe(Field{"name", &Called::name, "whom"});
};
constexpr Command<Called, Nothing> greet{"greet", bus_only, roles(Role::agent)};
constexpr Command<Called, Nothing> greet_stranger{"greet_stranger", bus_only, roles(Role::agent)};
constexpr Event<Called> born{"people.born", "somebody is there"};
constexpr Migration known_schema[] = {{"001_known", "create table known (name text primary key);\n"}};

/// Who knows people from their source alone.
struct Greeter {
    Definition definition() {
        return {"greeter",
                "greets",
                {on(greet, this, &Greeter::greet_known), on(greet_stranger, this, &Greeter::greet_anyone),
                 project(born, this, &Greeter::meet), clear("people", this, &Greeter::forget)},
                known_schema};
    }
    Nothing greet_known(Unit& unit, const Called& who) {
        if (!unit.db().row<std::string>("select name from known where name = ?", {who.name}))
            throw UnknownReference("people", "name");
        return {};
    }
    Nothing greet_anyone(Unit&, const Called&) { throw UnknownReference("strangers", "name"); }
    void meet(Unit& unit, const Called& who) {
        if (who.name == "poison") throw Error(Code::failed_precondition, "cannot be met");
        unit.db().run("insert into known (name) values (?)", {who.name});
    }
    void forget(Unit& unit) { unit.db().run("delete from known"); }
};

/// A service of people whose every answer is the test's.
class Source {
public:
    Source(bus::Loop& loop, const std::string& url)
        : server_(loop, url, {.service = "people"}, [this](const bus::Request& request) { answer(request); }) {}

    void tell(const std::string& name) {
        bus::Event event{.id = new_uuid(SystemClock().now()),
                         .source = "people",
                         .type = "people.born",
                         .subject = name,
                         .sequence = std::ssize(history) + 1,
                         .epoch = "e",
                         .actor = {.id = "service:people"},
                         .data = any_of(Called{name})};
        if (!history.empty()) event.previous = history.back().id;
        history.push_back(std::move(event));
    }

    std::vector<bus::Event> history;
    bool silent = false;     ///< it answers nothing
    bool withholds = false;  ///< it says how far it is, and tells no events

private:
    void answer(const bus::Request& request) {
        if (silent) return;
        const auto id = history.empty() ? std::nullopt : std::optional(history.back().id);
        if (request.method == "$watermark")
            return server_.reply(request, encode(bus::Watermark{"people", "e", std::ssize(history), id}));
        if (withholds) return server_.fail(request, Error(Code::internal, "cannot read its own history"));
        const auto asked = decode<bus::ReadEvents>(std::string_view(request.params));
        bus::EventPage page{.epoch = "e", .last = std::ssize(history), .id = id};
        for (auto at = asked.after; at < std::min(page.last, asked.after + asked.limit); ++at)
            page.events.push_back(history[static_cast<std::size_t>(at)]);
        server_.reply(request, encode(page));
    }
    bus::Server server_;
};

class ReferencesTest : public ::testing::Test {
protected:
    ReferencesTest() : engine_(greeter_.definition(), store_.dsn(), clock_), service_(engine_, bus_.url()) {
        thread_ = std::thread([this] { service_.run(); });
    }
    ~ReferencesTest() override {
        service_.stop();
        thread_.join();
    }

    /// Nothing if it was done.
    std::optional<Error> greeting(const std::string& name, std::string_view method = greet.name) {
        try {
            client_.ask("greeter", method, encode(Called{name}), {.timeout = 15s, .actor = manager_});
        } catch (const Error& error) {
            return error;
        }
        return {};
    }
    /// The greeter serves, and knows that person.
    bool comes_to_know(const std::string& name) {
        return loop_.run_until([&] { return engine_knows(name); }, 20s);
    }
    bool engine_knows(const std::string& name) {
        return reader_->row<std::string>("select name from known where name = ?", {name}).has_value();
    }
    void wait_for_greeter() {
        client_.ask("greeter", "$watermark", {}, {.timeout = 20s, .actor = manager_, .query = true, .retry = true});
    }

    const Actor manager_{.id = "user:1", .kind = "person", .roles = {"manager"}};
    const bus::testing::TestBus bus_;
    testing_kit::TestStore store_{"sqlite"};
    Greeter greeter_;
    SystemClock clock_;
    Engine engine_;
    Service service_;
    bus::Loop loop_;
    bus::Client client_{loop_, bus_.url()};
    const std::unique_ptr<Db> reader_ = Db::open(store_.dsn(), Db::Mode::read);
    std::thread thread_;
};

TEST_F(ReferencesTest, ASourceThatWasNeverHeardAndIsNotServedIsUnavailableAtOnceAndSaysWhenToComeAgain) {
    wait_for_greeter();
    const auto error = greeting("ann");
    ASSERT_TRUE(error);
    EXPECT_EQ(error->code(), Code::unavailable);
    EXPECT_THAT(error->message(), HasSubstr("name: people was never heard here"));
    EXPECT_EQ(reason_of(*error), "never_heard");
    EXPECT_EQ(retry_after_of(*error), 5s) << "so that nobody waits for what may never come";
}

TEST_F(ReferencesTest, ASourceThatWasNeverHeardAndDoesNotAnswerIsUnavailable) {
    Source source(loop_, bus_.url());
    source.silent = true;
    wait_for_greeter();
    const auto error = greeting("ann");
    ASSERT_TRUE(error);
    EXPECT_EQ(error->code(), Code::unavailable);
    EXPECT_THAT(error->message(), HasSubstr("people was never heard here"));
}

TEST_F(ReferencesTest, ASourceThatAnswersIsCaughtUpWithBeforeAnybodyIsNotFound) {
    Source source(loop_, bus_.url());
    source.tell("ann");
    wait_for_greeter();
    EXPECT_FALSE(greeting("ann"));
    source.tell("bob");
    EXPECT_FALSE(greeting("bob")) << "though it was not published";
    EXPECT_EQ(greeting("nobody")->code(), Code::not_found);
}

TEST_F(ReferencesTest, ASourceWhoseNewsDoNotComeIsUnavailable) {
    Source source(loop_, bus_.url());
    source.tell("ann");
    ASSERT_TRUE(comes_to_know("ann"));
    source.withholds = true;
    source.tell("bob");
    EXPECT_EQ(greeting("bob")->code(), Code::unavailable);
}

TEST_F(ReferencesTest, ASourceThatWasHeardAndIsGoneOrSilentIsUnavailable) {
    auto source = std::make_unique<Source>(loop_, bus_.url());
    source->tell("ann");
    ASSERT_TRUE(comes_to_know("ann"));
    source->silent = true;
    const auto silent = greeting("bob");
    source.reset();
    const auto gone = greeting("bob");
    for (const auto& error : {silent, gone}) {
        ASSERT_TRUE(error);
        EXPECT_EQ(error->code(), Code::unavailable);
        EXPECT_FALSE(retry_after_of(*error)) << "it is being started again: callers may ask again by themselves";
    }
    EXPECT_FALSE(greeting("ann")) << "who is known needs no source";
}

TEST_F(ReferencesTest, ASourceThatLostItsEndIsReadAnewBeforeAnybodyIsNotFound) {
    Source source(loop_, bus_.url());
    for (const auto* name : {"ann", "bob", "cid"}) source.tell(name);
    ASSERT_TRUE(comes_to_know("cid"));
    source.history.resize(1);
    source.tell("dan");
    EXPECT_FALSE(greeting("dan")) << "the cursor is ahead of the source";
    EXPECT_EQ(greeting("cid")->code(), Code::not_found);
    source.history.resize(1);
    source.tell("eve");
    EXPECT_FALSE(greeting("eve")) << "the cursor is where the source is, in another history";
}

TEST_F(ReferencesTest, WhoPutNewsAsideCannotSayThatSomebodyIsNotThere) {
    Source source(loop_, bus_.url());
    source.tell("poison");
    source.tell("ann");
    ASSERT_TRUE(comes_to_know("ann"));
    const auto error = greeting("poison");
    ASSERT_TRUE(error);
    EXPECT_EQ(error->code(), Code::unavailable);
    EXPECT_EQ(reason_of(*error), "dead_letters");
}

TEST_F(ReferencesTest, WhatNoProjectionIsKeptOfIsNotFound) {
    wait_for_greeter();
    EXPECT_EQ(greeting("ann", greet_stranger.name)->code(), Code::not_found);
}

}  // namespace
}  // namespace rapport::kit
