// SPDX-License-Identifier: MIT
#include "services/cli/up/readiness.hpp"

#include <arpa/inet.h>
#include <gmock/gmock-matchers.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string_view>
#include <thread>

#include "bus/base/wire.hpp"
#include "bus/server/server.hpp"
#include "bus/testing/test_bus.hpp"
#include "services/cli/up/http_probe.hpp"

namespace rapport::cli::up {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;

/// Answers every request with the one status that it has, on a port that the kernel chose.
class Page {
public:
    explicit Page(std::string status) : status_(std::move(status)), fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        EXPECT_EQ(::bind(fd_, reinterpret_cast<sockaddr*>(&address), size), 0);
        EXPECT_EQ(::listen(fd_, 10), 0);
        ::getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size);
        url_ = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
        thread_ = std::jthread([this] { serve(); });
    }
    ~Page() {
        ::shutdown(fd_, SHUT_RDWR);
        thread_.join();
        ::close(fd_);
    }
    const std::string& url() const { return url_; }

private:
    void serve() const {
        for (int client = ::accept(fd_, nullptr, nullptr); client >= 0; client = ::accept(fd_, nullptr, nullptr)) {
            char request[1024];
            if (::read(client, request, sizeof request) > 0) {
                const auto answer = "HTTP/1.1 " + status_ + "\r\nContent-Length: 0\r\n\r\n";
                ::send(client, answer.data(), answer.size(), MSG_NOSIGNAL);
            }
            ::close(client);
        }
    }

    std::string status_, url_;
    int fd_;
    std::jthread thread_;
};

class ReadinessTest : public ::testing::Test {
protected:
    Readiness& ask(const std::vector<std::string>& services) {
        return readiness_.emplace(loop_, bus_.url(), services, [this] { ready_ = true; });
    }
    bool ready_within(bus::Loop::Duration limit) {
        return loop_.run_until([this] { return ready_; }, limit);
    }
    /// A service that hears what `stats` says.
    std::unique_ptr<bus::Server> service(const std::string& name, const std::string& stats = R"({"cursors":[]})") {
        auto server = std::make_unique<bus::Server*>();
        bus::Server*& self = *servers_.emplace_back(std::move(server));
        auto made = std::make_unique<bus::Server>(
            loop_, bus_.url(), bus::ServerOptions{.service = name},
            [&self, stats](const bus::Request& request) { self->reply(request, from_json(stats)); });
        self = made.get();
        return made;
    }
    std::vector<std::unique_ptr<bus::Server*>> servers_;

    bus::testing::TestBus bus_;
    bus::Loop loop_;
    bool ready_ = false;
    std::optional<Readiness> readiness_;
};

TEST_F(ReadinessTest, WaitsForAServiceToFindItsPlaceInTheHistoryOfOthersThatAreToRun) {
    const Page page("200 OK");
    auto& readiness = ask({"bus", "one", "two"});
    readiness.gateway_listens(page.url());
    const auto one = service("one", R"({"cursors":[{"source":"elsewhere","placed":false}]})");
    {
        const auto two = service("two", R"({"cursors":[{"source":"one","placed":false}]})");
        EXPECT_FALSE(ready_within(300ms));
        EXPECT_THAT(readiness.awaited(), ElementsAre("two"));
    }
    const auto two = service("two", R"({"cursors":[{"source":"one","placed":true}]})");
    EXPECT_TRUE(ready_within(5s));
}

TEST_F(ReadinessTest, IsThereWhenTheBusEveryServiceAndTheGatewayAnswer) {
    const Page page("200 OK");
    auto& readiness = ask({"bus", "one", "two"});
    const auto one = service("one");
    EXPECT_FALSE(ready_within(300ms));
    EXPECT_THAT(readiness.awaited(), ElementsAre("two"));
    const auto two = service("two");
    EXPECT_FALSE(ready_within(300ms));
    EXPECT_THAT(readiness.awaited(), ElementsAre("gateway"));
    readiness.gateway_listens(page.url());
    EXPECT_TRUE(ready_within(5s));
}

TEST_F(ReadinessTest, IsNotThereWhileTheGatewaySaysSo) {
    const Page page("503 Service Unavailable");
    ask({}).gateway_listens(page.url());
    EXPECT_FALSE(ready_within(300ms));
}

TEST(HttpProbe, GivesTheStatusOrNothing) {
    const Page page("404 Not Found");
    EXPECT_EQ(http_status(page.url(), "/"), 404);
    EXPECT_EQ(http_status("http://127.0.0.1:1", "/"), std::nullopt);
    EXPECT_EQ(http_status("gopher://127.0.0.1:70", "/"), std::nullopt);
    EXPECT_EQ(http_status("http://nonsense", "/"), std::nullopt);
}

}  // namespace
}  // namespace rapport::cli::up
