// SPDX-License-Identifier: MIT
// Connections: how many there may be, and how long they may take to say what they are.
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <list>

#include "bus/broker/protocol_fixture.hpp"
#include "bus/testing/keyed_bus.hpp"

namespace rapport::bus {
namespace {

using namespace std::chrono_literals;
using namespace frames;
using testing::Process;

/// A connection without ZeroMQ that says these bytes.
class Raw {
public:
    explicit Raw(const std::string& url) : fd_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
        url.substr(url.find("://") + 3).copy(address.sun_path, sizeof address.sun_path - 1);
        if (::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address)) throw zmq::error_t();
    }
    ~Raw() { ::close(fd_); }
    Raw(const Raw&) = delete;
    Raw& operator=(const Raw&) = delete;

    void say(std::string_view bytes) const {
        ASSERT_EQ(::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL), std::ssize(bytes));
    }
    /// What comes within the time; ends with "(end)" if the other side hangs up.
    std::string hear(std::chrono::milliseconds patience, std::string_view awaited = "(end)") {
        const timeval soon{.tv_sec = 0, .tv_usec = 20'000};
        ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &soon, sizeof soon);
        const auto until = std::chrono::steady_clock::now() + patience;
        std::string heard;
        std::array<char, 4'096> bytes;
        while (heard.find(awaited) == heard.npos && std::chrono::steady_clock::now() < until) {
            const auto size = ::recv(fd_, bytes.data(), bytes.size(), 0);
            if (size == 0) return heard + "(end)";
            if (size > 0) heard.append(bytes.data(), static_cast<std::size_t>(size));
        }
        return heard;
    }

private:
    int fd_;
};

const std::string zmtp_2("\xff\0\0\0\0\0\0\0\1\x7f\1\5\0\0", 14);  ///< of a DEALER, with an empty identity
/// A message of short frames.
std::string message(const Frames& frames) {
    std::string bytes;
    for (const auto& frame : frames)
        bytes += std::string(1, &frame == &frames.back() ? '\0' : '\1') + static_cast<char>(frame.size()) + frame;
    return bytes;
}

