// SPDX-License-Identifier: MIT
#include "services/gateway/methods/timeline.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <tuple>

#include "bus/base/codec.hpp"
#include "services/kit/routes.hpp"
#include "services/kit/timeline.hpp"

namespace rapport::gateway {
namespace {

struct AskPartyTimeline {
    Uuid party;
    std::vector<std::string> types;
    std::optional<std::string> before;
    std::int64_t limit = 50;
    static constexpr auto fields =
        describe(Field{"party", &AskPartyTimeline::party, "whom it concerns; those that were merged into it as well"},
                 Field{"types", &AskPartyTimeline::types,
                       "only these types; with a star at the end, those that begin so", length(0, 50)},
                 Field{"before", &AskPartyTimeline::before, "`next` of the page before", length(1, 4'000)},
                 Field{"limit", &AskPartyTimeline::limit, "how many", between(1, 200), defaulted});
};

struct PartyTimeline {
    std::vector<bus::CloudEvent> items;
    std::optional<std::string> next;
    std::vector<std::string> missing;
    static constexpr auto fields =
        describe(Field{"items", &PartyTimeline::items, "newest first, by the time that they happened"},
                 Field{"next", &PartyTimeline::next, "cursor of the following page"},
                 Field{"missing", &PartyTimeline::missing,
                       "services that did not answer in time; what they have to say is not among the items, and "
                       "beyond these it follows once they answer"});
};

constexpr kit::Query<AskPartyTimeline, PartyTimeline> method{"timeline", kit::GET("/timeline"),
                                                             kit::roles(kit::Role::agent, kit::Role::account_manager),
                                                             "List what all services told of a party, newest first."};

std::optional<std::int64_t> number_in(std::string_view text) {
    std::int64_t number = 0;
    const auto [stop, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (problem != std::errc{} || stop != text.data() + text.size()) return {};
    return number;
}

/// Whether a service tells events of one of those types.
bool may_tell(const std::string& service, const std::vector<std::string>& types) {
    const std::string begin = service + ".";
    return types.empty() || std::ranges::any_of(types, [&](std::string_view type) {
               if (type.starts_with(begin)) return true;
               return type.ends_with('*') && begin.starts_with(type.substr(0, type.size() - 1));
           });
}

/// A page in the making.
struct Round {
    AskPartyTimeline asked;
    TimelinePlaces places;
    std::vector<std::string> services;
    std::vector<std::string> missing = {};
};

/// An event that a service answered, and in whose answer it stands.
struct Candidate {
    bus::CloudEvent event;
    std::string service;
    std::int64_t sequence = 0;
};

bool newer(const Candidate& a, const Candidate& b) {
    if (a.event.time != b.event.time) return a.event.time > b.event.time;
    return std::tie(a.service, b.sequence) < std::tie(b.service, a.sequence);
}

/// Where one goes on that did not answer: behind what was shown, so that it is not told out of its order later; from
/// where it was asked while nothing was.
void skip_shown(TimelinePlaces& places, const std::string& service, const Candidate* last) {
    constexpr std::int64_t newest = 253'402'300'799'999;  // the end of 9999
    constexpr std::int64_t last_sequence = 9'000'000'000'000'000;
    if (!last) {
        places.try_emplace(service, TimelinePlace{.time = {newest}});
        return;
    }
    // What it told at that very time comes before or after, as services do by name.
    const bool comes_after = service > last->service;
    places[service] = {.time = last->event.time, .sequence = comes_after ? last_sequence : 0};
}

bus::Reply merged(Round& round, const std::vector<bus::Reply>& replies) {
    std::vector<Candidate> all;
    std::vector<std::string> silent;
    std::map<std::string, std::pair<std::size_t, bool>> told;  // how many, and whether there may be more
    for (std::size_t i = 0; i < replies.size(); ++i) {
        const std::string& service = round.services[i];
        if (const auto& error = replies[i].error) {
            if (error->code() == Code::invalid_argument) return {.error = error};
            if (error->code() == Code::unimplemented) continue;
            round.missing.push_back(service);
            if (error->code() != Code::permission_denied) silent.push_back(service);
            continue;
        }
        auto answer = decode<kit::Timeline>(replies[i].result);
        told[service] = {answer.events.size(), answer.more};
        for (bus::CloudEvent& event : answer.events) {
            const std::int64_t sequence = bus::Event(event).sequence;
            event.datacontenttype = bus::CloudEvent::json;
            all.push_back({std::move(event), service, sequence});
        }
    }
    std::ranges::sort(all, newer);
    if (std::ssize(all) > round.asked.limit) all.resize(static_cast<std::size_t>(round.asked.limit));
    std::map<std::string, std::size_t> taken;
    PartyTimeline page{.missing = std::move(round.missing)};
    for (const std::string& service : silent) skip_shown(round.places, service, all.empty() ? nullptr : &all.back());
    for (Candidate& one : all) {
        ++taken[one.service];
        round.places[one.service] = {.time = one.event.time, .sequence = one.sequence};
        page.items.push_back(std::move(one.event));
    }
    bool goes_on = !silent.empty();
    for (const auto& [service, answer] : told) {
        const auto& [count, more] = answer;
        const bool ended = !more && taken[service] == count;
        if (ended) round.places[service].ended = true;
        goes_on |= !ended;
    }
    if (goes_on) page.next = to_text(round.places);
    return {.result = encode(page)};
}

}  // namespace

std::optional<TimelinePlaces> timeline_places_from(std::string_view text) {
    TimelinePlaces places;
    while (!text.empty()) {
        const auto end = std::min(text.find(','), text.size());
        const std::string_view one = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        const auto colon = one.find(':');
        if (colon == one.npos || colon == 0) return {};
        const std::string_view at = one.substr(colon + 1);
        TimelinePlace place{.ended = at == "-"};
        if (!place.ended) {
            const auto dot = at.find('.');
            if (dot == at.npos) return {};
            const auto time = number_in(at.substr(0, dot)), sequence = number_in(at.substr(dot + 1));
            constexpr std::int64_t first = -62'135'596'800'000, last = 253'402'300'799'999;  // of the years 1 to 9999
            if (!time || *time < first || *time > last || !sequence || *sequence < 0) return {};
            place.time.ms = *time;
            place.sequence = *sequence;
        }
        if (!places.emplace(one.substr(0, colon), place).second) return {};
    }
    if (places.empty()) return {};
    return places;
}

std::string to_text(const TimelinePlaces& places) {
    std::string text;
    for (const auto& [service, place] : places) {
        text.append(text.empty() ? "" : ",").append(service).append(":");
        if (place.ended) text += '-';
        else text.append(std::to_string(place.time.ms)).append(".").append(std::to_string(place.sequence));
    }
    return text;
}

bus::MethodInfo timeline_method() { return kit::detail::info_of(method, "query"); }

void ask_timeline(bus::Client& client, const Snapshot& snapshot, const std::string& params,
                  const bus::CallOptions& options, std::function<void(bus::Reply)> done) {
    const auto round = std::make_shared<Round>(Round{.asked = decode_request<AskPartyTimeline>(params)});
    const AskPartyTimeline& asked = round->asked;
    if (asked.before) {
        auto places = timeline_places_from(*asked.before);
        if (!places) throw invalid("before", "must be `next` of the page before");
        round->places = *std::move(places);
    }
    std::vector<ServiceCall> calls;
    for (const bus::ServiceInfo& service : snapshot.offer->services) {
        if (!has_method(service, kit::timeline.name) || !may_tell(service.name, asked.types)) continue;
        kit::AskTimeline request{.party = asked.party, .types = asked.types, .limit = asked.limit};
        if (const auto place = round->places.find(service.name); place != round->places.end()) {
            if (place->second.ended) continue;
            request.before = place->second.time;
            request.sequence = place->second.sequence;
        }
        round->services.push_back(service.name);
        calls.push_back({service.name, std::string(kit::timeline.name), encode(request)});
    }
    add_never_heard(snapshot, round->missing);
    std::erase_if(round->missing, [&](const std::string& name) { return !may_tell(name, asked.types); });
    call_all(client, snapshot, calls, options, [round, done = std::move(done)](const std::vector<bus::Reply>& replies) {
        done(readable("timeline", [&] { return merged(*round, replies); }));
    });
}

}  // namespace rapport::gateway
