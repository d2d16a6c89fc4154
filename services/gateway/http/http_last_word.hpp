// SPDX-License-Identifier: MIT
#pragma once
#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <sys/socket.h>

#include <array>
#include <chrono>
#include <memory>
#include <restinio/all.hpp>
#include <string>

#include "services/gateway/http/connections.hpp"
#include "services/gateway/http/problem.hpp"
#include "services/gateway/http/response_headers.hpp"

/// RESTinio closes a connection whose request it cannot parse, or finds too large, without a word. Here the logger
/// hears why, and the socket, which is closed next on the same thread, says so before. For http_socket.hpp alone.
namespace rapport::gateway {

namespace asio_ns = restinio::asio_ns;

/// The status of the request that was just given up on this thread; 0: none was.
inline thread_local int given_up_with = 0;

/// What http_parser's errors mean. 0 for those after which nobody listens.
inline int status_of_parser_error(std::string_view message) {
    if (message.find("parser error") == message.npos || message.find("HPE_INVALID_EOF_STATE") != message.npos) return 0;
    const auto about = [message](std::string_view name) { return message.find(name) != message.npos; };
    if (about("HPE_CB_headers_complete") || about("HPE_CB_body")) return 413;
    if (about("HPE_CB_url")) return 414;
    if (about("HPE_HEADER_OVERFLOW") || about("HPE_CB_header")) return 431;
    return 400;
}

/// RESTinio's logger: only errors are of use, mostly to find out what a connection is closed for.
struct ParserLog {
    template <class Message>
    void trace(Message&&) noexcept {}
    template <class Message>
    void info(Message&&) noexcept {}
    template <class Message>
    void warn(Message&&) noexcept {}
    template <class Message>
    void error(Message&& message) {
        const std::string text = message();
        given_up_with = status_of_parser_error(text);
        const auto about = [&text](std::string_view part) { return text.find(part) != text.npos; };
        const bool of_the_peer = about("parser error") || about("socket error") || about("unable to write");
        if (!of_the_peer) spdlog::error("HTTP: {}", text);
    }
};

/// The whole answer to a request that could not be read; `reason` where the parser gives none.
inline std::string last_word(int status, std::string_view reason, bool over_tls) {
    if (reason.empty())
        reason = status == 413   ? "the body is larger than what is read: 1 MiB"
                 : status == 414 ? "the request's target is too long"
                 : status == 431 ? "there are too many header fields, or they are too long"
                                 : "this is no HTTP/1.1 request";
    const Code code = status > 500 ? Code::unimplemented : Code::invalid_argument;
    auto answer = problem(status, Error(code, std::string(reason)), {});
    add_safety_headers(answer, {}, over_tls);
    std::string text =
        fmt::format("HTTP/1.1 {} {}\r\nDate: {}\r\nContent-Type: {}\r\nContent-Length: {}\r\nConnection: close\r\n",
                    status, phrase_of(status), restinio::make_date_field_value(std::time(nullptr)), answer.content_type,
                    answer.body.size());
    for (const auto& [name, value] : answer.headers) text += fmt::format("{}: {}\r\n", name, value);
    return text + "\r\n" + answer.body;
}

/// Reads and drops what a peer still sends, so that the answer is not lost to the reset that closing at once would
/// cause.
class Drain : public std::enable_shared_from_this<Drain> {
public:
    Drain(asio_ns::ip::tcp::socket socket, std::unique_ptr<Connections::Place> place)
        : socket_(std::move(socket)), place_(std::move(place)), timer_(socket_.get_executor()) {}
    void start() {
        place_->waits();
        timer_.expires_after(std::chrono::seconds(2));
        timer_.async_wait([self = shared_from_this()](const asio_ns::error_code& stopped) {
            if (!stopped) self->close();
        });
        read();
    }

private:
    void read() {
        socket_.async_read_some(asio_ns::buffer(buffer_),
                                [self = shared_from_this()](const auto& problem, std::size_t n) {
                                    if (problem || n >= self->left_) return self->close();
                                    self->left_ -= n;
                                    self->read();
                                });
    }
    void close() {
        asio_ns::error_code ignored;  // closing is all that is left to do
        timer_.cancel();
        socket_.close(ignored);
        place_.reset();
    }

    asio_ns::ip::tcp::socket socket_;
    std::unique_ptr<Connections::Place> place_;
    asio_ns::steady_timer timer_;
    std::array<char, 16'384> buffer_;
    std::size_t left_ = 256 << 20;
};

}  // namespace rapport::gateway
