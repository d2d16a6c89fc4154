// SPDX-License-Identifier: MIT
#pragma once
#include <chrono>
#include <mutex>
#include <vector>

#include "bus/base/error.hpp"
#include "bus/wire/tracing.hpp"

namespace rapport::kit {

/// The last steps of traces that a process took, for `$spans`: the newest few thousand, in memory alone. Thread-safe.
class SpanLog {
public:
    /// What a step was about.
    enum class Kind : unsigned char { http, request, event, job };
    /// One step of a trace, taken here.
    struct Step {
        Kind kind{};
        bus::TraceParent own;      ///< this step
        std::uint64_t parent = 0;  ///< the step that caused it; 0: none is known
        std::string service;       ///< who took it
        std::string name;          ///< route, method, type or job
        Uuid event{};              ///< that was handled
        std::chrono::steady_clock::time_point begun{};
        std::string error{};  ///< code or status; empty if it went well
    };

    /// The step is over now. One of a trace that is not sampled is not kept.
    void add(Step step);
    /// The steps of a trace that are remembered, in the order in which they ended.
    std::vector<bus::Span> of(const std::string& trace) const;

private:
    static constexpr std::size_t most = 4'096;
    struct Kept {
        Step step;
        std::int64_t start = 0, took = 0;  ///< microseconds
    };

    mutable std::mutex mutex_;
    std::vector<Kept> kept_;  ///< a ring, once it is full
    std::size_t next_ = 0;
};

}  // namespace rapport::kit
