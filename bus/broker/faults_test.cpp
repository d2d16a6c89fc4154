// SPDX-License-Identifier: MIT
// Real processes that are killed, stopped and started again.
#include <gtest/gtest.h>
#include <signal.h>

#include <atomic>
#include <map>

#include "bus/base/wire.hpp"
#include "bus/client/client.hpp"
#include "bus/testing/test_bus.hpp"
#include "bus/testing/test_service.hpp"

namespace rapport::bus {
namespace {

using namespace std::chrono_literals;
using testing::BusProcess;
using testing::Process;
using testing::TestService;

/// Keeps a number of calls out until told to stop, and counts how each ended.
class Callers {
public:
    Callers(Client& client, CallOptions options) : client_(client), options_(std::move(options)) {
        for (int i = 0; i < 50; ++i) call();
    }
    void stop() { stopping_ = true; }
    int ended(const std::string& how) { return how_[how]; }
    /// Every call that was made was answered, and none twice.
    bool each_once() const {
        return std::all_of(answers_.begin(), answers_.end(), [](int count) { return count == 1; });
    }
    std::string summary() const {
        std::string text;
        for (const auto& [how, count] : how_) text += how + " " + std::to_string(count) + ", ";
        return text + "made " + std::to_string(answers_.size());
    }

private:
    void call() {
        const std::size_t number = answers_.size();
        answers_.push_back(0);
        const std::string params = from_json(std::to_string(number));
        client_.call("echo", "m", params, options_, [this, number, params](const Reply& reply, bool) {
            ++answers_[number];
            ++how_[reply.error ? std::string(name_of(reply.error->code())) : reply.result == params ? "ok" : "wrong"];
            if (!stopping_) call();
        });
    }

    Client& client_;
    const CallOptions options_;
    bool stopping_ = false;
    std::vector<int> answers_;
    std::map<std::string, int> how_;
};

class Faults : public ::testing::Test {
protected:
    bool until(const std::function<bool()>& done) { return loop.run_until(done, 20s); }

    BusProcess bus;
    Loop loop;
    Client client{loop, bus.url()};
};

TEST_F(Faults, TheBusIsKilledAndStartedAgainAndEveryCallSucceedsAtLast) {
    const TestService service(bus.url(), {.service = "echo"}, testing::echo);
    client.ask("echo", "m", "", {.retry = true});
    Callers callers(client, {.timeout = 20s, .query = true, .retry = true});
    for (int kills = 1; kills <= 3; ++kills) {
        const int before = callers.ended("ok");
        ASSERT_TRUE(until([&] { return callers.ended("ok") > before + 2'000; })) << callers.summary();
        bus.kill();
        bus.start();
    }
    const int before = callers.ended("ok");
    ASSERT_TRUE(until([&] { return callers.ended("ok") > before + 2'000; })) << callers.summary();
    callers.stop();
    ASSERT_TRUE(until([&] { return client.outstanding() == 0; })) << callers.summary();
    EXPECT_TRUE(callers.each_once());
    EXPECT_EQ(callers.summary().substr(0, 3), "ok ") << callers.summary();
}

TEST_F(Faults, TheBusIsKilledAndCallsThatWereOutAreInDoubtAtOnce) {
    const TestService service(bus.url(), {.service = "echo"}, [](Server&, const Request&) {});
    client.ask("bus", "services", "");
    Code code{};
    const auto ask = [&] {
        client.call("echo", "hold", "", {.timeout = 60s},
                    [&](const Reply& reply, bool) { code = reply.error->code(); });
        return loop.run_until([&] { return client.outstanding() == 0; }, 100ms);
    };
    ASSERT_TRUE(until([&] { return !ask(); }));  // until the service is there, it is answered
    bus.kill();
    ASSERT_TRUE(loop.run_until([&] { return client.outstanding() == 0; }, 2s));
    EXPECT_EQ(code, Code::in_doubt);
}

TEST_F(Faults, AServiceIsKilledAndAnotherGoesOn) {
    auto doomed = std::make_unique<Process>(
        std::vector<std::string>{std::string(RAPPORT_BIN) + "/bus-test-echo", bus.url(), "echo"});
    client.ask("echo", "m", "", {.retry = true});
    const TestService survivor(bus.url(), {.service = "echo"}, testing::echo);
    Callers callers(client, {.timeout = 20s, .query = true, .retry = true});
    ASSERT_TRUE(until([&] { return callers.ended("ok") > 1'000; })) << callers.summary();
    doomed.reset();
    const int before = callers.ended("ok");
    ASSERT_TRUE(until([&] { return callers.ended("ok") > before + 1'000; })) << callers.summary();
    callers.stop();
    ASSERT_TRUE(until([&] { return client.outstanding() == 0; })) << callers.summary();
    EXPECT_TRUE(callers.each_once());
    EXPECT_EQ(callers.summary().substr(0, 3), "ok ") << callers.summary();
}

TEST_F(Faults, AServiceThatIsStoppedIsLostAfterThreeSecondsAndBackWhenItGoesOn) {
    const Process service({std::string(RAPPORT_BIN) + "/bus-test-echo", bus.url(), "echo"});
    client.ask("echo", "m", "", {.retry = true});
    service.signal(SIGSTOP);
    try {
        client.ask("echo", "m", "", {.timeout = 30s});
        FAIL() << "it was answered";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), Code::in_doubt);
    }
    service.signal(SIGCONT);
    EXPECT_EQ(to_json(client.ask("echo", "m", from_json("1"), {.retry = true})), "1");
}

TEST_F(Faults, TheBusStopsCleanlyWhenTold) {
    for (const int signal : {SIGTERM, SIGINT}) {
        bus.process().signal(signal);
        EXPECT_EQ(bus.process().wait(), 0);
        bus.start();
    }
}

TEST_F(Faults, TheBusSaysInOneLineWhyItDoesNotStart) {
    Process reachable(
        {std::string(RAPPORT_BIN) + "/rapport-bus", "--listen", "tcp://0.0.0.0:7000", "--log-level", "off"});
    EXPECT_EQ(reachable.wait(), 78) << "no other start would be better";
    Process second({std::string(RAPPORT_BIN) + "/rapport-bus", "--listen", bus.url(), "--log-level", "off"});
    EXPECT_EQ(second.wait(), 1);
}

}  // namespace
}  // namespace rapport::bus
