// SPDX-License-Identifier: MIT
#include "bus/client/client.hpp"

#include <spdlog/spdlog.h>

#include <deque>
#include <random>
#include <unordered_map>

#include "bus/alarm.hpp"
#include "bus/base/codec.hpp"
#include "bus/base/retry.hpp"
#include "bus/base/wire.hpp"
#include "bus/socket.hpp"
#include "bus/wire/mdp.hpp"
#include "bus/wire/refusal.hpp"

namespace rapport::bus {
namespace {

using Steady = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr int burst = 256;
// Deadlines are looked at no more often than this, however many there are.
constexpr auto deadline_grain = 5ms;
constexpr Loop::Duration pause_before_reopening{100}, pause_after_refusal{1'000};
constexpr auto longest_backoff = 1'000ms;

struct Call {
    std::string service;
    std::string body;         ///< to be sent, or to be sent again; empty once it is neither
    std::string header_rest;  ///< the header's pairs but for ttl_ms, which shrinks
    std::uint32_t header_pairs = 0;
    Steady::time_point deadline;
    Client::OnReply on_reply;
    Loop::TimerId backoff = 0;  ///< of a call that waits to be sent again; 0: it does not
    unsigned tries = 0;
    bool sent = false;
    bool retry = false;   ///< on `unavailable`
    bool repeat = false;  ///< on `in_doubt` too
    bool answered_in_part = false;
    bool too_large = false;  ///< never sent: the bus would close the connection
};

/// The header without ttl_ms, which is put before the rest when the call is sent.
void write_header(const CallOptions& options, const std::optional<Actor>& speaker, Call& call) {
    Writer out(call.header_rest);
    const auto pair = [&](std::string_view key, std::string_view value) {
        ++call.header_pairs;
        out.text(key);
        out.text(value);
    };
    if (options.idem) pair("idem", *options.idem);
    if (options.traceparent) pair("traceparent", *options.traceparent);
    if (const auto& actor = options.actor ? options.actor : speaker) {
        ++call.header_pairs;
        out.text("actor");
        encode(shape_of<Actor>(), &*actor, call.header_rest);
    }
}

Reply failure(std::uint32_t msgid, Code code, const std::string& message) { return {msgid, Error(code, message), {}}; }

}  // namespace

struct Client::State {
    State(Loop& on, const Address& to, std::optional<Actor> speaker_)
        : loop(on), endpoint(to), speaker(std::move(speaker_)), deadlines(loop, [this] { expire(); }) {
        open();
    }

    ~State() {
        if (socket) loop.unwatch(*socket);
        else loop.cancel(reopen_timer);
        for (const auto& [msgid, call] : calls)
            if (call.backoff) loop.cancel(call.backoff);
    }

    void open() {
        socket.emplace(loop.context(), zmq::socket_type::dealer);
        set_common_options(*socket);
        socket->set(zmq::sockopt::sndhwm, 0);
        socket->set(zmq::sockopt::rcvhwm, 0);
        socket->set(zmq::sockopt::linger, 500);
        connections.emplace(loop, *socket, [this](const ConnectionWatch::News& news) { connection(news); });
        connect(*socket, endpoint);
        loop.watch(*socket, [this] {
            read();
            if (key_is_stale) come_again();
        });
    }

    void reopen() try { open(); } catch (const Error& error) {
        refused(error.message());
    }

    /// The socket goes with its connection: nothing waits there for a bus that is gone, so what was not sent is known
    /// not to have happened. (Not left to ZMQ_IMMEDIATE: a libzmq that drops a connection so aborts if one of its
    /// messages is half read.)
    void begin_anew(Loop::Duration pause) {
        connected = false;
        socket->set(zmq::sockopt::linger, 0);
        loop.unwatch(*socket);
        connections.reset();
        socket.reset();
        reopen_timer = loop.after(pause, [this] { reopen(); });
    }

    // Sending

    void send(std::uint32_t msgid, Call& call) {
        if (!connected) return unsent.push_back(msgid);
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(call.deadline - Steady::now());
        std::string header;
        Writer out(header);
        out.map(call.header_pairs + 1);
        out.text("ttl_ms");
        out.integer(std::max<std::int64_t>(left.count(), 0));
        header += call.header_rest;
        constexpr char request = static_cast<char>(mdp::ClientCommand::request);
        if (!put(mdp::client, true)) return unsent.push_back(msgid);
        put({&request, 1}, true);
        put(call.service, true);
        put(call.body, true);
        put(header, false);
        call.sent = true;
        if (!call.retry) call.body = {};
    }

