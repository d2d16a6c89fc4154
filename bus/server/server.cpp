// SPDX-License-Identifier: MIT
#include "bus/server/server.hpp"

#include <spdlog/spdlog.h>

#include <array>
#include <optional>

#include "bus/base/codec.hpp"
#include "bus/socket.hpp"
#include "bus/wire/introspection.hpp"
#include "bus/wire/mdp.hpp"
#include "bus/wire/walk.hpp"

namespace rapport::bus {
namespace {

using Steady = std::chrono::steady_clock;
using mdp::WorkerCommand;

constexpr int burst = 256;
constexpr Loop::Duration pause_before_reopening{100}, pause_after_refusal{1'000};

/// One message's frames.
struct Message {
    std::array<zmq::message_t, mdp::max_parts> frames;
    std::size_t size = 0;
    std::string_view operator[](std::size_t at) const { return at < size ? view_of(frames[at]) : std::string_view(); }
};

std::string announcement(const ServerOptions& options, const std::string& instance) {
    std::string map;
    Writer out(map);
    out.map(4);
    out.text("v");
    out.integer(1);
    out.text("inst");
    out.text(instance);
    out.text("win");
    out.integer(options.credit);
    out.text("maxbytes");
    out.integer(static_cast<std::int64_t>(options.max_bytes));
    return map;
}

}  // namespace

struct Server::State {
    State(Loop& on, const Address& to, ServerOptions with, OnRequest hand_on)
        : loop(on),
          endpoint(to),
          options(std::move(with)),
          on_request(std::move(hand_on)),
          instance(to_text(new_uuid(SystemClock().now()))) {
        open();
        beat_timer = loop.every(mdp::heartbeat, [this] { beat(); });
    }

    ~State() {
        loop.cancel(beat_timer);
        if (reopening) loop.cancel(reopen_timer);
        close();
    }

    // Connection

    void open() {
        socket.emplace(loop.context(), zmq::socket_type::dealer);
        set_common_options(*socket);
        socket->set(zmq::sockopt::sndhwm, 0);  // credit bounds what there can be to send and to receive
        socket->set(zmq::sockopt::rcvhwm, 0);
        socket->set(zmq::sockopt::linger, 500);
        watch.emplace(loop, *socket, [this](const ConnectionWatch::News& news) { connection_changed(news); });
        connect(*socket, endpoint);
        loop.watch(*socket, [this] { read(); });
    }

    void close() {
        if (!socket) return;
        loop.unwatch(*socket);
        watch.reset();
        socket.reset();
        registered = false;
    }

    void connection_changed(const ConnectionWatch::News& news) {
        if (news.change == ConnectionWatch::Change::refused) return refused(news.why);
        if (news.change == ConnectionWatch::Change::broken_off) {
            if (!endpoint.key_file.empty()) refused(news.why);  // there may be another key in its file by now
            return;
        }
        if (news.change == ConnectionWatch::Change::down) {
            if (registered) spdlog::warn("{}: the connection to the bus broke, {} in hand", options.service, in_hand);
            // The socket goes with its connection, and with it what waits there for a bus that is gone. (Not left to
            // ZMQ_IMMEDIATE: a libzmq that drops a connection so aborts if one of its messages is half read.)
            socket->set(zmq::sockopt::linger, 0);
            close();
            return reopen(pause_before_reopening);
        }
        take_note_of_connections(*socket);
        introduce();
    }

    void introduce() {
        if (leaving) return;
        ++connection;
        in_hand = 0;
        registered = true;
        heard = Steady::now();
        command(WorkerCommand::ready, true);
        put(options.service, true);
        put(announcement(options, instance), false);
        spdlog::info("{}: serving on {} as {}", options.service, endpoint.url, instance);
    }

    /// Later, since a socket cannot be closed by what reads it.
    void reopen(Loop::Duration pause) {
        registered = false;
        if (reopening || leaving) return;
        reopening = true;
        reopen_timer = loop.after(pause, [this] {
            reopening = false;
            close();
            try {
                open();
            } catch (const Error& error) {
                refused(error.message());
            }
        });
    }

    /// It may be allowed later. Said once for each reason.
    void refused(const std::string& why) {
        if (refusal != why) spdlog::error("{}: the bus at {} refuses us: {}", options.service, endpoint.url, why);
        refusal = why;
        reopen(pause_after_refusal);
    }

    void beat() {
        const auto now = Steady::now();
        const bool we_slept = now - last_beat > 2 * mdp::heartbeat;
        last_beat = now;
        if (!registered) return;
        if (we_slept) heard = now;
        if (now - heard > mdp::patience) {
            spdlog::warn("{}: the bus is silent; connecting again", options.service);
            return reopen(pause_before_reopening);
        }
        if (now - told >= mdp::heartbeat * 9 / 10) command(WorkerCommand::heartbeat, false);
    }

