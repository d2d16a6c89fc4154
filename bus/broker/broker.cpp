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
          link(loop.context()),
          switchboard(loop, link, options,
                      [this](auto client, auto service, auto body) { own.answer(client, service, body); }),
          events(loop),
          own(link, switchboard, events),
          connections(loop, link.socket(), [this](ConnectionWatch::Change change) { connection(change); }) {
        for (const auto& url : options.listen) listen(url);
        loop.watch(link.socket(), [this] { read(); });
        beat = loop.every(mdp::heartbeat, [this] {
            switchboard.set_now(std::chrono::steady_clock::now());
            switchboard.beat();
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
            link.bind(endpoints.requests);
            events.bind(endpoints.publish, endpoints.subscribe);
        } catch (const zmq::error_t& error) {
            throw Error(Code::failed_precondition, "cannot listen on " + url + ": " + error.what());
        }
        spdlog::info("listening on {}", url);
    }

    void read() {
        switchboard.set_now(std::chrono::steady_clock::now());
        for (int n = 0; n < burst && link.receive(parts); ++n) switchboard.handle(parts);
    }

    /// ZeroMQ says that someone has left, but not who. Speaking to all of them finds out.
    void connection(ConnectionWatch::Change change) {
        if (change != ConnectionWatch::Change::down || probing) return;
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
    Link link;
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
