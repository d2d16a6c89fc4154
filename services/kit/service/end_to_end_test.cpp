// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>

#include <atomic>
#include <filesystem>
#include <thread>

#include "bus/client/client.hpp"
#include "bus/testing/test_bus.hpp"
#include "bus/wire/info.hpp"
#include "services/kit/service/stats.hpp"
#include "services/kit/store/table.hpp"
#include "services/kit/testing/running.hpp"

namespace rapport::kit {
namespace {

using namespace std::literals;
using testing_kit::Running;

struct PersonTag;
using PersonId = Id<PersonTag>;

struct Person {
    PersonId id;
    std::int64_t version = 0;
    std::string name;
    static constexpr auto fields = describe(Field{"id", &Person::id, "which"}, Field{"version", &Person::version, "-"},
                                            Field{"name", &Person::name, "who"});
};
struct Add {
    std::string name;
    static constexpr auto fields = describe(Field{"name", &Add::name, "who"});
};
struct Greet {
    PersonId person;
    static constexpr auto fields = describe(Field{"person", &Greet::person, "whom"});
};
struct All {
    static constexpr auto fields = describe();
};
struct Count {
    std::int64_t count = 0;
    static constexpr auto fields = describe(Field{"count", &Count::count, "how many"});
};

constexpr Command<Add, Person> add{"add", CREATE("/people"), roles(Role::agent)};
constexpr Query<All, Count> count_people{"count", GET("/people"), roles(Role::agent)};
constexpr Event<Person> added{"people.added", "somebody is known"};
constexpr Command<Greet, Count> greet{"greet", POST("/greetings"), roles(Role::agent)};
constexpr Query<All, Count> count_greeted{"known", GET("/known"), roles(Role::agent)};

constexpr Migration people_schema[] = {
    {"001_people",
     "create table people (row $row, id text not null unique, version bigint not null, name text, body "
     "text not null);\n"}};
constexpr Migration greetings_schema[] = {{"001_known", "create table known (id text primary key);\n"}};

/// The source: people.
class People {
public:
    Definition definition() {
        return {"people",
                "knows people",
                {on(add, this, &People::add_person), on(count_people, this, &People::count), tells(added)},
                people_schema};
    }
    Person add_person(Unit& unit, const Add& request) {
        Person person{.id = unit.new_id<PersonId>(), .name = request.name};
        table.put(unit, person);
        unit.emit(added, person.id, person);
        return person;
    }
    Count count(View& view, const All&) {
        return {std::get<0>(view.db().row<std::int64_t>("select count(*) from people").value())};
    }
    Table<Person> table{"person", {"people", {"name"}}};
};

/// Who knows of people from their source alone.
class Greetings {
public:
    Definition definition() {
        return {"greetings",
                "greets people",
                {on(greet, this, &Greetings::greet_person), on(count_greeted, this, &Greetings::count),
                 project(added, this, &Greetings::meet), clear("people", this, &Greetings::forget)},
                greetings_schema};
    }
    Count greet_person(Unit& unit, const Greet& request) {
        if (!unit.db().row<std::string>("select id from known where id = ?", {request.person}))
            throw UnknownReference("people", "person");
        return {1};
    }
    void meet(Unit& unit, const Person& person) {
        if (person.name == "poison" && poisonous) throw Error(Code::failed_precondition, "is poisonous");
        unit.db().run("insert into known (id) values (?)", {person.id});
    }
    void forget(Unit& unit) { unit.db().run("delete from known"); }
    Count count(View& view, const All&) {
        return {std::get<0>(view.db().row<std::int64_t>("select count(*) from known").value())};
    }
    std::atomic<bool> poisonous = true;
};

const Actor manager{.id = "user:1", .kind = "person", .roles = {"manager"}};

/// Who asks, with patience for what is still starting.
class Caller {
public:
    explicit Caller(const std::string& bus) : client_(loop_, bus) {}

