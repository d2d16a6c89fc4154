// SPDX-License-Identifier: MIT
#pragma once
#include <map>
#include <string>

#include "bus/base/codec.hpp"
#include "bus/base/histogram.hpp"
#include "services/kit/engine/store_health.hpp"

namespace rapport::kit {

/// One method's figures, with the names of NATS ADR-32. Times in nanoseconds.
struct EndpointStats {
    std::string name;
    std::int64_t num_requests = 0, num_errors = 0;
    std::optional<std::string> last_error;
    std::int64_t processing_time = 0, average_processing_time = 0, p50_processing_time = 0, p99_processing_time = 0;
    Latency latency;

    static constexpr auto fields =
        describe(Field{"name", &EndpointStats::name, "the method"},
                 Field{"num_requests", &EndpointStats::num_requests, "answered since the start"},
                 Field{"num_errors", &EndpointStats::num_errors, "of them with an error"},
                 Field{"last_error", &EndpointStats::last_error, "code of the last one"},
                 Field{"processing_time", &EndpointStats::processing_time, "ns from receipt to answer, in all"},
                 Field{"average_processing_time", &EndpointStats::average_processing_time, "ns a request"},
                 Field{"p50_processing_time", &EndpointStats::p50_processing_time, "ns: half took no longer"},
                 Field{"p99_processing_time", &EndpointStats::p99_processing_time, "ns: 99 of 100 took no longer"},
                 Field{"latency", &EndpointStats::latency, "the whole of it, to be added up with other instances'"});
};

/// How far a consumer is in a source's history, as `$stats` tells it.
struct CursorStats {
    std::string consumer, source;
    std::int64_t sequence = 0;
    bool placed = false;
    std::string epoch;
    static constexpr auto fields =
        describe(Field{"placed", &CursorStats::placed, "whether it has its place in the history: the source was heard"},
                 Field{"consumer", &CursorStats::consumer, "projection or reaction"},
                 Field{"source", &CursorStats::source, "whose events"},
                 Field{"sequence", &CursorStats::sequence, "handled up to here"},
                 Field{"epoch", &CursorStats::epoch, "of the source's store"});
};

/// What `$stats` answers.
struct ServiceStats {
    std::string name, id, version;
    Instant started;
    std::int64_t last_sequence = 0, waiting = 0, losses = 0;
    StoreState store;
    std::vector<EndpointStats> endpoints;
    std::vector<CursorStats> cursors;

    static constexpr auto fields = describe(
        Field{"name", &ServiceStats::name, "the service"}, Field{"id", &ServiceStats::id, "this process"},
        Field{"version", &ServiceStats::version, "of the program"},
        Field{"started", &ServiceStats::started, "when it started"},
        Field{"last_sequence", &ServiceStats::last_sequence, "of its newest event"},
        Field{"waiting", &ServiceStats::waiting, "work that waits for the writer"},
        Field{"losses", &ServiceStats::losses, "times since the start that a source lost the end of its history"},
        Field{"store", &ServiceStats::store, "whether its store takes what it is given"},
        Field{"endpoints", &ServiceStats::endpoints, "by method"},
        Field{"cursors", &ServiceStats::cursors, "by consumer and source"});
};

}  // namespace rapport::kit
