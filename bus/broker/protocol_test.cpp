// SPDX-License-Identifier: MIT
// The broker as peers of any make see it, frame by frame.
#include <gtest/gtest.h>

#include <deque>
#include <random>

#include "bus/broker/protocol_fixture.hpp"
#include "bus/testing/test_service.hpp"

namespace rapport::bus {
namespace {

using namespace std::chrono_literals;
using testing::PlainPeer;
using testing::TestBus;
using testing::TestService;
using namespace frames;

class Protocol : public ProtocolTest {};

TEST_F(Protocol, APlainClientAndAPlainWorkerMeetWithAnyBody) {
    worker.send({w, ready, "plain"});
    settle(worker);
    client.send({c, request, "plain", "not MessagePack", "", "three frames"});
    const auto asked = worker.receive();
    ASSERT_EQ(asked.size(), 7u);
    EXPECT_EQ(asked[0], w);
    EXPECT_EQ(asked[1], "\x02");
    EXPECT_EQ(asked[3], "");
    EXPECT_EQ(Frames(asked.begin() + 4, asked.end()), (Frames{"not MessagePack", "", "three frames"}));
    worker.send({w, "\x03", asked[2], "", "some"});
    worker.send({w, final, asked[2], "", "the", "rest"});
    EXPECT_EQ(client.receive(), (Frames{c, "\x02", "plain", "some"}));
    EXPECT_EQ(client.receive(), (Frames{c, "\x03", "plain", "the", "rest"}));
}

TEST_F(Protocol, AWorkerWithoutCreditGetsOneRequestAtATime) {
    worker.send({w, ready, "plain"});
    settle(worker);
    for (const char* body : {"1", "2"}) client.send({c, request, "plain", body});
    const auto first = worker.receive();
    ASSERT_EQ(first.back(), "1");
    EXPECT_TRUE(worker.receive(100ms).empty());
    worker.send(answer(first, "done"));
    EXPECT_EQ(worker.receive().back(), "2");
}

TEST_F(Protocol, CreditIsNeverExceeded) {
    worker.send({w, ready, "three", from_json(R"({"v":1,"inst":"i","win":3,"maxbytes":1000})")});
    settle(worker);
    for (int i = 0; i < 10; ++i) client.send({c, request, "three", std::to_string(i)});
    std::deque<Frames> in_hand;
    for (int done = 0; done < 10; ++done) {
        while (in_hand.size() < 3 && done + static_cast<int>(in_hand.size()) < 10) in_hand.push_back(worker.receive());
        EXPECT_EQ(in_hand.front().back(), std::to_string(done));
        EXPECT_TRUE(worker.receive(10ms).empty());
        worker.send(answer(in_hand.front(), "done"));
        in_hand.pop_front();
    }
    for (int i = 0; i < 10; ++i) EXPECT_EQ(client.receive().back(), "done");
    client.send({c, request, "three", make_request(1, "m", std::string(1001, '\xc0'))});
    EXPECT_EQ(error_in(client.receive()), "invalid_argument");
}

TEST_F(Protocol, AnAnnouncedValueOfAnotherTypeCountsAsAbsent) {
    worker.send({w, ready, "odd", from_json(R"({"v":"1","inst":5,"win":"2","maxbytes":"x"})")});
    settle(worker);
    for (const char* body : {"1", "2"}) client.send({c, request, "odd", body});
    const auto first = worker.receive();
    ASSERT_EQ(first.back(), "1");
    EXPECT_TRUE(worker.receive(100ms).empty());
    worker.send(answer(first, "done"));
    EXPECT_EQ(client.receive().back(), "done");
}

TEST_F(Protocol, AMethodOfTheBusThatLacksAParameterSaysWhich) {
    try {
        asker.ask("bus", "tap_credit", "");
        ADD_FAILURE() << "it was answered";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), Code::invalid_argument);
        EXPECT_EQ(std::string(error.message()), "tap: is required");
    }
}

TEST_F(Protocol, OnlyTheWorkerThatHoldsARequestMayAnswerItAndOnce) {
    worker.send({w, ready, "held", from_json(R"({"win":9})")});
    other.send({w, ready, "thief", from_json(R"({"win":9})")});
    settle(worker);
    settle(other);
    client.send({c, request, "held", "x"});
    const auto asked = worker.receive();
    other.send(answer(asked, "stolen"));
    EXPECT_EQ(other.receive().at(1), disconnect);
    worker.send(answer(asked, "right"));
    worker.send(answer(asked, "twice"));
    settle(worker);
    EXPECT_EQ(client.receive().back(), "right");
    EXPECT_TRUE(client.receive(50ms).empty());
    EXPECT_NE(stats().find(R"("unknown_tokens":2)"), std::string::npos) << stats();
    client.send({c, request, "held", "y"});
    EXPECT_EQ(worker.receive().back(), "y") << "who answers twice has done nobody any harm";
}

