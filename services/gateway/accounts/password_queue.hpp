// SPDX-License-Identifier: MIT
#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace rapport::gateway::accounts {

/// Threads for what takes as long as hashing a password does, and the order in which it is done, so that whoever
/// guesses waits and nobody else does.
///
/// A thread is kept for who is known, and one for strangers; with nobody of its own to serve each serves the others. Of
/// strangers those go first whose name was asked for least often lately, those that wait counted too, of these whose
/// address has the fewest seats, and none waits longer than the queue's patience; whether there is such a user makes no
/// difference. After each of them those whose name was asked for more than once rest twice as long as it took, or a
/// quarter of the patience: they get a third of a core. Of one name one is looked at at a time, until what came of it
/// is written down: whoever is next finds it counted.
class PasswordQueue {
public:
    /// Who comes.
    struct Comer {
        std::string name;     ///< to sign in with; of who is known also from where, so that strangers hold up nobody
        std::string address;  ///< the network that they come from
        bool known = false;
    };
    /// Kept until what came of it is written down (`name`), and until it is answered (`seat`). Outlives the queue.
    struct Turn {
        std::shared_ptr<void> name, seat;
        bool late = false;  ///< a stranger's that did not come in time: not to be looked at
    };
    using Work = std::function<void(Turn turn)>;

    /// So many may wait for their turn or their answer: from one address, of strangers and of who is known each; of all
    /// strangers; of all who are known, and of one name among them.
    static constexpr std::size_t most_of_one_address = 512, most_strangers = 4'096, most_known = 1'024,
                                 most_of_one_name = 16;

    explicit PasswordQueue(std::chrono::nanoseconds patience, std::size_t threads = 2);
    /// What is being done is finished; what waits is forgotten.
    ~PasswordQueue();
    /// `work` runs on one of our threads. resource_exhausted where too many wait. Thread-safe.
    void add(const Comer& comer, Work work);

private:
    struct State;
    void run();

    std::shared_ptr<State> state_;
    std::vector<std::jthread> threads_;
};

}  // namespace rapport::gateway::accounts
