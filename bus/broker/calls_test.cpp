// SPDX-License-Identifier: MIT
// Client, broker and server together: what a caller may rely on.
#include <gtest/gtest.h>

#include "bus/base/wire.hpp"
#include "bus/client/client.hpp"
#include "bus/server/server.hpp"
#include "bus/testing/test_bus.hpp"

namespace rapport::bus {
namespace {

using namespace std::chrono_literals;
using testing::TestBus;

/// A service on a thread and loop of its own.
class TestService {
public:
    using Handler = std::function<void(Server&, Request)>;
    TestService(const std::string& url, ServerOptions options, Handler handler)
        : thread_([this, url, options = std::move(options), handler = std::move(handler)] {
              Server* self = nullptr;
              Server server(loop_, url, options, [&](Request request) { handler(*self, std::move(request)); });
              self = &server;
              loop_.run();
          }) {}
    ~TestService() { loop_.stop(); }

private:
    Loop loop_;
    std::jthread thread_;
};

void echo(Server& server, Request request) { server.reply(request, request.params); }

Code code_of(Client& client, const std::string& service, const CallOptions& options = {}) {
    try {
        client.ask(service, "m", "", options);
    } catch (const Error& error) {
        return error.code();
    }
    ADD_FAILURE() << "it was answered";
    return Code::internal;
}

const CallOptions patient{.retry = true};

class Calls : public ::testing::Test {
protected:
    TestBus bus;
    Loop loop;
    Client client{loop, bus.url()};
};

TEST_F(Calls, AreAnsweredByTheServiceOfThatName) {
    const TestService service(bus.url(), {.service = "echo"}, echo);
    EXPECT_EQ(to_json(client.ask("echo", "m", from_json(R"({"a":[1,2]})"), patient)), R"({"a":[1,2]})");
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

}  // namespace
}  // namespace rapport::bus
