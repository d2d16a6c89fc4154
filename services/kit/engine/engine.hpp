// SPDX-License-Identifier: MIT
#pragma once
#include <memory>
#include <unordered_map>

#include "bus/wire/envelope.hpp"
#include "services/kit/engine/inbox.hpp"
#include "services/kit/engine/outbox.hpp"
#include "services/kit/routes.hpp"
#include "services/kit/store/migrations.hpp"

namespace rapport::kit {

/// A service without its process: its name, its table of routes and its schema.
struct Definition {
    std::string name;
    std::string doc;  ///< one sentence, for `$info`
    Routes routes;
    std::span<const Migration> schema;
};

/// A request as the engine takes it, whoever brought it.
struct Invocation {
    std::string method;
    std::string params;
    bus::Header header;
    std::chrono::steady_clock::time_point deadline = std::chrono::steady_clock::time_point::max();
    enum class References {
        open,     ///< the first try: an unknown reference is handed back, to be looked for at its source
        settled,  ///< the projection is as far as its source was: unknown is not_found
    } references = References::open;
};
/// An event for one of our consumers, in its source's order.
struct Delivery {
    Consumer consumer;
    bus::Event event;
};
/// The source's store is another one: go on from there.
struct NewEpoch {
    Consumer consumer;
    bus::Cursor cursor;
    std::int64_t skipped = 0;
};
/// A timer whose time has come.
struct DueTimer {
    std::string name, key;
    Instant due;
};
/// A job that waits, or that ran.
struct Job {
    std::string id, kind, payload;  ///< payload is MessagePack
    std::int64_t attempts = 0;
    std::optional<std::string> trace, correlation;
    bool quiet = false;
    JobOutcome outcome;
};
/// A dead letter that an operator wants tried again.
struct Redrive {
    std::int64_t row = 0;
};
/// One thing that changes the store.
using Work = std::variant<Invocation, Delivery, NewEpoch, DueTimer, Job, Redrive>;

/// What became of it.
struct Outcome {
    std::string result;  ///< MessagePack
    std::optional<Error> error;
    std::optional<std::string> unknown_source;  ///< it referred to something of that source that is not known here
    bool retry = false;  ///< a delivery that is to come again: the store or a neighbour is in trouble
};
struct Committed {
    std::vector<Outcome> outcomes;   ///< one for each work
    std::vector<bus::Event> events;  ///< stored, and to be published
    bool jobs_started = false;
};

/// Runs a service's work against its store: transactions, outbox, idempotency, cursors, timers, jobs. Knows no bus and
/// no threads; run() and what it calls belong to one writer at a time, query() to any number of readers with a Db each.
class Engine {
public:
    /// Opens the store (migrating it) and checks the table of routes. `clock` outlives the engine.
    Engine(Definition definition, const std::string& dsn, const Clock& clock);
    ~Engine();

    /// Runs work as one group: each in a savepoint of its own, one commit, synced. When the store rolls the whole group
    /// back, each is run again by itself. Never throws for what a work did; throws StoreError only if the store is
    /// beyond use.
    Committed run(std::span<Work> group);
    /// Runs a query on a reader's connection, in a snapshot.
    Outcome query(Db& reader, const Invocation& invocation) const;
    std::unique_ptr<Db> open_reader() const;

    bool is_query(const std::string& method) const;
    /// Timers that are due now, at most `limit`, soonest first; and when the next one after them is.
    std::vector<DueTimer> due_timers(std::size_t limit);
    std::optional<Instant> next_timer();
    /// Jobs of a kind that may run now, oldest first. On a reader's connection.
    std::vector<Job> waiting_jobs(Db& reader, const std::string& kind, std::size_t limit) const;
    const std::vector<JobRoute>& job_routes() const;

    /// The sources that this service follows, and from where.
    std::vector<Consumer> consumers() const;
    bus::Cursor cursor(const Consumer& consumer);
    bus::Watermark watermark() const;
    bus::ServiceInfo info() const;
    const std::string& name() const;
    const Clock& clock() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Whether an actor of these roles may call a method that is for `wanted`.
bool allowed(const Roles& wanted, const Actor& actor, bool query);

}  // namespace rapport::kit
