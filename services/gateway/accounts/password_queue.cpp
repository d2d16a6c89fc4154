// SPDX-License-Identifier: MIT
#include "services/gateway/accounts/password_queue.hpp"

#include <condition_variable>
#include <map>
#include <mutex>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "bus/base/error.hpp"

namespace rapport::gateway::accounts {
namespace {

using Time = std::chrono::steady_clock::time_point;

/// How many names are remembered as asked for; then all are forgotten.
constexpr std::size_t most_names = 20'000;

/// Runs `end` when the last copy goes.
std::shared_ptr<void> until_dropped(std::function<void()> end) {
    return {nullptr, [end = std::move(end)](std::nullptr_t) { end(); }};
}

}  // namespace

struct PasswordQueue::State {
    /// Known ones first, then who was asked for least, then who came first.
    struct Place {
        bool stranger;
        std::size_t asked;
        std::uint64_t came;
        friend auto operator<=>(const Place&, const Place&) = default;
    };
    struct Waiting {
        Comer comer;
        Work work;
        std::shared_ptr<void> seat;
        Time until;  ///< of a stranger
    };
    using Queue = std::map<Place, Waiting>;

    std::mutex mutex;
    std::condition_variable changed;
    Queue queue;
    std::unordered_set<std::string> busy;                ///< names whose turn it is
    std::unordered_map<std::string, std::size_t> asked;  ///< how often, by strangers' names
    std::unordered_map<std::string, std::size_t> seats;  ///< taken, by strangers' addresses
    std::size_t strangers = 0, known = 0;                ///< seats taken
    std::size_t threads = 0, threads_of_strangers = 0;
    std::uint64_t came = 0;
    std::chrono::nanoseconds patience{};
    Time rest_ends{};  ///< of strangers whose name was asked for before
    bool stopping = false;

    void take_seat(const Comer& comer);
    void leave_seat(const Comer& comer);
    Queue::iterator next(Time now);
    std::vector<Waiting> take_late(Time now);
    Time next_change(Time now) const;
    static void give_up(std::vector<Waiting> late);
};

void PasswordQueue::State::take_seat(const Comer& comer) {
    const bool full = comer.known ? known >= most_known : strangers >= most_strangers;
    if (full || (!comer.known && seats[comer.address] >= most_of_one_address))
        throw Error(Code::resource_exhausted, "too many are signing in: try again");
    if (comer.known) ++known;
    else ++strangers, ++seats[comer.address];
}

void PasswordQueue::State::leave_seat(const Comer& comer) {
    if (comer.known) return static_cast<void>(--known);
    --strangers;
    if (--seats[comer.address] == 0) seats.erase(comer.address);
}

/// Who is next of those whose name is free. Strangers leave a thread to others.
PasswordQueue::State::Queue::iterator PasswordQueue::State::next(Time now) {
    for (auto it = queue.begin(); it != queue.end(); ++it) {
        if (it->first.stranger && threads_of_strangers + 1 >= threads && threads > 1) break;
        if (it->first.asked && now < rest_ends) break;
        if (!busy.contains(it->second.comer.name)) return it;
    }
    return queue.end();
}

std::vector<PasswordQueue::State::Waiting> PasswordQueue::State::take_late(Time now) {
    std::vector<Waiting> late;
    for (auto it = queue.begin(); it != queue.end();) {
        if (it->second.until > now) {
            ++it;
            continue;
        }
        late.push_back(std::move(it->second));
        it = queue.erase(it);
    }
    return late;
}

/// When something is to be done that nobody tells of.
Time PasswordQueue::State::next_change(Time now) const {
    Time soonest = now < rest_ends ? rest_ends : Time::max();
    for (const auto& [place, waiting] : queue) soonest = std::min(soonest, waiting.until);
    return soonest;
}

void PasswordQueue::State::give_up(std::vector<Waiting> late) {
    for (Waiting& each : late) each.work({.seat = std::move(each.seat), .late = true});
}

PasswordQueue::PasswordQueue(std::chrono::nanoseconds patience, std::size_t threads)
    : state_(std::make_shared<State>()) {
    state_->patience = patience;
    state_->threads = threads;
    for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { run(); });
}

PasswordQueue::~PasswordQueue() {
    State::Queue forgotten;  // dropped without the mutex, which leaving a seat takes
    {
        const std::lock_guard lock(state_->mutex);
        state_->stopping = true;
        forgotten.swap(state_->queue);
    }
    state_->changed.notify_all();
}

void PasswordQueue::add(const Comer& comer, Work work) {
    {
        const std::lock_guard lock(state_->mutex);
        state_->take_seat(comer);
        if (state_->asked.size() >= most_names) state_->asked.clear();
        const std::size_t asked = comer.known ? 0 : state_->asked[comer.name]++;
        auto seat = until_dropped([state = state_, comer] {
            const std::lock_guard seat_lock(state->mutex);
            state->leave_seat(comer);
        });
        state_->queue.emplace(State::Place{!comer.known, asked, state_->came++},
                              State::Waiting{comer, std::move(work), std::move(seat),
                                             comer.known ? Time::max() : Time::clock::now() + state_->patience});
    }
    state_->changed.notify_one();
}

void PasswordQueue::run() {
    State& state = *state_;
    std::unique_lock lock(state.mutex);
    while (!state.stopping) {
        const Time now = Time::clock::now();
        if (auto late = state.take_late(now); !late.empty()) {
            lock.unlock();
            State::give_up(std::move(late));
            lock.lock();
            continue;
        }
        const auto found = state.next(now);
        if (found == state.queue.end()) {
            const Time until = state.next_change(now);
            if (until == Time::max()) state.changed.wait(lock);
            else state.changed.wait_until(lock, until);
            continue;
        }
        State::Waiting waiting = std::move(found->second);
        const bool stranger = found->first.stranger;
        state.queue.erase(found);
        state.busy.insert(waiting.comer.name);
        state.threads_of_strangers += stranger;
        lock.unlock();
        auto name = until_dropped([kept = state_, name = waiting.comer.name] {
            {
                const std::lock_guard name_lock(kept->mutex);
                kept->busy.erase(name);
            }
            kept->changed.notify_all();
        });
        waiting.work({std::move(name), std::move(waiting.seat)});
        waiting = {};  // what it holds may leave a seat
        lock.lock();
        state.threads_of_strangers -= stranger;
        const Time done = Time::clock::now();
        if (stranger) state.rest_ends = done + std::min<std::chrono::nanoseconds>(2 * (done - now), state.patience / 4);
        state.changed.notify_all();
    }
}

}  // namespace rapport::gateway::accounts
