// SPDX-License-Identifier: MIT
#include "tests/bench/connection.hpp"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <stdexcept>
#include <thread>
#include <vector>

#include "tests/bench/desk.hpp"

namespace rapport::bench {

Connection::Connection(const std::string& http) : fd_(socket(AF_INET, SOCK_STREAM, 0)) {
    const auto colon = http.rfind(':');
    sockaddr_in address{.sin_family = AF_INET,
                        .sin_port = htons(static_cast<std::uint16_t>(std::stoi(http.substr(colon + 1))))};
    inet_pton(AF_INET, http.substr(7, colon - 7).c_str(), &address.sin_addr);
    const int on = 1;
    setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        throw std::runtime_error("cannot connect to " + http);
}

Connection::~Connection() { close(fd_); }

void Connection::post(const std::string& request) {
    if (::send(fd_, request.data(), request.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(request.size()))
        throw std::runtime_error("the gateway closed the connection");
    std::string answer;
    std::size_t wanted = std::string::npos;
    char buffer[16'384];
    while (answer.size() < wanted) {
        const ssize_t got = recv(fd_, buffer, sizeof buffer, 0);
        if (got <= 0) throw std::runtime_error("the gateway closed the connection");
        answer.append(buffer, static_cast<std::size_t>(got));
        const auto end = answer.find("\r\n\r\n");
        const auto length = answer.find("Content-Length: ");
        if (wanted == std::string::npos && end != answer.npos && length < end)
            wanted = end + 4 + std::stoul(answer.substr(length + 16));
    }
    if (!answer.starts_with("HTTP/1.1 201")) throw std::runtime_error(answer);
}

void post_from(int connections, const std::string& http, const std::string& request, int times) {
    std::atomic<int> left = times;
    std::vector<std::jthread> clients;
    for (int i = 0; i < connections; ++i)
        clients.emplace_back([&] {
            Connection connection(http);
            while (left-- > 0) connection.post(request);
        });
}

std::string request_to_open(const std::string& token) {
    const std::string body = sample_complaint();
    return "POST /api/v1/complaints HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\nAuthorization: "
           "Bearer " +
           token + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

}  // namespace rapport::bench
