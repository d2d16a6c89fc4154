// SPDX-License-Identifier: MIT
#include "services/gateway/events/event_hub.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <algorithm>
#include <charconv>
#include <utility>

#include "bus/base/codec.hpp"

namespace rapport::gateway {
namespace {

/// Who reads what a listener has missed. What the listener may see was decided when they came.
Actor ourselves() { return {.id = "service:gateway", .kind = "service", .roles = {"service"}}; }

/// RESTinio ends a connection that is silent for long, and so do proxies.
constexpr std::chrono::milliseconds beat_period{4'000};
/// How often it is asked whether listeners still may: a right can end by time alone, so nobody needs to say so.
constexpr std::chrono::milliseconds look_period{250};

bool type_matches(std::string_view pattern, std::string_view type) {
    if (!pattern.empty() && (pattern.back() == '*')) return type.starts_with(pattern.substr(0, pattern.size() - 1));
    if (!pattern.empty() && pattern.back() == '.') return type.starts_with(pattern);
    return type == pattern || (type.starts_with(pattern) && type[pattern.size()] == '.');
}

}  // namespace

std::optional<EventId> EventId::of(std::string_view text) {
    const auto colon = text.rfind(':');
    if (colon == text.npos || colon == 0) return {};
    EventId id{.source = std::string(text.substr(0, colon))};
    const char* const end = text.data() + text.size();
    const auto [stop, problem] = std::from_chars(text.data() + colon + 1, end, id.sequence);
    if (problem != std::errc{} || stop != end || id.sequence < 0) return {};
    return id;
}

bool Wanted::wants(std::string_view source, std::string_view type) const {
    if (std::find(not_sources.begin(), not_sources.end(), source) != not_sources.end()) return false;
    return types.empty() ||
           std::any_of(types.begin(), types.end(), [&](const auto& pattern) { return type_matches(pattern, type); });
}

std::string sse_text(const bus::Event& event) {
    return "id: " + event.source + ":" + std::to_string(event.sequence) + "\nevent: " + event.type +
           "\ndata: " + to_cloudevent_json(event) + "\n\n";
}

/// How far a source was read for a listener who sees some parties alone.
struct EventHub::Place {
    std::int64_t after = 0;
    std::string epoch = {};  ///< empty: not known yet
    std::int64_t heard = 0;  ///< the newest event that concerns parties
    bool asking = false;
    bool again = false;   ///< it is to be asked once more, since something was heard meanwhile
    bool failed = false;  ///< it could not be read, and may be readable later

    /// What of a page comes next.
    std::vector<bus::Event> goes_on_with(const bus::EventPage& page) {
        const std::string known = std::exchange(epoch, page.epoch);
        if (!known.empty() && known != page.epoch) {
            // The store was restored: go on with what was heard, as it is counted now.
            again = true;
            after = std::min(page.last, std::max<std::int64_t>(heard - 1, 0));
            return {};
        }
        std::vector<bus::Event> events(page.events.begin(), page.events.end());
        after = page.through.value_or(events.empty() ? page.last : events.back().sequence);
        return events;
    }
};

struct EventHub::Listener {
    std::shared_ptr<Stream> stream;
    Wanted wanted;
    AdmissionPtr admission;
    bool catching_up = false;  ///< what `after` names is still being read from its source
    std::int64_t unheard = 0;  ///< newest live event of that source that was left to the reading
    bool gone = false;
    std::map<std::string, Place> own;  ///< by source

