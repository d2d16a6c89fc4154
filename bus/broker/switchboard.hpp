// SPDX-License-Identifier: MIT
#pragma once
#include "bus/alarm.hpp"
#include "bus/base/error.hpp"
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
    std::uint64_t malformed = 0;       ///< messages that are no Majordomo
    std::uint64_t unknown_tokens = 0;  ///< answers to nothing that their sender holds
    std::uint64_t unreachable = 0;     ///< answers to clients that were gone
};

/// Hands requests to workers and answers to clients. Belongs to the loop's thread.
class Switchboard {
public:
    /// Answers a request to the bus itself: a name of our own, or one of `mmi.`.
    using OwnService = std::function<void(const Peer& client, std::string_view sender, std::string_view service,
                                          std::string_view body)>;

    Switchboard(Loop& loop, Link& link, Guard& guard, Tap& tap, const BrokerOptions& options, OwnService own);

    /// Takes one message as it came.
    void handle(Parts& parts);
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

    void from_client(Parts& parts, mdp::Version speaks);
    void from_worker(Parts& parts, mdp::Version speaks);

    /// False, and answered, if its sender may not ask so.
    bool allow(Parts& parts, const Peer& client, const std::optional<RequestBody>& request);
    void refuse(const Peer& client, std::string_view service, std::uint32_t msgid, const Error& error);
    void route(Call call, std::span<zmq::message_t> body, std::string_view sender);
    void queue(Call call, std::span<zmq::message_t> body, std::string_view sender);
    /// False if the worker turned out to be gone; the call and body are then untouched.
    bool hand_over(Worker& worker, Call& call, std::span<zmq::message_t> body);
    bool hand_over(Worker& worker, Waiting& waiting);
    void refill(Worker& worker);
    void expire();
    bool refuse_if_expired(Waiting& waiting);

    void ready(Parts& parts, mdp::Version speaks);
    void answer(Worker& worker, Parts& parts, bool last);
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
    Alarm expiry_;
};

}  // namespace rapport::bus
