// SPDX-License-Identifier: MIT
#include "bus/events/follower.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <random>

#include "bus/base/codec.hpp"
#include "bus/events/sequencer.hpp"

namespace rapport::bus {
namespace {

using Steady = std::chrono::steady_clock;

constexpr Loop::Duration answer_time{5'000};
constexpr Loop::Duration first_pause{100}, longest_pause{5'000};
/// A source publishes its watermark every second. One that is silent for longer is asked.
constexpr Loop::Duration silence{3'000}, look_again{1'000};

/// Pauses that double, up to the longest, each cut short at random: followers of one source do not come back as one.
class Pauses {
public:
    Loop::Duration next() {
        const auto full = std::min(longest_pause, first_pause * (1 << std::min(failures_, 10)));
        ++failures_;
        return Loop::Duration(std::uniform_int_distribution<std::int64_t>(full.count() / 2, full.count())(random_));
    }
    void reset() { failures_ = 0; }
    bool first() const { return failures_ == 0; }

private:
    int failures_ = 0;
    std::minstd_rand random_{std::random_device{}()};
};

}  // namespace

/// The sequencer's senses and voice: sockets, clock and questions, of which one is out at a time.
struct Follower::State {
    State(Loop& on, Client& through, const std::optional<Address>& endpoint, std::string of, From from, Cursor cursor,
          Handlers handlers)
        : loop(on),
          client(through),
          source(std::move(of)),
          sequencer(from, std::move(cursor), std::move(handlers)),
          silence_timer(on.every(look_again, [this] { ask(); })) {
        if (endpoint)
            subscriber.emplace(
                on, *endpoint, std::vector<std::string>{source + "."},
                Subscriber::Handlers{.on_event = [this](Event event) { heard(std::move(event)); },
                                     .on_watermark = [this](const Watermark& watermark) { heard(watermark); }});
        ask();
    }
    ~State() {
        loop.cancel(silence_timer);
        if (pausing) loop.cancel(*pausing);
    }

    template <class News>
    void heard(News&& news) {
        if (news.source != source) return;
        last_heard = Steady::now();
        sequencer.heard(std::forward<News>(news));
        ask();
    }

    void ask() {
        if (asking || pausing) return;
        const bool silent = Steady::now() - last_heard > silence;
        if (sequencer.wants_watermark() || silent) ask_watermark();
        else if (const auto wanted = sequencer.wants_events()) ask_events(*wanted);
    }

    void ask_watermark() {
        sequencer.asking_watermark();
        call("$watermark", {}, [this](const std::string& result) {
            sequencer.answered(decode<Watermark>(result));
            return true;
        });
    }

    void ask_events(const ReadEvents& wanted) {
        sequencer.asking_events();
        call("$events", encode(wanted), [this, wanted](const std::string& result) {
            return sequencer.answered(decode<EventPage>(result), wanted);
        });
    }

    /// `on_result` says whether the answer was of use; if not, we ask again after a pause.
    template <class OnResult>
    void call(std::string_view method, const std::string& params, OnResult on_result) {
        asking = true;
        client.call(source, method, params, {.timeout = answer_time},
                    [this, alive = std::weak_ptr(life), on_result](const Reply& reply, bool last) {
                        if (!last || alive.expired()) return;
                        asking = false;
                        if (take(reply, on_result)) pauses.reset();
                        else pause();
                        ask();
                    });
    }

    template <class OnResult>
    bool take(const Reply& reply, const OnResult& on_result) {
        if (reply.error) return useless(reply.error->what());
        last_heard = Steady::now();
        try {
            return on_result(reply.result) || useless("it lacks events that it says are there");
        } catch (const Error& error) {
            return useless(error.what());
        }
    }

    /// Said once, not at every try.
    bool useless(const char* why) const {
        if (pauses.first()) spdlog::warn("{}: its events cannot be read, trying again: {}", source, why);
        return false;
    }

    void pause() {
        pausing = loop.after(pauses.next(), [this] {
            pausing.reset();
            ask();
        });
    }

    Loop& loop;
    Client& client;
    const std::string source;
    Sequencer sequencer;
    std::optional<Subscriber> subscriber;
    Loop::TimerId silence_timer;
    std::optional<Loop::TimerId> pausing;
    Pauses pauses;
    bool asking = false;
    Steady::time_point last_heard = Steady::now();
    const std::shared_ptr<bool> life = std::make_shared<bool>(true);  ///< answers may come after us
};

Follower::Follower(Loop& loop, Client& client, const std::optional<Address>& subscribe_endpoint, std::string source,
                   From from, Cursor cursor, Handlers handlers)
    : state_(std::make_unique<State>(loop, client, subscribe_endpoint, std::move(source), from, std::move(cursor),
                                     std::move(handlers))) {}

Follower::~Follower() = default;

void Follower::done(std::int64_t sequence) {
    state_->sequencer.done(sequence);
    state_->ask();
}

void Follower::rewind(Cursor cursor) {
    state_->sequencer.rewind(cursor);
    state_->ask();
}

void Follower::heard(const Watermark& watermark) { state_->heard(watermark); }
void Follower::heard(Event event) { state_->heard(std::move(event)); }

std::optional<std::int64_t> Follower::head() const { return state_->sequencer.head(); }

}  // namespace rapport::bus
