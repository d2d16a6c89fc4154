// SPDX-License-Identifier: MIT
#pragma once
#include "services/gateway/http/connections.hpp"
#include "services/gateway/http/http_last_word.hpp"
#include "services/gateway/http/http_server.hpp"
#include "services/gateway/http/request_grammar.hpp"

/// For http_server.cpp alone.
namespace rapport::gateway {

/// A TCP socket as RESTinio wants it, in a place of its server's. It hands on nothing but requests that keep to the
/// grammar; before it is closed for one that was refused, it says why.
class HttpSocket : public asio_ns::ip::tcp::socket {
    using Tcp = asio_ns::ip::tcp::socket;

public:
    HttpSocket(Tcp socket, std::unique_ptr<Connections::Place> place, const HttpOptions& options)
        : Tcp(std::move(socket)), place_(std::move(place)), options_(&options) {}

    /// RESTinio reads one request at a time, and nothing while one is in work.
    template <class Buffers, class Handler>
    void async_read_some(const Buffers& buffers, Handler handler) {
        place_->waits();
        if (grammar_.status() != 0)
            return asio_ns::post(get_executor(),
                                 [this, handler = std::move(handler)]() mutable { handler(refuse(), 0); });
        Tcp::async_read_some(buffers, [this, buffers, handler = std::move(handler)](auto problem, auto size) mutable {
            if (!problem) {
                size = grammar_.read({static_cast<const char*>(buffers.data()), size});
                if (size == 0) problem = refuse();
            }
            if (place_) note_read();
            handler(problem, size);
        });
    }
    /// Who does not read what they asked for waits, and gives way.
    /// The handler is taken by reference: ASIO's own has the buffers in it, and they are looked at where it is moved
    /// from.
    template <class Buffers, class Handler>
    void async_write_some(const Buffers& buffers, Handler&& handler) {
        if (place_) place_->answers();
        Tcp::async_write_some(buffers,
                              [this, handler = std::forward<Handler>(handler)](auto problem, auto size) mutable {
                                  if (place_) place_->works();
                                  handler(problem, size);
                              });
    }

    void shutdown(shutdown_type how, asio_ns::error_code& problem) {
        if (const int given_up = std::exchange(given_up_with, 0); status_ == 0) status_ = given_up;
        if (status_ != 0) {
            const std::string text = last_word(status_, grammar_.reason(), options_->over_tls);
            // Nothing was sent on this connection that the peer has not taken: it fits, or the peer is gone.
            (void)::send(native_handle(), text.data(), text.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
            options_->on_refused(status_);
            how = shutdown_send;
        }
        Tcp::shutdown(how, problem);
    }
    void close() {
        if (std::exchange(status_, 0) != 0 && place_)
            return std::make_shared<Drain>(std::move(*this), std::move(place_))->start();
        Tcp::close();
        place_.reset();
    }

private:
    /// A request that is whole is in work, and not given up for its size any more.
    void note_read() {
        if (grammar_.whole()) place_->works();
        place_->holds(grammar_.kept());
        place_->works();
    }
    /// What RESTinio hears of a refused request: that nothing more can be read, whereupon it closes.
    asio_ns::error_code refuse() {
        status_ = grammar_.status();
        return std::make_error_code(std::errc::bad_message);
    }

    std::unique_ptr<Connections::Place> place_;
    const HttpOptions* options_;
    RequestGrammar grammar_;
    int status_ = 0;  ///< of the last word; 0: there is none
};

}  // namespace rapport::gateway
