// SPDX-License-Identifier: MIT
#include "bus/broker/event_relay.hpp"

#include <spdlog/spdlog.h>

#include <array>

#include "bus/base/codec.hpp"
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

EventRelay::EventRelay(Loop& loop, Guard& guard)
    : loop_(loop),
      guard_(guard),
      in_(loop.context(), zmq::socket_type::xsub),
      out_(loop.context(), zmq::socket_type::xpub),
      sources_(loop, in_,
               [this](const ConnectionWatch::News& news) {
                   if (news.change == ConnectionWatch::Change::accepted) guard_.connected(news.fd);
                   if (news.change == ConnectionWatch::Change::down) guard_.disconnected(news.fd);
               }),
      subscribers_(loop, out_, [this](const ConnectionWatch::News& news) {
          if (news.change == ConnectionWatch::Change::accepted) open_.insert(news.fd), guard_.connected(news.fd);
          if (news.change == ConnectionWatch::Change::down) open_.erase(news.fd), guard_.disconnected(news.fd);
      }) {
    for (zmq::socket_ref socket : {zmq::socket_ref(in_), zmq::socket_ref(out_)}) {
        set_common_options(socket);
        socket.set(zmq::sockopt::backlog, 1'024);
    }
    // Subscriptions obey the high-water marks as well, and one that is dropped is lost for good.
    in_.set(zmq::sockopt::sndhwm, 0);
    in_.set(zmq::sockopt::rcvhwm, unread_events);
    out_.set(zmq::sockopt::rcvhwm, 0);
    out_.set(zmq::sockopt::sndhwm, unread_events);
    out_.set(zmq::sockopt::xpub_manual, true);
    // Everything, once; what subscribers ask for is never forwarded. ZeroMQ tells it to each source that comes.
    in_.send(zmq::buffer("\x01", 1), zmq::send_flags::none);
    loop_.watch(in_, [this] { forward(); });
    loop_.watch(out_, [this] { read_subscriptions(); });
}

EventRelay::~EventRelay() {
    if (binding_) loop_.cancel(*binding_);
    loop_.unwatch(in_);
    loop_.unwatch(out_);
}

void EventRelay::bind(const std::string& publish, const std::string& subscribe) {
    guard_.prepare(in_, publish);
    in_.bind(publish);
    guard_.prepare(out_, subscribe);
    out_.bind(subscribe);
    if (subscribe.starts_with("tcp://")) tcp_.push_back(out_.get(zmq::sockopt::last_endpoint));
}

void EventRelay::forward() {
    std::array<zmq::message_t, mdp::max_parts> frames;
    for (int n = 0; n < burst; ++n) {
        std::size_t count = 0;
        bool fits = true;
        do {
            fits = fits && count < frames.size();
            zmq::message_t& frame = frames[fits ? count++ : 0];
            if (!receive(in_, frame)) return;
            if (!frame.more()) break;
        } while (true);
        if (!fits || !allow({frames.data(), count})) continue;
        ++events_;
        for (std::size_t i = 0; i < count; ++i)
            out_.send(frames[i],
                      (i + 1 < count ? zmq::send_flags::sndmore : zmq::send_flags::none) | zmq::send_flags::dontwait);
    }
}

/// Whether its sender may tell events of that source: the one that the topic begins with, and the event names.
bool EventRelay::allow(std::span<const zmq::message_t> event) {
    if (!guard_.has_keys()) return true;
    const auto topic = view_of(event[0]);
    const auto source = topic.substr(0, topic.find('.'));
    const Grants& who = guard_.of(event[0]);
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
    while (receive(out_, frame)) {
        const auto bytes = view_of(frame);
        if (bytes.empty()) continue;
        const std::string topic(bytes.substr(1));
        if (bytes[0] == 1) subscribe(topic, guard_.sender_of(frame));
        // One who has left has none any more, and ZeroMQ says so by an error.
        else if (bytes[0] == 0) zmq_setsockopt(out_.handle(), ZMQ_UNSUBSCRIBE, topic.data(), topic.size());
    }
}

/// What is set on the socket here is for the subscriber whose message was read last.
void EventRelay::subscribe(const std::string& topic, std::string_view sender) {
    if (topic == refused_topic) return;  // what is told under it is told to one alone
    const Grants& who = guard_.of(sender);
    if (guard_.has_keys()) on_.insert_or_assign(std::string(sender), who.subscribe);
    if (topic.size() > longest_topic || !who.may_subscribe(topic)) return refuse(topic, who);
    out_.set(zmq::sockopt::subscribe, topic);
}

void EventRelay::refuse(const std::string& topic, const Grants& who) {
    const auto error = guard_.refuse(who, "subscribe", std::string_view(topic).substr(0, longest_topic));
    const std::string told = encode(Refusal{who.name, topic.substr(0, longest_topic), error.message()});
    const std::string to(refused_topic);
    out_.set(zmq::sockopt::subscribe, to);
    send(out_, to, true);
    send(out_, told, false);
    out_.set(zmq::sockopt::unsubscribe, to);
}

void EventRelay::review() {
    bool other = false;
    for (const auto& [sender, grants] : on_) other = other || guard_.of(sender).subscribe != grants;
    if (!other || tcp_.empty()) return;
    spdlog::info("subscribers are to come again: what some of them may hear has changed");
    on_.clear();
    for (const auto& endpoint : tcp_) out_.unbind(endpoint);
    for (const int fd : std::exchange(open_, {})) guard_.disconnected(fd);
    bind_again(tcp_);
}

/// ZeroMQ gives a port free a moment after it was unbound.
void EventRelay::bind_again(std::vector<std::string> endpoints) {
    binding_.reset();
    std::vector<std::string> taken;
    for (const auto& endpoint : endpoints) {
        guard_.prepare(out_, endpoint);
        if (zmq_bind(out_.handle(), endpoint.c_str()) != 0) taken.push_back(endpoint);
    }
    if (!taken.empty()) binding_ = loop_.after(Loop::Duration(10), [this, taken] { bind_again(taken); });
}

}  // namespace rapport::bus
