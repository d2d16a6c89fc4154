// SPDX-License-Identifier: MIT
#include "services/kit/engine/engine.hpp"

#include <algorithm>

#include "services/kit/engine/performer.hpp"
#include "services/kit/engine/projections.hpp"
#include "services/kit/engine/runner.hpp"
#include "services/kit/engine/waits.hpp"
#include "services/kit/names.hpp"
#include "services/kit/questions.hpp"

namespace rapport::kit {

Actor self(const std::string& service) { return {.id = "service:" + service, .kind = "service", .roles = {"service"}}; }

bool allowed(const Roles& wanted, const Actor& actor, bool query) {
    using enum Roles::Besides;
    // Of those who are signed in some have no role.
    if (actor.roles.empty()) return wanted.besides == whoever_is_signed_in || wanted.besides == everyone;
    constexpr auto names = names_of(Role{});
    return std::ranges::any_of(actor.roles, [&](const std::string& name) {
        const auto role = std::ranges::find(names, name);
        return role != names.end() && wanted.admit(static_cast<Role>(role - names.begin()), query);
    });
}

OwnParties own_parties_of(const Actor& actor, const Definition& definition, std::string_view method) {
    if (!OwnParties::limit(actor) || method == words_query.name) return {};
    const bool of_events = method == "$events" || method == "$history" || method == timeline.name;
    const bool of_records = !method.starts_with('$') || is_question(method) || method == names.name;
    if (of_events || (definition.own_parties && of_records))
        return {actor, definition.own_parties.value_or(OwnPartiesSql{})};
    if (!actor.parties.empty())
        throw Error(Code::permission_denied,
                    definition.name + " cannot show a part of what it has yet: who is limited to parties is refused");
    return {};
}

namespace {

/// Whoever has words of an earlier form would not be found by a program that forgot to make them anew.
void check_derivations(const Definition& definition) {
    for (const std::string& table : search_tables_of(definition.schema))
        if (std::ranges::none_of(definition.derivations,
                                 [&](const Derivation& one) { return one.table + "_search" == table; }))
            throw std::logic_error(definition.name + ": nothing makes " + table + " anew (Table::add_derivation)");
}

}  // namespace

struct Engine::State {
    State(Definition definition, std::string dsn_, const Clock& clock_, const EngineOptions& options)
        : routes(std::move(definition)), dsn(std::move(dsn_)), clock(clock_), db(Db::open(dsn, Db::Mode::write)) {
        check_derivations(routes.definition);
        migrate(*db, routes.definition.schema);
        for (const auto& [name, route] : routes.queries)
            if (route.check) route.check(*db);
        const Derivation told[] = {routes.parties.derivation()};
        derive(*db, told);  // first: of what concerns which party others make something of their own
        derive(*db, routes.definition.derivations);
        for (const auto& [name, route] : routes.every)
            db->run(
                "insert into kit_timers (name, key, due, since) values (?, '', ?, ?) on conflict (name, key) do "
                "nothing",
                {name, clock.now() + route.period, clock.now()});
        begin_waits_of_the_future_anew(*db, latest);
        read_anew_what_is_missing(*db, routes);
        if (db->dialect() == Db::Dialect::sqlite) runner = group_runner(routes, clock, *db);
        else runner = pool_runner(routes, clock, *db, dsn, options.writers);
        for (const auto& [name, route] : routes.once) begin(name);
    }

    /// What it tells is published to nobody: subscribers read it from the history.
    void begin(const std::string& name) {
        Work first_start = FirstStart{name};
        const Committed begun = runner->run({&first_start, 1}, std::chrono::nanoseconds::max());
        if (begun.outcomes.at(0).error) throw Error(*begun.outcomes.at(0).error);
    }

    /// Uses the store for somebody; its trouble is taken note of.
    template <class Use>
    auto watched(Use use) {
        try {
            return use();
        } catch (const StoreError& error) {
            health.failed(error, clock.now());
            throw;
        }
    }

