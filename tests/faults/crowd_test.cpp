// SPDX-License-Identifier: MIT
// Peers that are slow, silent, many, or ask too much.
#include <arpa/inet.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <stdexcept>
#include <utility>

#include "bus/base/codec.hpp"
#include "bus/base/wire.hpp"
#include "tests/faults/case.hpp"
#include "tests/faults/raw_peer.hpp"
#include "tests/faults/source.hpp"

namespace rapport::faults {
namespace {

using namespace std::chrono_literals;

/// That a process may have, once it has asked for them.
std::size_t open_files() {
    rlimit files{};
    ::getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &files);
    return files.rlim_cur;
}

class Crowd : public Case {
protected:
    std::string bus() const { return deployment_.run().bus; }
    std::int64_t memory_of_bus() const { return peak_memory(deployment_.pid_of("bus")); }
};

/// Hears on a socket of its own, when it likes.
class Listener {
public:
    Listener(const std::string& bus, const std::vector<std::string>& topics, int waiting)
        : socket_(context_, zmq::socket_type::sub) {
        socket_.set(zmq::sockopt::rcvhwm, waiting);
        socket_.set(zmq::sockopt::linger, 0);
        socket_.set(zmq::sockopt::sndhwm, 0);
        for (const auto& topic : topics) socket_.set(zmq::sockopt::subscribe, topic);
        socket_.connect(bus::Endpoints::of(bus).subscribe.url);
    }
    /// Topic and head of the next event; nothing if there is none for a while.
    std::optional<std::pair<std::string, bus::Event>> next(Millis patience) {
        socket_.set(zmq::sockopt::rcvtimeo, static_cast<int>(patience.count()));
        zmq::message_t topic, head, data;
        do {
            if (!socket_.recv(topic) || !socket_.recv(head)) return {};
            if (head.more()) static_cast<void>(socket_.recv(data));
        } while (topic.to_string_view().ends_with(bus::watermark_suffix));
        return std::pair{topic.to_string(), bus::Event(decode<bus::CloudEvent>(head.to_string_view()))};
    }

private:
    zmq::context_t context_;
    zmq::socket_t socket_;
};

TEST_F(Crowd, ASubscriberThatDoesNotRead) {
    start();
    constexpr std::int64_t count = 40'000;
    Source source(bus(), "flood");
    Listener slow(bus(), {"flood."}, 100);
    source.add("came", "thing", from_json("{}"));
    ASSERT_TRUE(until([&] { return source.publish(0), slow.next(100ms).has_value(); }, 30s));
    while (source.last() < count) source.add("came", "thing", from_json("\"" + std::string(2'000, 'x') + "\""));
    const Subscriber quick(bus(), "flood");
    source.publish(1);
    ASSERT_TRUE(until([&] { return quick.heard().last == count; }, 60s)) << quick.heard().last;
    EXPECT_EQ(quick.heard().misplaced, 0);
    recovers("a subscriber did not read");

    std::int64_t read = 0, dropped = 0, last = 1;
    const auto take = [&](std::int64_t sequence) {
        dropped += std::max<std::int64_t>(0, sequence - last - 1);
        read += sequence > last ? 1 : 0;
        last = std::max(last, sequence);
    };
    while (const auto event = slow.next(1s)) take(event->second.sequence);
    source.add("came", "thing", from_json("{}"));
    ASSERT_TRUE(until(
        [&] {
            source.publish(count);
            const auto event = slow.next(100ms);
            if (event) take(event->second.sequence);
            return last == count + 1;
        },
        30s));
    EXPECT_GT(dropped, 0) << "all of it waited somewhere";
    EXPECT_EQ(read + dropped, count) << "what is missing shows as a gap";
    EXPECT_LT(memory_of_bus(), 128) << "MiB";
    conclude(
        fmt::format("{} events of 2 KiB to a subscriber that does not read: {} were dropped for it, for nobody else",
                    count, dropped));
}

TEST_F(Crowd, AClientThatDoesNotRead) {
    start();
    zmq::context_t context;
    zmq::socket_t client(context, zmq::socket_type::dealer);
    client.set(zmq::sockopt::rcvhwm, 1);
    client.set(zmq::sockopt::sndhwm, 0);
    client.set(zmq::sockopt::linger, 0);
    client.connect(bus());
    client.set(zmq::sockopt::rcvtimeo, 30'000);
    constexpr std::size_t count = 100'000;
    for (std::size_t i = 0; i < count; ++i) {
        for (const std::string_view frame : {"MDPC02", "\x01", "complaints"})
            client.send(zmq::buffer(frame), zmq::send_flags::sndmore);
        client.send(zmq::buffer(from_json(fmt::format(R"([0, {}, "$watermark", [{{}}]])", i))), zmq::send_flags::none);
    }
    recovers("a client did not read");
    load_->get_on(50);
    const auto unread = memory_of_bus();
    EXPECT_LT(unread, 128) << "MiB";

    std::vector<int> finals(count);
    for (std::size_t i = 0; i < count; ++i) {
        std::vector<zmq::message_t> answer;
        do ASSERT_TRUE(client.recv(answer.emplace_back())) << "after " << i << " answers";
        while (answer.back().more());
        const auto reply = bus::parse_reply(answer.back().to_string_view());
        ASSERT_TRUE(reply && reply->msgid < count && answer[1].to_string_view() == "\x03");
        ++finals[reply->msgid];
    }
    EXPECT_EQ(std::ranges::count(finals, 1), count) << "each has one FINAL";
    recovers("the client has read");
    conclude(fmt::format(
        "{} requests of a client that reads no answer until all are out: each answered once, {} MiB at the bus", count,
        unread));
}

TEST_F(Crowd, SilentSocketsAreHungUp) {
    start();
    std::vector<RawPeer> silent;
    const auto url = bus();
    for (int i = 0; i < 200; ++i) silent.emplace_back(url);
    EXPECT_TRUE(until([&] { return std::ranges::all_of(silent, &RawPeer::ended); }, 60s));
    recovers("200 sockets said nothing");
    conclude("200 sockets that say nothing, all hung up on");
}

/// Each asks once, and each is answered; those who are silent afterwards cost the bus nothing.
TEST_F(Crowd, TenThousandConnections) {
    constexpr std::size_t count = 10'000, spare = 1'000;
    if (const auto most = open_files(); most < count + spare) GTEST_SKIP() << "a process may open " << most << " files";
    memory_limit_ = 512;  // ZeroMQ takes some 30 KiB for a connection
    start();
    std::vector<RawPeer> peers;
    const auto url = bus();
    for (std::size_t i = 0; i < count; ++i) {
        peers.emplace_back(url).introduce();
        peers.back().send({"MDPC02", "\x01", "complaints", from_json(R"([0, 1, "$watermark", [{}]])")});
    }
    recovers("10,000 connected");
    std::size_t answered = 0;
    EXPECT_TRUE(until(
        [&] {
            answered += std::ranges::count_if(peers, [](RawPeer& peer) { return peer.receive().has_value(); });
            return answered == count;
        },
        60s))
        << answered << " were answered";
    load_->get_on(200);
    recovers("10,000 stay");
    EXPECT_EQ(std::ranges::count_if(peers, &RawPeer::ended), 0) << "were hung up on";
    peers.clear();
    recovers("10,000 left at once");
    conclude("10,000 connections, each of which asked and was answered, stayed, and left at once");
}

TEST_F(Crowd, AMessageOfHalfAMillionFrames) {
    start();
    RawPeer giant(bus()), large(bus());
    for (RawPeer* const peer : {&giant, &large}) {
        peer->introduce();
        ASSERT_TRUE(until([&] { return peer->receive() || peer->is_ready(); }, 10s));
    }
    const auto send = [](RawPeer& peer, int parts, const std::string& part) {
        for (int i = 0; i < parts; ++i)
            if (!peer.send_part(part)) until([&] { return peer.send({}) || peer.ended(); }, 30s);
    };
    send(giant, 500'000, "part");
    send(large, 14, std::string(4 << 20, 'x'));
    for (RawPeer* const peer : {&giant, &large}) {
        peer->send({"the end"});
        peer->send({"MDPC02", "\x01", "mmi.service", "complaints"});
        std::optional<RawPeer::Frames> answer;
        EXPECT_TRUE(until([&] { return (answer = peer->receive()) || peer->ended(); }, 30s));
        ASSERT_TRUE(answer) << "it was hung up on";
        EXPECT_EQ(answer->back(), "200") << "what comes after is answered";
    }
    recovers("giant messages came");
    conclude("a message of 500,000 frames and one of 56 MiB: dropped, and what their senders said next was answered");
}

/// Connected, and silent.
class IdleCrowd {
public:
    IdleCrowd(const std::string& address, int count) {
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(static_cast<std::uint16_t>(std::stoi(address.substr(address.rfind(':') + 1))));
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        for (int i = 0; i < count; ++i) {
            sockets_.push_back(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
            if (::connect(sockets_.back(), reinterpret_cast<sockaddr*>(&to), sizeof to) != 0)
                throw std::runtime_error(fmt::format("connection {} was refused", i));
        }
    }
    ~IdleCrowd() {
        for (const int socket : sockets_) ::close(socket);
    }
    IdleCrowd(const IdleCrowd&) = delete;

private:
    std::vector<int> sockets_;
};

class CrowdOverHttp : public Crowd {
protected:
    int health() { return deployment_.nobody().get("/healthz").status; }
    std::string log() const {
        std::ifstream file(deployment_.state() / "log" / "gateway.log");
        return {std::istreambuf_iterator<char>(file), {}};
    }
};

/// By how many files a program may open.
class CrowdOverHttpBy : public CrowdOverHttp, public ::testing::WithParamInterface<int> {};

TEST_P(CrowdOverHttpBy, ElevenHundredIdleConnectionsKeepNobodyOut) {
    if (const auto most = open_files(); most < 1'500) GTEST_SKIP() << "a process may open " << most << " files";
    deployment_.under({"/usr/bin/prlimit", fmt::format("--nofile={0}:{0}", GetParam())});
    start();
    {
        const IdleCrowd crowd(deployment_.address(), 1'100);
        EXPECT_EQ(health(), 200) << "while they are there";
        EXPECT_EQ(deployment_.rapport({"health"}).exit, 0);
        recovers("1,100 idle connections came");
        EXPECT_EQ(health(), 200) << "and stay";
    }
    EXPECT_EQ(health(), 200) << "once they are gone";
    recovers("1,100 idle connections left");
    conclude(fmt::format("1,100 idle connections to HTTP, of {} open files", GetParam()));
}
INSTANTIATE_TEST_SUITE_P(OpenFiles, CrowdOverHttpBy, ::testing::Values(256, 1024), ::testing::PrintToStringParamName());

TEST_F(CrowdOverHttp, WhoComesWhileThereAreNoDescriptorsIsServedLaterAndThatIsLoggedOnce) {
    if (const auto most = open_files(); most < 1'500) GTEST_SKIP() << "a process may open " << most << " files";
    start();
    const pid_t gateway = deployment_.pid_of("gateway");
    rlimit before{};
    ASSERT_EQ(::prlimit(gateway, RLIMIT_NOFILE, nullptr, &before), 0);
    const rlimit low{64, before.rlim_max};  // the gateway has reckoned with more
    ASSERT_EQ(::prlimit(gateway, RLIMIT_NOFILE, &low, nullptr), 0);
    {
        const IdleCrowd crowd(deployment_.address(), 1'100);
        ASSERT_TRUE(until([&] { return log().find("cannot be accepted") != std::string::npos; }, 10s));
        ASSERT_EQ(::prlimit(gateway, RLIMIT_NOFILE, &before, nullptr), 0);
        EXPECT_EQ(health(), 200);
    }
    recovers("there were no descriptors");
    EXPECT_EQ(log().find("cannot be accepted"), log().rfind("cannot be accepted")) << "it is logged once";
    conclude("1,100 connections to HTTP while the gateway had no descriptors left");
}

TEST_F(Crowd, FiveThousandSubscriptionsOutliveTheBus) {
    start();
    std::vector<std::string> topics;
    for (int i = 0; i < 5'000; ++i) topics.push_back(fmt::format("many.t{:04}", i));
    Listener listener(bus(), topics, 0);
    Source source(bus(), "many");
    for (const auto& topic : topics) source.add(topic.substr(5), "thing", from_json("{}"));
    const auto all_heard = [&] {
        std::set<std::string> heard;
        return until(
            [&] {
                source.publish(0);
                while (const auto event = listener.next(200ms)) heard.insert(event->first);
                return heard.size() == topics.size();
            },
            60s);
    };
    EXPECT_TRUE(all_heard());
    const pid_t before = deployment_.pid_of("bus");
    deployment_.kill("bus");
    EXPECT_TRUE(deployment_.comes_back("bus", before));
    recovers("the bus was killed");
    EXPECT_TRUE(all_heard());
    conclude("a subscriber of 5,000 topics, all of them heard before and after a kill -9 of the bus");
}

}  // namespace
}  // namespace rapport::faults
