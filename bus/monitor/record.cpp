// SPDX-License-Identifier: MIT
#include "bus/monitor/record.hpp"

#include "bus/base/codec.hpp"
#include "bus/monitor/text.hpp"
#include "bus/wire/envelope.hpp"

namespace rapport::bus::monitor {
namespace {

/// Only what is whole and text: a header may be anything.
Header header_of(std::string_view bytes) {
    try {
        return bytes.empty() ? Header{} : decode<Header>(bytes);
    } catch (const Error&) {
        return {};  // shown without: the request itself is refused by whoever gets it
    }
}

Any error_of(const Error& error) {
    Any map;
    Writer out(map.bytes);
    out.map(3);
    out.text("code");
    out.text(name_of(error.code()));
    out.text("message");
    out.text(clean_text(error.message()) ? error.message() : "(not readable)");
    out.text("details");
    out.raw(error.details().bytes);
    return map;
}

/// A map whose size is known only when it is written.
class Pairs {
public:
    Writer& key(std::string_view name) {
        ++size_;
        writer_.text(name);
        return writer_;
    }
    void text(std::string_view name, std::string_view value) {
        if (!value.empty()) key(name).text(value);
    }
    void any(std::string_view name, const Any& value) {
        if (!value.empty()) key(name).raw(value.bytes);
    }
    Any done() const {
        Any map;
        Writer(map.bytes).map(size_);
        map.bytes += bytes_;
        return map;
    }

private:
    std::size_t size_ = 0;
    std::string bytes_;
    Writer writer_{bytes_};
};

/// The CloudEvent, with the data that it has now: masked, or left out.
Any event_map(const Record& record) {
    Event shown = record.event.value();
    shown.data = record.data;
    return to_cloudevent(shown);
}

}  // namespace

std::string trace_of(std::string_view traceparent) {
    constexpr std::size_t begin = 3, digits = 32;
    const bool known = traceparent.size() > begin + digits && traceparent[begin + digits] == '-';
    return known ? std::string(traceparent.substr(begin, digits)) : std::string();
}

Record record_of(const Event& event) {
    Record record{.kind = Kind::event,
                  .time = event.time.ms * 1'000,
                  .source = event.source,
                  .type = event.type,
                  .subject = event.subject,
                  .actor = event.actor.id,
                  .trace = trace_of(event.traceparent.value_or("")),
                  .sequence = event.sequence,
                  .size = static_cast<std::int64_t>(event.data.bytes.size()),
                  .data = event.data,
                  .frames = {event.data.bytes},
                  .event = event};
    record.event->data = {};
    return record;
}

Record record_of(const TapRecord& shown) {
    Record record{.kind = shown.kind == TapKind::req   ? Kind::req
                          : shown.kind == TapKind::rep ? Kind::rep
                          : shown.kind == TapKind::err ? Kind::err
                                                       : Kind::hb,
                  .time = shown.time,
                  .source = std::string(shown.service),
                  .method = std::string(shown.method),
                  .type = std::string(shown.service) + "." + std::string(shown.method),
                  .peer = std::string(shown.peer),
                  .code = std::string(shown.code),
                  .call = shown.call,
                  .size = shown.size,
                  .took = shown.took,
                  .last = shown.last};
    record.frames.assign(shown.body.begin(), shown.body.end());
    const auto header = header_of(shown.header);
    if (header.actor) record.actor = header.actor->id;
    record.trace = trace_of(header.traceparent.value_or(""));
    if (record.frames.empty()) return record;
    if (record.kind == Kind::req) {
        if (const auto request = parse_request(record.frames[0])) record.data.bytes = request->params;
    } else if (auto reply = parse_reply(record.frames[0])) {
        record.result = reply->error ? error_of(*reply->error) : Any{std::move(reply->result)};
    }
    return record;
}

void join(Record& answer, const Record& request) {
    answer.actor = request.actor;
    answer.trace = request.trace;
    answer.data = request.data;
}

Any as_map(const Record& record) {
    if (record.kind == Kind::event) return event_map(record);
    Pairs map;
    map.text("kind", name_of(record.kind));
    map.text("time", utc_text(record.time));
    map.text("service", record.source);
    map.text("method", record.method);
    if (record.call) map.key("call").integer(record.call);
    map.text("actor", record.actor);
    map.text("trace", record.trace);
    map.text("peer", record.peer);
    if (record.kind != Kind::hb) map.key("bytes").integer(record.size);
    if (record.took) map.key("took_ms").number(static_cast<double>(*record.took) / 1'000);
    map.text("code", record.code);
    if (record.is_answer()) map.key("last").boolean(record.last);
    map.any("params", record.data);
    map.any(record.kind == Kind::err ? "error" : "result", record.result);
    return map.done();
}

}  // namespace rapport::bus::monitor
