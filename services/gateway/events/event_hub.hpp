// SPDX-License-Identifier: MIT
#pragma once
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bus/client/client.hpp"
#include "bus/events/subscriber.hpp"
#include "services/gateway/http/auth.hpp"
#include "services/gateway/http/http.hpp"
#include "services/gateway/http/metrics.hpp"

namespace rapport::gateway {

/// A place in one source's history, `complaints:17`: the id of a server-sent event.
struct EventId {
    std::string source;
    std::int64_t sequence = 0;
    /// Nothing if it is no such text.
    static std::optional<EventId> of(std::string_view text);
};

/// What a listener wants to hear.
struct Wanted {
    std::vector<std::string> types;        ///< `complaints.opened`, or `complaints.*`; none: everything
    std::vector<std::string> not_sources;  ///< sources that are not for this listener
    bool own_parties = false;              ///< only what concerns the listener's own parties
    std::optional<EventId> after;          ///< go on after that event, as far as its source still has what follows

    bool wants(std::string_view source, std::string_view type) const;
};

/// Hands the bus's events on to listeners of server-sent events. Belongs to the loop's thread.
///
/// Which parties are whose only the services know, and it changes. So who sees some parties alone hears nothing from
/// the bus itself: an event that concerns parties has its source asked for what it told since, in the listener's name.
class EventHub {
public:
    /// Bytes that a listener may be behind; above it, it gets an event `overflow` and is closed.
    static constexpr std::size_t queue_cap = 1 << 20;

    EventHub(bus::Loop& loop, bus::Client& client, const bus::Address& subscribe_endpoint, Metrics& metrics);
    ~EventHub();

    /// A listener whose admission has ended gets an event `ended` that says why, and is closed, within half a second.
    void join(std::shared_ptr<Stream> stream, Wanted wanted, AdmissionPtr admission);
    /// Ends all streams.
    void close();

private:
    struct Place;
    struct Listener;

    void hear(const bus::Event& event);
    void beat();
    void end_those_that_may_no_more();
    void catch_up(const std::shared_ptr<Listener>& listener);
    void take_page(const std::shared_ptr<Listener>& listener, const bus::Reply& reply);
    void notice(const std::shared_ptr<Listener>& listener, const bus::Event& event);
    void ask_own(const std::shared_ptr<Listener>& listener, const std::string& source);
    void take_own(const std::shared_ptr<Listener>& listener, const std::string& source, const bus::Reply& reply);
    bool put(Listener& listener, const std::string& text);
    void end(Listener& listener, std::string_view event, std::string_view reason);
    void sweep();

    bus::Loop& loop_;
    bus::Client& client_;
    Metrics& metrics_;
    std::list<std::shared_ptr<Listener>> listeners_;
    bus::Loop::TimerId beat_, look_;
    std::shared_ptr<const bool> alive_ = std::make_shared<bool>(true);
    bus::Subscriber subscriber_;
};

/// One event as the stream carries it: id, event and data lines.
std::string sse_text(const bus::Event& event);

}  // namespace rapport::gateway
