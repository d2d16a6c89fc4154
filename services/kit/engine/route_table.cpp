// SPDX-License-Identifier: MIT
#include "services/kit/engine/route_table.hpp"

#include <algorithm>

#include "services/kit/engine/builtin.hpp"
#include "services/kit/engine/numbers.hpp"
#include "services/kit/engine/replies.hpp"
#include "services/kit/entities/party_events.hpp"
#include "services/kit/party_staff.hpp"
#include "services/kit/users_replica.hpp"

namespace rapport::kit {
namespace {

template <class Map, class R>
void unique(Map& map, const std::string& name, const R& route) {
    if (!map.emplace(name, route).second) throw std::logic_error("two routes are named " + name);
}

constexpr Timer<> forget_more{"kit.forget_more_replies"};

void forget_old_replies(Unit& unit) {
    if (Replies::forget_old(unit.db(), unit.now())) unit.after(forget_more, Millis(0));
}

bool is_for(const EventRoute& route, std::string_view type) {
    return route.type.empty() || type == route.type || std::ranges::find(route.was, type) != route.was.end();
}

/// It shows or tells of what is a party's. The registry's own tables follow what it tells by themselves.
bool has_something_of_parties(const Definition& definition) {
    const auto is_of_a_party = [](const TellsRoute& tells) { return !tells.party.empty(); };
    const bool knows_whose = definition.own_parties && definition.own_parties->followed;
    return definition.name != "registry" &&
           (knows_whose || !definition.party_fields.empty() ||
            std::ranges::any_of(definition.routes, [&is_of_a_party](const Route& route) {
                if (const auto* tells = std::get_if<TellsRoute>(&route)) return is_of_a_party(*tells);
                const auto* command = std::get_if<CommandRoute>(&route);
                return command && std::ranges::any_of(command->tells, is_of_a_party);
            }));
}

/// A command of another service than their own names users.
bool names_users(const Definition& definition) {
    return definition.name != source_of_users && std::ranges::any_of(definition.routes, [](const Route& route) {
               const auto* command = std::get_if<CommandRoute>(&route);
               return command && command->names_users;
           });
}

/// Whether some event that is told has such a record in a field.
bool is_told(const Definition& definition, const Shape* record) {
    const auto has_it = [record](const TellsRoute& tells) {
        return tells.data && std::ranges::any_of(tells.data->fields(), [record](const FieldShape& field) {
                   return field.shape == record || field.shape->element == record;
               });
    };
    return std::ranges::any_of(definition.routes, [&has_it](const Route& route) {
        if (const auto* tells = std::get_if<TellsRoute>(&route)) return has_it(*tells);
        const auto* command = std::get_if<CommandRoute>(&route);
        return command && std::ranges::any_of(command->tells, has_it);
    });
}

/// What follows from the routes belongs to the definition, too.
Definition completed(Definition definition) {
    for (Route& route : definition.routes) {
        auto* query = std::get_if<QueryRoute>(&route);
        if (!query || !query->untold.record || is_told(definition, query->untold.record)) continue;
        query->info.request = query->untold.request;
        query->run = query->untold.run;
    }
    std::vector<QueryRoute> beside;
    for (const Route& route : definition.routes)
        if (const auto* query = std::get_if<QueryRoute>(&route))
            beside.insert(beside.end(), query->beside.begin(), query->beside.end());
    definition.routes.insert(definition.routes.end(), beside.begin(), beside.end());
    if (has_something_of_parties(definition))
        definition.routes = all(std::move(definition.routes), party_event_routes());
    if (names_users(definition)) definition.routes = all(std::move(definition.routes), users_routes());
    if (definition.own_parties && definition.own_parties->followed)
        definition.routes = all(std::move(definition.routes), party_staff_routes());
    std::vector<Derivation>& derivations = definition.derivations;
    for (const Route& route : definition.routes) {
        const auto* query = std::get_if<QueryRoute>(&route);
        if (!query || !query->derivation) continue;
        const auto same = [query](const Derivation& one) { return one.name == query->derivation->name; };
        if (std::ranges::none_of(derivations, same)) derivations.push_back(*query->derivation);
    }
    return definition;
}

}  // namespace

RouteTable::RouteTable(Definition given)
    : definition(completed(std::move(given))), follows_users(names_users(definition)) {
    for (const Route& route : definition.routes) std::visit([this](const auto& r) { add(r); }, route);
    for (const CommandRoute& route : builtin_commands()) add(route);
    for (const QueryRoute& route : builtin_queries(definition.name, parties)) add(route);
    add(words_route([this] { return info(); }, definition.name, definition.words));
    add(EveryRoute{"kit.forget_old_replies", std::chrono::hours(1), forget_old_replies});
    std::ranges::copy(definition.party_fields, std::back_inserter(party_fields_));
    parties = EventParties(told, party_fields_);
    for (const auto& [former, type] : former_) parties.also(former, type);
    add(TimerRoute{std::string(forget_more.name), [](Unit& unit, const std::string&) { forget_old_replies(unit); }});
}

bus::ServiceInfo RouteTable::info() const {
    bus::ServiceInfo info{.name = definition.name, .version = RAPPORT_VERSION, .doc = definition.doc};
    for (const auto& [name, route] : commands) info.methods.push_back(route.info);
    for (const auto& [name, route] : queries) info.methods.push_back(route.info);
    for (const auto& [name, route] : operations) info.methods.push_back(route.info);
    std::ranges::sort(info.methods, {}, &bus::MethodInfo::name);
    info.events = told;
    return info;
}

void RouteTable::add(const CommandRoute& route) {
    unique(commands, route.info.name, route);
    for (const TellsRoute& tells : route.tells) add(tells);
}
void RouteTable::add(const QueryRoute& route) { unique(queries, route.info.name, route); }
void RouteTable::add(const OperationRoute& route) { unique(operations, route.info.name, route); }
void RouteTable::add(const EventRoute& route) {
    if (route.type.empty()) return every_source.push_back(route);
    const std::string source = route.type.substr(0, route.type.find('.'));
    const bool projection = route.as == EventRoute::As::projection;
    events[{projection ? bus::Follower::From::start : bus::Follower::From::head, source}].push_back(route);
}
void RouteTable::add(const IntroductionRoute& route) { introductions.push_back(route); }
void RouteTable::add(const ClearRoute& route) { clears[route.source].push_back(route); }
void RouteTable::add(const TimerRoute& route) { unique(timers, route.name, route); }
void RouteTable::add(const EveryRoute& route) { unique(every, route.name, route); }
void RouteTable::add(const OnceRoute& route) { unique(once, route.name, route); }
void RouteTable::add(const JobRoute& route) { jobs.push_back(route); }
void RouteTable::add(const TellsRoute& route) {
    if (!route.party.empty()) party_fields_.push_back(route.party);
    if (std::ranges::find(told, route.info.type, &bus::EventInfo::type) == told.end()) told.push_back(route.info);
    for (const std::string_view former : route.was)
        if (!former.empty()) former_.emplace_back(former, route.info.type);
}

std::string RouteTable::asked(Db& db, const bus::MethodInfo& method, const std::string& params) const {
    return numbers::with_ids(db, definition.numbered, method.request.bytes, params).value_or(params);
}

std::vector<const EventRoute*> RouteTable::routes_of(const Consumer& consumer) const {
    std::vector<const EventRoute*> all;
    if (const auto own = events.find(consumer); own != events.end())
        for (const EventRoute& route : own->second) all.push_back(&route);
    if (consumer.as == bus::Follower::From::head)
        for (const EventRoute& route : every_source) all.push_back(&route);
    return all;
}

bool RouteTable::handles(const Consumer& consumer, std::string_view type) const {
    return std::ranges::any_of(routes_of(consumer), [type](const EventRoute* route) { return is_for(*route, type); });
}

void RouteTable::handle(Unit& unit, const Delivery& delivery) const {
    if (delivery.event.erased) return;  // it says nothing any more
    for (const EventRoute* route : routes_of(delivery.consumer))
        if (is_for(*route, delivery.event.type)) route->run(unit, delivery.event);
}

const JobRoute& RouteTable::job(const std::string& kind) const {
    const auto route = std::ranges::find(jobs, kind, &JobRoute::kind);
    if (route == jobs.end()) throw Error(Code::internal, "no route for the job " + kind);
    return *route;
}

}  // namespace rapport::kit
