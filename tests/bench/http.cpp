// SPDX-License-Identifier: MIT
#include "tests/bench/http.hpp"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <thread>

#include "bus/client/client.hpp"
#include "bus/events/event.hpp"
#include "tests/bench/desk.hpp"
#include "tests/bench/up.hpp"

namespace rapport::bench {
namespace {

constexpr int connections = 32, window = 256, requests = 6'000, runs = 3;
using std::chrono::steady_clock;

/// One connection to the gateway that stays open.
class Connection {
public:
    explicit Connection(const std::string& http) {
        const auto colon = http.rfind(':');
        sockaddr_in address{.sin_family = AF_INET,
                            .sin_port = htons(static_cast<std::uint16_t>(std::stoi(http.substr(colon + 1))))};
        inet_pton(AF_INET, http.substr(7, colon - 7).c_str(), &address.sin_addr);
        const int on = 1;
        setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        if (connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
            throw std::runtime_error("cannot connect to " + http);
    }
    ~Connection() { close(fd_); }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// Sends a request and reads its answer; throws unless it is a 201.
    void post(const std::string& request) {
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

private:
    int fd_ = socket(AF_INET, SOCK_STREAM, 0);
};

double per_second(int count, steady_clock::time_point start) {
    return count / std::chrono::duration<double>(steady_clock::now() - start).count();
}

double over_http(const Up& up) {
    const std::string body = sample_complaint();
    const std::string request =
        "POST /api/v1/complaints HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\n"
        "Authorization: Bearer " +
        up.token() + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    std::atomic<int> left = requests;
    const auto start = steady_clock::now();
    {
        std::vector<std::jthread> clients;
        for (int i = 0; i < connections; ++i)
            clients.emplace_back([&] {
                Connection connection(*up.run().http);
                while (left-- > 0) connection.post(request);
            });
    }
    return per_second(requests, start);
}

double over_bus(bus::Loop& loop, bus::Client& client) {
    const std::string params = from_json(sample_complaint());
    const Actor actor{.id = "user:bench", .kind = "person", .roles = {"agent"}};
    static std::int64_t keys = 0;
    int sent = 0, answered = 0;
    const auto start = steady_clock::now();
    std::function<void()> next = [&] {
        ++sent;
        client.call(
            "complaints", "open", params,
            {.timeout = Millis(60'000), .idem = "bench-" + std::to_string(++keys), .actor = actor, .retry = true},
            [&](const bus::Reply& reply, bool) {
                if (reply.error) throw *reply.error;
                ++answered;
                if (sent < requests) next();
            });
    };
    for (int i = 0; i < window; ++i) next();
    loop.run_until([&] { return answered == requests; }, std::chrono::seconds(120));
    return per_second(requests, start);
}

}  // namespace

std::vector<Figure> measure_http() {
    const Up up({"complaints"});
    bus::Loop loop;
    bus::Client client(loop, up.run().bus);
    std::int64_t opened = 0;
    const auto settle = [&] {
        opened += requests;
        while (decode<bus::Watermark>(client.ask("complaints", "$watermark", {})).last < 2 * opened)
            loop.run_until([] { return false; }, Millis(20));
    };
    const auto http = [&] {
        const double rate = over_http(up);
        settle();
        return rate;
    };
    const auto bus = [&] {
        const double rate = over_bus(loop, client);
        settle();
        return rate;
    };
    const Pair pair = interleaved(runs, http, bus);
    return {
        {"complaints.open over HTTP, 32 connections", "/s", pair.value, pair.baseline, Bar{Bar::Is::at_least, 0.5}}};
}

}  // namespace rapport::bench
