// SPDX-License-Identifier: MIT
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "bus/base/fields.hpp"

namespace rapport::kit {

/// Slow work outside of any transaction, declared once: Unit::start stores a payload, kit::job says how many payloads
/// are run at a time and what is done with each result. Both are stored, and so read for ever.
template <Described Payload, Described Result>
struct Job {
    std::string_view name;
    std::size_t batch = 64;  ///< at most so many payloads a run
    int attempts = 1;        ///< how often it is tried before its failure is final

    /// The name under which stores have it: each queue of a job has its own thread, so that none holds up another.
    std::string kind(std::string_view queue) const {
        std::string kind(name);
        if (!queue.empty()) kind.append(1, '.').append(queue);
        return kind;
    }
};

/// What a job's run says about one payload: its result, or why there is none.
template <Described Result>
struct JobResult {
    std::optional<Result> result = {};
    std::optional<std::string> error = {};
    bool again = false;   ///< after an error: it may do better later
    Millis after{0};      ///< not before this, if `again`
    std::string by = {};  ///< who did it, such as a plugin, for traces
};

}  // namespace rapport::kit
