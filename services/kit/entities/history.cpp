// SPDX-License-Identifier: MIT
#include "services/kit/entities/history.hpp"

#include <msgpack/pack.hpp>

#include "bus/base/error.hpp"
#include "bus/base/unpack.hpp"
#include "services/kit/engine/outbox.hpp"

namespace rapport::kit {
namespace {

constexpr std::int64_t portion = 50;

struct Sink {
    std::string& out;
    void write(const char* data, std::size_t size) { out.append(data, size); }
};

/// The record in that field of an event's data, as MessagePack; nothing if there is none. A field of that name may hold
/// something else, such as the record's id.
std::optional<std::string> record_in(const Any& data, std::string_view name) {
    if (data.empty()) return {};
    const Unpacked unpacked(data.bytes);
    if (unpacked.value().type != msgpack::type::MAP) return {};
    const auto& map = unpacked.value().via.map;
    for (std::uint32_t i = 0; i < map.size; ++i) {
        const auto& [key, value] = map.ptr[i];
        if (key.type != msgpack::type::STR || std::string_view(key.via.str.ptr, key.via.str.size) != name) continue;
        if (value.type != msgpack::type::MAP) return {};
        std::string bytes;
        Sink sink{bytes};
        msgpack::packer<Sink>(sink).pack(value);
        return bytes;
    }
    return {};
}

Outbox::Reader reader_of(const View& view, bool owned) {
    static const EventParties none;
    return {owned ? view.own_parties() : OwnParties(), none};
}

}  // namespace

RecordHistory history_of(const View& view, const Uuid& subject, bool owned, std::optional<std::int64_t> before,
                         std::int64_t limit) {
    auto events = Outbox::newest_about(view.db(), to_text(subject), reader_of(view, owned), before, limit + 1);
    RecordHistory history;
    if (static_cast<std::int64_t>(events.size()) > limit) {
        events.resize(static_cast<std::size_t>(limit));
        history.next = events.back().sequence;
    }
    history.items.assign(events.begin(), events.end());
    return history;
}

std::string told_by(const View& view, const Uuid& subject, bool owned, const ToldIn& in, Instant as_of) {
    if (as_of > view.now()) throw invalid("as_of", "must not lie in the future");
    std::optional<std::int64_t> before;
    for (;;) {
        const auto events = Outbox::newest_about(view.db(), to_text(subject), reader_of(view, owned), before, portion);
        for (const bus::Event& event : events) {
            before = event.sequence;
            if (event.recorded > as_of) continue;
            if (event.erased) throw Error(Code::not_found, "as_of: what it was then has been erased");
            auto found = record_in(event.data, in.name);
            if (!found && !in.was.empty()) found = record_in(event.data, in.was);
            if (found) return *std::move(found);
        }
        if (static_cast<std::int64_t>(events.size()) < portion)
            throw Error(Code::not_found, "as_of: nothing was known of it at that time");
    }
}

QueryRoute detail::history_beside(const bus::MethodInfo& get, Roles roles, const Shape& request,
                                  std::function<std::string(View&, std::string_view params)> run) {
    QueryRoute route{.info = get, .roles = roles, .run = std::move(run)};
    const std::string_view name = get.name;
    route.info.name = name.starts_with("get_") ? std::string(name.substr(4)) + "_history"
                      : name == "get"          ? "history"
                                               : std::string(name) + "_history";
    route.info.doc = "List what happened to it, newest first: who did what, and what changed.";
    if (get.path) route.info.path = *get.path + "/history";
    route.info.request.bytes = request_schema_of(request);
    route.info.result.bytes = schema_of(shape_of<RecordHistory>());
    return route;
}

}  // namespace rapport::kit