    // Sending. What cannot be sent is lost with its connection.

    void put(std::string_view frame, bool more) { send(*socket, frame, more); }

    void command(WorkerCommand which, bool more) {
        const char byte = static_cast<char>(which);
        told = Steady::now();
        put(mdp::worker, true);
        put({&byte, 1}, more);
    }

    void answer(const Request& request, const std::string& body, bool last) {
        if (!registered || request.connection != connection) return;
        if (last && in_hand > 0) --in_hand;
        command(last ? WorkerCommand::final : WorkerCommand::partial, true);
        put(request.token, true);
        put("", true);
        put(body, false);
    }

    void succeed(const Request& request, std::string_view result, bool last) {
        const std::string body = make_reply(request.msgid, result);
        if (body.size() <= WireLimits::bytes) return answer(request, body, last);
        fail(request, Error(Code::resource_exhausted,
                            "the answer is larger than " + std::to_string(WireLimits::bytes) + " bytes: ask for less"));
    }

    void fail(const Request& request, const Error& error) { answer(request, make_error(request.msgid, error), true); }

    // Receiving

    bool receive() {
        message.size = 0;
        for (bool more = true; more;) {
            const std::size_t at = std::min(message.size, mdp::max_parts - 1);
            if (!bus::receive(*socket, message.frames[at])) return false;
            more = message.frames[at].more();
            message.size = at + 1;
        }
        return true;
    }

    void read() {
        for (int n = 0; n < burst && receive(); ++n) {
            if (message[0] != mdp::worker || message[1].size() != 1) continue;
            heard = Steady::now();
            const auto which = static_cast<WorkerCommand>(message[1][0]);
            if (which == WorkerCommand::disconnect) {
                if (!message[2].empty()) return refused(std::string(message[2]));
                if (registered && !leaving) spdlog::warn("{}: the bus wants us to connect again", options.service);
                return reopen(pause_before_reopening);
            }
            if (which != WorkerCommand::request || !registered || message.size < 5) continue;
            refusal.clear();
            take(message[2], message[4], message[5]);
        }
    }

    void take(std::string_view token, std::string_view body, std::string_view header) {
        Request request;
        request.token = token;
        request.connection = connection;
        request.received = heard;
        request.deadline = Steady::time_point::max();
        ++in_hand;
        const auto parsed = parse_request(body);
        if (!parsed) return fail(request, Error(Code::invalid_argument, "the body is no [0, msgid, method, [params]]"));
        request.msgid = parsed->msgid;
        Walk params(parsed->params);
        if (!parsed->params.empty() && !(params.value() && params.at_end()))
            return fail(request, Error(Code::invalid_argument, "params are not one whole MessagePack value"));
        request.method = parsed->method;
        request.params = parsed->params;
        try {
            if (!header.empty()) request.header = decode<Header>(header);
        } catch (const Error& error) {
            return fail(request, Error(error.code(), "header: " + error.message(), error.details()));
        }
        if (request.header.ttl_ms) request.deadline = heard + std::chrono::milliseconds(*request.header.ttl_ms);
        if (request.method == "$ping") return succeed(request, encode(Ping{options.service, instance}), true);
        if (request.expired())
            return fail(request, Error(Code::deadline_exceeded, "the time was over before the request was begun"));
        on_request(std::move(request));
    }

    Loop& loop;
    const Address endpoint;
    const ServerOptions options;
    const OnRequest on_request;
    const std::string instance;
    std::string refusal;  ///< why the bus did not have us when we last came
    std::optional<zmq::socket_t> socket;
    std::optional<ConnectionWatch> watch;
    Message message;
    std::uint64_t connection = 0;
    std::size_t in_hand = 0;
    bool registered = false, leaving = false, reopening = false;
    Steady::time_point heard = Steady::now(), told = heard, last_beat = heard;
    Loop::TimerId beat_timer = 0, reopen_timer = 0;
};

Server::Server(Loop& loop, const Address& requests_endpoint, ServerOptions options, OnRequest on_request)
    : state_(std::make_unique<State>(loop, requests_endpoint, std::move(options), std::move(on_request))) {}
Server::~Server() = default;

void Server::partial(const Request& request, std::string_view result) { state_->succeed(request, result, false); }
void Server::reply(const Request& request, std::string_view result) { state_->succeed(request, result, true); }
void Server::fail(const Request& request, const Error& error) { state_->fail(request, error); }

void Server::leave() {
    if (state_->leaving) return;
    state_->leaving = true;
    if (state_->registered) state_->command(WorkerCommand::disconnect, false);
}

std::size_t Server::in_hand() const { return state_->in_hand; }
const std::string& Server::instance() const { return state_->instance; }

}  // namespace rapport::bus
