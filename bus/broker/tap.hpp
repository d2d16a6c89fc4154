// SPDX-License-Identifier: MIT
#pragma once
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "bus/broker/delivery.hpp"
#include "bus/broker/service.hpp"
#include "bus/security/guard.hpp"
#include "bus/wire/tapping.hpp"

namespace rapport::bus {

/// Shows listeners what passes through the switchboard. Without one it costs a comparison; with one it copies what is
/// asked for into a batch, and when the listener does not keep up it drops and counts. Belongs to the loop's thread.
class Tap {
public:
    /// Something that passed.
    struct Seen {
        TapKind kind;
        std::uint64_t call = 0;  ///< the request's number
        std::string_view service, method, peer;
        std::span<const zmq::message_t> body;  ///< its frames
        Time arrived{};                        ///< of an answer: when the request came
        std::string_view code = {};            ///< of an error
        bool last = true;                      ///< false: a PARTIAL
    };

    Tap(Loop& loop, Delivery& delivery, Guard& guard);
    ~Tap();

    bool open() const { return !listeners_.empty(); }
    /// To be called only while somebody listens.
    void tell(const Seen& seen, Time now);

    /// What that sender (see Guard) may look at. Bodies are not masked here, so they take the grant to see what is
    /// personal.
    TapRights rights_of(std::string_view sender) const;
    /// Answers `tap` and `tap_credit`. A tap is a call of its client's that is answered in PARTIALs until it leaves.
    void begin(const Peer& client, std::string_view sender, std::uint32_t msgid, const TapRequest& request);
    void credit(std::string_view client, const TapCredit& credit);
    /// Grants have changed: who may not listen any more is told so.
    void review();
    /// To be called every heartbeat interval: tells listeners that we are there, and finds those that are gone.
    void beat();

    std::size_t listeners() const { return listeners_.size(); }
    std::uint64_t dropped() const { return dropped_; }

private:
    struct Listener;

    void flush();
    void send(Listener& listener);
    void allow(std::string_view sender, const TapRequest& request) const;

    Loop& loop_;
    Delivery& delivery_;
    Guard& guard_;
    std::vector<std::unique_ptr<Listener>> listeners_;
    std::uint64_t last_id_ = 0, dropped_ = 0;
    Loop::TimerId flush_timer_ = 0;
    bool flushing_ = false;  ///< the timer is set
};

}  // namespace rapport::bus
