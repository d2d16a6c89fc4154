// SPDX-License-Identifier: MIT
#include "services/cli/health.hpp"

#include <arpa/inet.h>
#include <gmock/gmock-matchers.h>
#include <sys/socket.h>
#include <unistd.h>

#include <sstream>
#include <thread>

#include "bus/testing/test_bus.hpp"

namespace rapport::cli {
namespace {

using ::testing::HasSubstr;

/// Listens: whoever comes is connected by the system, and is answered by nobody, or by that.
class Gateway {
public:
    explicit Gateway(std::string answer = {}) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        EXPECT_EQ(::bind(fd_, reinterpret_cast<sockaddr*>(&address), size), 0);
        EXPECT_EQ(::listen(fd_, 10), 0);
        ::getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size);
        url = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
        if (!answer.empty()) thread_ = std::jthread([this, answer] { serve(answer); });
    }
    ~Gateway() {
        ::shutdown(fd_, SHUT_RDWR);
        if (thread_.joinable()) thread_.join();
        ::close(fd_);
    }
    std::string url;

private:
    void serve(const std::string& answer) const {
        for (int client = 0; (client = ::accept(fd_, nullptr, nullptr)) >= 0; ::close(client)) {
            char request[1024];
            if (::read(client, request, sizeof request) > 0) ::send(client, answer.data(), answer.size(), MSG_NOSIGNAL);
        }
    }
    int fd_;
    std::jthread thread_;
};

class HealthTest : public ::testing::Test {
protected:
    int exit_of(const std::string& service, const std::optional<std::string>& http) {
        err.str("");
        return health({bus.url()}, service, http, err);
    }
    bus::testing::TestBus bus;
    std::ostringstream err;
};

TEST_F(HealthTest, IsThatOfTheBusWhereNoGatewayIs) {
    EXPECT_EQ(exit_of("bus", {}), Exit::ok);
    EXPECT_EQ(err.str(), "");
}

TEST_F(HealthTest, IsGoodWhereTheGatewayAnswers) {
    const Gateway gateway("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    EXPECT_EQ(exit_of("bus", gateway.url), Exit::ok);
    EXPECT_EQ(err.str(), "");
}

TEST_F(HealthTest, IsBadWhileHttpDoesNotAnswerThoughTheBusDoes) {
    const Gateway silent, ill("HTTP/1.1 503 Service Unavailable\r\n\r\n"), none("nonsense\r\n");
    for (const auto& url : {silent.url, ill.url, none.url, std::string("http://127.0.0.1:1"), std::string("nowhere")}) {
        EXPECT_EQ(exit_of("bus", url), Exit::cannot_connect) << url;
        EXPECT_THAT(err.str(), HasSubstr(url + "/healthz"));
    }
}

TEST_F(HealthTest, IsBadWhereTheServiceDoesNotAnswerOverTheBusThoughHttpDoes) {
    const Gateway gateway("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    EXPECT_NE(exit_of("complaints", gateway.url), Exit::ok);
    EXPECT_THAT(err.str(), HasSubstr("complaints"));
}

}  // namespace
}  // namespace rapport::cli
