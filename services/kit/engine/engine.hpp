// SPDX-License-Identifier: MIT
#pragma once
#include <map>
#include <memory>
#include <set>

#include "services/kit/engine/outbox.hpp"
#include "services/kit/engine/store_health.hpp"
#include "services/kit/engine/work.hpp"

namespace rapport::kit {

/// How an engine works on its store.
struct EngineOptions {
    std::size_t writers = 4;  ///< how many transactions at once on PostgreSQL
};

/// Runs a service's work against its store: transactions, outbox, idempotency, cursors, timers, jobs. Knows no bus.
/// run() and what it calls belong to one writer at a time, query() to any number of readers with a Db each. On SQLite
/// handlers run on the writer's thread; on PostgreSQL on several of the engine's own, each in a serializable
/// transaction, so that to the store they ran one after another.
class Engine {
public:
    /// Opens the store (migrating it) and checks the table of routes. `clock` outlives the engine.
    Engine(Definition definition, const std::string& dsn, const Clock& clock, EngineOptions options = {});
    ~Engine();

    /// Runs work and answers for each. Of one consumer's events each comes after the one before; of the rest nothing is
    /// said about order. What is told as done is committed and synced, and its events have their sequence. Never throws
    /// for what a work did; what the store's trouble kept from happening is told so.
    /// Where a group is one transaction, that ends after `most`: what it did not come to has no outcome, and is for the
    /// next run(). It comes to at least one.
    Committed run(std::span<Work> group, std::chrono::nanoseconds most = std::chrono::nanoseconds::max());
    /// Events are committed that no run() could give out yet, since the store went away: run() with no work does.
    bool has_unpublished_events() const;
    /// Where the store was in trouble, sees whether it takes changes again: a second at least after the last look. As
    /// run(), for the one writer.
    void probe();
    /// How the store is, as those found who used it. Thread-safe.
    StoreState store_state() const;
    /// Runs a query on a reader's connection, in a snapshot.
    Outcome query(Db& reader, const Invocation& invocation) const;
    /// Runs an operation, with a reader's connection for what it looks up: no transaction.
    Outcome operate(Db& reader, const Invocation& invocation) const;
    std::unique_ptr<Db> open_reader() const;

    bool is_query(const std::string& method) const;
    bool is_operation(const std::string& method) const;
    bool has_operations() const;
    /// Why that operation is not for that caller; nothing where it is.
    std::optional<Error> refused(const Invocation& operation) const;
    /// Timers that are due now, at most `limit`, soonest first; and when the next one after them is. Both notice a
    /// clock that was set back.
    std::vector<DueTimer> due_timers(std::size_t limit);
    std::optional<Instant> next_timer();
    /// Jobs of a kind that may run now, oldest first. On a reader's connection.
    std::vector<QueuedJob> waiting_jobs(Db& reader, const std::string& kind, std::size_t limit) const;
    const std::vector<JobRoute>& job_routes() const;

    /// The questions that commands ask first, and who is known to answer each. Before the first run().
    std::map<std::string, std::set<std::string>> answerers();
    /// The sources that this service follows, and from where; of one that reacts to every other service also those that
    /// it has heard of before. On the writer's connection.
    std::vector<Consumer> consumers() const;
    /// Whether it reacts to every other service, those included that nobody knows yet.
    bool hears_every_source() const;
    /// Whether it wants to know what other services say of themselves.
    bool learns() const;
    bus::Cursor cursor(const Consumer& consumer);
    /// Whether that consumer has a route for such events.
    bool handles(const Consumer& consumer, std::string_view type) const;
    bus::Watermark watermark() const;
    bus::ServiceInfo info() const;
    const std::string& name() const;
    const Clock& clock() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Who does what a service does by itself.
Actor self(const std::string& service);
/// Whose things that caller sees in a service. permission_denied for one whose parties are named, where the service
/// does not tell them apart yet, and for those of the kit's own methods that show all; not for the questions to all
/// services. `$events` and `$history` tell them apart in every service, by the parties that events concern; where the
/// service does not know whose relationships are whose, an account manager is shown none.
OwnParties own_parties_of(const Actor& actor, const Definition& definition, std::string_view method);
/// Whether an actor of these roles may call a method that is for `wanted`.
bool allowed(const Roles& wanted, const Actor& actor, bool query);

}  // namespace rapport::kit
