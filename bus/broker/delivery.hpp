// SPDX-License-Identifier: MIT
#pragma once
#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "bus/broker/link.hpp"
#include "bus/broker/options.hpp"
#include "bus/broker/service.hpp"

namespace rapport::bus {

/// Answers on their way to clients. Those that a client has no room for wait here, in order, until it reads; meanwhile
/// its further requests wait too, unseen by anybody, so that a client that does not read costs memory up to a bound and
/// nobody else anything. Above the bound its connection is broken: so it knows what it has lost. A client that reads
/// costs a comparison. Belongs to the loop's thread.
class Delivery {
public:
    /// What became of an answer. `gone`: the client is; `yes`: it was sent, or waits here for room.
    enum class Sent : bool { gone, yes };
    /// What is undelivered now, and what was given up so far.
    struct Counts {
        std::size_t behind = 0;    ///< clients that have not read enough
        std::size_t bytes = 0;     ///< that wait here for them
        std::uint64_t broken = 0;  ///< connections, since they had too much unread
    };
    /// Takes a request that was held back since then; false if it has to wait longer, and is left as it is.
    using Resume = std::function<bool(Parts& parts, Time arrived)>;

    Delivery(Loop& loop, Link& link, const BrokerOptions& options, Resume resume);
    ~Delivery();

    /// Sends, or keeps to send later; `gone` if there is no such client, or no more. `body` is moved from.
    Sent send(const Peer& client, mdp::ClientCommand command, std::string_view service, std::span<zmq::message_t> body);
    Sent send(const Peer& client, mdp::ClientCommand command, std::string_view service, std::string_view body);

    /// Whether that client has to read before its requests go on.
    bool holds(std::string_view client) const {
        return !clients_.empty() && !resuming_ && clients_.contains(client) && must_wait(client);
    }
    /// Keeps a request of such a client until then.
    void hold(const Peer& client, Parts& parts, Time now);
    Counts counts() const;

private:
    struct Answer {
        mdp::ClientCommand command;
        std::string service;
        std::vector<zmq::message_t> body;
        std::size_t bytes;
    };
    struct Request {
        std::vector<zmq::message_t> frames;
        bool cut_off;
        Time arrived;
        std::size_t bytes;
    };
    /// A client that has not read enough, or whose large answers are being paced.
    struct Client {
        mdp::Dialect speaks;
        int fd = -1;
        std::deque<Answer> answers;
        std::deque<Request> requests;
        std::size_t bytes = 0;      ///< of both
        std::size_t in_pipe = 0;    ///< bytes of large answers that ZeroMQ was given since it last had room
        Time broken = Time::max();  ///< when its connection was
        Peer peer(std::string_view id) const { return {id, speaks, fd}; }
    };

    bool must_wait(std::string_view client) const;
    Client& note(const Peer& client);
    Sent keep(const Peer& client, Answer answer);
    void account(Client& client, std::ptrdiff_t bytes);
    void stay_within_bounds(Client& grown);
    void break_off(Client& client);
    void look();
    bool go_on(const std::string& id);
    bool flush(const std::string& id, Client& client);
    void resume(Client& client);

    Loop& loop_;
    Link& link_;
    const BrokerOptions& options_;
    const Resume resume_;
    ByText<Client> clients_;
    std::size_t bytes_ = 0;
    std::uint64_t broken_ = 0;
    bool resuming_ = false;  ///< what is handled now was held back
    Parts parts_;            ///< of it
    Loop::Duration pause_{};
    std::optional<Loop::TimerId> timer_;
};

}  // namespace rapport::bus