    template <class Req, class Res>
    Res call(const std::string& service, const Command<Req, Res>& command, const Req& request) {
        return decode<Res>(client_.ask(service, command.name, encode(request), options({})));
    }
    template <class Req, class Res>
    Res call(const std::string& service, const Query<Req, Res>& query, const Req& request) {
        return decode<Res>(ask(service, std::string(query.name), encode(request)));
    }
    std::string ask(const std::string& service, const std::string& method, const std::string& params = encode(All{})) {
        return client_.ask(service, method, params, {.actor = manager, .query = true, .retry = true});
    }
    /// What the one instance says of itself.
    std::string ask_instance(const std::string& service, const std::string& method, const std::string& params = {}) {
        std::string said;
        client_.call(service, method, params, {.actor = manager}, [&](const bus::Reply& reply, bool last) {
            if (!last) said = reply.result;
            else loop_.stop();
        });
        loop_.run();
        return said;
    }
    /// Asks until the answer is as wanted, at most 10 s.
    template <class Wanted>
    bool until(Wanted wanted) {
        const auto end = std::chrono::steady_clock::now() + 10s;
        while (!wanted())
            if (std::chrono::steady_clock::now() > end) return false;
        return true;
    }
    static bus::CallOptions options(std::optional<std::string> key) {
        return {.timeout = 20s, .idem = std::move(key), .actor = manager, .query = false, .retry = true};
    }
    bus::Loop& loop() { return loop_; }
    bus::Client& client() { return client_; }

private:
    bus::Loop loop_;
    bus::Client client_;
};

class EndToEndTest : public testing::TestWithParam<std::string> {
protected:
    testing_kit::TestStore people_store{GetParam()}, greetings_store{GetParam()};
    People people;
    Greetings greetings;
};
INSTANTIATE_TEST_SUITE_P(Stores, EndToEndTest, testing::ValuesIn(testing_kit::backends()),
                         [](const auto& tested) { return tested.param; });

/// Has `many` people added at once, each under a key of its own; `meanwhile` is called when a third is answered.
std::map<std::string, int> add_at_once(Caller& caller, int many, const std::function<void()>& meanwhile) {
    std::map<std::string, int> answered;  // by id
    int left = many;
    for (int i = 0; i < many; ++i) {
        const std::string name = "p" + std::to_string(i);
        caller.client().call("people", "add", encode(Add{name}), Caller::options(name),
                             [&](const bus::Reply& reply, bool last) {
                                 if (!last) return;
                                 if (reply.error) ADD_FAILURE() << reply.error->message();
                                 else ++answered[to_text(decode<Person>(reply.result).id)];
                                 if (--left == many * 2 / 3 && meanwhile) meanwhile();
                                 if (left == 0) caller.loop().stop();
                             });
    }
    caller.loop().run();
    return answered;
}

TEST_P(EndToEndTest, AnswersEachOfAThousandCommandsSentAtOnce) {
    const bus::testing::TestBus bus;
    const Running service(people.definition(), people_store.dsn(), bus.url());
    Caller caller(bus.url());
    EXPECT_EQ(add_at_once(caller, 1'000, {}).size(), 1'000U);
    EXPECT_EQ(caller.call("people", count_people, {}).count, 1'000);
    const auto verified = decode<Verification>(caller.ask("people", "$verify"));
    EXPECT_EQ(verified.events, 1'000);
    EXPECT_EQ(verified.gaps + verified.duplicates, 0);
    EXPECT_TRUE(verified.chain_intact);
}

TEST_P(EndToEndTest, CommandsWithAKeyHaveOneEffectThoughTheBusIsKilledMeanwhile) {
    bus::testing::BusProcess bus;
    const Running service(people.definition(), people_store.dsn(), bus.url());
    Caller caller(bus.url());
    const auto answered = add_at_once(caller, 300, [&] {
        bus.kill();
        bus.start();
    });
    EXPECT_EQ(answered.size(), 300U);
    EXPECT_EQ(caller.call("people", count_people, {}).count, 300);
}

TEST_P(EndToEndTest, TheSameKeyAtTheSameTimeHasOneEffectAndOneAnswer) {
    const bus::testing::TestBus bus;
    const Running service(people.definition(), people_store.dsn(), bus.url());
    Caller caller(bus.url());
    std::map<std::string, int> ids;
    int left = 64;
    for (int i = 0; i < 64; ++i)
        caller.client().call("people", "add", encode(Add{"once"}), Caller::options("key"),
                             [&](const bus::Reply& reply, bool last) {
                                 if (!last) return;
                                 if (reply.error) ADD_FAILURE() << reply.error->message();
                                 else ++ids[to_text(decode<Person>(reply.result).id)];
                                 if (--left == 0) caller.loop().stop();
                             });
    caller.loop().run();
    EXPECT_EQ(ids.size(), 1U);
    EXPECT_EQ(caller.call("people", count_people, {}).count, 1);
}

TEST_P(EndToEndTest, TellsWhatItIsAndHowItIsDoing) {
    const bus::testing::TestBus bus;
    const Running service(people.definition(), people_store.dsn(), bus.url());
    Caller caller(bus.url());
    caller.call("people", add, {"ann"});
    const auto info = decode<bus::ServiceInfo>(caller.ask_instance("people", "$info"));
    EXPECT_EQ(info.name, "people");
    EXPECT_EQ(info.events.at(0).type, "people.added");
    const auto stats = decode<ServiceStats>(caller.ask_instance("people", "$stats"));
    EXPECT_EQ(stats.last_sequence, 1);
    EXPECT_EQ(stats.endpoints.at(0).name, "add");
    EXPECT_EQ(stats.endpoints.at(0).num_requests, 1);
    EXPECT_EQ(Histogram::of(stats.endpoints.at(0).latency).count(), 1u);
    EXPECT_GT(stats.endpoints.at(0).p99_processing_time, 0);
    const auto mark = decode<bus::Watermark>(caller.ask("people", "$watermark"));
    EXPECT_EQ(mark.last, 1);
    const auto page = decode<bus::EventPage>(caller.ask("people", "$events", encode(bus::ReadEvents{})));
    ASSERT_EQ(page.events.size(), 1U);
    EXPECT_EQ(page.epoch, mark.epoch);
    EXPECT_EQ(decode<Person>(page.events[0].data).name, "ann");
}

TEST_P(EndToEndTest, ATraceLeadsFromARequestToItsEventAndToWhoHandledIt) {
    const bus::testing::TestBus bus;
    const Running source(people.definition(), people_store.dsn(), bus.url());
    const Running other(greetings.definition(), greetings_store.dsn(), bus.url());
    Caller caller(bus.url());
    const std::string trace = "0af7651916cd43dd8448eb211c80319c", step = "b7ad6b7169203331";
    auto traced = Caller::options({});
    traced.traceparent = "00-" + trace + "-" + step + "-01";
    const auto person = decode<Person>(caller.client().ask("people", "add", encode(Add{"ann"}), traced));
    caller.call("greetings", greet, {person.id});
    const auto spans = [&](const std::string& service) {
        const auto params = encode(bus::AskSpans{trace});
        return decode<bus::Spans>(caller.ask_instance(service, "$spans", params)).spans;
    };
    const auto asked = spans("people");
    ASSERT_EQ(asked.size(), 1U) << "what belongs to no trace is not remembered";
    EXPECT_EQ(asked[0].kind + " " + asked[0].name, "request add");
    EXPECT_EQ(asked[0].parent, step);
    const auto event = decode<bus::EventPage>(caller.ask("people", "$events", encode(bus::ReadEvents{}))).events.at(0);
    EXPECT_EQ(event.traceparent, "00-" + trace + "-" + asked[0].id + "-01") << "caused by the handling of the request";
    const auto handled = spans("greetings");
    ASSERT_EQ(handled.size(), 1U);
    EXPECT_EQ(handled[0].kind + " " + handled[0].name, "event people.added");
    EXPECT_EQ(handled[0].event, to_text(event.id));
    EXPECT_EQ(handled[0].parent, asked[0].id);
}

TEST_P(EndToEndTest, WhatWasJustCreatedIsNeverUnknownToAnotherService) {
    const bus::testing::TestBus bus;
    const Running source(people.definition(), people_store.dsn(), bus.url());
    const Running other(greetings.definition(), greetings_store.dsn(), bus.url());
    Caller caller(bus.url());
    for (int i = 0; i < 1'000; ++i) {
        const Person person = caller.call("people", add, {"p"});
        ASSERT_NO_THROW(caller.call("greetings", greet, {person.id})) << "the " << i << "th";
    }
}

TEST_P(EndToEndTest, WhatNobodyKnowsIsNotFoundAndASourceThatIsGoneIsUnavailable) {
    const bus::testing::TestBus bus;
    auto source = std::make_unique<Running>(people.definition(), people_store.dsn(), bus.url());
    const Running other(greetings.definition(), greetings_store.dsn(), bus.url());
    Caller caller(bus.url());
    const auto code_of_greeting = [&](const PersonId& person) {
        try {
            caller.client().ask("greetings", "greet", encode(Greet{person}), {.timeout = 5s, .actor = manager});
        } catch (const Error& error) {
            return error.code();
        }
        return Code::internal;
    };
    const Person person = caller.call("people", add, {"ann"});
    caller.call("greetings", greet, {person.id});
    EXPECT_EQ(code_of_greeting(PersonId(new_uuid(SystemClock().now()))), Code::not_found);
    source.reset();
    EXPECT_EQ(code_of_greeting(PersonId(new_uuid(SystemClock().now()))), Code::unavailable);
}

TEST_P(EndToEndTest, AProjectionIsBuiltAnewWhenTheSourcesStoreIsAnotherOne) {
    const bus::testing::TestBus bus;
    const Running other(greetings.definition(), greetings_store.dsn(), bus.url());
    Caller caller(bus.url());
    {
        const Running source(people.definition(), people_store.dsn(), bus.url());
        for (int i = 0; i < 20; ++i) caller.call("people", add, {"old"});
        EXPECT_TRUE(caller.until([&] { return caller.call("greetings", count_greeted, {}).count == 20; }));
    }
    const testing_kit::TestStore restored(GetParam());
    const Running source(people.definition(), restored.dsn(), bus.url());
    for (int i = 0; i < 3; ++i) caller.call("people", add, {"new"});
    EXPECT_TRUE(caller.until([&] { return caller.call("greetings", count_greeted, {}).count == 3; }));
}

/// What a bad disk or an older file in the store's place does: the end is gone, and the source does not know of it.
void lose_the_last(std::int64_t count, const std::string& dsn) {
    const auto db = Db::open(dsn, Db::Mode::write);
    db->run("delete from kit_events where sequence in (select sequence from kit_events order by sequence desc limit ?)",
            {count});
    db->run("delete from people where row in (select row from people order by row desc limit ?)", {count});
}

TEST_P(EndToEndTest, ASourceThatLostItsEndIsNoticedHoweverFarItGotOnAndToldUntilThatIsAcknowledged) {
    const bus::testing::TestBus bus;
    const auto tell = [&](int count) {
        const Running source(people.definition(), people_store.dsn(), bus.url());
        Caller caller(bus.url());
        for (int i = 0; i < count; ++i) caller.call("people", add, {"p"});
    };
    const auto greeter = [&] {
        return std::make_unique<Running>(greetings.definition(), greetings_store.dsn(), bus.url());
    };
    tell(10);
    std::int64_t noticed = 0;
    // Nothing new, less than was lost, as much, and more: told while the greeter was away.
    for (const int more : {0, 2, 4, 9}) {
        SCOPED_TRACE("told after the loss: " + std::to_string(more));
        Caller caller(bus.url());
        std::int64_t handled = 0;
        {
            const Running source(people.definition(), people_store.dsn(), bus.url());
            const auto other = greeter();
            handled = caller.call("people", count_people, {}).count;
            ASSERT_TRUE(caller.until([&] { return caller.call("greetings", count_greeted, {}).count == handled; }));
        }
        lose_the_last(4, people_store.dsn());
        tell(more);
        const Running source(people.definition(), people_store.dsn(), bus.url());
        const auto other = greeter();
        const auto losses = [&] { return decode<bus::Losses>(caller.ask("greetings", "$losses")).losses; };
        ++noticed;
        ASSERT_TRUE(caller.until([&] { return std::ssize(losses()) == noticed; }));
        EXPECT_EQ(losses().back().source, "people");
        EXPECT_EQ(losses().back().handled, handled);
        EXPECT_EQ(losses().back().last, handled - 4 + more);
        EXPECT_EQ(decode<ServiceStats>(caller.ask_instance("greetings", "$stats")).losses, 1);
        ASSERT_TRUE(
            caller.until([&] { return caller.call("greetings", count_greeted, {}).count == handled - 4 + more; }));
        const Person person = caller.call("people", add, {"after the loss"});
        EXPECT_NO_THROW(caller.call("greetings", greet, {person.id}));
        EXPECT_EQ(decode<Verification>(caller.ask("greetings", "$verify")).losses.size(), losses().size());
    }
    const Running source(people.definition(), people_store.dsn(), bus.url());
    const auto other = greeter();
    Caller caller(bus.url());
    const auto acknowledge = [&](const char* source_name) {
        return decode<bus::Acknowledged>(caller.client().ask("greetings", "$acknowledge",
                                                             encode(bus::AcknowledgeLosses{source_name}),
                                                             {.timeout = 10s, .actor = manager, .retry = true}))
            .losses;
    };
    EXPECT_EQ(acknowledge("somebody else"), 0);
    EXPECT_EQ(acknowledge("people"), noticed);
    EXPECT_EQ(decode<bus::Losses>(caller.ask("greetings", "$losses")).losses.size(), 0U);
}

TEST_P(EndToEndTest, ADeadLetterIsListedMendedAndDrivenAgainOverTheBus) {
    const bus::testing::TestBus bus;
    const Running source(people.definition(), people_store.dsn(), bus.url());
    const Running other(greetings.definition(), greetings_store.dsn(), bus.url());
    Caller caller(bus.url());
    caller.call("people", add, {"poison"});
    caller.call("people", add, {"ann"});
    EXPECT_TRUE(caller.until([&] { return caller.call("greetings", count_greeted, {}).count == 1; }));
    const auto listed = caller.ask("greetings", "$dead_letters");
    EXPECT_NE(to_json(listed).find("is poisonous"), std::string::npos);
    greetings.poisonous = false;
    caller.client().ask("greetings", "$redrive", from_json(R"({"row":1})"), {.actor = manager});
    EXPECT_EQ(caller.call("greetings", count_greeted, {}).count, 2);
    EXPECT_EQ(to_json(caller.ask("greetings", "$dead_letters")), R"({"letters":[]})");
}

TEST_P(EndToEndTest, AnswersWhatIsInHandBeforeItLeaves) {
    const bus::testing::TestBus bus;
    Running service(people.definition(), people_store.dsn(), bus.url());
    Caller caller(bus.url());
    caller.call("people", add, {"first"});
    int answered = 0, stored = 0;
    constexpr int sent = 200;
    for (int i = 0; i < sent; ++i)
        caller.client().call("people", "add", encode(Add{"p"}), {.timeout = 20s, .actor = manager},
                             [&](const bus::Reply& reply, bool last) {
                                 if (!last) return;
                                 if (!reply.error) ++stored;
                                 // What it had not taken is refused, and so not done; nothing is left in doubt.
                                 else EXPECT_EQ(reply.error->code(), Code::unavailable) << reply.error->message();
                                 if (++answered == sent) caller.loop().stop();
                             });
    std::jthread stopping([&service] { service.stop(); });
    caller.loop().run();
    stopping.join();
    const auto db = Db::open(people_store.dsn(), Db::Mode::read);
    EXPECT_EQ(std::get<0>(db->row<std::int64_t>("select count(*) from people").value()), stored + 1);
}

/// No file of this process may grow beyond what the store's files are now: a disk that is full.
class FullDisk {
public:
    explicit FullDisk(const std::string& folder) {
        std::uintmax_t largest = 0;
        for (const auto& file : std::filesystem::directory_iterator(folder))
            if (file.is_regular_file()) largest = std::max(largest, file.file_size());
        ::getrlimit(RLIMIT_FSIZE, &before_);
        rlimit limit = before_;
        limit.rlim_cur = largest + 20'000;
        ::signal(SIGXFSZ, SIG_IGN);
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FullDisk() { ::setrlimit(RLIMIT_FSIZE, &before_); }

private:
    rlimit before_{};
};

TEST(EndToEndTestOnAFullDisk, CommandsAreRefusedQueriesAnsweredAndRoomIsAllThatIsNeeded) {
    const testing_kit::TestStore store("sqlite");
    People people;
    const bus::testing::TestBus bus;
    const Running service(people.definition(), store.dsn(), bus.url());
    Caller caller(bus.url());
    const auto add_large = [&] {
        caller.client().ask("people", "add", encode(Add{std::string(10'000, 'x')}), {.actor = manager});
    };
    caller.call("people", add, {"first"});
    std::int64_t stored = 1;
    {
        const FullDisk full(store.folder());
        Code refusal = Code::internal;
        for (int i = 0; i < 20 && refusal == Code::internal; ++i) try {
                add_large();
                ++stored;
            } catch (const Error& error) {
                refusal = error.code();
            }
        EXPECT_EQ(refusal, Code::unavailable);
        const auto state = decode<ServiceStats>(caller.ask_instance("people", "$stats")).store;
        EXPECT_NE(state.state, "ok");
        EXPECT_TRUE(state.reason && state.since);
        EXPECT_EQ(caller.call("people", count_people, {}).count, stored);
    }
    add_large();
    EXPECT_EQ(caller.call("people", count_people, {}).count, stored + 1);
    EXPECT_TRUE(caller.until(
        [&] { return decode<ServiceStats>(caller.ask_instance("people", "$stats")).store.state == "ok"; }));
    const auto verified = decode<Verification>(caller.ask("people", "$verify"));
    EXPECT_EQ(verified.events, stored + 1);
    EXPECT_TRUE(verified.chain_intact);
}

}  // namespace
}  // namespace rapport::kit
