// SPDX-License-Identifier: MIT
// The first byte says as what message the rest is read.
#include "bus/base/codec.hpp"

#include "bus/base/error.hpp"
#include "bus/base/money.hpp"
#include "bus/events/event.hpp"
#include "bus/wire/envelope.hpp"
#include "bus/wire/tapping.hpp"
#include "bus/wire/tracing.hpp"
#include "tests/fuzz/must.hpp"

namespace {

using namespace rapport;
using namespace std::literals;
using fuzz::must;

enum class Sort { organisation, person };
constexpr auto names_of(Sort) { return std::array{"organisation"sv, "person"sv}; }

/// A field of every type that there is.
struct Everything {
    Uuid id;
    std::string name;
    Sort sort = Sort::organisation;
    bool open = false;
    std::int64_t large = 0;
    std::uint8_t small = 0;
    double share = 0;
    std::optional<Instant> since;
    std::optional<Day> day;
    std::optional<Money> turnover;
    Patch<std::string> note;
    std::vector<Actor> people;
    std::optional<std::vector<std::string>> tags;
    std::vector<Any> more;
    Any custom;

    static constexpr auto fields =
        describe(Field{"id", &Everything::id, ""}, Field{"name", &Everything::name, "", length(1, 40)},
                 Field{"sort", &Everything::sort, "", defaulted}, Field{"open", &Everything::open, "", defaulted},
                 Field{"large", &Everything::large, "", defaulted}, Field{"small", &Everything::small, "", defaulted},
                 Field{"share", &Everything::share, "", between(-1e9, 1e9), defaulted},
                 Field{"since", &Everything::since, ""}, Field{"day", &Everything::day, ""},
                 Field{"turnover", &Everything::turnover, ""}, Field{"note", &Everything::note, "", length(1, 9)},
                 Field{"people", &Everything::people, "", length(0, 3)}, Field{"tags", &Everything::tags, ""},
                 Field{"more", &Everything::more, ""}, Field{"custom", &Everything::custom, ""});
};

template <class T>
T read(std::string_view bytes) {
    const auto value = decode<T>(bytes);
    const auto again = encode(value);
    must(encode(decode<T>(std::string_view(again))) == again, "what was read and written is read as the same");
    return value;
}

void read_record(std::string_view bytes) {
    const auto value = read<Everything>(bytes);
    must(value.people.size() <= 3 && std::abs(value.share) <= 1e9, "bounds are kept");
    must(changes_between(value, value).empty(), "nothing differs from itself");
    Everything patched;
    apply_patch(patched, value);
    changes_between(patched, value);
}

void read_request(std::string_view frame) {
    const auto request = bus::parse_request(frame);
    if (!request) return;
    const auto again = bus::make_request(request->msgid, request->method, request->params);
    const auto parsed = bus::parse_request(again);
    must(parsed && parsed->msgid == request->msgid && parsed->method == request->method, "a request stays what it is");
}

void read_reply(std::string_view frame) {
    bus::is_failure(frame);
    const auto reply = bus::parse_reply(frame);
    if (!reply) return;
    const auto again =
        reply->error ? bus::make_error(reply->msgid, *reply->error) : bus::make_reply(reply->msgid, reply->result);
    const auto parsed = bus::parse_reply(again);
    must(parsed && parsed->msgid == reply->msgid && parsed->error.has_value() == reply->error.has_value(),
         "an answer stays what it is");
    must(bus::is_failure(again) == reply->error.has_value(), "a failure is known for one");
}

void read_header(std::string_view bytes) {
    const auto header = read<bus::Header>(bytes);
    if (const auto ttl = bus::ttl_of(bytes))
        must(bus::ttl_of(bus::with_ttl(bytes, *ttl / 2)) == *ttl / 2, "the time left is what was set");
    if (const auto parent = bus::trace_parent_from(header.traceparent.value_or("")))
        must(bus::trace_parent_from(to_text(*parent))->step == parent->step, "a trace stays what it is");
}

/// Whatever a peer wrote there: who it speaks for is said by the bus.
void speak_for(std::string_view header) {
    const auto spoken = bus::with_actor(header, {.id = "user:1"});
    must(decode<bus::Header>(std::string_view(spoken)).actor->id == "user:1", "the actor is whom the bus says");
}

void read_as(std::uint8_t kind, std::string_view bytes) {
    switch (kind % 7) {
        case 0:
            return read_record(bytes);
        case 1:
            bus::to_cloudevent_json(bytes.size() % 2 ? read<bus::Event>(bytes)
                                                     : bus::Event(read<bus::CloudEvent>(bytes)));
            return;
        case 2:
            return read_request(bytes);
        case 3:
            return read_reply(bytes);
        case 4:
            return read_header(bytes);
        case 5:
            return speak_for(bytes);
        default:
            if (const auto batch = bus::parse_batch(bytes)) must(batch->records.size() <= bytes.size(), "all is there");
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    try {
        read_as(data[0], {reinterpret_cast<const char*>(data) + 1, size - 1});
    } catch (const Error&) {
        return 0;  // refused, as noise should be
    }
    return 0;
}
