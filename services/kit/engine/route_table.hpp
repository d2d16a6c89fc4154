// SPDX-License-Identifier: MIT
#pragma once
#include <map>
#include <unordered_map>

#include "services/kit/engine/event_parties.hpp"
#include "services/kit/engine/work.hpp"

namespace rapport::kit {

/// A service's routes by what they are for, and the kit's own beside them. Does not change once it is made, so that any
/// thread may read it.
struct RouteTable {
    /// std::logic_error if two routes have one name.
    explicit RouteTable(Definition given);
    RouteTable(const RouteTable&) = delete;  // its own queries look into it
    RouteTable& operator=(const RouteTable&) = delete;

    const Definition definition;
    /// Whether what accounts tell of users is kept here: a command names some.
    const bool follows_users;
    std::unordered_map<std::string, CommandRoute> commands;
    std::unordered_map<std::string, QueryRoute> queries;
    std::unordered_map<std::string, OperationRoute> operations;
    std::map<Consumer, std::vector<EventRoute>> events;
    std::vector<EventRoute> every_source;  ///< reactions to every other service
    std::vector<IntroductionRoute> introductions;
    std::map<std::string, std::vector<ClearRoute>> clears;
    std::unordered_map<std::string, TimerRoute> timers;
    std::unordered_map<std::string, EveryRoute> every;
    std::unordered_map<std::string, OnceRoute> once;
    std::vector<JobRoute> jobs;
    std::vector<bus::EventInfo> told;
    EventParties parties;  ///< which ones the events that are told concern

    /// What the service says of itself.
    bus::ServiceInfo info() const;
    /// What a method is asked: the parameters with ids in the place of numbers. not_found for a number that no record
    /// has.
    std::string asked(Db& db, const bus::MethodInfo& method, const std::string& params) const;
    /// Hands an event to every route that it is for.
    void handle(Unit& unit, const Delivery& delivery) const;
    bool handles(const Consumer& consumer, std::string_view type) const;
    const JobRoute& job(const std::string& kind) const;

private:
    void add(const CommandRoute& route);
    void add(const QueryRoute& route);
    void add(const OperationRoute& route);
    void add(const EventRoute& route);
    void add(const IntroductionRoute& route);
    void add(const ClearRoute& route);
    void add(const TimerRoute& route);
    void add(const EveryRoute& route);
    void add(const OnceRoute& route);
    void add(const JobRoute& route);
    void add(const TellsRoute& route);

    /// Those of that consumer, whatever the type.
    std::vector<const EventRoute*> routes_of(const Consumer& consumer) const;

    std::vector<std::string> party_fields_;
    std::vector<std::pair<std::string, std::string>> former_;  ///< types of event, and what tells them now
};

}  // namespace rapport::kit
