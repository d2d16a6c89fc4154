// SPDX-License-Identifier: MIT
// Workers that say nothing for a time: who is taken for gone, and when.
#include "bus/broker/protocol_fixture.hpp"
#include "bus/broker/service.hpp"
#include "bus/testing/log_capture.hpp"

namespace rapport::bus {
namespace {

using namespace std::chrono_literals;
using namespace frames;

TEST(Silence, IsMeasuredByWhatAWorkerHasAnnouncedAndHolds) {
    const Time start{};
    struct Row {
        const char* who;
        bool announced;
        std::uint32_t in_hand;
        Time::duration quiet_until, gone_after;
    };
    for (const Row& row :
         {Row{"announced, idle", true, 0, 0s, 3s}, Row{"announced, busy", true, 1, 60s, 3s},
          Row{"plain, idle", false, 0, 0s, 10s}, Row{"plain, idle since then", false, 0, 60s, 10s},
          Row{"plain, busy for a short time", false, 1, 1s, 10s}, Row{"plain, busy for long", false, 1, 60s, 60s},
          Row{"plain, without ttl_ms", false, 1, mdp::plain_request_time, 300s}}) {
        Worker worker{.announced = row.announced, .in_hand = row.in_hand};
        worker.heard = start;
        worker.quiet_until = start + row.quiet_until;
        EXPECT_FALSE(worker.silent(start + row.gone_after)) << row.who;
        EXPECT_TRUE(worker.silent(start + row.gone_after + 1ms)) << row.who;
    }
}

class SilentWorkers : public ProtocolTest {
protected:
    bool serves(const std::string& name) {
        client.send({c, request, "mmi.service", name});
        return client.receive().back() == "200";
    }
};

// One test for all, since each takes as long as it is patient.
TEST_F(SilentWorkers, WithoutAnnouncementHaveTenSecondsAndTheTimeOfWhatTheyHold) {
    testing::PlainPeer idle(bus.url()), idle_01(bus.url()), slow(bus.url()), slow_01(bus.url()), late(bus.url());
    idle.send({w, ready, "idle"});
    idle_01.send({"", w1, ready, "idle_01"});
    slow.send({w, ready, "slow"});
    slow_01.send({"", w1, ready, "slow_01"});
    late.send({w, ready, "late"});
    worker.send({w, ready, "announced", from_json(R"({"win":2})")});
    for (auto* const peer : {&idle, &idle_01, &slow, &slow_01, &late, &worker}) settle(*peer);
    testing::PlainPeer asker_of_slow(bus.url()), asker_of_01(bus.url()), asker_of_late(bus.url());
    asker_of_slow.send({c, request, "slow", make_request(1, "m", ""), from_json(R"({"ttl_ms":30000})")});
    asker_of_01.send({"", c1, "slow_01", "without a header"});
    asker_of_late.send({c, request, "late", make_request(1, "m", ""), from_json(R"({"ttl_ms":1000})")});
    const auto of_slow = slow.receive(), of_01 = slow_01.receive();
    ASSERT_FALSE(late.receive().empty());

    EXPECT_TRUE(asker_of_late.receive(6s).empty());
    EXPECT_FALSE(serves("announced")) << "6 s";
    for (const char* plain : {"idle", "idle_01", "slow", "slow_01", "late"}) EXPECT_TRUE(serves(plain)) << plain;

    EXPECT_EQ(error_in(asker_of_late.receive(6s)), "in_doubt") << "12 s";
    for (const char* gone : {"idle", "idle_01", "late"}) EXPECT_FALSE(serves(gone)) << gone;
    EXPECT_EQ(idle.receive(), (Frames{w, disconnect}));
    slow.send(answer(of_slow, "done"));
    slow_01.send({"", w1, reply1, of_01.at(3), "", "done"});
    EXPECT_EQ(asker_of_slow.receive().back(), "done");
    EXPECT_EQ(asker_of_01.receive(), (Frames{"", c1, "slow_01", "done"}));
}

TEST(Log, NamesAWorkerWithoutAnnouncementByItsAddress) {
    const testing::LogCapture log;
    {
        const testing::TestBus bus;
        testing::PlainPeer worker(bus.url());
        worker.send({w, ready, "plain"});
        worker.send({c, request, "mmi.service", "plain"});
        ASSERT_EQ(worker.receive().back(), "200");
    }
    EXPECT_TRUE(log.has("plain: instance process " + std::to_string(::getpid()) + " is there")) << log.text();
}

}  // namespace
}  // namespace rapport::bus
