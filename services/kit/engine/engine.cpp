// SPDX-License-Identifier: MIT
#include "services/kit/engine/engine.hpp"

#include <algorithm>
#include <set>

#include "services/kit/engine/builtin.hpp"
#include "services/kit/engine/replies.hpp"

namespace rapport::kit {
namespace {

Error not_there(const std::string& method) { return {Code::unimplemented, "there is no method " + method}; }

Actor actor_of(const bus::Header& header) { return header.actor.value_or(Actor{.id = "anonymous", .kind = "program"}); }

/// The actor of what a service does by itself.
Actor self(const std::string& service) { return {.id = "service:" + service, .kind = "service", .roles = {"service"}}; }

bool store_trouble(const Error& error) {
    const auto* store = dynamic_cast<const StoreError*>(&error);
    return store && store->kind() != StoreError::Kind::conflict;
}

/// What may go better by itself: everything else is a poison event.
bool passing(const Error& error) {
    return store_trouble(error) || error.code() == Code::unavailable || error.code() == Code::deadline_exceeded;
}

Millis backoff(std::int64_t attempts) {
    return Millis(500) * (std::int64_t{1} << std::min<std::int64_t>(attempts, 10));
}

}  // namespace

bool allowed(const Roles& wanted, const Actor& actor, bool query) {
    if (wanted.everyone) return true;
    const auto has = [&](Role role) { return std::ranges::find(actor.roles, name_of(role)) != actor.roles.end(); };
    if (has(Role::admin) || has(Role::manager) || (query && has(Role::auditor))) return true;
    return std::any_of(wanted.list.begin(), wanted.list.begin() + static_cast<std::ptrdiff_t>(wanted.size), has);
}

struct Engine::State {
    State(Definition given, std::string dsn_, const Clock& clock_)
        : definition(std::move(given)),
          dsn(std::move(dsn_)),
          clock(clock_),
          db(Db::open(dsn, Db::Mode::write)),
          outbox((migrate(*db, definition.schema), *db), definition.name) {
        for (Route& route : definition.routes) std::visit([this](auto& r) { add(r); }, route);
        for (CommandRoute& route : builtin_commands()) add(route);
        for (QueryRoute& route : builtin_queries(definition.name)) add(route);
        every["kit.forget_old_replies"] = {"kit.forget_old_replies", std::chrono::hours(1),
                                           [](Unit& unit) { Replies::forget_old(unit.db(), unit.now()); }};
        for (const auto& [name, route] : every)
            db->run("insert into kit_timers (name, key, due) values (?, '', ?) on conflict (name, key) do nothing",
                    {name, clock.now() + route.period});
    }

    void add(CommandRoute& route) { unique(commands, route.info.name, route); }
    void add(QueryRoute& route) { unique(queries, route.info.name, route); }
    void add(EventRoute& route) {
        const std::string source = route.type.substr(0, route.type.find('.'));
        const bool projection = route.as == EventRoute::As::projection;
        const Consumer consumer{projection ? bus::Follower::From::start : bus::Follower::From::head, source};
        events[consumer].push_back(&route);
    }
    void add(ClearRoute& route) { clears[route.source] = &route; }
    void add(TimerRoute& route) { unique(timers, route.name, route); }
    void add(EveryRoute& route) { unique(every, route.name, route); }
    void add(JobRoute& route) { jobs.push_back(route); }
    void add(TellsRoute& route) { told.push_back(route.info); }

    template <class Map, class R>
    void unique(Map& map, const std::string& name, const R& route) {
        if (!map.emplace(name, route).second) throw std::logic_error("two routes are named " + name);
    }

    // What each kind of work does, within its savepoint.
    std::string apply(Unit& unit, const Invocation& invocation);
    std::string apply(Unit& unit, const Delivery& delivery);
    std::string apply(Unit& unit, const NewEpoch& change);
    std::string apply(Unit& unit, const DueTimer& timer);
    std::string apply(Unit& unit, const Job& job);
    std::string apply(Unit& unit, const Redrive& redrive);
    void handle(Unit& unit, const Delivery& delivery);

