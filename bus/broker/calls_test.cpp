// SPDX-License-Identifier: MIT
// Client, broker and server together: what a caller may rely on.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>

#include "bus/base/codec.hpp"
#include "bus/client/client.hpp"
#include "bus/testing/test_bus.hpp"
#include "bus/testing/test_service.hpp"
#include "bus/wire/introspection.hpp"

namespace rapport::bus {
namespace {

using namespace std::chrono_literals;
using testing::echo;
using testing::TestBus;
using testing::TestService;

/// How the one call ends.
Code code_of(Client& client, const std::string& service, const CallOptions& options = {},
             const std::string& params = "") {
    try {
        client.ask(service, "m", params, options);
    } catch (const Error& error) {
        return error.code();
    }
    ADD_FAILURE() << "it was answered";
    return Code::internal;
}

const CallOptions patient{.retry = true};

class Calls : public ::testing::Test {
protected:
    /// For what is found out by asking again and again.
    bool eventually(const std::function<bool()>& done) {
        const auto until = std::chrono::steady_clock::now() + 5s;
        while (!done() && std::chrono::steady_clock::now() < until) loop.run_until([] { return false; }, 5ms);
        return done();
    }

    TestBus bus;
    Loop loop;
    Client client{loop, bus.url()};
};

TEST_F(Calls, AreAnsweredByTheServiceOfThatName) {
    const TestService service(bus.url(), {.service = "echo"}, echo);
    EXPECT_EQ(to_json(client.ask("echo", "m", from_json(R"({"a":[1,2]})"), patient)), R"({"a":[1,2]})");
    EXPECT_EQ(to_json(client.ask("echo", "m", "")), "null");
}

TEST_F(Calls, TenThousandAtATimeAreEachAnsweredOnceWithTheirOwnAnswer) {
    const TestService service(bus.url(), {.service = "echo", .credit = 64}, echo);
    client.ask("echo", "m", "", patient);
    std::vector<int> answers(10'000);
    std::size_t total = 0;
    for (int i = 0; i < 10'000; ++i) {
        const std::string params = from_json(std::to_string(i));
        client.call("echo", "m", params, {.timeout = 60s}, [&, i, params](const Reply& reply, bool last) {
            EXPECT_TRUE(last);
            EXPECT_FALSE(reply.error) << reply.error->what();
            EXPECT_EQ(reply.result, params);
            ++answers[static_cast<std::size_t>(i)];
            ++total;
        });
    }
    EXPECT_EQ(client.outstanding(), 10'000u);
    ASSERT_TRUE(loop.run_until([&] { return total == 10'000; }, 60s));
    EXPECT_EQ(std::count(answers.begin(), answers.end(), 1), 10'000);
    EXPECT_EQ(client.outstanding(), 0u);
}

TEST_F(Calls, ToANameThatNobodyServesAreUnavailableAtOnce) {
    const auto before = std::chrono::steady_clock::now();
    EXPECT_EQ(code_of(client, "nobody"), Code::unavailable);
    EXPECT_LT(std::chrono::steady_clock::now() - before, 2s);
}

TEST_F(Calls, WithRetryWaitForAServiceThatComesLater) {
    std::optional<TestService> service;
    loop.after(100ms, [&] { service.emplace(bus.url(), ServerOptions{.service = "late"}, echo); });
    EXPECT_EQ(to_json(client.ask("late", "m", from_json("1"), patient)), "1");
}

TEST_F(Calls, AreDeadlineExceededWhenTheirTimeIsOver) {
    const TestService service(bus.url(), {.service = "mute"}, [](Server&, const Request&) {});
    EXPECT_EQ(code_of(client, "mute", {.timeout = 200ms, .retry = true}), Code::deadline_exceeded);
    EXPECT_EQ(client.outstanding(), 0u);
}

TEST_F(Calls, CarryWhatTheirHeaderSays) {
    const TestService service(bus.url(), {.service = "header"}, [](Server& server, const Request& request) {
        Header header = request.header;
        EXPECT_GT(header.ttl_ms, 4'000);
        EXPECT_LE(header.ttl_ms, 5'000);
        header.ttl_ms.reset();
        server.reply(request, encode(header));
    });
    const Actor actor{"local:0", "local", {"admin"}, {}};
    EXPECT_EQ(
        to_json(client.ask("header", "m", "",
                           {.timeout = 5s, .idem = "k", .traceparent = "00-1", .actor = actor, .retry = true})),
        R"({"idem":"k","traceparent":"00-1","actor":{"id":"local:0","kind":"local","roles":["admin"],"parties":[]}})");
}

TEST_F(Calls, PartsOfAnAnswerComeInTheirOrderBeforeTheLast) {
    const TestService service(bus.url(), {.service = "parts"}, [](Server& server, const Request& request) {
        for (const char* part : {"1", "2", "3"}) server.partial(request, from_json(part));
        server.reply(request, from_json("4"));
    });
    std::string seen;
    client.call("parts", "m", "", patient,
                [&](const Reply& reply, bool last) { seen += to_json(reply.result) + (last ? "." : ","); });
    ASSERT_TRUE(loop.run_until([&] { return client.outstanding() == 0; }, 5s));
    EXPECT_EQ(seen, "1,2,3,4.");
}

TEST_F(Calls, AServicesErrorReachesTheCallerWhole) {
    const TestService service(bus.url(), {.service = "picky"}, [](Server& server, const Request& request) {
        server.fail(request, invalid("party.name", "1 to 200 characters"));
    });
    try {
        client.ask("picky", "m", "", patient);
        FAIL() << "it was answered";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), Code::invalid_argument);
        EXPECT_EQ(to_json(error.details().bytes), R"({"field":"party.name"})");
    }
}

TEST_F(Calls, TooLargeAreRefusedAndTheOthersGoOn) {
    const TestService service(bus.url(), {.service = "echo"}, [](Server& server, const Request& request) {
        server.reply(request, request.method == "grow" ? std::string(5 << 20, '\xc0') : request.params);
    });
    client.ask("echo", "m", "", patient);
    std::string large;
    Writer(large).text(std::string(5 << 20, 'x'));
    EXPECT_EQ(code_of(client, "echo", {}, large), Code::invalid_argument);
    EXPECT_THROW(client.ask("echo", "grow", ""), Error);
    EXPECT_EQ(to_json(client.ask("echo", "m", from_json("1"))), "1");
}

TEST_F(Calls, AboveTheQueuesBoundAreRefused) {
    const TestBus small({.max_waiting = 5});
    Client caller(loop, small.url());
    const TestService service(small.url(), {.service = "mute", .credit = 2}, [](Server&, const Request&) {});
    EXPECT_EQ(code_of(caller, "mute", {.timeout = 300ms, .retry = true}), Code::deadline_exceeded);
    int refused = 0;
    for (int i = 0; i < 9; ++i)
        caller.call("mute", "m", "", {}, [&](const Reply& reply, bool) {
            refused += reply.error && reply.error->code() == Code::resource_exhausted;
        });
    EXPECT_TRUE(loop.run_until([&] { return refused == 3; }, 5s));  // one in hand from before, one more, five wait
    EXPECT_EQ(caller.outstanding(), 6u);
}

TEST_F(Calls, GoToTheInstanceWithTheLeastToDo) {
    std::atomic<int> first = 0, second = 0;
    const auto count = [](std::atomic<int>& counter) {
        return [&counter](Server&, const Request&) { ++counter; };  // never answers
    };
    const TestService one(bus.url(), {.service = "twice"}, count(first)),
        two(bus.url(), {.service = "twice"}, count(second));
    const auto instances = [&] {
        std::int64_t asked = 0;
        client.call("twice", "$ping", "", {.timeout = 1s}, [&](const Reply& reply, bool last) {
            if (last && !reply.error) asked = decode<Asked>(reply.result).asked;
        });
        loop.run_until([&] { return client.outstanding() == 0; }, 5s);
        return asked;
    };
    ASSERT_TRUE(eventually([&] { return instances() == 2; }));
    for (int i = 0; i < 10; ++i) client.call("twice", "m", "", {}, [](const Reply&, bool) {});
    EXPECT_TRUE(eventually([&] { return first == 5 && second == 5; })) << first << " and " << second;
}

TEST_F(Calls, ToPingAskEveryInstance) {
    const TestService one(bus.url(), {.service = "twice"}, echo), two(bus.url(), {.service = "twice"}, echo);
    std::set<std::string> instances;
    const auto ask = [&] {
        instances.clear();
        Asked result;
        client.call("twice", "$ping", "", patient, [&](const Reply& reply, bool last) {
            if (last) result = decode<Asked>(reply.result);
            else instances.insert(decode<Ping>(reply.result).instance);
        });
        loop.run_until([&] { return client.outstanding() == 0; }, 5s);
        return result;
    };
    ASSERT_TRUE(eventually([&] { return ask().answered == 2; }));
    EXPECT_EQ(instances.size(), 2u);
}

TEST_F(Calls, ToAServiceThatLeavesAreUnavailableWhileItAnswersWhatItHolds) {
    std::optional<Request> held;
    std::atomic<bool> left = false;
    TestService service(bus.url(), {.service = "leaver"}, [&](Server& server, Request request) {
        if (held) return;  // it had crossed with our leaving
        held = std::move(request);
        server.leave();
        left = true;
    });
    client.ask("leaver", "$ping", "", patient);
    std::string answer;
    client.call("leaver", "m", "", {}, [&](const Reply& reply, bool) { answer = to_json(reply.result); });
    EXPECT_TRUE(eventually([&] { return code_of(client, "leaver", {.timeout = 200ms}) == Code::unavailable && left; }));
    service.post([&](Server& server) { server.reply(*held, from_json("\"done\"")); });
    EXPECT_TRUE(loop.run_until([&] { return answer == "\"done\""; }, 5s));
}

TEST_F(Calls, TheBusAnswersForItself) {
    const TestService service(bus.url(), {.service = "echo", .credit = 7}, echo);
    client.ask("echo", "say", "", patient);
    EXPECT_EQ(code_of(client, "bus"), Code::unimplemented);
    const std::string services = to_json(client.ask("bus", "services", ""));
    EXPECT_NE(services.find(R"("name":"echo","instances":1,"credit":7,"waiting":0,"in_hand":0)"), std::string::npos)
        << services;
    EXPECT_NE(services.find(R"({"name":"say","requests":1,"errors":0,)"), std::string::npos) << services;
    std::string parts;
    for (const char* method : {"$ping", "$info", "$stats"})
        client.call("bus", method, "", {}, [&](const Reply& reply, bool) { parts += to_json(reply.result); });
    ASSERT_TRUE(loop.run_until([&] { return client.outstanding() == 0; }, 5s));
    EXPECT_NE(parts.find(R"("methods":[{"name":"$ping")"), std::string::npos) << parts;
    EXPECT_NE(parts.find(R"("num_requests":)"), std::string::npos) << parts;
}

}  // namespace
}  // namespace rapport::bus
