// SPDX-License-Identifier: MIT
#include "services/gateway/events/event_hub.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

#include "bus/base/codec.hpp"
#include "bus/base/wire.hpp"

namespace rapport::gateway {
namespace {

using Steady = std::chrono::steady_clock;

/// RESTinio ends a connection that is silent for long, and so do proxies.
constexpr std::chrono::milliseconds beat_period{4'000};
/// How often it is asked whether listeners still may (a right can end by time alone, so nobody needs to say so), and
/// whether what could not be read can be by now.
constexpr std::chrono::milliseconds look_period{250};
/// After which a source that could not be read is asked again; each time after twice as long.
constexpr std::chrono::milliseconds patience{1'000}, most_patience{60'000};
/// How often a source that nobody has heard of is asked.
constexpr int most_tries_of_a_stranger = 3;
/// A page is put into a listener's queue at once: a fraction of what that may hold.
constexpr std::int64_t page_size = 100;

/// Data of the event `gap`.
struct Gap {
    std::string source;
    std::int64_t after = 0;
    std::string reason;
    static constexpr auto fields =
        describe(Field{"source", &Gap::source, "whose events are missing"},
                 Field{"after", &Gap::after, "the last that was heard"}, Field{"reason", &Gap::reason, "why"});
};

/// Whether it may be otherwise in a while: the service is being restarted, or its store is in trouble.
bool passes(const Error& error) {
    switch (error.code()) {
        case Code::unavailable:
        case Code::deadline_exceeded:
        case Code::in_doubt:
        case Code::resource_exhausted:
        case Code::internal:
            return true;
        default:
            return false;
    }
}

}  // namespace

/// How far a source was heard by a listener.
struct EventHub::Place {
    std::int64_t after = 0;
    std::string epoch = {};                        ///< empty: not known yet
    std::int64_t newest = 0;                       ///< of what happened since and is still to be read
    bool reading = false;                          ///< an answer is to come
    bool again = false;                            ///< something happened since it was asked for
    std::optional<Steady::time_point> later = {};  ///< it is to be read from then on
    int failures = 0;                              ///< since it was read last
    std::uint64_t history = 0;  ///< counts the histories that the source had: an answer of an older one is none

    /// The source is heard: however long it was away, it is asked soon.
    void come_back() {
        if (later) later = std::min(*later, Steady::now() + patience);
    }
};

struct EventHub::Listener {
    std::shared_ptr<Stream> stream;
    Wanted wanted;
    AdmissionPtr admission;
    bool gone = false;
    std::map<std::string, Place, std::less<>> places;
    std::string said = {};  ///< positions that the listener knows

