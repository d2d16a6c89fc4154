// SPDX-License-Identifier: MIT
// Peers that do what Majordomo does not have: no client is left without an answer, and no worker with a request that
// nobody waits for.
#include "bus/broker/protocol_fixture.hpp"

namespace rapport::bus {
namespace {

using namespace std::chrono_literals;
using namespace frames;

class Misuse : public ProtocolTest {};

// Workers

struct Answer {
    const char* how;
    Frames before;  ///< the token
    Frames after;
    Frames heard;  ///< by the client, after the service's name: the body, or the code of an error
    bool sent_away = false;
};

/// With `T` where the token stands.
const std::vector<Answer>& answers() {
    static const std::vector<Answer> all{
        {"as it should be", {w, final}, {"", "x"}, {"x"}},
        {"without the empty frame", {w, final}, {"x"}, {"x"}},
        {"without it, of many frames", {w, final}, {"x", "", "y"}, {"x", "", "y"}},
        {"of an empty body", {w, final}, {"", ""}, {""}},
        {"without a body", {w, final}, {""}, {""}},
        {"of the token alone", {w, final}, {}, {""}},
        {"after an empty frame", {"", w, final}, {"", "x"}, {"x"}},
        {"as the other version has it", {"", w1, reply1}, {"", "x"}, {"x"}},
        {"of 12 frames", {w, final}, Frames{""} + body_of(12), body_of(12)},
        {"of 16 frames", {w, final}, Frames{""} + body_of(16), body_of(16)},
        {"of 16 frames, without the empty frame", {w, final}, Frames{"x"} + body_of(15), Frames{"x"} + body_of(15)},
        {"of 17 frames", {w, final}, Frames{""} + body_of(17), {"internal"}, true},
        {"of 1,000 frames", {w, final}, Frames{""} + body_of(1'000), {"internal"}, true},
        {"of 17 frames, in part", {w, partial}, Frames{""} + body_of(17), {"internal"}, true},
        {"of another command", {w, "\x07"}, {"", "x"}, {"in_doubt"}, true},
        {"of no command", {w, ""}, {"", "x"}, {"in_doubt"}, true},
        {"of a long command", {w, "FINAL"}, {"", "x"}, {"in_doubt"}, true},
        {"that only the bus may give", {w, request}, {"", "x"}, {"in_doubt"}, true},
        {"of another protocol", {"MDPW03", final}, {"", "x"}, {"in_doubt"}, true},
        {"that only the bus may give a client", {c, "\x03"}, {"", "x"}, {"in_doubt"}, true},
    };
    return all;
}

TEST_F(Misuse, HoweverAWorkerAnswersTheClientHearsOneFinalAndTheWorkerServesOn) {
    for (const bool announced : {false, true}) {
        for (const Answer& one : answers()) {
            SCOPED_TRACE(std::string("an answer ") + one.how + (announced ? ", of a worker with credit" : ""));
            testing::PlainPeer clumsy(bus.url());
            const Frames introduction =
                Frames{w, ready, "s"} + (announced ? Frames{from_json(R"({"win":1})")} : Frames{});
            clumsy.send(introduction);
            settle(clumsy);
            client.send({c, request, "s", make_request(1, "m", "")});
            const auto asked = clumsy.receive();
            ASSERT_EQ(asked.size(), 5u);
            clumsy.send(one.before + Frames{asked[2]} + one.after);
            const auto heard = client.receive();
            ASSERT_GE(heard.size(), 4u);
            EXPECT_EQ(Frames(heard.begin(), heard.begin() + 3), (Frames{c, "\x03", "s"}));
            if (one.sent_away) {
                EXPECT_EQ(Frames{error_in(heard)}, one.heard);
                const auto told = clumsy.receive();
                ASSERT_EQ(told.size(), 3u);
                EXPECT_EQ(told[1], disconnect);
                EXPECT_FALSE(told[2].empty()) << "and why";
                clumsy.send(introduction);
            } else {
                EXPECT_EQ(Frames(heard.begin() + 3, heard.end()), one.heard);
            }
            settle(clumsy);
            client.send({c, request, "s", "next"});
            const auto next = clumsy.receive();
            ASSERT_EQ(next.size(), 5u);
            clumsy.send(answer(next, "done"));
            EXPECT_EQ(client.receive(), (Frames{c, "\x03", "s", "done"})) << "and nothing between";
            clumsy.send({w, disconnect});
            settle(clumsy);
        }
    }
}

TEST_F(Misuse, AWrongTokenLeavesNothingThatAWorkerHoldsUnanswered) {
    for (const auto& forge : std::vector<std::function<std::string(std::string)>>{
             [](std::string token) { return token.back() ^= 1, token; },
             [](std::string token) { return token[0] ^= 1, token; }, [](const std::string&) { return ""; },
             [](const std::string& token) { return token.substr(1); },
             [](const std::string& token) { return token + "x"; },
             [](const std::string&) { return std::string(200, 'x'); }}) {
        testing::PlainPeer forger(bus.url());
        forger.send({w, ready, "many", from_json(R"({"win":3})")});
        settle(forger);
        for (std::uint32_t i = 1; i <= 4; ++i) client.send({c, request, "many", make_request(i, "m", "")});
        settle(client);
        const auto asked = forger.receive();
        ASSERT_FALSE(asked.empty());
        forger.send({w, final, forge(asked[2]), "", "x"});
        for (int i = 0; i < 3; ++i) EXPECT_EQ(error_in(client.receive()), "in_doubt");
        EXPECT_EQ(error_in(client.receive()), "unavailable") << "of the one that waited";
    }
}

TEST_F(Misuse, AReadyOfMoreFramesThanWeKnowIsTaken) {
    worker.send(Frames{w, ready, "s", from_json(R"({"win":2})")} + body_of(100));
    settle(worker);
    client.send({c, request, "mmi.service", "s"});
    EXPECT_EQ(client.receive().back(), "200");
}

// Clients

struct Ask {
    const char* how;
    Frames frames;
    Frames heard;  ///< the last frame is the body, or the code of an error
};

TEST_F(Misuse, HoweverAClientAsksItIsAnsweredInTheSameForm) {
    worker.send({w, ready, "s"});
    settle(worker);
    const Frames said_by_01{"", c1, "s"}, said_by_02{c, "\x03", "s"}, after_empty{"", c, "\x03", "s"};
    const std::vector<Ask> asks{
        {"0.2", {c, request, "s", "x"}, said_by_02 + Frames{"x"}},
        {"0.2 after an empty frame", {"", c, request, "s", "x"}, after_empty + Frames{"x"}},
        {"0.1", {"", c1, "s", "x"}, said_by_01 + Frames{"x"}},
        {"0.1 without the empty frame", {c1, "s", "x"}, {c1, "s", "x"}},
        {"an empty body", {c, request, "s", ""}, said_by_02 + Frames{""}},
        {"no body", {c, request, "s"}, said_by_02 + Frames{""}},
        {"no body, after an empty frame", {"", c, request, "s"}, after_empty + Frames{""}},
        {"no body, of 0.1", {"", c1, "s"}, said_by_01 + Frames{""}},
        {"16 frames", Frames{c, request, "s"} + body_of(16), said_by_02 + body_of(16)},
        {"16 frames, after an empty frame", Frames{"", c, request, "s"} + body_of(16), after_empty + body_of(16)},
        {"16 frames of 0.1", Frames{"", c1, "s"} + body_of(16), said_by_01 + body_of(16)},
        {"17 frames", Frames{c, request, "s"} + body_of(17), said_by_02 + Frames{"invalid_argument"}},
        {"17 frames, after an empty frame", Frames{"", c, request, "s"} + body_of(17),
         after_empty + Frames{"invalid_argument"}},
        {"17 frames of 0.1", Frames{"", c1, "s"} + body_of(17), said_by_01 + Frames{"invalid_argument"}},
        {"1,000 frames", Frames{c, request, "s"} + body_of(1'000), said_by_02 + Frames{"invalid_argument"}},
        {"1,000 frames to the bus", Frames{c, request, "bus"} + body_of(1'000), {c, "\x03", "bus", "invalid_argument"}},
        {"no service", {c, request}, {c, "\x03", "", "invalid_argument"}},
        {"no service, of 0.1", {"", c1}, {"", c1, "", "invalid_argument"}},
        {"a service without a name", {c, request, "", "x"}, {c, "\x03", "", "unavailable"}},
        {"nobody's service", {c, request, "nobody", "x"}, {c, "\x03", "nobody", "unavailable"}},
        {"another command", {c, "\x07", "s", "x"}, said_by_02 + Frames{"invalid_argument"}},
        {"the bus's command PARTIAL", {c, "\x02", "s", "x"}, said_by_02 + Frames{"invalid_argument"}},
        {"a long command", {c, "REQUEST", "s", "x"}, said_by_02 + Frames{"invalid_argument"}},
        {"no command", {c}, {c, "\x03", "", "invalid_argument"}},
        {"the bus without a body", {c, request, "bus"}, {c, "\x03", "bus", "invalid_argument"}},
        {"mmi.service without a body", {c, request, "mmi.service"}, {c, "\x03", "mmi.service", "404"}},
    };
    for (const Ask& one : asks) {
        SCOPED_TRACE(one.how);
        client.send(one.frames);
        if (const auto asked = worker.receive(one.heard.back() == "invalid_argument" ? 20ms : 200ms); !asked.empty())
            worker.send(Frames{w, final, asked.at(2), ""} + Frames(asked.begin() + 4, asked.end()));
        auto heard = client.receive();
        if (const auto code = error_in(heard); code != "none") heard.back() = code;
        EXPECT_EQ(heard, one.heard);
    }
    EXPECT_TRUE(client.receive(50ms).empty()) << "each once";
}

TEST_F(Misuse, AFinalThatComesBackIsNotAnswered) {
    client.send({c, "\x03", "s", "x"});
    settle(client);
    EXPECT_NE(stats().find(R"("malformed":1,)"), std::string::npos) << stats();
}

TEST_F(Misuse, AWorkerOfEitherVersionEchoesAsManyFramesAsAClientMaySend) {
    worker.send({w, ready, "new"});
    other.send({"", w1, ready, "old"});
    settle(worker);
    settle(other);
    for (std::size_t frames = 1; frames <= 16; ++frames) {
        client.send(Frames{c, request, "new"} + body_of(frames));
        auto asked = worker.receive();
        worker.send(Frames{w, final, asked.at(2), ""} + Frames(asked.begin() + 4, asked.end()));
        EXPECT_EQ(client.receive(), (Frames{c, "\x03", "new"}) + body_of(frames));
        client.send(Frames{c, request, "old"} + body_of(frames));
        asked = other.receive();
        other.send(Frames{"", w1, reply1, asked.at(3), ""} + Frames(asked.begin() + 5, asked.end()));
        EXPECT_EQ(client.receive(), (Frames{c, "\x03", "old"}) + body_of(frames));
    }
}

}  // namespace
}  // namespace rapport::bus
