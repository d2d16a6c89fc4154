// SPDX-License-Identifier: MIT
// Clients that do not read their answers, and workers that do not read their requests.
#include <algorithm>

#include "bus/broker/protocol_fixture.hpp"
#include "bus/testing/keyed_bus.hpp"
#include "bus/testing/test_service.hpp"

namespace rapport::bus {
namespace {

using namespace std::chrono_literals;
using namespace frames;
using testing::echo;
using testing::TestService;

class DeliveryTest : public ProtocolTest {
protected:
    using ProtocolTest::ProtocolTest;

    void ask(std::uint32_t from, std::uint32_t until, const std::string& params) { ask(client, from, until, params); }
    static void ask(testing::PlainPeer& peer, std::uint32_t from, std::uint32_t until, const std::string& params) {
        for (std::uint32_t i = from; i < until; ++i)
            peer.send(Frames{c, request, "echo", make_request(i, "m", params)});
    }
    /// Bytes of answers and requests that wait at the bus.
    std::string unread() {
        const std::string all = stats(), name = R"("unread_bytes":)";
        const auto begin = all.find(name) + name.size();
        return all.substr(begin, all.find(',', begin) - begin);
    }
    /// How often each of the requests was answered with a FINAL.
    std::vector<int> read(std::size_t count, std::string& codes) { return read(client, count, codes); }
    static std::vector<int> read(testing::PlainPeer& peer, std::size_t count, std::string& codes) {
        std::vector<int> finals(count);
        for (std::size_t n = 0; n < count; ++n) {
            const auto heard = peer.receive(10s);
            if (heard.empty()) break;
            const auto reply = parse_reply(heard.at(3));
            if (heard[1] == "\x03" && reply && reply->msgid < count) ++finals[reply->msgid];
            if (const auto code = error_in(heard); code != "none" && codes.find(code) == codes.npos)
                codes += code + " ";
        }
        return finals;
    }
};

std::string text(std::size_t size) {
    std::string text;
    Writer(text).text(std::string(size, 'x'));
    return text;
}

TEST_F(DeliveryTest, WhoReadsLateFindsOneFinalForEachRequestWhateverItsSize) {
    const TestService service(bus.url(), {.service = "echo", .credit = 64}, echo);
    asker.ask("echo", "m", "", {.retry = true});
    struct Row {
        std::uint32_t count;
        std::size_t size;
    };
    for (const Row& row : {Row{30'000, 1}, Row{4'000, 2'000}, Row{2'000, 20'000}, Row{20, 2'000'000}}) {
        SCOPED_TRACE(std::to_string(row.count) + " of " + std::to_string(row.size) + " bytes");
        ask(0, row.count, text(row.size));
        EXPECT_EQ(to_json(asker.ask("echo", "m", from_json("1"))), "1") << "others get on";
        std::string codes;
        const auto finals = read(row.count, codes);
        EXPECT_EQ(std::ranges::count(finals, 1), row.count) << codes;
        EXPECT_TRUE(client.receive(10ms).empty());
    }
    EXPECT_NE(stats().find(R"("clients_behind":0,"unread_bytes":0,"clients_broken_off":0)"), std::string::npos)
        << stats();
}

TEST_F(DeliveryTest, OverTcpTooWhoReadsNothingForSecondsKeepsTheConnection) {
    const auto url = testing::free_tcp_address();
    const testing::Process process(
        {std::string(RAPPORT_BIN) + "/rapport-bus", "--listen", url, "--log-level", "error"});
    const TestService service(url, {.service = "echo", .credit = 64}, echo);
    Client(loop, url).ask("echo", "m", "", {.query = true, .retry = true});
    testing::PlainPeer peer(url);
    constexpr std::uint32_t count = 4'000;
    ask(peer, 0, count, text(10'000));
    loop.run_until([] { return false; }, 5s);  // longer than the system's patience with lost packets would be
    std::string codes;
    const auto finals = read(peer, count, codes);
    EXPECT_EQ(std::ranges::count(finals, 1), count) << codes;
}

TEST_F(DeliveryTest, PartsStayBeforeTheirFinalForWhoReadsLate) {
    const TestService service(bus.url(), {.service = "echo", .credit = 64}, [](Server& server, const Request& asked) {
        for (const char* part : {"1", "2"}) server.partial(asked, from_json(part));
        server.reply(asked, from_json("3"));
    });
    asker.ask("echo", "m", "", {.retry = true});
    constexpr std::uint32_t count = 4'000;
    ask(0, count, "");
    std::vector<std::string> said(count);
    for (std::uint32_t n = 0; n < 3 * count; ++n) {
        const auto heard = client.receive();
        ASSERT_EQ(heard.size(), 4u) << n;
        const auto reply = parse_reply(heard[3]);
        ASSERT_FALSE(reply->error) << reply->error->what();
        said.at(reply->msgid) += to_json(reply->result) + (heard[1] == "\x03" ? "." : ",");
    }
    EXPECT_EQ(std::ranges::count(said, "1,2,3."), count);
}

TEST_F(DeliveryTest, WhatWasHeldBackOverItsTimeIsAnsweredAndNeverBegun) {
    std::atomic<int> begun = 0;
    const TestService service(bus.url(), {.service = "echo", .credit = 64}, [&](Server& server, const Request& asked) {
        begun += asked.method == "late";
        server.reply(asked, asked.params);
    });
    asker.ask("echo", "m", "", {.retry = true});
    constexpr std::uint32_t count = 2'000;
    ask(0, count, text(30'000));  // more than there is room for
    for (std::string before, now = unread(); now == "0" || now != before; now = unread()) {
        before = now;
        loop.run_until([] { return false; }, 100ms);
    }
    client.send({c, request, "echo", make_request(count, "late", ""), from_json(R"({"ttl_ms":50})")});
    client.send({c, request, "echo", make_request(count + 1, "m", ""), from_json(R"({"ttl_ms":60000})")});
    loop.run_until([] { return false; }, 60ms);
    std::string codes;
    const auto finals = read(count + 2, codes);
    EXPECT_EQ(std::ranges::count(finals, 1), count + 2);
    EXPECT_EQ(codes, "deadline_exceeded ");
    EXPECT_EQ(begun, 0);
}

class BoundedDelivery : public DeliveryTest {
protected:
    BoundedDelivery() : DeliveryTest({.max_unread_bytes = 2 << 20, .max_unread_bytes_of_all = 3 << 20}) {}
};

TEST_F(BoundedDelivery, AboveItsBoundAConnectionIsBrokenAndTheClientMayComeAgain) {
    const TestService service(bus.url(), {.service = "echo"}, echo);
    asker.ask("echo", "m", "", {.retry = true});
    for (std::uint32_t i = 0; stats().find(R"("clients_broken_off":0)") != std::string::npos; i += 50)
        ask(i, i + 50, text(10'000));
    EXPECT_NE(stats().find(R"("unread_bytes":0)"), std::string::npos) << "nothing is kept for it";
    bool answered = false;
    for (int i = 0; i < 50 && !answered; ++i) {  // what it asks is lost until it is there again
        client.send({c, request, "mmi.service", "echo"});
        for (auto heard = client.receive(100ms); !heard.empty(); heard = client.receive(100ms))
            answered = answered || heard.back() == "200";
    }
    EXPECT_TRUE(answered);
    EXPECT_EQ(to_json(asker.ask("echo", "m", from_json("1"))), "1");
}

TEST_F(BoundedDelivery, OfManyThatDoNotReadTheOneWithTheMostIsBrokenOff) {
    const TestService service(bus.url(), {.service = "echo"}, echo);
    asker.ask("echo", "m", "", {.retry = true});
    std::vector<testing::PlainPeer> many;
    for (int i = 0; i < 4; ++i) many.emplace_back(bus.url());
    for (std::uint32_t i = 0; stats().find(R"("clients_broken_off":0)") != std::string::npos; ++i)
        for (auto& peer : many) peer.send({c, request, "echo", make_request(i, "m", text(10'000))});
    EXPECT_EQ(to_json(asker.ask("echo", "m", from_json("1"))), "1");
}

TEST_F(ProtocolTest, AWorkerThatReadsLateGetsAllThatItsCreditAllows) {
    worker.send({w, ready, "late", from_json(R"({"win":8192})")});
    settle(worker);
    constexpr int count = 6'000;  // more than ZeroMQ keeps for it
    for (int i = 0; i < count; ++i) client.send({c, request, "late", std::to_string(i)});
    settle(client);
    std::vector<int> got(count);
    for (int i = 0; i < count; ++i) {
        const auto asked = worker.receive();
        ASSERT_EQ(asked.size(), 5u) << i;
        ++got.at(std::stoul(asked[4]));
        worker.send(answer(asked, asked[4]));
    }
    EXPECT_EQ(std::ranges::count(got, 1), count);
    for (int i = 0; i < count; ++i) ASSERT_EQ(client.receive().size(), 4u) << i;
}

}  // namespace
}  // namespace rapport::bus
