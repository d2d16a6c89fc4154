// SPDX-License-Identifier: MIT
#pragma once
#include <fmt/format.h>
#include <sys/socket.h>

#include <array>
#include <chrono>
#include <memory>
#include <restinio/asio_include.hpp>
#include <string>

#include "services/gateway/problem.hpp"

/// RESTinio closes a connection whose request it cannot parse, or finds too large, without a word. Here the logger
/// hears why, and the socket, which is closed next on the same thread, says so before. For http_server.cpp alone.
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

/// RESTinio's logger: only errors are of use, and only to find out what a connection is closed for.
struct ParserLog {
    template <class Message>
    void trace(Message&&) noexcept {}
    template <class Message>
    void info(Message&&) noexcept {}
    template <class Message>
    void warn(Message&&) noexcept {}
    template <class Message>
    void error(Message&& message) {
        given_up_with = status_of_parser_error(message());
    }
};

/// The whole answer to a request that could not be read.
inline std::string last_word(int status) {
    const auto detail = status == 413   ? "the body is larger than what is read: 1 MiB"
                        : status == 414 ? "the request's target is too long"
                        : status == 431 ? "there are too many header fields, or they are too long"
                                        : "this is no HTTP/1.1 request";
    const auto answer = problem(status, Error(Code::invalid_argument, detail), {});
    return fmt::format("HTTP/1.1 {} {}\r\nContent-Type: {}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{}",
                       status, phrase_of(status), answer.content_type, answer.body.size(), answer.body);
}

/// Reads and drops what a peer still sends, so that the answer is not lost to the reset that closing at once would
/// cause.
class Drain : public std::enable_shared_from_this<Drain> {
public:
    explicit Drain(asio_ns::ip::tcp::socket socket) : socket_(std::move(socket)), timer_(socket_.get_executor()) {}
    void start() {
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
    }

    asio_ns::ip::tcp::socket socket_;
    asio_ns::steady_timer timer_;
    std::array<char, 16'384> buffer_;
    std::size_t left_ = 256 << 20;
};

/// A TCP socket as RESTinio wants it, that answers before it is closed for a request that was given up.
class LastWordSocket : public asio_ns::ip::tcp::socket {
public:
    using asio_ns::ip::tcp::socket::socket;

    void shutdown(shutdown_type how, asio_ns::error_code& problem) {
        status_ = std::exchange(given_up_with, 0);
        if (status_) {
            const std::string text = last_word(status_);
            // Nothing was sent on this connection that the peer has not taken: it fits, or the peer is gone.
            (void)::send(native_handle(), text.data(), text.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
            how = shutdown_send;
        }
        asio_ns::ip::tcp::socket::shutdown(how, problem);
    }
    void close() {
        if (std::exchange(status_, 0)) std::make_shared<Drain>(std::move(*this))->start();
        else asio_ns::ip::tcp::socket::close();
    }

private:
    int status_ = 0;
};

}  // namespace rapport::gateway