    /// False when the connection is on its way down or up.
    bool put(std::string_view frame, bool more) { return bus::send(*socket, frame, more); }

    void send_unsent() {
        for (const auto msgid : std::exchange(unsent, {}))
            if (const auto known = calls.find(msgid); known != calls.end()) send(msgid, known->second);
    }

    // Answers

    void read() {
        zmq::message_t frame, body;
        for (int n = 0; n < burst; ++n) {
            std::size_t frames = 0;
            mdp::ClientCommand command{};
            bool more = false;
            do {
                if (!receive(*socket, frame)) return;
                const auto bytes = view_of(frame);
                more = frame.more();
                if (frames == 0 && bytes != mdp::client) frames = mdp::max_parts;  // nothing that we know
                if (frames == 1 && bytes.size() == 1) command = static_cast<mdp::ClientCommand>(bytes[0]);
                if (frames == 3) body.swap(frame);
                ++frames;
            } while (more);
            if (frames >= 4 && frames < mdp::max_parts) answered(view_of(body), command);
        }
    }

    void answered(std::string_view body, mdp::ClientCommand command) {
        const bool last = command == mdp::ClientCommand::final;
        if (!last && command != mdp::ClientCommand::partial) return;
        auto reply = parse_reply(body);
        const auto known = reply ? calls.find(reply->msgid) : calls.end();
        if (known == calls.end()) return;  // too late, or no answer to us
        if (!last) return answered_in_part(known->second, std::move(*reply));
        key_is_stale = key_is_stale || (reply->error && reply->error->code() == Code::unauthenticated &&
                                        reply->error->details().bytes == key_unknown);
        finish(known, std::move(*reply));
    }

    void answered_in_part(Call& call, Reply reply) {
        call.answered_in_part = true;
        const auto tell = call.on_reply;  // a copy: it may call, and so move the calls
        tell(std::move(reply), false);
    }

    using Calls = std::unordered_map<std::uint32_t, Call>;

    /// The last answer, unless it is one after which the call may be tried again.
    void finish(Calls::iterator at, Reply reply) {
        if (reply.error && try_again(at->first, at->second, *reply.error)) return;
        const auto node = calls.extract(at);
        if (node.mapped().backoff) loop.cancel(node.mapped().backoff);
        node.mapped().on_reply(std::move(reply), true);
    }

    /// Where the error says itself when it is worth coming again, that is for the caller to know at once.
    bool try_again(std::uint32_t msgid, Call& call, const Error& error) {
        const Code code = error.code();
        const bool may = (code == Code::unavailable && call.retry && !retry_after_of(error)) ||
                         (code == Code::in_doubt && call.repeat);
        if (!may || call.answered_in_part || call.backoff) return false;
        const auto most = std::min<std::chrono::milliseconds>(longest_backoff, 10ms * (1u << std::min(call.tries, 7u)));
        const auto pause = std::uniform_int_distribution<std::int64_t>(most.count() / 2, most.count())(random);
        if (Steady::now() + std::chrono::milliseconds(pause) >= call.deadline) return false;
        ++call.tries;
        call.sent = false;
        call.backoff = loop.after(std::chrono::milliseconds(pause), [this, msgid] {
            Call& again = calls.at(msgid);
            again.backoff = 0;
            send(msgid, again);
        });
        return true;
    }

    void expire() {
        const auto now = Steady::now();
        auto next = Steady::time_point::max();
        std::vector<std::uint32_t> over;
        for (const auto& [msgid, call] : calls) {
            if (call.deadline <= now) over.push_back(msgid);
            else next = std::min(next, call.deadline);
        }
        if (next != Steady::time_point::max()) deadlines.no_later_than(std::max(next, now + deadline_grain));
        for (const auto msgid : over) {
            const auto known = calls.find(msgid);
            if (known == calls.end()) continue;
            finish(known, overdue(msgid, known->second));
        }
    }

    Reply overdue(std::uint32_t msgid, const Call& call) const {
        if (call.too_large)
            return failure(msgid, Code::invalid_argument,
                           "the request is larger than " + std::to_string(WireLimits::bytes) + " bytes");
        if (!call.sent && !refusal.empty()) return refusal_of(msgid);
        if (!call.sent && call.tries == 0)
            return failure(msgid, Code::unavailable, "the bus could not be reached in the time given");
        return failure(msgid, Code::deadline_exceeded, "no answer in the time given");
    }

    // Connections

