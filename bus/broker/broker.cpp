// SPDX-License-Identifier: MIT
#include "bus/broker/broker.hpp"

#include <sodium.h>
#include <spdlog/spdlog.h>

#include "bus/broker/listen.hpp"
#include "bus/broker/own_service.hpp"
#include "bus/wire/endpoints.hpp"

namespace rapport::bus {
namespace {

// Messages that are handled before the loop looks at its other sockets and timers.
constexpr int burst = 256;
// After a connection broke, the time in which ZeroMQ has taken note of it; many that break together share one probe.
constexpr Loop::Duration settled{20};

int initialised_sodium() {
    const int result = sodium_init();
    if (result < 0) throw Error(Code::internal, "libsodium cannot be initialised");
    return result;
}

}  // namespace

struct Broker::State {
    State(Loop& on, BrokerOptions with)
        : loop(on),
          options(std::move(with)),
          guard(loop, options.keys, options.max_connections),
          door(guard, options.room),
          link(loop.context()),
          delivery(loop, link, options,
                   [this](Parts& held, Time arrived) {
                       switchboard.set_now(std::chrono::steady_clock::now());
                       return switchboard.resume(held, arrived);
                   }),
          tap(loop, delivery, guard),
          switchboard(loop, link, delivery, guard, tap, options,
                      [this](const Peer& client, auto sender, auto service, auto body) {
                          own.answer(client, sender, service, body);
                      }),
          events(loop, guard, door, options.handshake_ms),
          own(delivery, switchboard, events, guard, tap),
          connections(loop, link.socket(), [this](const ConnectionWatch::News& news) { connection(news); }) {
        guard.on_change([this] {
            switchboard.set_now(std::chrono::steady_clock::now());
            switchboard.review();
            events.review();
            tap.review();
        });
        for (const auto& url : options.listen) listen(url);
        loop.watch(link.socket(), [this] { read(); });
        beat = loop.every(mdp::heartbeat, [this] {
            switchboard.set_now(std::chrono::steady_clock::now());
            switchboard.beat();
            tap.beat();
        });
    }

    ~State() {
        loop.unwatch(link.socket());
        loop.cancel(beat);
        if (probing) loop.cancel(probe);
    }

    void listen(const std::string& url) {
        const auto endpoints = Endpoints::of(url);
        listening.emplace_back(url);
        try {
            guard.prepare(link.socket(), endpoints.requests.url, options.handshake_ms);
            link.socket().bind(endpoints.requests.url);
            events.bind(endpoints.publish.url, endpoints.subscribe.url);
        } catch (const zmq::error_t& error) {
            throw Error(Code::invalid_argument, "cannot listen on " + url + ": " + error.what());
        }
        spdlog::info("listening on {}", url);
        if (!guard.has_keys() && url.starts_with("tcp://"))
            spdlog::warn("{} takes no keys: whoever is on this machine may do everything", url);
    }

    void read() {
        switchboard.set_now(std::chrono::steady_clock::now());
        for (int n = 0; n < burst && link.receive(parts); ++n) switchboard.handle(parts);
    }

    /// ZeroMQ says that someone has left, but not who. Speaking to all of them finds out.
    void connection(const ConnectionWatch::News& news) {
        door.hear(news);
        if (news.change != ConnectionWatch::Change::down || probing) return;
        probing = true;
        probe = loop.after(settled, [this] {
            probing = false;
            switchboard.set_now(std::chrono::steady_clock::now());
            switchboard.probe();
        });
    }

    Loop& loop;
    const int sodium = initialised_sodium();
    const BrokerOptions options;
    std::vector<Listening> listening;
    Guard guard;
    Door door;
    Link link;
    Delivery delivery;
    Tap tap;
    Switchboard switchboard;
    EventRelay events;
    OwnService own;
    ConnectionWatch connections;
    Parts parts;
    Loop::TimerId beat = 0, probe = 0;
    bool probing = false;
};

Broker::Broker(Loop& loop, BrokerOptions options) : state_(std::make_unique<State>(loop, std::move(options))) {}
Broker::~Broker() = default;

const std::string& Broker::instance() const { return state_->own.instance(); }

}  // namespace rapport::bus
