// SPDX-License-Identifier: MIT
#include "services/cli/up/http_probe.hpp"

#include <netdb.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <memory>
#include <string_view>

namespace rapport::cli::up {
namespace {

struct Address {
    std::string host, port;
};

/// `http://HOST:PORT`, where HOST may be `[::1]`.
std::optional<Address> parse(std::string_view text) {
    constexpr std::string_view scheme = "http://";
    if (!text.starts_with(scheme)) return {};
    text.remove_prefix(scheme.size());
    text = text.substr(0, text.find('/'));
    const auto colon = text.rfind(':');
    if (colon == text.npos) return {};
    auto host = text.substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    return Address{std::string(host), std::string(text.substr(colon + 1))};
}

int connected(const Address& address) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (::getaddrinfo(address.host.c_str(), address.port.c_str(), &hints, &found) != 0) return -1;
    const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owned(found, ::freeaddrinfo);
    const int fd = ::socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const timeval limit{.tv_sec = 0, .tv_usec = 500'000};
    ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    ::setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    if (::connect(fd, found->ai_addr, found->ai_addrlen) == 0) return fd;
    ::close(fd);
    return -1;
}

/// `HTTP/1.1 200 OK`
std::optional<int> status_in(std::string_view line) {
    if (!line.starts_with("HTTP/1.") || line.size() < 12) return {};
    int status = 0;
    const auto [end, error] = std::from_chars(line.data() + 9, line.data() + 12, status);
    if (error != std::errc{} || end != line.data() + 12) return {};
    return status;
}

}  // namespace

std::optional<int> http_status(const std::string& address, const std::string& path) {
    const auto parsed = parse(address);
    if (!parsed) return {};
    const int fd = connected(*parsed);
    if (fd < 0) return {};
    const auto request = "GET " + path + " HTTP/1.1\r\nHost: " + parsed->host + "\r\nConnection: close\r\n\r\n";
    std::array<char, 64> answer{};
    ::ssize_t got = -1;
    if (::send(fd, request.data(), request.size(), MSG_NOSIGNAL) == static_cast<::ssize_t>(request.size()))
        got = ::recv(fd, answer.data(), answer.size(), 0);
    ::close(fd);
    return got > 0 ? status_in({answer.data(), static_cast<std::size_t>(got)}) : std::nullopt;
}

}  // namespace rapport::cli::up
