// SPDX-License-Identifier: MIT
#include "bus/broker/tap.hpp"

#include <algorithm>

#include "bus/base/error.hpp"
#include "bus/base/wire.hpp"
#include "bus/broker/pace.hpp"
#include "bus/wire/envelope.hpp"

namespace rapport::bus {
namespace {

// A batch is sent when it is this large, or this old.
constexpr std::size_t batch_bytes = 64 << 10;
constexpr Loop::Duration batch_time{10};
// What may wait for a listener that has no credit left; and the largest body that is shown to one.
constexpr std::size_t most_waiting = 1 << 20, largest_body = 1 << 20;
constexpr std::size_t most_listeners = 16;

bool fits(std::string_view name, const std::vector<std::string>& wanted) {
    return wanted.empty() || std::ranges::any_of(wanted, [name](std::string_view one) {
               return one.ends_with('*') ? name.starts_with(one.substr(0, one.size() - 1)) : name == one;
           });
}

/// Microseconds since 1970.
std::int64_t wall_time(Time time) {
    // Asked once: a clock that is set while we run does not turn the order of records around.
    static const auto begin = std::pair(std::chrono::system_clock::now(), std::chrono::steady_clock::now());
    const auto wall = begin.first + (time - begin.second);
    return std::chrono::duration_cast<std::chrono::microseconds>(wall.time_since_epoch()).count();
}

/// Names come from clients, who may call anything anything.
std::string_view clean(std::string_view name) {
    constexpr std::size_t longest = 100;
    name = name.substr(0, longest);
    return clean_text(name) ? name : "?";
}

/// Routing ids are bytes: as hexadecimal digits.
void write_client(std::string_view id, Writer& out) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::array<char, 32> text;
    std::size_t size = 0;
    for (const char c : id.substr(0, text.size() / 2)) {
        text[size++] = digits[static_cast<unsigned char>(c) >> 4];
        text[size++] = digits[static_cast<unsigned char>(c) & 15];
    }
    out.text({text.data(), size});
}

std::size_t size_of(std::span<const zmq::message_t> frames) {
    std::size_t size = 0;
    for (const auto& frame : frames) size += frame.size();
    return size;
}

void write_body(std::span<const zmq::message_t> frames, Writer& out) {
    out.array(frames.size());
    for (const auto& frame : frames) out.binary(view_of(frame));
}

}  // namespace

struct Tap::Listener {
    std::int64_t id;
    std::string client, sender;
    mdp::Dialect speaks;
    int fd;
    std::uint32_t msgid;
    TapRequest wanted;
    std::int64_t credit;
    Pace pace{wanted.rate};
    std::array<bool, names_of(TapKind{}).size()> kinds{};
    std::string records = {};  ///< encoded, one after another
    std::size_t count = 0;     ///< of them
    std::int64_t dropped = 0;  ///< before them
    std::int64_t lost = 0;     ///< after them: there was no room
    bool spoken = false;       ///< was sent something since the last beat
    bool gone = false;

    bool wants(const Seen& seen) const {
        return kinds[static_cast<std::size_t>(seen.kind)] && fits(seen.service, wanted.services) &&
               fits(seen.method, wanted.methods) && (wanted.sample <= 1 || shuffled(seen.call) % sample() == 0);
    }
    std::uint64_t sample() const { return static_cast<std::uint64_t>(wanted.sample); }
    bool in_pace(const Seen& seen, Time now) {
        return pace.shows(shuffled(seen.call) / sample(), seen.arrived == Time{} ? now : seen.arrived, now);
    }
    Peer peer() const { return {client, speaks, fd}; }
    bool ready() const { return count > 0 && credit > 0; }
    void append(const Seen& seen, Time now);
};

void Tap::Listener::append(const Seen& seen, Time now) {
    const std::size_t size = size_of(seen.body);
    Writer out(records);
    out.array(12);
    out.text(name_of(seen.kind));
    out.integer(wall_time(now));
    out.integer(static_cast<std::int64_t>(seen.call));
    out.text(clean(seen.service));
    out.text(clean(seen.method));
    if (seen.kind == TapKind::req) write_client(seen.peer, out);
    else out.text(clean(seen.peer));
    out.integer(static_cast<std::int64_t>(size));
    out.binary(seen.kind == TapKind::req && seen.body.size() > 1 ? view_of(seen.body[1]) : std::string_view());
    if (seen.arrived == Time{}) out.nil();
    else out.integer(std::chrono::duration_cast<std::chrono::microseconds>(now - seen.arrived).count());
    out.text(seen.code);
    out.boolean(seen.last);
    if (wanted.bodies && size <= largest_body) write_body(seen.body, out);
    else out.nil();
    ++count;
}