    /// Where the listener goes on once that event was heard.
    std::string position(const bus::Event* event = nullptr) const {
        Positions positions;
        for (const auto& [source, place] : places) positions[source] = place.after;
        if (event) positions[event->source] = event->sequence;
        return to_text(positions);
    }
};

EventHub::EventHub(bus::Loop& loop, bus::Client& client, const bus::Address& subscribe_endpoint, Metrics& metrics,
                   Known known)
    : loop_(loop),
      client_(client),
      metrics_(metrics),
      known_(std::move(known)),
      beat_(loop.every(beat_period, [this] { beat(); })),
      look_(loop.every(look_period, [this] { look(); })),
      subscriber_(loop, subscribe_endpoint, {""},
                  {.on_event = [this](const bus::Event& event) { followed(event.source).heard(event); },
                   .on_watermark = [this](const bus::Watermark& mark) { followed(mark.source).heard(mark); }}) {}

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

bus::Follower& EventHub::followed(const std::string& source) {
    auto& follower = followers_[source];
    if (!follower) {
        bus::Follower::Handlers handlers{
            .on_event =
                [this, source](const bus::Event& event) {
                    heads_[source] = {event.epoch, event.sequence, event.id};
                    hear(event);
                    followers_.at(source)->done(event.sequence);
                },
            .on_history = [this, source](const bus::NewHistory& next) { go_on(source, next); }};
        follower = std::make_unique<bus::Follower>(loop_, client_, std::nullopt, source, bus::Follower::From::head,
                                                   bus::Cursor{}, std::move(handlers));
    }
    return *follower;
}

/// A source is followed from now on; or its store was restored, and what was told of late is not its history any more.
void EventHub::go_on(const std::string& source, const bus::NewHistory& next) {
    const bool known = heads_.contains(source);
    heads_[source] = next.begin;
    for (const auto& listener : listeners_) {
        if (listener->gone || !listener->wanted.follows(source)) continue;
        const Place begin{.after = next.begin.sequence, .epoch = next.begin.epoch};
        Place& place = listener->places.try_emplace(source, begin).first->second;
        if (known && !listener->wanted.own_parties) {
            const std::uint64_t history = place.history + 1;
            tell_gap(*listener, source, place.after, "its store was restored");
            place = begin;
            place.history = history;
        } else if (!known && place.after < begin.after) {
            // It came before we knew how far the source is, and what was told since may have passed us by.
            place.newest = begin.after;
            place.again = place.reading;
            if (!place.later) read(listener, source);
        }
        place.come_back();
    }
    sweep();
    followers_.at(source)->done(next.begin.sequence);
}

void EventHub::join(std::shared_ptr<Stream> stream, Wanted wanted, AdmissionPtr admission) {
    const auto listener = std::make_shared<Listener>();
    listener->stream = std::move(stream);
    listener->wanted = std::move(wanted);
    listener->admission = std::move(admission);
    listeners_.push_back(listener);
    metrics_.event_clients = static_cast<std::int64_t>(listeners_.size());
    for (const auto& [source, head] : heads_)
        if (listener->wanted.follows(source)) listener->places[source] = {.after = head.sequence, .epoch = head.epoch};
    Positions after = listener->wanted.after;
    std::erase_if(after, [&](const auto& place) { return !listener->wanted.follows(place.first); });
    for (const auto& [source, sequence] : after) {
        Place& place = listener->places[source];
        if (place.epoch.empty() || place.after != sequence) place = {.after = sequence, .newest = sequence};
    }
    listener->said = listener->position();
    put(*listener, listener->said.empty() ? "retry: 1000\n\n" : "retry: 1000\nid: " + listener->said + "\n\n");
    for (const auto& [source, sequence] : after)
        if (listener->places.at(source).epoch.empty()) read(listener, source);
    sweep();
}

void EventHub::hear(const bus::Event& event) {
    ToldEvent told(event);
    for (const auto& listener : listeners_) {
        if (listener->gone || !listener->wanted.follows(event.source)) continue;
        if (listener->wanted.own_parties) notice(listener, event);
        else hand(listener, told);
    }
    sweep();
}

/// To who sees all: at once, where the listener has heard all before it.
void EventHub::hand(const ListenerPtr& listener, ToldEvent& told) {
    const bus::Event& event = told.event();
    Place& place = listener->places.try_emplace(event.source, Place{.after = event.sequence - 1}).first->second;
    if (event.sequence <= place.after) return;
    place.newest = event.sequence;
    place.again = place.reading;
    place.come_back();
    if (place.reading || place.later) return;
    if (event.sequence > place.after + 1) return read(listener, event.source);
    // Who is not behind but for an event that is large has it once there is room.
    if (!has_room(*listener, told) && listener->stream->waiting() <= queue_cap / 2) {
        place.later = Steady::now();
        return;
    }
    place.epoch = event.epoch;
    place.after = event.sequence;
    tell(*listener, told);
}

/// Something happened to somebody's parties: whether to this listener's its source says.
void EventHub::notice(const ListenerPtr& listener, const bus::Event& event) {
    if (event.parties.empty() || !listener->wanted.wants(event.source, event.type)) return;
    const Place begin{.after = event.sequence - 1, .epoch = event.epoch};
    Place& place = listener->places.try_emplace(event.source, begin).first->second;
    place.newest = event.sequence;
    place.again = place.reading;
    place.come_back();
    if (!place.later) read(listener, event.source);
}

/// Lines that keep the connection open, and say how far a listener is who was told nothing of late.
void EventHub::beat() {
    for (const auto& listener : listeners_) {
        std::string at = listener->position();
        const bool moved = at != listener->said;
        put(*listener, moved ? ": beat\nid: " + at + "\n\n" : ": beat\n\n");
        listener->said = std::move(at);
    }
    sweep();
}

void EventHub::look() {
    const auto now = Steady::now();
    for (const auto& listener : listeners_) {
        if (listener->gone) continue;
        if (const auto why = listener->admission->ended()) {
            end(*listener, "ended", *why);
            continue;
        }
        for (auto& [source, place] : listener->places) {
            if (!place.later || *place.later > now) continue;
            place.later.reset();
            read(listener, source);
        }
    }
    sweep();
}

/// What a source told after the place where the listener is: to who sees all by ourselves, since what they may hear was
/// decided when they came; to others in their own name.
void EventHub::read(const ListenerPtr& listener, const std::string& source) {
    Place& place = listener->places.at(source);
    if (place.reading) return;
    place.reading = true;
    place.again = false;
    bus::CallOptions options{.query = true};
    if (listener->wanted.own_parties) options.actor = listener->admission->actor();
    client_.call(source, "$events", encode(bus::ReadEvents{.after = place.after, .limit = page_size}), options,
                 [this, listener, source, history = place.history, alive = std::weak_ptr(alive_)](
                     const bus::Reply& reply, bool last) {
                     if (alive.expired() || listener->gone || !last) return;
                     const auto now = listener->places.find(source);
                     if (now != listener->places.end() && now->second.history == history) take(listener, source, reply);
                     sweep();
                 });
}

void EventHub::take(const ListenerPtr& listener, const std::string& source, const bus::Reply& reply) {
    Place& place = listener->places.at(source);
    place.reading = false;
    try {
        if (reply.error) throw Error(*reply.error);
        take_page(listener, source, place, decode<bus::EventPage>(reply.result));
        place.failures = 0;
    } catch (const Error& error) {
        if (passes(error) || !(heads_.contains(source) || known_(source))) return wait(listener, source, error);
        spdlog::info("events of {} after {} cannot be read for {}: {}", source, place.after,
                     listener->admission->actor().id, error.message());
        if (!listener->wanted.own_parties) {
            tell_gap(*listener, source, place.after, error.message());
            const auto head = heads_.find(source);
            place.after = head == heads_.end() ? std::max(place.after, place.newest) : head->second.sequence;
        }
        // Who may not read it asks no more until something else happens there.
    }
}

/// A source that is away is asked ever more rarely; one that there is not is asked no more, and its place is forgotten.
void EventHub::wait(const ListenerPtr& listener, const std::string& source, const Error& error) {
    Place& place = listener->places.at(source);
    const bool known = heads_.contains(source) || known_(source);
    ++place.failures;
    if (!known && place.failures >= most_tries_of_a_stranger) {
        tell_gap(*listener, source, place.after, "there is no such source");
        listener->places.erase(source);
        return;
    }
    if (known && place.failures == 1)
        spdlog::info("events of {} after {} cannot be read for {} yet: {}", source, place.after,
                     listener->admission->actor().id, error.message());
    const auto wait = patience * (std::int64_t{1} << std::min(place.failures - 1, 6));
    place.later = Steady::now() + std::min<std::chrono::milliseconds>(wait, most_patience);
}

void EventHub::take_page(const ListenerPtr& listener, const std::string& source, Place& place,
                         const bus::EventPage& page) {
    const std::string known = std::exchange(place.epoch, page.epoch);
    const bool other = !known.empty() && known != page.epoch;
    if (other || page.last < place.after) {
        tell_gap(*listener, source, place.after, "its store was restored");
        // Of what was heard since, as it is counted now, nothing is left out.
        place.after = other ? std::min(page.last, std::max<std::int64_t>(place.newest - 1, 0)) : page.last;
        if (place.after < page.last) read(listener, source);
        return;
    }
    const std::int64_t before = place.after;
    // A right ends by time alone, too, and whoever looks after that may not have looked yet.
    if (listener->admission->ended()) return;
    for (const bus::Event event : page.events) {
        ToldEvent told(event);
        // Who reads slowly is read to slowly: the rest of the page is read once there is room.
        if (listener->stream->waiting() > queue_cap / 2 || !has_room(*listener, told)) {
            place.later = Steady::now();
            return;
        }
        place.after = event.sequence;
        if (listener->wanted.own_parties && event.parties.empty()) continue;
        if (!tell(*listener, told)) return;
    }
    const bool part = listener->wanted.own_parties;
    if (part) place.after = std::max(place.after, page.through.value_or(page.events.empty() ? page.last : 0));
    const bool more = place.after < (part ? page.last : std::max(page.last, place.newest));
    if (more && place.after == before && !place.again) {
        tell_gap(*listener, source, before, "its history lacks what was told");
        place.after = std::max(page.last, place.newest);
    } else if (more || place.again) {
        read(listener, source);
    }
}

/// One that is larger than the queue goes into one that is empty.
bool EventHub::has_room(const Listener& listener, ToldEvent& told) const {
    const std::size_t waiting = listener.stream->waiting();
    if (!waiting || !told.is_for(listener.wanted)) return true;
    const std::size_t id = listener.position(&told.event()).size() + std::string_view("id: \n").size();
    return waiting + id + told.text(listener.wanted.references).size() <= queue_cap;
}

bool EventHub::tell(Listener& listener, ToldEvent& told) {
    if (!told.is_for(listener.wanted)) return !listener.gone;
    listener.said = listener.position(&told.event());
    return put(listener, "id: " + listener.said + '\n' + told.text(listener.wanted.references));
}

/// Between what was heard and what comes is something that nobody can tell: a page then reads anew what it shows.
void EventHub::tell_gap(Listener& listener, const std::string& source, std::int64_t after, std::string_view why) {
    put(listener, "event: gap\ndata: " + to_json(encode(Gap{source, after, std::string(why)})) + "\n\n");
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
