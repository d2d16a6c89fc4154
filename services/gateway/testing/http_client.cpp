// SPDX-License-Identifier: MIT
#include "services/gateway/testing/http_client.hpp"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>

namespace rapport::gateway::testing {
namespace {

constexpr std::chrono::seconds usual_patience{20};

}  // namespace

HttpConnection::HttpConnection(const HttpAddress& address) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(address.port);
    ::inet_pton(AF_INET, address.host.c_str(), &to.sin_addr);
    if (::connect(fd_, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0) throw std::runtime_error("cannot connect");
}

HttpConnection::~HttpConnection() {
    if (fd_ >= 0) ::close(fd_);
}

bool HttpConnection::write(const std::string& bytes) {
    for (std::size_t sent = 0; sent < bytes.size();) {
        const auto n = ::send(fd_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
        if (n <= 0) return false;
        sent += static_cast<std::size_t>(n);
    }
    return true;
}

bool HttpConnection::receive(std::chrono::milliseconds patience) {
    pollfd wait{fd_, POLLIN, 0};
    if (::poll(&wait, 1, static_cast<int>(patience.count())) <= 0) return false;
    char buffer[16'384];
    const auto n = ::recv(fd_, buffer, sizeof buffer, 0);
    if (n > 0) unread_.append(buffer, static_cast<std::size_t>(n));
    return n > 0;
}

std::string HttpConnection::line() {
    std::size_t end = 0;
    while ((end = unread_.find("\r\n")) == unread_.npos)
        if (!receive(usual_patience)) return {};
    std::string out = unread_.substr(0, end);
    unread_.erase(0, end + 2);
    return out;
}

void HttpConnection::take(std::size_t bytes, std::string& into) {
    while (unread_.size() < bytes)
        if (!receive(usual_patience)) return;
    into += unread_.substr(0, bytes);
    unread_.erase(0, bytes);
}

Answer HttpConnection::read() {
    Answer answer;
    const std::string status = line();
    if (status.size() < 12) return answer;
    answer.status = std::stoi(status.substr(9, 3));
    for (std::string header = line(); !header.empty(); header = line()) {
        const auto colon = header.find(':');
        std::string name = header.substr(0, colon);
        for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        const std::string value = header.substr(std::min(header.find_first_not_of(' ', colon + 1), header.size()));
        answer.headers[name] = value;
        if (name == "set-cookie") answer.cookies.push_back(value);
    }
    if (const auto length = answer.headers.find("content-length"); length != answer.headers.end())
        take(std::stoul(length->second), answer.body);
    return answer;
}

Answer HttpConnection::ask(const std::string& bytes) {
    write(bytes);
    return read();
}

std::string HttpConnection::read_until(const std::string& wanted, std::chrono::milliseconds patience) {
    while (unread_.find(wanted) == unread_.npos)
        if (!receive(patience)) break;
    return std::exchange(unread_, {});
}

bool HttpConnection::closed(std::chrono::milliseconds patience) {
    pollfd wait{fd_, POLLIN, 0};
    if (::poll(&wait, 1, static_cast<int>(patience.count())) <= 0) return false;
    char byte = 0;
    return ::recv(fd_, &byte, 1, MSG_PEEK) <= 0;
}

std::string request_text(const std::string& verb, const std::string& target, const std::string& lines,
                         const std::string& body) {
    std::string out = verb + " " + target + " HTTP/1.1\r\nHost: test\r\n" + lines;
    if (!body.empty()) out += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    return out + "\r\n" + body;
}

}  // namespace rapport::gateway::testing
