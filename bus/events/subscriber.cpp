// SPDX-License-Identifier: MIT
#include "bus/events/subscriber.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <variant>

#include "bus/base/codec.hpp"
#include "bus/base/error.hpp"
#include "bus/line.hpp"
#include "bus/socket.hpp"
#include "bus/wire/refusal.hpp"

namespace rapport::bus {
namespace {

/// Messages that wait for a busy loop; beyond it the bus drops them for us.
constexpr int waiting = 10'000;
/// Messages read before other sockets and timers of the loop have their turn.
constexpr int burst = 256;
constexpr std::size_t event_frames = 3, watermark_frames = 2;

}  // namespace

struct Subscriber::State {
    State(Loop& on, const Address& at, const std::vector<std::string>& wanted, Handlers to)
        : loop(on),
          handlers(std::move(to)),
          topics(wanted),
          line(
              on, at, zmq::socket_type::sub, "hear events",
              [this](zmq::socket_ref socket) {
                  socket.set(zmq::sockopt::rcvhwm, waiting);
                  socket.set(zmq::sockopt::sndhwm,
                             0);  // subscriptions count against it, and are lost for good above it
                  for (const auto& topic : topics) socket.set(zmq::sockopt::subscribe, topic);
                  if (!line.address().key_file.empty()) socket.set(zmq::sockopt::subscribe, std::string(refused_topic));
              },
              [this] { read(); }) {
        line.open();
    }

    void read() {
        for (int i = 0; i < burst; ++i) {
            const std::size_t count = receive();
            if (count == 0) return;
            auto news = parse(count);
            if (auto* const event = std::get_if<Event>(&news)) handlers.on_event(std::move(*event));
            const auto* const watermark = std::get_if<Watermark>(&news);
            if (watermark && handlers.on_watermark) handlers.on_watermark(*watermark);
        }
    }

    /// How many frames the next message has; 0 if none waits. Only the first few are kept.
    std::size_t receive() {
        std::size_t count = 0;
        zmq::message_t rest;
        do {
            auto& frame = count < frames.size() ? frames[count] : rest;
            if (!bus::receive(line.socket(), frame)) return 0;
            ++count;
            if (!frame.more()) return count;
        } while (true);
    }

    /// Nothing for a message that is neither. To whoever must not miss any it is a gap, and read from the source.
    std::variant<std::monostate, Event, Watermark> parse(std::size_t count) const {
        try {
            if (view_of(frames[0]) == refused_topic) return note_refusal(), std::monostate{};
            if (count == watermark_frames && view_of(frames[0]).ends_with(watermark_suffix))
                return decode<Watermark>(view_of(frames[1]));
            if (count != event_frames) throw Error(Code::invalid_argument, std::to_string(count) + " frames");
            Event event = decode<CloudEvent>(view_of(frames[1]));
            event.data.bytes = view_of(frames[2]);
            return event;
        } catch (const Error& error) {
            spdlog::warn("a message on the bus is no event: {}", error.what());
            return {};
        }
    }

    /// It may be another's, if we hear everything.
    void note_refusal() const {
        const auto refusal = decode<Refusal>(view_of(frames[1]));
        if (std::ranges::find(topics, refusal.topic) != topics.end())
            spdlog::error("the bus does not let us hear {}: {}", refusal.topic.empty() ? "everything" : refusal.topic,
                          refusal.why);
    }

    Loop& loop;
    const Handlers handlers;
    const std::vector<std::string> topics;
    Line line;
    std::array<zmq::message_t, event_frames> frames;
};

Subscriber::Subscriber(Loop& loop, const Address& subscribe_endpoint, const std::vector<std::string>& topics,
                       Handlers handlers)
    : state_(std::make_unique<State>(loop, subscribe_endpoint, topics, std::move(handlers))) {}

Subscriber::~Subscriber() = default;

}  // namespace rapport::bus