    bool catches_up_on(std::string_view source) const { return wanted.after && wanted.after->source == source; }
};

EventHub::EventHub(bus::Loop& loop, bus::Client& client, const bus::Address& subscribe_endpoint, Metrics& metrics)
    : loop_(loop),
      client_(client),
      metrics_(metrics),
      beat_(loop.every(beat_period, [this] { beat(); })),
      look_(loop.every(look_period, [this] { end_those_that_may_no_more(); })),
      subscriber_(loop, subscribe_endpoint, {""}, {.on_event = [this](const bus::Event& event) { hear(event); }}) {}

EventHub::~EventHub() {
    loop_.cancel(beat_);
    loop_.cancel(look_);
    close();
}

void EventHub::close() {
    for (const auto& listener : listeners_) listener->gone = true, listener->stream->close();
    listeners_.clear();
    metrics_.event_clients = 0;
}

void EventHub::join(std::shared_ptr<Stream> stream, Wanted wanted, AdmissionPtr admission) {
    auto listener = std::make_shared<Listener>();
    listener->stream = std::move(stream);
    listener->wanted = std::move(wanted);
    listener->admission = std::move(admission);
    listeners_.push_back(listener);
    metrics_.event_clients = static_cast<std::int64_t>(listeners_.size());
    put(*listener, "retry: 1000\n\n");
    if (const auto& after = listener->wanted.after; after && listener->wanted.own_parties) {
        listener->own[after->source].after = after->sequence;
        ask_own(listener, after->source);
    } else if (after) {
        catch_up(listener);
    }
    sweep();
}

void EventHub::hear(const bus::Event& event) {
    if (listeners_.empty()) return;
    std::string text;
    for (const auto& listener : listeners_) {
        if (listener->wanted.own_parties) {
            notice(listener, event);
            continue;
        }
        if (listener->catches_up_on(event.source)) {
            if (listener->catching_up) {
                listener->unheard = std::max(listener->unheard, event.sequence);
                continue;
            }
            if (event.sequence <= listener->wanted.after->sequence) continue;
            listener->wanted.after->sequence = event.sequence;
        }
        if (!listener->wanted.wants(event.source, event.type)) continue;
        if (text.empty()) text = sse_text(event);
        put(*listener, text);
    }
    sweep();
}

void EventHub::beat() {
    for (const auto& listener : listeners_) {
        put(*listener, ": beat\n\n");
        for (const auto& [source, place] : listener->own)
            if (place.failed) ask_own(listener, source);
    }
    sweep();
}

void EventHub::end_those_that_may_no_more() {
    for (const auto& listener : listeners_)
        if (const auto why = listener->gone ? std::nullopt : listener->admission->ended())
            end(*listener, "ended", *why);
    sweep();
}

void EventHub::catch_up(const std::shared_ptr<Listener>& listener) {
    listener->catching_up = true;
    const bus::ReadEvents request{.after = listener->wanted.after->sequence};
    client_.call(listener->wanted.after->source, "$events", encode(request), {.actor = ourselves(), .query = true},
                 [this, listener, alive = std::weak_ptr(alive_)](const bus::Reply& reply, bool last) {
                     if (alive.expired() || listener->gone || !last) return;
                     take_page(listener, reply);
                     sweep();
                 });
}

void EventHub::take_page(const std::shared_ptr<Listener>& listener, const bus::Reply& reply) {
    auto& after = *listener->wanted.after;
    listener->catching_up = false;
    if (reply.error) {
        spdlog::info("events after {}:{} cannot be read: {}", after.source, after.sequence, reply.error->message());
        put(*listener, ": what was missed cannot be read; going on with what happens now\n\n");
        return;
    }
    bus::EventPage page;
    try {
        page = decode<bus::EventPage>(reply.result);
    } catch (const Error& e) {
        spdlog::error("{} answered $events with what is no page: {}", after.source, e.message());
        return;
    }
    for (const bus::Event event : page.events) {
        after.sequence = event.sequence;
        if (listener->wanted.wants(event.source, event.type) && !put(*listener, sse_text(event))) return;
    }
    if (!page.events.empty() || listener->unheard > after.sequence) catch_up(listener);
}

/// Something happened to somebody's parties: whether to this listener's its source says.
void EventHub::notice(const std::shared_ptr<Listener>& listener, const bus::Event& event) {
    if (event.parties.empty() || !listener->wanted.wants(event.source, event.type)) return;
    const Place begin{.after = event.sequence - 1, .epoch = event.epoch};
    Place& place = listener->own.try_emplace(event.source, begin).first->second;
    place.heard = event.sequence;
    place.again = place.asking;
    ask_own(listener, event.source);
}

void EventHub::ask_own(const std::shared_ptr<Listener>& listener, const std::string& source) {
    Place& place = listener->own.at(source);
    if (place.asking) return;
    place.asking = true;
    place.again = place.failed = false;
    client_.call(source, "$events", encode(bus::ReadEvents{.after = place.after}),
                 {.actor = listener->admission->actor(), .query = true},
                 [this, listener, source, alive = std::weak_ptr(alive_)](const bus::Reply& reply, bool last) {
                     if (alive.expired() || listener->gone || !last) return;
                     take_own(listener, source, reply);
                     sweep();
                 });
}

void EventHub::take_own(const std::shared_ptr<Listener>& listener, const std::string& source, const bus::Reply& reply) {
    Place& place = listener->own.at(source);
    place.asking = false;
    const std::int64_t before = place.after;
    std::int64_t last = 0;
    try {
        if (reply.error) throw Error(*reply.error);
        const auto page = decode<bus::EventPage>(reply.result);
        const std::vector<bus::Event> events = place.goes_on_with(page);
        last = page.last;
        // A right ends by time alone, too, and whoever looks after that may not have looked yet.
        if (listener->admission->ended()) return;
        for (const bus::Event& event : events)
            if (!event.parties.empty() && listener->wanted.wants(event.source, event.type) &&
                !put(*listener, sse_text(event)))
                return;
    } catch (const Error& error) {
        // Who is refused asks no more until something else happens there.
        place.failed = error.code() != Code::permission_denied;
        if (!place.failed) return;
        spdlog::info("events of {} after {} cannot be read for {}: {}", source, place.after,
                     listener->admission->actor().id, error.message());
        return;
    }
    if (place.again || (place.after > before && place.after < last)) ask_own(listener, source);
}

bool EventHub::put(Listener& listener, const std::string& text) {
    if (listener.gone) return false;
    const std::size_t waiting = listener.stream->waiting();
    if (waiting && waiting + text.size() > queue_cap) {
        ++metrics_.event_overflows;
        end(listener, "overflow", "too slow");
    } else if (!listener.stream->write(text)) {
        listener.gone = true;
    }
    return !listener.gone;
}

/// The stream's last word, so that a page knows whether to sign in again or to come back.
void EventHub::end(Listener& listener, std::string_view event, std::string_view reason) {
    listener.stream->write(fmt::format("event: {}\ndata: {{\"reason\":\"{}\"}}\n\n", event, reason));
    listener.stream->close();
    listener.gone = true;
}

void EventHub::sweep() {
    listeners_.remove_if([](const auto& listener) { return listener->gone; });
    metrics_.event_clients = static_cast<std::int64_t>(listeners_.size());
}

}  // namespace rapport::gateway