    /// What `run` answers, or the error that it threw; trouble of the store is taken note of.
    template <class Run>
    Outcome outcome_of(Run run) {
        try {
            return {.result = run()};
        } catch (const Error& error) {
            health.failed(error, clock.now());
            return {.error = error};
        } catch (const std::exception& error) {
            return {.error = Error(Code::internal, "an error of ours: " + std::string(error.what()))};
        }
    }

    /// Enough that what is left in pages half full does not do.
    void write_something() {
        db->begin();
        db->run(
            "insert into kit_meta (name, value) values ('probe', ?) on conflict (name) do update set value = "
            "excluded.value",
            {std::string(64 << 10, ' ')});
        db->commit();
        db->begin();
        db->run("delete from kit_meta where name = 'probe'");
        db->commit();
    }

    /// Seen to have been set back, a clock is one by which nothing waits from the future on.
    Instant look_at_the_clock() {
        const Instant now = clock.now();
        if (now < latest) begin_waits_of_the_future_anew(*db, now);
        return latest = now;
    }

    /// The route of the method that is asked for, if its caller may.
    template <class R>
    const R& route(const std::unordered_map<std::string, R>& known, const Invocation& invocation, bool query) const {
        const auto found = known.find(invocation.method);
        if (found == known.end()) throw Error(Code::unimplemented, "there is no method " + invocation.method);
        if (!allowed(found->second.roles, actor_of(invocation.header), query))
            throw Error(Code::permission_denied,
                        "your roles do not allow " + routes.definition.name + "." + invocation.method);
        return found->second;
    }

    View view_of(Db& reader, const Invocation& invocation) const {
        const Actor actor = actor_of(invocation.header);
        return {reader, clock.now(), actor, own_parties_of(actor, routes.definition, invocation.method)};
    }