TEST_F(Protocol, TtlShrinksByTheTimeThatARequestWaited) {
    worker.send({w, ready, "slow"});
    settle(worker);
    const std::string header = from_json(R"({"idem":"k","ttl_ms":5000})");
    for (int i = 0; i < 2; ++i) client.send({c, request, "slow", make_request(1, "m", ""), header});
    const auto first = worker.receive();
    EXPECT_EQ(first.at(5), header) << "one that did not wait is passed on as it is";
    EXPECT_TRUE(worker.receive(60ms).empty());
    worker.send(answer(first, make_reply(1, "")));
    const auto second = worker.receive();
    EXPECT_LE(ttl_of(second.at(5)), 4'950ms);
    EXPECT_GE(ttl_of(second.at(5)), 1'000ms);
}

TEST_F(Protocol, ARequestWhoseTimeIsOverIsAnsweredAndNeverHandedOut) {
    worker.send({w, ready, "slow"});
    settle(worker);
    client.send({c, request, "slow", make_request(1, "m", "")});
    const auto first = worker.receive();
    client.send({c, request, "slow", make_request(2, "m", ""), from_json(R"({"ttl_ms":30})")});
    EXPECT_EQ(error_in(client.receive()), "deadline_exceeded");
    worker.send(answer(first, make_reply(1, "")));
    EXPECT_EQ(error_in(client.receive()), "none");
    EXPECT_TRUE(worker.receive(50ms).empty());
}

TEST_F(Protocol, AWorkerThatGoesLeavesItsRequestsInDoubtAndTheWaitingUnavailable) {
    auto leaver = std::make_unique<PlainPeer>(bus.url());
    leaver->send({w, ready, "gone"});
    settle(*leaver);
    for (std::uint32_t i = 0; i < 2; ++i) client.send({c, request, "gone", make_request(i, "m", "")});
    ASSERT_FALSE(leaver->receive().empty());
    leaver.reset();
    const auto before = std::chrono::steady_clock::now();
    EXPECT_EQ(error_in(client.receive()), "in_doubt");
    EXPECT_EQ(error_in(client.receive()), "unavailable");
    EXPECT_LT(std::chrono::steady_clock::now() - before, 1s)
        << "a closed connection is found out before heartbeats are";
}

TEST_F(Protocol, AWorkerThatIntroducesItselfAgainHasForgottenWhatItHeld) {
    worker.send({w, ready, "again"});
    settle(worker);
    client.send({c, request, "again", make_request(1, "m", "")});
    const auto asked = worker.receive();
    worker.send({w, ready, "again"});
    EXPECT_EQ(error_in(client.receive()), "in_doubt");
    worker.send(answer(asked, make_reply(1, "")));
    client.send({c, request, "again", make_request(2, "m", "")});
    EXPECT_EQ(worker.receive().back(), make_request(2, "m", ""));
    EXPECT_TRUE(client.receive(50ms).empty());
}

TEST_F(Protocol, APlainWorkersDisconnectIsItsEnd) {
    worker.send({w, ready, "plain"});
    settle(worker);
    client.send({c, request, "plain", make_request(1, "m", "")});
    ASSERT_FALSE(worker.receive().empty());
    worker.send({w, "\x06"});
    EXPECT_EQ(error_in(client.receive()), "in_doubt");
    client.send({c, request, "plain", make_request(2, "m", "")});
    EXPECT_EQ(error_in(client.receive()), "unavailable");
}

TEST_F(Protocol, AWorkerThatIsNotKnownIsAskedToIntroduceItself) {
    for (const Frames& said : {Frames{w, heartbeat}, Frames{w, final, "token", "", "x"}}) {
        worker.send(said);
        EXPECT_EQ(worker.receive(), (Frames{w, disconnect}));
    }
}

TEST_F(Protocol, AWorkerThatMayNotServeANameIsToldWhy) {
    for (const Frames& said : {Frames{w, ready}, Frames{w, ready, "mmi.service"}, Frames{w, ready, "bus"},
                               Frames{w, ready, "a b"}, Frames{w, ready, std::string(101, 'x')}}) {
        worker.send(said);
        const auto heard = worker.receive();
        ASSERT_EQ(heard.size(), 3u);
        EXPECT_EQ(heard[1], disconnect);
        EXPECT_NE(heard[2].find("printable ASCII"), std::string::npos);
    }
}

// Majordomo 0.1 (RFC 7) beside 0.2

TEST_F(Protocol, PeersOfBothVersionsMeet) {
    other.send({"", w1, ready, "old"});
    worker.send({w, ready, "new"});
    settle(other);
    settle(worker);
    for (const auto& [old_client, service] : {std::pair{true, "old"}, {true, "new"}, {false, "old"}}) {
        if (old_client) client.send({"", c1, service, "body", "of two"});
        else client.send({c, request, service, "body", "of two"});
        const bool old_worker = service == std::string("old");
        const auto asked = (old_worker ? other : worker).receive();
        const Frames body{"body", "of two"};
        if (old_worker) {
            ASSERT_EQ(asked.size(), 7u);
            EXPECT_EQ(Frames(asked.begin(), asked.begin() + 3), (Frames{"", w1, "\x02"}));
            EXPECT_EQ(asked[4], "");
            EXPECT_EQ(Frames(asked.begin() + 5, asked.end()), body);
            other.send({"", w1, reply1, asked[3], "", "answer", "of two"});
        } else {
            EXPECT_EQ(Frames(asked.begin() + 4, asked.end()), body);
            worker.send({w, final, asked.at(2), "", "answer", "of two"});
        }
        if (old_client) EXPECT_EQ(client.receive(), (Frames{"", c1, service, "answer", "of two"}));
        else EXPECT_EQ(client.receive(), (Frames{c, "\x03", service, "answer", "of two"}));
    }
}

TEST_F(Protocol, AWorkerOfTheOldVersionGetsOneRequestAtATimeAndHeartbeats) {
    worker.send({"", w1, ready, "old"});
    settle(worker);
    for (const char* body : {"1", "2"}) client.send({"", c1, "old", body});
    const auto first = worker.receive();
    ASSERT_EQ(first.back(), "1");
    EXPECT_EQ(worker.receive(2s), (Frames{"", w1, heartbeat1})) << "and not the second request";
    worker.send({"", w1, heartbeat1});
    worker.send({"", w1, reply1, first.at(3), "", "done"});
    Frames second;
    do second = worker.receive();
    while (second == Frames{"", w1, heartbeat1});
    EXPECT_EQ(second.back(), "2");
    worker.send({"", w1, disconnect1});
    settle(worker);
    client.send({"", c1, "mmi.service", "old"});
    EXPECT_EQ(client.receive().back(), "done");
    EXPECT_EQ(
        client.receive(),
        (Frames{"", c1, "old", make_error(0, Error(Code::in_doubt, "the service was lost while it had the request"))}));
    EXPECT_EQ(client.receive(), (Frames{"", c1, "mmi.service", "404"}));
}

TEST_F(Protocol, AWorkerOfTheOldVersionThatIsNotKnownIsSentAway) {
    for (const Frames& said : {Frames{"", w1, heartbeat1}, Frames{"", w1, reply1, "token", "", "x"}}) {
        worker.send(said);
        EXPECT_EQ(worker.receive(), (Frames{"", w1, disconnect1}));
    }
}

TEST_F(Protocol, WhatIsAnsweredInPartsIsRefusedToTheOldVersionAndIntrospectionIsOneInstances) {
    worker.send({w, ready, "parts"});
    settle(worker);
    client.send({"", c1, "parts", make_request(7, "list", "")});
    const auto asked = worker.receive();
    worker.send(answer(asked, make_reply(7, ""), "\x03"));
    worker.send(answer(asked, make_reply(7, "")));
    const auto refused = client.receive();
    EXPECT_EQ(refused.size(), 4u);
    EXPECT_EQ(error_in(refused), "unimplemented");
    client.send({"", c1, "parts", make_request(8, "$ping", "")});
    worker.send(answer(worker.receive(), make_reply(8, from_json("1"))));
    EXPECT_EQ(client.receive(), (Frames{"", c1, "parts", make_reply(8, from_json("1"))}));
    client.send({"", c1, "bus", make_request(9, "$ping", "")});
    EXPECT_NE(to_json(parse_reply(client.receive().at(3))->result).find(R"("name":"bus")"), std::string::npos);
    EXPECT_TRUE(client.receive(50ms).empty());
}

TEST_F(Protocol, MmiSaysWhetherANameIsServed) {
    worker.send({w, ready, "plain"});
    settle(worker);
    client.send({c, request, "mmi.service", "plain"});
    EXPECT_EQ(client.receive(), (Frames{c, "\x03", "mmi.service", "200"}));
    client.send({c, request, "mmi.service", "other"});
    EXPECT_EQ(client.receive(), (Frames{c, "\x03", "mmi.service", "404"}));
    client.send({c, request, "mmi.other", "x"});
    EXPECT_EQ(client.receive(), (Frames{c, "\x03", "mmi.other", "501"}));
}

TEST_F(Protocol, AnInstanceThatKeepsSilentDoesNotKeepThePingersWaiting) {
    for (PlainPeer* const peer : {&worker, &other}) {
        peer->send({w, ready, "two", from_json(R"({"win":1})")});
        settle(*peer);
    }
    client.send({c, request, "two", make_request(5, "$info", ""), from_json(R"({"ttl_ms":400})")});
    worker.send(answer(worker.receive(), make_reply(5, from_json("\"one\""))));
    EXPECT_EQ(client.receive(), (Frames{c, "\x02", "two", make_reply(5, from_json("\"one\""))}));
    EXPECT_EQ(client.receive(), (Frames{c, "\x03", "two", make_reply(5, from_json(R"({"asked":2,"answered":1})"))}));
}

TEST_F(Protocol, ABusyWorkerIsAskedBeforeItGetsItsNextRequest) {
    worker.send({w, ready, "busy"});
    settle(worker);
    for (std::uint32_t i = 1; i <= 2; ++i) client.send({c, request, "busy", make_request(i, "m", "")});
    const auto first = worker.receive();
    other.send({c, request, "busy", make_request(7, "$ping", "")});
    EXPECT_TRUE(worker.receive(50ms).empty());
    worker.send(answer(first, make_reply(1, "")));
    const auto ping = worker.receive();
    EXPECT_EQ(ping.back(), make_request(7, "$ping", ""));
    worker.send(answer(ping, make_reply(7, "")));
    EXPECT_EQ(other.receive().back(), make_reply(7, ""));
    EXPECT_EQ(other.receive().back(), make_reply(7, from_json(R"({"asked":1,"answered":1})")));
    EXPECT_EQ(worker.receive().back(), make_request(2, "m", ""));
}

TEST_F(Protocol, WhatIsNoMajordomoIsPassedOver) {
    const TestService service(bus.url(), {.service = "echo"}, testing::echo);
    asker.ask("echo", "m", "", {.retry = true});
    std::mt19937 random(11);
    const auto some = [&](std::size_t below) { return static_cast<std::size_t>(random()) % below; };
    const Frames known{c,
                       c1,
                       w1,
                       w,
                       "\x01",
                       "\x02",
                       "\x03",
                       "\x04",
                       "\x05",
                       "\x06",
                       "",
                       "echo",
                       "bus",
                       "mmi.service",
                       make_request(0xffffffff, "m", ""),
                       from_json(R"({"ttl_ms":1,"win":99999999999})")};
    for (int i = 0; i < 20'000; ++i) {
        Frames frames(1 + some(i % 50 == 0 ? 200 : 7));
        for (auto& frame : frames) {
            frame = known[some(known.size())];
            if (some(4) == 0)
                for (auto& byte : frame) byte = static_cast<char>(random());
        }
        (i % 2 ? other : client).send(frames);
    }
    settle(other);
    settle(client);
    EXPECT_EQ(to_json(asker.ask("echo", "m", from_json("1"))), "1");
    EXPECT_EQ(stats().find(R"("malformed":0,)"), std::string::npos);
}

TEST_F(Protocol, AClientThatNeverReadsHoldsUpNobody) {
    const TestService service(bus.url(), {.service = "echo"}, testing::echo);
    asker.ask("echo", "m", "", {.retry = true});
    std::string large;
    Writer(large).text(std::string(10'000, 'x'));
    for (std::uint32_t i = 0; i < 5'000; ++i) client.send({c, request, "echo", make_request(i, "m", large)});
    for (int i = 0; i < 100; ++i) EXPECT_EQ(to_json(asker.ask("echo", "m", from_json("1"))), "1");
}

TEST(Listening, IsRefusedWhereOthersListenOrCouldReachIt) {
    const TestBus bus;
    Loop loop;
    EXPECT_THROW(Broker(loop, {.listen = {bus.url()}}), Error);
    for (const char* url :
         {"tcp://0.0.0.0:5555", "tcp://*:5555", "tcp://192.0.2.1:5555", "tcp://127.evil.example:5555"})
        EXPECT_THROW(Broker(loop, {.listen = {url}}), Error) << url;
}

}  // namespace
}  // namespace rapport::bus
