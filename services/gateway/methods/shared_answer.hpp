// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <utility>
#include <vector>

namespace rapport::gateway {

/// Asks once for all who want to know while it is being asked. For one thread.
template <class Answer>
class SharedAnswer {
public:
    using Take = std::function<void(const Answer& answer)>;

    /// `ask` is called with whom to hand the answer to, unless somebody's is under way: then that one is taken.
    template <class Ask>
    void get(Take take, Ask ask) {
        waiting_.push_back(std::move(take));
        if (waiting_.size() > 1) return;
        ask([this](const Answer& answer) {
            for (const Take& each : std::exchange(waiting_, {})) each(answer);
        });
    }

private:
    std::vector<Take> waiting_;
};

}  // namespace rapport::gateway
