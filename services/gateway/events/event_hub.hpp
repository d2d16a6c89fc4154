// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <string>

#include "bus/client/client.hpp"
#include "bus/events/follower.hpp"
#include "services/gateway/events/told_event.hpp"
#include "services/gateway/http/auth.hpp"
#include "services/gateway/http/http.hpp"
#include "services/gateway/http/metrics.hpp"

namespace rapport::gateway {

/// Hands the bus's events on to listeners of server-sent events. Belongs to the loop's thread.
///
/// Each source is followed once for all, in order and without gaps. Where a listener goes on behind that, it is read to
/// them from the source's history until they are there. An event's id names how far each source was heard, so that who
/// comes again with it misses nothing and hears nothing twice, here or at another gateway.
///
/// Which parties are whose only the services know, and it changes. So who sees some parties alone hears nothing from
/// the bus itself: an event that concerns parties has its source asked for what it told since, in the listener's name.
class EventHub {
public:
    /// Bytes that a listener may be behind; above it, it gets an event `overflow` and is closed.
    static constexpr std::size_t queue_cap = 1 << 20;

    /// Whether there is a service of that name, as far as anybody has heard.
    using Known = std::function<bool(std::string_view source)>;

    /// `client` speaks for the gateway itself where no actor is named.
    EventHub(bus::Loop& loop, bus::Client& client, const bus::Address& subscribe_endpoint, Metrics& metrics,
             Known known);
    ~EventHub();

    /// A listener whose admission has ended gets an event `ended` that says why, and is closed, within half a second.
    void join(std::shared_ptr<Stream> stream, Wanted wanted, AdmissionPtr admission);
    /// Ends all streams.
    void close();

private:
    struct Place;
    struct Listener;
    using ListenerPtr = std::shared_ptr<Listener>;

    bus::Follower& followed(const std::string& source);
    void go_on(const std::string& source, const bus::NewHistory& next);
    void hear(const bus::Event& event);
    void beat();
    void look();
    void hand(const ListenerPtr& listener, ToldEvent& told);
    void notice(const ListenerPtr& listener, const bus::Event& event);
    void read(const ListenerPtr& listener, const std::string& source);
    void take(const ListenerPtr& listener, const std::string& source, const bus::Reply& reply);
    void wait(const ListenerPtr& listener, const std::string& source, const Error& error);
    bool has_room(const Listener& listener, ToldEvent& told) const;
    void take_page(const ListenerPtr& listener, const std::string& source, Place& place, const bus::EventPage& page);
    bool tell(Listener& listener, ToldEvent& told);
    void tell_gap(Listener& listener, const std::string& source, std::int64_t after, std::string_view why);
    bool put(Listener& listener, const std::string& text);
    void end(Listener& listener, std::string_view event, std::string_view reason);
    void sweep();

    bus::Loop& loop_;
    bus::Client& client_;
    Metrics& metrics_;
    const Known known_;
    std::list<ListenerPtr> listeners_;
    std::map<std::string, bus::Cursor, std::less<>> heads_;  ///< what was handed on last, by source
    bus::Loop::TimerId beat_, look_;
    std::shared_ptr<const bool> alive_ = std::make_shared<bool>(true);
    std::map<std::string, std::unique_ptr<bus::Follower>, std::less<>> followers_;
    bus::Subscriber subscriber_;
};

}  // namespace rapport::gateway