    // Who does it, and because of what.
    Unit unit_for(const Invocation& invocation) {
        return {*db,
                clock.now(),
                actor_of(invocation.header),
                definition.name,
                {.traceparent = invocation.header.traceparent, .correlation = invocation.header.idem}};
    }
    Unit unit_for(const Delivery& delivery) {
        return {*db,
                clock.now(),
                self(definition.name),
                definition.name,
                {&delivery.event, delivery.event.traceparent,
                 delivery.event.correlationid ? delivery.event.correlationid : to_text(delivery.event.id)}};
    }
    Unit unit_for(const Job& job) {
        Unit unit(*db, clock.now(), self(definition.name), definition.name,
                  {.traceparent = job.trace, .correlation = job.correlation});
        if (job.quiet) unit.be_quiet();
        return unit;
    }
    template <class Other>
    Unit unit_for(const Other&) {
        return {*db, clock.now(), self(definition.name), definition.name, {}};
    }

    template <class W>
    Outcome run_one(const W& work, Committed& committed);
    Outcome recover(const Delivery& delivery, const Error& error);
    template <class W>
    Outcome recover(const W&, const Error& error) {
        return {.error = error};
    }
    Committed run_group(std::span<Work> group);

    Definition definition;
    std::string dsn;
    const Clock& clock;
    std::unique_ptr<Db> db;
    Outbox outbox;
    Inbox inbox;
    std::unordered_map<std::string, CommandRoute> commands;
    std::unordered_map<std::string, QueryRoute> queries;
    std::map<Consumer, std::vector<const EventRoute*>> events;
    std::map<std::string, const ClearRoute*> clears;
    std::unordered_map<std::string, TimerRoute> timers;
    std::unordered_map<std::string, EveryRoute> every;
    std::vector<JobRoute> jobs;
    std::vector<bus::EventInfo> told;
    std::map<Consumer, bus::Cursor> moved;  ///< cursors to store at the end of the group
};

std::string Engine::State::apply(Unit& unit, const Invocation& invocation) {
    const auto route = commands.find(invocation.method);
    if (route == commands.end()) throw not_there(invocation.method);
    if (std::chrono::steady_clock::now() >= invocation.deadline)
        throw Error(Code::deadline_exceeded, "not started within the time given");
    if (!allowed(route->second.roles, unit.actor(), false))
        throw Error(Code::permission_denied, "your roles do not allow " + definition.name + "." + invocation.method);
    if (!invocation.header.idem) return route->second.run(unit, invocation.params);
    const std::string key = Replies::key_of(unit.actor().id, invocation.method, *invocation.header.idem);
    if (auto stored = Replies::find(*db, key, invocation.params)) return *std::move(stored);
    std::string result = route->second.run(unit, invocation.params);
    Replies::store(*db, key, invocation.params, result, unit.now());
    return result;
}

void Engine::State::handle(Unit& unit, const Delivery& delivery) {
    for (const EventRoute* route : events[delivery.consumer]) {
        const bool prefix = route->type.ends_with('.');
        if (prefix ? delivery.event.type.starts_with(route->type) : delivery.event.type == route->type)
            route->run(unit, delivery.event);
    }
}

std::string Engine::State::apply(Unit& unit, const Delivery& delivery) {
    const bus::Event& event = delivery.event;
    const auto pending = moved.find(delivery.consumer);
    const bus::Cursor at = pending != moved.end() ? pending->second : inbox.cursor(*db, delivery.consumer);
    if (event.epoch == at.epoch && event.sequence <= at.sequence) return {};  // had it
    if (event.epoch != at.epoch || event.sequence != at.sequence + 1)
        throw Error(Code::unavailable, "an earlier event is still to come");
    if (inbox.blocked(*db, delivery.consumer, event.subject))
        inbox.park(*db, delivery.consumer, event, "waits behind an earlier event of the same subject", unit.now());
    else handle(unit, delivery);
    return {};
}

std::string Engine::State::apply(Unit& unit, const NewEpoch& change) {
    if (change.consumer.as == bus::Follower::From::start)
        if (const auto clear = clears.find(change.consumer.source); clear != clears.end()) clear->second->run(unit);
    inbox.move(*db, change.consumer, change.cursor);
    moved.erase(change.consumer);
    return {};
}

std::string Engine::State::apply(Unit& unit, const DueTimer& timer) {
    const bool still = db->row<std::string>("select due from kit_timers where name = ? and key = ? and due = ?",
                                            {timer.name, timer.key, timer.due})
                           .has_value();
    if (!still) return {};  // moved or cancelled meanwhile
    if (const auto route = every.find(timer.name); route != every.end()) {
        const auto periods = (unit.now() - timer.due) / route->second.period + 1;
        unit.at(timer.name, timer.key, timer.due + route->second.period * periods);
        route->second.run(unit);
        return {};
    }
    unit.cancel(timer.name, timer.key);
    const auto route = timers.find(timer.name);
    if (route == timers.end()) throw Error(Code::internal, "no route for the timer " + timer.name);
    route->second.run(unit, timer.key);
    return {};
}

std::string Engine::State::apply(Unit& unit, const Job& job) {
    const auto route = std::ranges::find(jobs, job.kind, &JobRoute::kind);
    if (route == jobs.end()) throw Error(Code::internal, "no route for the job " + job.kind);
    if (job.outcome.error && job.outcome.again && job.attempts + 1 < route->attempts) {
        db->run("update kit_jobs set attempts = attempts + 1, due = ? where id = ?",
                {unit.now() + std::max(job.outcome.after, backoff(job.attempts)), job.id});
        return {};
    }
    if (db->run("delete from kit_jobs where id = ?", {job.id}) == 0) return {};  // its result was taken before
    if (job.outcome.error) route->failed(unit, job.payload, *job.outcome.error);
    else route->done(unit, job.payload, job.outcome.result);
    return {};
}

std::string Engine::State::apply(Unit& unit, const Redrive& redrive) {
    const auto letter = Inbox::letter(*db, redrive.row);
    if (!letter) throw Error(Code::not_found, "row: there is no such dead letter");
    const Delivery delivery{
        {letter->consumer == "projection" ? bus::Follower::From::start : bus::Follower::From::head, letter->source},
        decode<bus::Event>(letter->event)};
    Unit again = unit_for(delivery);
    handle(again, delivery);
    Inbox::drop(*db, redrive.row);
    std::ranges::move(again.emitted(), std::back_inserter(unit.emitted()));
    return encode(Nothing{});
}

/// An event that cannot be handled is parked, so that it never blocks the rest; one that may go better later comes
/// again.
Outcome Engine::State::recover(const Delivery& delivery, const Error& error) {
    if (passing(error)) return {.error = error, .retry = true};
    inbox.park(*db, delivery.consumer, delivery.event, error.message(), clock.now());
    moved[delivery.consumer] = {delivery.event.epoch, delivery.event.sequence};
    return {.error = error};
}

template <class W>
Outcome Engine::State::run_one(const W& work, Committed& committed) {
    Unit unit = unit_for(work);
    db->savepoint();
    try {
        Outcome outcome{.result = apply(unit, work)};
        db->release();
        std::ranges::move(unit.emitted(), std::back_inserter(committed.events));
        committed.jobs_started |= unit.started_jobs();
        if constexpr (std::same_as<W, Delivery>) {
            bus::Cursor& at = moved.try_emplace(work.consumer, inbox.cursor(*db, work.consumer)).first->second;
            if (work.event.epoch != at.epoch || work.event.sequence > at.sequence)
                at = {work.event.epoch, work.event.sequence};
        }
        return outcome;
    } catch (const UnknownReference& unknown) {
        db->rollback_to_savepoint();
        if constexpr (std::same_as<W, Invocation>)
            if (work.references == Invocation::References::open)
                return {.error = unknown, .unknown_source = unknown.source()};
        return recover(work, unknown);
    } catch (const Error& error) {
        if (store_trouble(error)) throw;  // the whole group: SQLite may have rolled it back already
        db->rollback_to_savepoint();
        return recover(work, error);
    } catch (const std::exception& error) {
        db->rollback_to_savepoint();
        return recover(work, Error(Code::internal, "an error of ours: " + std::string(error.what())));
    }
}

Committed Engine::State::run_group(std::span<Work> group) {
    Committed committed;
    db->begin();
    for (Work& work : group)
        committed.outcomes.push_back(std::visit([&](const auto& w) { return run_one(w, committed); }, work));
    outbox.append(*db, committed.events, clock.now());
    for (const auto& [consumer, cursor] : moved) inbox.move(*db, consumer, cursor);
    db->commit();
    moved.clear();
    return committed;
}

Engine::Engine(Definition definition, const std::string& dsn, const Clock& clock)
    : state_(std::make_unique<State>(std::move(definition), dsn, clock)) {}
Engine::~Engine() = default;

Committed Engine::run(std::span<Work> group) {
    const auto undo = [this] {
        try {
            state_->db->rollback();
        } catch (const StoreError&) {
            // SQLite has rolled back by itself: there is no transaction left to end.
        }
        state_->outbox.reload(*state_->db);
        state_->inbox.reload();
        state_->moved.clear();
    };
    try {
        return state_->run_group(group);
    } catch (const Error& error) {
        undo();
        if (group.size() == 1)
            return {.outcomes = {{.error = error, .retry = std::holds_alternative<Delivery>(group.front())}}};
    }
    Committed all;
    for (Work& work : group) {
        Committed one = run({&work, 1});
        std::ranges::move(one.outcomes, std::back_inserter(all.outcomes));
        std::ranges::move(one.events, std::back_inserter(all.events));
        all.jobs_started |= one.jobs_started;
    }
    return all;
}

Outcome Engine::query(Db& reader, const Invocation& invocation) const {
    const auto route = state_->queries.find(invocation.method);
    try {
        if (route == state_->queries.end()) throw not_there(invocation.method);
        View view(reader, state_->clock.now(), actor_of(invocation.header));
        if (!allowed(route->second.roles, view.actor(), true))
            throw Error(Code::permission_denied,
                        "your roles do not allow " + state_->definition.name + "." + invocation.method);
        reader.run("begin");
        Outcome outcome;
        try {
            outcome.result = route->second.run(view, invocation.params);
        } catch (...) {
            reader.rollback();
            throw;
        }
        reader.commit();
        return outcome;
    } catch (const Error& error) {
        return {.error = error};
    } catch (const std::exception& error) {
        return {.error = Error(Code::internal, "an error of ours: " + std::string(error.what()))};
    }
}

std::unique_ptr<Db> Engine::open_reader() const { return Db::open(state_->dsn, Db::Mode::read); }
bool Engine::is_query(const std::string& method) const { return !state_->commands.contains(method); }

std::vector<DueTimer> Engine::due_timers(std::size_t limit) {
    std::vector<DueTimer> due;
    for (const auto& [name, key, at] : state_->db->rows<std::string, std::string, std::string>(
             "select name, key, due from kit_timers where due <= ? order by due limit ?",
             {state_->clock.now(), static_cast<std::int64_t>(limit)}))
        due.push_back({name, key, instant_from(at).value_or(Instant{})});
    return due;
}

std::optional<Instant> Engine::next_timer() {
    const auto row = state_->db->row<std::string>("select due from kit_timers order by due limit 1");
    if (!row) return {};
    return instant_from(std::get<0>(*row));
}

std::vector<Job> Engine::waiting_jobs(Db& reader, const std::string& kind, std::size_t limit) const {
    std::vector<Job> waiting;
    for (const auto& [id, payload, attempts, trace, correlation, quiet] :
         reader.rows<std::string, std::string, std::int64_t, std::optional<std::string>, std::optional<std::string>,
                     std::int64_t>("select id, payload, attempts, trace, correlation, quiet from kit_jobs "
                                   "where kind = ? and due <= ? order by due, id limit ?",
                                   {kind, state_->clock.now(), static_cast<std::int64_t>(limit)}))
        waiting.push_back({.id = id,
                           .kind = kind,
                           .payload = from_json(payload),
                           .attempts = attempts,
                           .trace = trace,
                           .correlation = correlation,
                           .quiet = quiet != 0});
    return waiting;
}

const std::vector<JobRoute>& Engine::job_routes() const { return state_->jobs; }

std::vector<Consumer> Engine::consumers() const {
    std::vector<Consumer> all;
    for (const auto& [consumer, routes] : state_->events) all.push_back(consumer);
    return all;
}

bus::Cursor Engine::cursor(const Consumer& consumer) { return state_->inbox.cursor(*state_->db, consumer); }
bus::Watermark Engine::watermark() const { return state_->outbox.watermark(); }
const std::string& Engine::name() const { return state_->definition.name; }
const Clock& Engine::clock() const { return state_->clock; }

bus::ServiceInfo Engine::info() const {
    bus::ServiceInfo info{.name = state_->definition.name, .version = RAPPORT_VERSION, .doc = state_->definition.doc};
    for (const auto& [name, route] : state_->commands) info.methods.push_back(route.info);
    for (const auto& [name, route] : state_->queries) info.methods.push_back(route.info);
    std::ranges::sort(info.methods, {}, &bus::MethodInfo::name);
    info.events = state_->told;
    return info;
}

}  // namespace rapport::kit