    void connection(const ConnectionWatch::News& news) {
        if (news.change == ConnectionWatch::Change::refused) return refused(news.why);
        if (news.change == ConnectionWatch::Change::broken_off) return broke_off(news.why);
        if (news.change == ConnectionWatch::Change::up) {
            connected = true;
            refusal.clear();
            astray = false;
            take_note_of_connections(*socket);
            return send_unsent();
        }
        connected = false;
        read_all();
        begin_anew(pause_before_reopening);
        std::vector<std::uint32_t> lost;
        for (const auto& [msgid, call] : calls)
            if (call.sent) lost.push_back(msgid);
        for (const auto msgid : lost)
            if (const auto known = calls.find(msgid); known != calls.end() && known->second.sent)
                finish(known, failure(msgid, Code::in_doubt, "the connection to the bus broke during the call"));
    }

    /// The bus does not let us in, or our key cannot be read: it may be allowed later.
    void refused(const std::string& why) {
        if (refusal != why) spdlog::error("the bus at {} refuses us: {}", endpoint.url, why);
        refusal = why;
        begin_anew(pause_after_refusal);
        std::vector<std::uint32_t> stuck;
        for (const auto msgid : unsent)
            if (const auto known = calls.find(msgid); known != calls.end() && !known->second.retry)
                stuck.push_back(msgid);
        for (const auto msgid : stuck)
            if (const auto known = calls.find(msgid); known != calls.end()) finish(known, refusal_of(msgid));
    }
    /// Whatever it was, calls wait: there may be room next time, or another key in our file.
    void broke_off(const std::string& why) {
        if (endpoint.key_file.empty()) return;
        if (!std::exchange(astray, true)) spdlog::warn("the bus at {} does not let us in: {}", endpoint.url, why);
        begin_anew(pause_after_refusal);
    }
    Reply refusal_of(std::uint32_t msgid) const {
        return failure(msgid, Code::unauthenticated, "the bus at " + endpoint.url + " refuses us: " + refusal);
    }

    /// The key of this connection is not let in any more; there may be another in its file by now.
    void come_again() {
        connection({.change = ConnectionWatch::Change::down});
        key_is_stale = false;
    }

    /// What arrived before the connection broke counts.
    void read_all() {
        while (can_be_read(*socket)) read();
    }

    std::uint32_t new_msgid() {
        do ++last_msgid;
        while (calls.contains(last_msgid));
        return last_msgid;
    }

    Loop& loop;
    const Address endpoint;
    const std::optional<Actor> speaker;
    std::optional<zmq::socket_t> socket;  ///< none for a moment after a connection broke
    bool connected = false;
    bool key_is_stale = false;
    bool astray = false;  ///< the bus broke off when we last came
    std::string refusal;  ///< why the bus did not let us in when we last came; empty if it did
    Calls calls;
    std::vector<std::uint32_t> unsent;  ///< calls made while there was no connection, in their order
    std::uint32_t last_msgid = 0;
    std::minstd_rand random{std::random_device{}()};
    Alarm deadlines;
    std::optional<ConnectionWatch> connections;
    Loop::TimerId reopen_timer = 0;
};

Client::Client(Loop& loop, const Address& requests_endpoint, std::optional<Actor> speaker)
    : state_(std::make_unique<State>(loop, requests_endpoint, std::move(speaker))) {}
Client::~Client() = default;

void Client::call(std::string_view service, std::string_view method, std::string_view params,
                  const CallOptions& options, OnReply on_reply) {
    const std::uint32_t msgid = state_->new_msgid();
    Call call;
    call.service = service;
    call.body = make_request(msgid, method, params);
    write_header(options, state_->speaker, call);
    call.deadline = Steady::now() + options.timeout;
    call.on_reply = std::move(on_reply);
    call.retry = options.retry;
    call.repeat = options.retry && (options.idem || options.query);
    call.too_large = call.body.size() > WireLimits::bytes;
    if (call.too_large) call.deadline = Steady::now();
    Call& made = state_->calls.emplace(msgid, std::move(call)).first->second;
    state_->deadlines.no_later_than(made.deadline);
    if (!made.too_large) state_->send(msgid, made);
}

std::string Client::ask(std::string_view service, std::string_view method, std::string_view params,
                        const CallOptions& options) {
    const auto answer = std::make_shared<std::optional<Reply>>();  // the answer may come after we have left
    call(service, method, params, options, [answer](Reply reply, bool last) {
        if (last) *answer = std::move(reply);
    });
    state_->loop.run_until([&] { return answer->has_value(); }, Loop::Duration::max());
    if (!*answer) throw Error(Code::unavailable, "stopped before there was an answer");
    if ((*answer)->error) throw Error(*(*answer)->error);
    return std::move((*answer)->result);
}

std::size_t Client::outstanding() const { return state_->calls.size(); }

}  // namespace rapport::bus
