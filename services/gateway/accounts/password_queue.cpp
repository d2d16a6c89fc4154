// SPDX-License-Identifier: MIT
#include "services/gateway/accounts/password_queue.hpp"

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <set>

#include "bus/base/retry.hpp"

namespace rapport::gateway::accounts {
namespace {

using Time = std::chrono::steady_clock::time_point;

/// How many names are remembered as asked for; then each is as if asked for half as often, and those that are left with
/// nothing are forgotten. So a crowd of invented names does not make one forgotten that is guessed at.
constexpr std::size_t most_names = 20'000;

std::string address_share(const PasswordQueue::Comer& comer) {
    return (comer.known ? "known at " : "at ") + comer.address;
}
std::string name_share(const PasswordQueue::Comer& comer) { return "named " + comer.name; }

/// Runs `end` when the last copy goes.
std::shared_ptr<void> until_dropped(std::function<void()> end) {
    return {nullptr, [end = std::move(end)](std::nullptr_t) { end(); }};
}

}  // namespace

struct PasswordQueue::State {
    /// Known ones first, then whose name was asked for least, then who comes from where the fewest have seats, then who
    /// came first.
    struct Place {
        bool stranger;
        std::size_t asked = 0, beside = 0;
        std::uint64_t came = 0;
        friend auto operator<=>(const Place&, const Place&) = default;
    };
    struct Waiting {
        Comer comer;
        Work work;
        std::shared_ptr<void> seat;
        std::size_t beside;
        std::uint64_t came;
        Time until;  ///< of a stranger
    };
    /// Those of one name, in the order in which they came. Its place is that of the first, and behind all that were
    /// asked for less often by now: so a burst of guesses at one name is behind whoever comes after it.
    struct Line {
        Place place;
        std::deque<Waiting> waiting;
    };
    // Sorted, not hashed: whoever comes may choose names of one hash.
    using Lines = std::map<std::pair<bool, std::string>, Line>;  ///< by whether strangers', and name
    using Order = std::map<Place, Lines::iterator>;

    std::mutex mutex;
    std::condition_variable changed;
    Lines lines;  ///< none of them empty
    Order order;
    std::set<std::string> busy;                ///< names whose turn it is
    std::map<std::string, std::size_t> asked;  ///< how often, by strangers' names
    std::map<std::string, std::size_t> seats;  ///< taken, by what share() says
    std::size_t strangers = 0, known = 0;      ///< seats taken
    std::size_t threads = 0, threads_of_strangers = 0, threads_of_known = 0;
    std::uint64_t came = 0;
    std::chrono::nanoseconds patience{};
    Time rest_ends{};  ///< of strangers whose name was asked for before
    bool stopping = false;