TEST(Handshake, APeerOfZmtp2IsServedAndNotHungUpOnAfterASilence) {
    const testing::TestBus bus;
    Raw old(bus.url());
    old.say(zmtp_2);
    for (int i = 0; i < 2; ++i) {
        old.say(message({c, request, "mmi.service", "nobody"}));
        EXPECT_NE(old.hear(5s, "404").find("404"), std::string::npos) << i;
        if (i == 0) {
            EXPECT_EQ(old.hear(2'500ms), "") << "longer than peers with keys may take";
        }
    }
}

TEST(Handshake, WhoSaysNothingOrTooLittleIsHungUpOn) {
    const testing::TestBus bus({.handshake_ms = 300});
    const std::string greeting = std::string("\xff\0\0\0\0\0\0\0\0\x7f\3\0NULL", 16) + std::string(48, '\0');
    for (const auto& url : {bus.endpoints().requests.url, bus.endpoints().publish.url, bus.endpoints().subscribe.url})
        for (const auto& said : {std::string(), greeting.substr(0, 1), greeting.substr(0, 10), greeting}) {
            Raw silent(url);
            silent.say(said);
            EXPECT_TRUE(silent.hear(5s).ends_with("(end)")) << url << " after " << said.size() << " bytes";
        }
}

/// Many DEALERs of one context.
class Crowd {
public:
    explicit Crowd(std::string url) : url_(std::move(url)) { context_.set(zmq::ctxopt::max_sockets, 4'000); }
    void grow(std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) {
            auto& peer = peers_.emplace_back(context_, zmq::socket_type::dealer);
            peer.set(zmq::sockopt::linger, 0);
            peer.connect(url_);
            for (const auto& frame : {c, request, std::string("mmi.service")})
                peer.send(zmq::buffer(frame), zmq::send_flags::sndmore);
            peer.send(zmq::str_buffer("x"), zmq::send_flags::none);
        }
    }
    /// Those that are answered within the time; at most so many.
    std::size_t answered(std::size_t most, std::chrono::milliseconds patience) {
        const auto until = std::chrono::steady_clock::now() + patience;
        for (;;) {
            for (auto& peer : peers_)
                if (zmq::message_t frame; peer.recv(frame, zmq::recv_flags::dontwait)) {
                    while (frame.more()) static_cast<void>(peer.recv(frame));
                    heard_.push_back(&peer);
                }
            if (heard_.size() >= most || std::chrono::steady_clock::now() >= until) return heard_.size();
            std::this_thread::sleep_for(5ms);
        }
    }
    /// Those that were answered leave.
    void leave() {
        for (auto* const peer : std::exchange(heard_, {}))
            peers_.remove_if([peer](const auto& one) { return &one == peer; });
    }

private:
    const std::string url_;
    zmq::context_t context_;
    std::list<zmq::socket_t> peers_;
    std::vector<zmq::socket_t*> heard_;
};

TEST(Door, NewcomersWaitUntilOthersLeave) {
    const testing::TestBus bus({.room = 4});
    Crowd crowd(bus.url());
    crowd.grow(4);
    ASSERT_EQ(crowd.answered(4, 5s), 4u);
    crowd.grow(3);
    EXPECT_EQ(crowd.answered(5, 500ms), 4u) << "there is no room";
    crowd.leave();
    EXPECT_EQ(crowd.answered(3, 10s), 3u);
}

/// While it lives, this process may open no more files than it has.
class NoMoreFiles {
public:
    NoMoreFiles() {
        ::getrlimit(RLIMIT_NOFILE, &before_);
        const int next = ::open("/dev/null", O_RDONLY | O_CLOEXEC);  // the lowest that is free
        ::close(next);
        const rlimit none{static_cast<rlim_t>(next), before_.rlim_max};
        ::setrlimit(RLIMIT_NOFILE, &none);
    }
    ~NoMoreFiles() { ::setrlimit(RLIMIT_NOFILE, &before_); }
    NoMoreFiles(const NoMoreFiles&) = delete;
    NoMoreFiles& operator=(const NoMoreFiles&) = delete;

private:
    rlimit before_{};
};

TEST(Door, WithoutADescriptorEachNewcomerIsHungUpOnAndZeroMqIsToldThatTheyLeft) {
    ASSERT_EQ(::dlsym(RTLD_DEFAULT, "accept4"), reinterpret_cast<void*>(&::accept4)) << "libzmq calls another";
    const testing::TestBus with_door;
    const testing::TempFolder folder;
    const auto path = (folder.path() / "here").string();
    const int listening = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    ASSERT_EQ(::bind(listening, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    ASSERT_EQ(::listen(listening, 100), 0);
    std::list<Raw> newcomers;
    for (int i = 0; i < 50; ++i) newcomers.emplace_back("ipc://" + path);
    {
        const NoMoreFiles full;
        for (int i = 0; i < 50; ++i) {
            EXPECT_EQ(::accept4(listening, nullptr, nullptr, SOCK_CLOEXEC), -1);
            EXPECT_EQ(errno, ECONNABORTED);
        }
        EXPECT_EQ(::accept4(listening, nullptr, nullptr, SOCK_CLOEXEC), -1) << "nobody is left";
    }
    for (auto& newcomer : newcomers) EXPECT_EQ(newcomer.hear(5s), "(end)");
    const Raw later("ipc://" + path);
    const int accepted = ::accept4(listening, nullptr, nullptr, SOCK_CLOEXEC);
    EXPECT_GE(accepted, 0) << "there is room again";
    ::close(accepted);
    ::close(listening);
}

double processor_seconds(int pid) {
    std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
    std::string text((std::istreambuf_iterator<char>(file)), {});
    std::istringstream fields(text.substr(text.rfind(')') + 2));
    std::string skipped;
    for (int i = 0; i < 11; ++i) fields >> skipped;
    double user = 0, system = 0;
    fields >> user >> system;
    return (user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

TEST(Door, AtTheLimitOfOpenFilesTheBusRestsAndWhoWaitsIsLetInLater) {
    const testing::TempFolder folder;
    for (const auto& url : {"ipc://" + (folder.path() / "bus").string(), testing::free_tcp_address()}) {
        SCOPED_TRACE(url);
        const Process bus({"/bin/sh", "-c", "ulimit -n 256 && exec \"$0\" --listen \"$1\" --log-level error",
                           std::string(RAPPORT_BIN) + "/rapport-bus", url});
        Crowd crowd(url);
        crowd.grow(300);
        const auto first = crowd.answered(300, 3s);
        EXPECT_GT(first, 100u);
        EXPECT_LT(first, 256u);
        const double before = processor_seconds(bus.pid());
        EXPECT_EQ(crowd.answered(300, 2s), first);
        EXPECT_LT(processor_seconds(bus.pid()) - before, 0.3) << "of two seconds";
        std::size_t all = 0;
        for (int i = 0; i < 20 && all < 300; ++i) {
            all += crowd.answered(50, 2s);
            crowd.leave();
        }
        EXPECT_EQ(all, 300u);
    }
}

}  // namespace
}  // namespace rapport::bus
