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
    bool stopping = false;

    void take_seat(const Comer& comer);
    void leave_seat(const Comer& comer);
    Queue::iterator next();
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
PasswordQueue::State::Queue::iterator PasswordQueue::State::next() {
    for (auto it = queue.begin(); it != queue.end(); ++it) {
        if (it->first.stranger && threads_of_strangers + 1 >= threads && threads > 1) break;
        if (!busy.contains(it->second.comer.name)) return it;
    }
    return queue.end();
}

PasswordQueue::PasswordQueue(std::size_t threads) : state_(std::make_shared<State>()) {
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
                              State::Waiting{comer, std::move(work), std::move(seat)});
    }
    state_->changed.notify_one();
}

void PasswordQueue::run() {
    State& state = *state_;
    std::unique_lock lock(state.mutex);
    while (true) {
        auto found = state.queue.end();
        state.changed.wait(lock, [&] { return state.stopping || (found = state.next()) != state.queue.end(); });
        if (state.stopping) return;
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
        state.changed.notify_all();
    }
}

}  // namespace rapport::gateway::accounts
