// SPDX-License-Identifier: MIT
#include "bus/broker/event_relay.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>

#include "bus/base/codec.hpp"
#include "bus/events/event.hpp"
#include "bus/wire/mdp.hpp"
#include "bus/wire/refusal.hpp"
#include "bus/wire/walk.hpp"

namespace rapport::bus {
namespace {

// Events that wait for a slow peer at most; those above are dropped for it, and it reads them from their source.
constexpr int unread_events = 10'000;
constexpr int burst = 256;
constexpr std::size_t longest_topic = 255;

/// The source, other than the topic's, that the map of an event or a watermark names.
std::optional<std::string_view> other_source(std::string_view map, std::string_view of_topic) {
    Walk at(map);
    for (auto pairs = at.map().value_or(0); pairs > 0; --pairs) {
        const auto key = at.text();
        const auto value = key ? at.value() : std::nullopt;
        if (!value) return {};  // no subscriber takes it for an event
        if (*key != "source") continue;
        const auto source = Walk(*value).text();
        if (source && *source != of_topic) return source;
    }
    return {};
}

}  // namespace

EventRelay::Side::Side(Loop& loop, Door& door, zmq::socket_type type)
    : socket(loop.context(), type), connections(loop, socket, [this, &door](const ConnectionWatch::News& news) {
          if (news.change == ConnectionWatch::Change::accepted) open.insert(news.fd);
          if (news.change == ConnectionWatch::Change::down) open.erase(news.fd);
          door.hear(news);
      }) {
    set_common_options(socket);
    socket.set(zmq::sockopt::backlog, 1'024);
}

void EventRelay::Side::bind(Guard& guard, const std::string& endpoint, int handshake_ms) {
    guard.prepare(socket, endpoint, handshake_ms);
    socket.bind(endpoint);
    if (endpoint.starts_with("tcp://")) tcp.push_back(socket.get(zmq::sockopt::last_endpoint));
}

EventRelay::EventRelay(Loop& loop, Guard& guard, Door& door, int handshake_ms)
    : loop_(loop),
      guard_(guard),
      door_(door),
      handshake_ms_(handshake_ms),
      in_(loop, door, zmq::socket_type::xsub),
      out_(loop, door, zmq::socket_type::xpub) {
    // Subscriptions obey the high-water marks as well, and one that is dropped is lost for good.
    in_.socket.set(zmq::sockopt::sndhwm, 0);
    in_.socket.set(zmq::sockopt::rcvhwm, unread_events);
    out_.socket.set(zmq::sockopt::rcvhwm, 0);
    out_.socket.set(zmq::sockopt::sndhwm, unread_events);
    out_.socket.set(zmq::sockopt::xpub_manual, true);
    // Everything, once; what subscribers ask for is never forwarded. ZeroMQ tells it to each source that comes.
    in_.socket.send(zmq::buffer("\x01", 1), zmq::send_flags::none);
    loop_.watch(in_.socket, [this] { forward(); });
    loop_.watch(out_.socket, [this] { read_subscriptions(); });
}

EventRelay::~EventRelay() {
    if (binding_) loop_.cancel(*binding_);
    loop_.unwatch(in_.socket);
    loop_.unwatch(out_.socket);
}

void EventRelay::bind(const std::string& publish, const std::string& subscribe) {
    in_.bind(guard_, publish, handshake_ms_);
    out_.bind(guard_, subscribe, handshake_ms_);
}

void EventRelay::forward() {
    std::array<zmq::message_t, mdp::max_parts> frames;
    for (int n = 0; n < burst; ++n) {
        std::size_t count = 0;
        bool fits = true;
        do {
            fits = fits && count < frames.size();
            zmq::message_t& frame = frames[fits ? count++ : 0];
            if (!receive(in_.socket, frame)) return;
            if (!frame.more()) break;
        } while (true);
        if (!fits || !allow({frames.data(), count})) continue;
        ++events_;
        for (std::size_t i = 0; i < count; ++i)
            out_.socket.send(frames[i], (i + 1 < count ? zmq::send_flags::sndmore : zmq::send_flags::none) |
                                            zmq::send_flags::dontwait);
    }
}

/// Whether its sender may tell events of that source: the one that the topic begins with, and the event names.
bool EventRelay::allow(std::span<const zmq::message_t> event) {
    if (!guard_.has_keys()) return true;
    const auto topic = view_of(event[0]);
    const auto source = topic.substr(0, topic.find('.'));
    const auto sender = guard_.sender_of(event[0]);
    const Grants& who = guard_.of(sender);
    if (!in_.known.contains(sender)) in_.known.emplace(sender, who.publish);
    const auto other = event.size() > 1 ? other_source(view_of(event[1]), source) : std::nullopt;
    for (const auto named : {source, other.value_or(source)}) {
        if (!named.empty() && who.may_publish(named)) continue;
        guard_.refuse(who, "publish", named);
        return false;
    }
    return true;
}

void EventRelay::read_subscriptions() {
    zmq::message_t frame;
    while (receive(out_.socket, frame)) {
        const auto bytes = view_of(frame);
        if (bytes.empty()) continue;
        const std::string topic(bytes.substr(1));
        if (bytes[0] == 1) subscribe(topic, guard_.sender_of(frame));
        // One who has left has none any more, and ZeroMQ says so by an error.
        else if (bytes[0] == 0) zmq_setsockopt(out_.socket.handle(), ZMQ_UNSUBSCRIBE, topic.data(), topic.size());
    }
}

bool EventRelay::may_hear(const Grants& who, std::string_view topic) {
    if (who.may_subscribe(topic)) return true;
    return topic.ends_with(watermark_suffix) &&
           who.may_hear_watermark(topic.substr(0, topic.size() - watermark_suffix.size()));
}

/// What is set on the socket here is for the subscriber whose message was read last.
void EventRelay::subscribe(const std::string& topic, std::string_view sender) {
    if (topic == refused_topic) return;  // what is told under it is told to one alone
    const Grants& who = guard_.of(sender);
    if (guard_.has_keys()) out_.known.insert_or_assign(std::string(sender), who.subscribe);
    if (topic.size() > longest_topic)
        return refuse(topic, who, "a topic has at most " + std::to_string(longest_topic) + " bytes");
    if (!may_hear(who, topic)) return refuse(topic, who, guard_.refuse(who, "subscribe", topic).message());
    out_.socket.set(zmq::sockopt::subscribe, topic);
}

void EventRelay::refuse(const std::string& topic, const Grants& who, const std::string& why) {
    const std::string told = encode(Refusal{who.name, topic.substr(0, longest_topic), why});
    const std::string to(refused_topic);
    out_.socket.set(zmq::sockopt::subscribe, to);
    send(out_.socket, to, true);
    send(out_.socket, told, false);
    out_.socket.set(zmq::sockopt::unsubscribe, to);
}

void EventRelay::review() {
    review(in_, &Grants::publish);
    review(out_, &Grants::subscribe);
    if (!binding_) bind_again();
}

void EventRelay::review(Side& side, std::vector<std::string> Grants::*grants) {
    const bool same =
        std::ranges::all_of(side.known, [&](const auto& one) { return guard_.of(one.first).*grants == one.second; });
    if (same || side.tcp.empty()) return;
    spdlog::info("{} are to come again: what some of them may has changed", &side == &in_ ? "sources" : "subscribers");
    side.known.clear();
    for (const auto& endpoint : side.tcp) {
        // One that waits to be bound again is not bound.
        if (zmq_unbind(side.socket.handle(), endpoint.c_str()) == 0) unbound_.emplace_back(&side, endpoint);
    }
    for (const int fd : std::exchange(side.open, {})) door_.left(fd);
}

/// ZeroMQ gives a port free a moment after it was unbound.
void EventRelay::bind_again() {
    binding_.reset();
    std::erase_if(unbound_, [this](const auto& one) {
        guard_.prepare(one.first->socket, one.second, handshake_ms_);
        return zmq_bind(one.first->socket.handle(), one.second.c_str()) == 0;
    });
    if (!unbound_.empty()) binding_ = loop_.after(Loop::Duration(10), [this] { bind_again(); });
}

}  // namespace rapport::bus
