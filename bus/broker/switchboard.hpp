// SPDX-License-Identifier: MIT
#pragma once
#include "bus/alarm.hpp"
#include "bus/base/error.hpp"
#include "bus/broker/delivery.hpp"
#include "bus/broker/link.hpp"
#include "bus/broker/options.hpp"
#include "bus/broker/request_table.hpp"
#include "bus/broker/tap.hpp"
#include "bus/security/guard.hpp"
#include "bus/wire/envelope.hpp"
#include "bus/wire/introspection.hpp"

namespace rapport::bus {

/// What happened at the switchboard that is nobody's service.
struct Dropped {
    std::uint64_t malformed = 0;       ///< messages that are no Majordomo, or not as it has them
    std::uint64_t unknown_tokens = 0;  ///< answers to nothing that their sender holds
    std::uint64_t unreachable = 0;     ///< answers to clients that were gone
};

/// Hands requests to workers and answers to clients. Belongs to the loop's thread.
class Switchboard {
public:
    /// Answers a request to the bus itself: a name of our own, or one of `mmi.`.
    using OwnService = std::function<void(const Peer& client, std::string_view sender, std::string_view service,
                                          std::string_view body)>;

    Switchboard(Loop& loop, Link& link, Delivery& delivery, Guard& guard, Tap& tap, const BrokerOptions& options,
                OwnService own);

    /// Takes one message as it came.
    void handle(Parts& parts);
    /// Takes a request that was held back since then; false if it has to wait longer for its service.
    bool resume(Parts& parts, Time arrived);
    /// To be called every heartbeat interval: sends what is due and lets go of the silent.
    void beat();
    /// Says something to every worker, to find out at once which of them are gone.
    void probe();
    /// To be called when grants have changed: who has lost one has no more use of it.
    void review();
    /// The time that what is handled next is counted from; asking the clock for each message would be dear.
    void set_now(Time now) { now_ = now; }

    const ByText<std::unique_ptr<Service>>& services() const { return services_; }
    const Dropped& dropped() const { return dropped_; }
    std::size_t in_hand() const { return table_.size(); }
    bool serves(std::string_view service) const;

private:
    struct FanOut {
        Call call;
        Asked result;
        std::size_t open;  ///< instances that may still answer
        Time until;
    };

    void from_client(Parts& parts, mdp::Dialect speaks, Time arrived);
    void from_worker(Parts& parts, mdp::Dialect speaks);
    void from_nobody(const Parts& parts);
    int connection_of(const Parts& parts);

    /// Why the message is no request; nothing if it is one.
    static std::optional<Error> fault_of(const Parts& parts, std::size_t service, mdp::Dialect speaks);
    /// False, and answered, if its sender may not ask so. The body begins at that frame.
    bool allow(Parts& parts, std::size_t body, const Peer& client, const std::optional<RequestBody>& request);
    void refuse(const Peer& client, std::string_view service, std::uint32_t msgid, const Error& error);
    void nobody_serves(const Peer& client, Service* service, std::string_view name, std::uint32_t msgid);
    void tell(const Call& call, mdp::ClientCommand command, std::span<zmq::message_t> body);
    void tell(const Call& call, mdp::ClientCommand command, std::string_view body);
    void route(Call call, std::span<zmq::message_t> body, std::string_view sender);
    void queue(Call call, std::span<zmq::message_t> body, std::string_view sender);
    /// Unless it is `yes`, the call and body are untouched.
    Link::Sent hand_over(Worker& worker, Call& call, std::span<zmq::message_t> body);
    Link::Sent hand_over(Worker& worker, Waiting& waiting);
    /// Takes note that the worker is gone, or has too much unread.
    void cannot_take(Worker& worker, Link::Sent sent);
    void refill(Worker& worker);
    void expire();
    bool refuse_if_expired(Waiting& waiting);

    void ready(Parts& parts, mdp::Dialect speaks);
    void answer(Worker& worker, Parts& parts, bool last);
    void pass_on(Worker& worker, RequestTable::Slot slot, std::span<zmq::message_t> body, bool last);
    /// Says why to a worker that does what it may not, and takes it for gone.
    void send_away(Worker& worker, const std::string& why);
    void refuse_to_serve(const Peer& worker, std::string_view name);
    void disconnect(Worker& worker);
    void lose(Worker& worker);
    void forget(Worker& worker);
    void lost_its_last_worker(Service& service);
    Worker* worker_of(std::string_view id);
    Service* service_to_serve(std::string_view name);

    void fan_out(Call call, std::span<zmq::message_t> body);
    void part_answered(std::uint64_t id, std::span<zmq::message_t> body, bool last);
    void part_lost(std::uint64_t id);
    void finish(std::uint64_t id);

    void fail(const Call& call, Code code, const std::string& message);
    void count(const Call& call, bool failed);
    void show_answer(const Call& call, std::string_view instance, std::span<const zmq::message_t> body, bool failed,
                     bool last);
    void show_error(const Call& call, Code code);
    void show_life(const Worker& worker, std::string_view what);

    Link& link_;
    Delivery& delivery_;
    Guard& guard_;
    Tap& tap_;
    const BrokerOptions& options_;
    OwnService own_;
    Time now_ = std::chrono::steady_clock::now();
    Time last_beat_ = now_;
    ByText<std::unique_ptr<Service>> services_;
    ByText<std::unique_ptr<Worker>> workers_;
    RequestTable table_;
    std::unordered_map<std::uint64_t, FanOut> fan_outs_;
    std::uint64_t last_fan_out_ = 0, last_call_ = 0;
    Dropped dropped_;
    std::string last_client_;  ///< and its connection: a client's requests often come one after another
    int last_fd_ = -1;
    Alarm expiry_;
};

}  // namespace rapport::bus
