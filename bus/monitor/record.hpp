// SPDX-License-Identifier: MIT
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "bus/events/event.hpp"
#include "bus/wire/tapping.hpp"

namespace rapport::bus::monitor {

/// What was seen on the bus: an event, a request, an answer, an error, or a worker's heartbeat.
enum class Kind : unsigned char { event, req, rep, err, hb };
constexpr auto names_of(Kind) { return std::array<std::string_view, 5>{"event", "req", "rep", "err", "hb"}; }

/// One thing that happened on the bus, as tail shows it: an event, a request, an answer, an error, a heartbeat.
struct Record {
    Kind kind{};
    std::int64_t time = 0;  ///< microseconds since 1970
    std::string source;     ///< the service that tells, or is asked
    std::string method;     ///< of all but events
    std::string type;       ///< of an event; else SERVICE.METHOD, by which patterns find it
    std::string subject;    ///< of an event
    std::string actor;      ///< in whose name
    std::string trace;      ///< the trace's 32 digits
    std::string peer;       ///< who asked, or the instance that answered
    std::string code;       ///< of an error
    std::int64_t call = 0, sequence = 0, size = 0;
    std::optional<std::int64_t> took;  ///< microseconds
    bool last = true;                  ///< false: a part of an answer
    Any data;                          ///< of an event, or the request's parameter
    Any result;                        ///< of an answer: what was answered, or the error's map
    std::vector<std::string> frames;   ///< as they travelled
    std::optional<Event> event;        ///< its attributes, without data

    bool is_answer() const { return kind == Kind::rep || kind == Kind::err; }
};

Record record_of(const Event& event);
Record record_of(const TapRecord& record);
/// The request's side of a call, put into its answer, so that one record tells both.
void join(Record& answer, const Record& request);
/// The map that filters look into and JSON shows: an event is its CloudEvent; a call {kind, time, service, method, …}.
Any as_map(const Record& record);
/// The trace of a W3C traceparent; empty if it is none.
std::string trace_of(std::string_view traceparent);

}  // namespace rapport::bus::monitor