Tap::Tap(Loop& loop, Delivery& delivery, Guard& guard) : loop_(loop), delivery_(delivery), guard_(guard) {}

Tap::~Tap() {
    if (flushing_) loop_.cancel(flush_timer_);
}

void Tap::tell(const Seen& seen, Time now) {
    for (const auto& listener : listeners_) {
        if (!listener->wants(seen)) continue;
        if (!listener->in_pace(seen, now)) {
            ++listener->dropped;
            ++dropped_;
            continue;
        }
        if (listener->lost || listener->records.size() >= most_waiting) {
            ++listener->lost;
            ++dropped_;
            continue;
        }
        listener->append(seen, now);
        if (listener->records.size() >= batch_bytes && listener->credit > 0) send(*listener);
    }
    if (flushing_) return;
    flushing_ = true;
    flush_timer_ = loop_.after(batch_time, [this] {
        flushing_ = false;
        flush();
    });
}

void Tap::flush() {
    for (const auto& listener : listeners_)
        if (listener->ready()) send(*listener);
    std::erase_if(listeners_, [](const auto& listener) { return listener->gone; });
}

void Tap::send(Listener& listener) {
    const TapBatch head{.tap = listener.id, .dropped = listener.dropped};
    const auto answer = make_reply(listener.msgid, make_batch(head, listener.count, listener.records));
    listener.records.clear();
    listener.count = 0;
    listener.dropped = std::exchange(listener.lost, 0);
    listener.spoken = true;
    --listener.credit;
    listener.gone = delivery_.send(listener.peer(), mdp::ClientCommand::partial, "bus", answer) == Delivery::Sent::gone;
}

TapRights Tap::rights_of(std::string_view sender) const {
    const Grants& who = guard_.of(sender);
    return {.tap = who.tap, .bodies = who.tap && who.see_personal, .personal = who.see_personal};
}

void Tap::allow(std::string_view sender, const TapRequest& request) const {
    const TapRights rights = rights_of(sender);
    if (!rights.tap) throw guard_.refuse(guard_.of(sender), "tap", {});
    if (request.bodies && !rights.bodies) throw guard_.refuse(guard_.of(sender), "see_personal", {});
}

void Tap::begin(const Peer& client, std::string_view sender, std::uint32_t msgid, const TapRequest& request) {
    if (client.speaks.old) throw Error(Code::unimplemented, "a tap answers in parts, which takes Majordomo 0.2");
    allow(sender, request);
    if (listeners_.size() >= most_listeners)
        throw Error(Code::resource_exhausted, "too many listen already: at most " + std::to_string(most_listeners));
    auto listener = std::make_unique<Listener>(Listener{static_cast<std::int64_t>(++last_id_), std::string(client.id),
                                                        std::string(sender), client.speaks, client.fd, msgid, request,
                                                        request.credit});
    if (request.kinds.empty()) listener->kinds.fill(true);
    for (const TapKind kind : request.kinds) listener->kinds[static_cast<std::size_t>(kind)] = true;
    send(*listener);  // empty: from now on
    if (!listener->gone) listeners_.push_back(std::move(listener));
}

void Tap::credit(std::string_view client, const TapCredit& credit) {
    for (const auto& listener : listeners_) {
        if (listener->id != credit.tap || listener->client != client) continue;
        listener->credit = std::min(listener->credit + credit.batches, listener->wanted.credit);
        if (listener->ready() && (listener->lost || listener->records.size() >= batch_bytes)) send(*listener);
    }
}

void Tap::review() {
    for (const auto& listener : listeners_) {
        try {
            allow(listener->sender, listener->wanted);
        } catch (const Error& error) {
            const auto answer = make_error(listener->msgid, error);
            delivery_.send(listener->peer(), mdp::ClientCommand::final, "bus", answer);
            listener->gone = true;
        }
    }
    std::erase_if(listeners_, [](const auto& listener) { return listener->gone; });
}

void Tap::beat() {
    for (const auto& listener : listeners_)
        if (!std::exchange(listener->spoken, false) && listener->credit > 0) send(*listener);
    flush();
}

}  // namespace rapport::bus
