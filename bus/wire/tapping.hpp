// SPDX-License-Identifier: MIT
#pragma once
#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "bus/base/fields.hpp"

/// The bus's method `tap`: what passes through it, for whoever may look.
namespace rapport::bus {

/// What a record of the tap shows.
enum class TapKind : unsigned char {
    req,  ///< a request
    rep,  ///< an answer, or part of one
    err,  ///< an answer that is an error
    hb,   ///< a worker's READY, HEARTBEAT or DISCONNECT
};
constexpr auto names_of(TapKind) { return std::array<std::string_view, 4>{"req", "rep", "err", "hb"}; }

/// Parameters of `tap`. Its answer comes in PARTIALs, each a TapBatch, until the caller leaves.
struct TapRequest {
    std::vector<TapKind> kinds;         ///< none: all
    std::vector<std::string> services;  ///< names, or beginnings that end in `*`; none: all
    std::vector<std::string> methods;   ///< the same of methods
    bool bodies = false;                ///< the frames of bodies as well
    std::int64_t sample = 1;            ///< one request of so many, with its answers
    std::int64_t credit = 16;           ///< batches that may be under way
    std::int64_t rate = 10'000;         ///< records a second at most: beyond, whole calls are left out; 0: all
    static constexpr auto fields = describe(
        Field{"kinds", &TapRequest::kinds, "req, rep, err, hb; none: all"},
        Field{"services", &TapRequest::services, "names, or beginnings that end in *; none: all", length(0, 100)},
        Field{"methods", &TapRequest::methods, "the same of methods", length(0, 100)},
        Field{"bodies", &TapRequest::bodies, "the frames of bodies as well", defaulted},
        Field{"sample", &TapRequest::sample, "one request of so many", between(1, 1e9), defaulted},
        Field{"credit", &TapRequest::credit, "batches under way at most", between(1, 64), defaulted},
        Field{"rate", &TapRequest::rate, "records a second at most, whole calls are left out beyond; 0: all",
              between(0, 1e9), defaulted});
};

/// Parameters of `tap_credit`: so many batches more.
struct TapCredit {
    std::int64_t tap = 0;
    std::int64_t batches = 1;
    static constexpr auto fields = describe(Field{"tap", &TapCredit::tap, "as its batches say"},
                                            Field{"batches", &TapCredit::batches, "that were taken", between(1, 64)});
};

/// Answer to the bus's method `rights`: what the asking key may look at.
struct TapRights {
    bool tap = false, bodies = false, personal = false;
    static constexpr auto fields =
        describe(Field{"tap", &TapRights::tap, "headers of requests and answers"},
                 Field{"bodies", &TapRights::bodies, "their bodies as well"},
                 Field{"personal", &TapRights::personal, "fields marked personal, not masked"});
};

/// One thing that passed, as a batch tells it. Views point into the batch.
struct TapRecord {
    TapKind kind{};
    std::int64_t time = 0;  ///< microseconds since 1970, by the bus's clock
    std::int64_t call = 0;  ///< the request's number, and its answers'; 0 for none
    std::string_view service;
    std::string_view method;             ///< of hb: ready, heartbeat or disconnect
    std::string_view peer;               ///< of a request the client's connection, else the worker's instance
    std::int64_t size = 0;               ///< bytes of its body
    std::string_view header;             ///< of a request, as it came; may be anything
    std::optional<std::int64_t> took;    ///< of an answer: microseconds since the request came to the bus
    std::string_view code;               ///< of err
    bool last = true;                    ///< false: a part of an answer
    std::vector<std::string_view> body;  ///< its frames, where they were asked for and are not too large
};

/// What passed since the batch before. An empty one says that the bus is there.
struct TapBatch {
    std::int64_t tap = 0;
    std::int64_t dropped = 0;  ///< what would have come before these records, had there been room, and within the rate
    std::vector<TapRecord> records;
};

/// Nothing for what is no batch.
std::optional<TapBatch> parse_batch(std::string_view bytes);
/// `records` are encoded, one after another.
std::string make_batch(const TapBatch& head, std::size_t count, std::string_view records);

}  // namespace rapport::bus