    std::size_t times_asked(const std::string& name);
    void take_seat(const Comer& comer);
    void leave_seat(const Comer& comer);
    void stand(Waiting waiting);
    Waiting take_first(Lines::iterator line);
    Order::iterator first_free(Order::iterator from, Order::iterator to, Time now);
    Order::iterator next(Time now);
    std::vector<Waiting> take_late(Time now);
    Time next_change(Time now) const;
    static void give_up(std::vector<Waiting> late);
};

/// How often a stranger's name was asked for, this time included.
std::size_t PasswordQueue::State::times_asked(const std::string& name) {
    while (asked.size() >= most_names)
        for (auto it = asked.begin(); it != asked.end();) it = (it->second /= 2) ? std::next(it) : asked.erase(it);
    return ++asked[name];
}

/// At the end of the line of their name.
void PasswordQueue::State::stand(Waiting waiting) {
    const bool stranger = !waiting.comer.known;
    const auto line = lines.try_emplace({stranger, waiting.comer.name}, Line{{.stranger = stranger}, {}}).first;
    Line& those = line->second;
    if (!those.waiting.empty()) order.erase(those.place);
    if (stranger) those.place.asked = times_asked(waiting.comer.name);
    those.waiting.push_back(std::move(waiting));
    those.place.beside = those.waiting.front().beside;
    those.place.came = those.waiting.front().came;
    order.emplace(those.place, line);
}

PasswordQueue::State::Waiting PasswordQueue::State::take_first(Lines::iterator line) {
    Line& those = line->second;
    order.erase(those.place);
    Waiting first = std::move(those.waiting.front());
    those.waiting.pop_front();
    if (those.waiting.empty()) {
        lines.erase(line);
        return first;
    }
    those.place.beside = those.waiting.front().beside;
    those.place.came = those.waiting.front().came;
    order.emplace(those.place, line);
    return first;
}

void PasswordQueue::State::take_seat(const Comer& comer) {
    const auto taken = [this](const std::string& share) {
        const auto found = seats.find(share);
        return found == seats.end() ? 0 : found->second;
    };
    const bool full =
        comer.known ? known >= most_known || taken(name_share(comer)) >= most_of_one_name : strangers >= most_strangers;
    if (full || taken(address_share(comer)) >= most_of_one_address)
        throw too_many("too many are signing in", std::chrono::seconds(1));
    ++(comer.known ? known : strangers);
    ++seats[address_share(comer)];
    if (comer.known) ++seats[name_share(comer)];
}

void PasswordQueue::State::leave_seat(const Comer& comer) {
    const auto leave = [this](const std::string& share) {
        if (--seats[share] == 0) seats.erase(share);
    };
    --(comer.known ? known : strangers);
    leave(address_share(comer));
    if (comer.known) leave(name_share(comer));
}

/// The first of those whose name is free. Strangers are in the order in which they were asked for: from the first on
/// who was before, they rest.
PasswordQueue::State::Order::iterator PasswordQueue::State::first_free(Order::iterator from, Order::iterator to,
                                                                       Time now) {
    for (; from != to && !(from->first.asked > 1 && now < rest_ends); ++from)
        if (!busy.contains(from->second->first.second)) return from;
    return order.end();
}

/// Who is next. Neither strangers nor who is known take the last thread from the others.
PasswordQueue::State::Order::iterator PasswordQueue::State::next(Time now) {
    const auto all_but_one = [this](std::size_t running) { return threads > 1 && running + 1 >= threads; };
    const auto strangers_begin = order.lower_bound({.stranger = true});
    const auto known_one = first_free(order.begin(), strangers_begin, now);
    const auto stranger =
        all_but_one(threads_of_strangers) ? order.end() : first_free(strangers_begin, order.end(), now);
    if (known_one == order.end() || (stranger != order.end() && all_but_one(threads_of_known))) return stranger;
    return known_one;
}

/// In each line those who came first are late first.
std::vector<PasswordQueue::State::Waiting> PasswordQueue::State::take_late(Time now) {
    std::vector<Waiting> late;
    for (auto it = lines.begin(); it != lines.end();) {
        const auto line = it++;
        for (auto left = line->second.waiting.size(); left > 0 && line->second.waiting.front().until <= now; --left)
            late.push_back(take_first(line));
    }
    return late;
}

/// When something is to be done that nobody tells of.
Time PasswordQueue::State::next_change(Time now) const {
    Time soonest = now < rest_ends ? rest_ends : Time::max();
    for (const auto& [name, line] : lines) soonest = std::min(soonest, line.waiting.front().until);
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
    State::Lines forgotten;  // dropped without the mutex, which leaving a seat takes
    {
        const std::lock_guard lock(state_->mutex);
        state_->stopping = true;
        state_->order.clear();
        forgotten.swap(state_->lines);
    }
    state_->changed.notify_all();
}

void PasswordQueue::add(const Comer& comer, Work work) {
    {
        const std::lock_guard lock(state_->mutex);
        state_->take_seat(comer);
        auto seat = until_dropped([state = state_, comer] {
            const std::lock_guard seat_lock(state->mutex);
            state->leave_seat(comer);
        });
        state_->stand({.comer = comer,
                       .work = std::move(work),
                       .seat = std::move(seat),
                       .beside = comer.known ? 0 : state_->seats[address_share(comer)],
                       .came = state_->came++,
                       .until = comer.known ? Time::max() : Time::clock::now() + state_->patience});
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
        if (found == state.order.end()) {
            const Time until = state.next_change(now);
            if (until == Time::max()) state.changed.wait(lock);
            else state.changed.wait_until(lock, until);
            continue;
        }
        const bool stranger = found->first.stranger;
        State::Waiting waiting = state.take_first(found->second);
        state.busy.insert(waiting.comer.name);
        std::size_t& running = stranger ? state.threads_of_strangers : state.threads_of_known;
        ++running;
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
        --running;
        const Time done = Time::clock::now();
        if (stranger) state.rest_ends = done + std::min<std::chrono::nanoseconds>(2 * (done - now), state.patience / 4);
        state.changed.notify_all();
    }
}

}  // namespace rapport::gateway::accounts