    const RouteTable routes;
    const std::string dsn;
    const Clock& clock;
    Instant latest = clock.now();  ///< when it was looked at last
    const std::unique_ptr<Db> db;
    std::unique_ptr<Runner> runner;
    StoreHealth health{routes.definition.name};
    std::chrono::steady_clock::time_point probed;
};

Engine::Engine(Definition definition, const std::string& dsn, const Clock& clock, EngineOptions options)
    : state_(std::make_unique<State>(std::move(definition), dsn, clock, options)) {}
Engine::~Engine() = default;

Committed Engine::run(std::span<Work> group, std::chrono::nanoseconds most) {
    Committed committed = state_->runner->run(group, most);
    for (const Outcome& outcome : committed.outcomes)
        if (outcome.error) state_->health.failed(*outcome.error, state_->clock.now());
    return committed;
}

void Engine::probe() {
    const auto now = std::chrono::steady_clock::now();
    if (!state_->health.ailing() || now - state_->probed < std::chrono::seconds(1)) return;
    state_->probed = now;
    try {
        state_->write_something();
        state_->health.recovered(state_->clock.now());
    } catch (const StoreError& error) {
        state_->db->rollback();
        state_->health.failed(error, state_->clock.now());
    }
}

StoreState Engine::store_state() const { return state_->health.state(); }
bool Engine::has_unpublished_events() const { return state_->runner->has_unpublished_events(); }

Outcome Engine::query(Db& reader, const Invocation& invocation) const {
    return state_->outcome_of([&] {
        const auto& route = state_->route(state_->routes.queries, invocation, true);
        View view = state_->view_of(reader, invocation);
        reader.begin();
        std::string result;
        try {
            result = route.run(view, state_->routes.asked(reader, route.info, invocation.params));
        } catch (...) {
            reader.rollback();
            throw;
        }
        reader.commit();
        return result;
    });
}

Outcome Engine::operate(Db& reader, const Invocation& invocation) const {
    return state_->outcome_of([&] {
        const auto& route = state_->route(state_->routes.operations, invocation, false);
        View view = state_->view_of(reader, invocation);
        return route.run(view, state_->routes.asked(reader, route.info, invocation.params));
    });
}

std::optional<Error> Engine::refused(const Invocation& operation) const {
    return state_
        ->outcome_of([&] {
            state_->route(state_->routes.operations, operation, false);
            return std::string();
        })
        .error;
}

std::unique_ptr<Db> Engine::open_reader() const { return Db::open(state_->dsn, Db::Mode::read); }
bool Engine::is_query(const std::string& method) const {
    return !state_->routes.commands.contains(method) && !is_operation(method);
}
bool Engine::is_operation(const std::string& method) const { return state_->routes.operations.contains(method); }
bool Engine::has_operations() const { return !state_->routes.operations.empty(); }

std::vector<DueTimer> Engine::due_timers(std::size_t limit) {
    return state_->watched([&] {
        std::vector<DueTimer> due;
        for (const auto& [name, key, at] : state_->db->rows<std::string, std::string, std::string>(
                 "select name, key, due from kit_timers where due <= ? order by due limit ?",
                 {state_->look_at_the_clock(), static_cast<std::int64_t>(limit)}))
            due.push_back({name, key, instant_from(at).value_or(Instant{})});
        return due;
    });
}

std::optional<Instant> Engine::next_timer() {
    return state_->watched([&]() -> std::optional<Instant> {
        state_->look_at_the_clock();
        const auto row = state_->db->row<std::string>("select due from kit_timers order by due limit 1");
        if (!row) return {};
        return instant_from(std::get<0>(*row));
    });
}

std::vector<QueuedJob> Engine::waiting_jobs(Db& reader, const std::string& kind, std::size_t limit) const {
    const auto rows = state_->watched([&] {
        return reader.rows<std::string, std::string, std::int64_t, std::optional<std::string>,
                           std::optional<std::string>, std::int64_t>(
            "select id, payload, attempts, trace, correlation, quiet from kit_jobs "
            "where kind = ? and due <= ? order by due, id limit ?",
            {kind, state_->clock.now(), static_cast<std::int64_t>(limit)});
    });
    std::vector<QueuedJob> waiting;
    for (const auto& [id, payload, attempts, trace, correlation, quiet] : rows)
        waiting.push_back({.id = id,
                           .kind = kind,
                           .payload = from_json(payload),
                           .attempts = attempts,
                           .trace = trace,
                           .correlation = correlation,
                           .quiet = quiet != 0});
    return waiting;
}

const std::vector<JobRoute>& Engine::job_routes() const { return state_->routes.jobs; }

std::map<std::string, std::set<std::string>> Engine::answerers() {
    std::map<std::string, std::set<std::string>> all;
    for (const auto& [name, route] : state_->routes.commands)
        if (route.asks) all[route.asks->method];
    for (auto& [question, services] : all) {
        const std::string prefix = answerer_prefix(question);
        for (const auto& [name] : state_->db->rows<std::string>("select name from kit_meta"))
            if (name.starts_with(prefix)) services.insert(name.substr(prefix.size()));
    }
    return all;
}

std::vector<Consumer> Engine::consumers() const {
    std::vector<Consumer> all;
    for (const auto& [consumer, routes] : state_->routes.events) all.push_back(consumer);
    if (!hears_every_source()) return all;
    for (const Consumer& heard : Inbox::consumers(*state_->db)) {
        const bool reaction = heard.as == bus::Follower::From::head && heard.source != name();
        if (reaction && std::ranges::find(all, heard) == all.end()) all.push_back(heard);
    }
    return all;
}

bool Engine::hears_every_source() const { return !state_->routes.every_source.empty(); }
bool Engine::learns() const { return !state_->routes.introductions.empty(); }

bus::Cursor Engine::cursor(const Consumer& consumer) { return Inbox().cursor(*state_->db, consumer); }
bool Engine::handles(const Consumer& consumer, std::string_view type) const {
    return state_->routes.handles(consumer, type);
}
bus::Watermark Engine::watermark() const { return state_->runner->watermark(); }
const std::string& Engine::name() const { return state_->routes.definition.name; }
const Clock& Engine::clock() const { return state_->clock; }

bus::ServiceInfo Engine::info() const { return state_->routes.info(); }

}  // namespace rapport::kit
