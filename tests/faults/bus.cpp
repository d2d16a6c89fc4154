// SPDX-License-Identifier: MIT
#include "tests/faults/bus.hpp"

#include <mutex>

#include "bus/base/codec.hpp"
#include "bus/events/follower.hpp"
#include "services/cli/target.hpp"

namespace rapport::faults {

using namespace std::chrono_literals;

Asker::Asker(const std::string& bus) : client_(loop_, bus, cli::local_operator()) {}

std::string Asker::ask(const std::string& service, const std::string& method, const std::string& params) {
    return client_.ask(service, method, params, {.timeout = 30s, .query = true, .retry = true});
}

bus::Watermark Asker::watermark(const std::string& source) {
    return decode<bus::Watermark>(std::string_view(ask(source, "$watermark")));
}

kit::ServiceStats Asker::stats(const std::string& service) {
    return decode<kit::ServiceStats>(std::string_view(ask_instance(service, "$stats")));
}

std::string Asker::ask_instance(const std::string& service, const std::string& method) {
    std::string said;
    client_.call(service, method, {}, {.timeout = 30s, .query = true, .retry = true},
                 [&](const bus::Reply& reply, bool last) {
                     if (!last) said = reply.result;
                     else loop_.stop();
                 });
    loop_.run();
    if (said.empty()) throw Error(Code::unavailable, service + " says nothing of itself");
    return said;
}

struct Subscriber::State {
    State(const std::string& bus, const std::string& source)
        : client(loop, bus, cli::local_operator()),
          follower(loop, client, bus::Endpoints::of(bus).subscribe, source, bus::Follower::From::start, {},
                   {.on_event = [this](const bus::Event& event) { take(event); },
                    .on_history = [this](const bus::NewHistory& next) { begin(next.begin); }}),
          thread([this] { loop.run(); }) {}
    ~State() {
        loop.stop();
        thread.join();
    }

    void begin(const bus::Cursor& cursor) {
        {
            const std::lock_guard lock(mutex);
            heard = {.epoch = cursor.epoch,
                     .epochs = heard.epochs + 1,
                     .last = cursor.sequence,
                     .misplaced = 0,
                     .opened = {}};
        }
        follower.done(cursor.sequence);
    }

    void take(const bus::Event& event) {
        {
            const std::lock_guard lock(mutex);
            if (event.sequence != heard.last + 1 || event.epoch != heard.epoch) ++heard.misplaced;
            heard.last = event.sequence;
            if (event.type == "complaints.opened") ++heard.opened[event.subject];
        }
        follower.done(event.sequence);
    }

    mutable std::mutex mutex;
    Heard heard;
    bus::Loop loop;
    bus::Client client;
    bus::Follower follower;
    std::thread thread;
};

Subscriber::Subscriber(const std::string& bus, const std::string& source)
    : state_(std::make_unique<State>(bus, source)) {}

Subscriber::~Subscriber() = default;

Subscriber::Heard Subscriber::heard() const {
    const std::lock_guard lock(state_->mutex);
    return state_->heard;
}

}  // namespace rapport::faults
