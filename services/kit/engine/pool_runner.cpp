// SPDX-License-Identifier: MIT
#include <spdlog/spdlog.h>

#include <algorithm>
#include <atomic>
#include <latch>
#include <shared_mutex>
#include <thread>

#include "services/kit/engine/runner.hpp"
#include "services/kit/engine/sequencer.hpp"
#include "services/kit/queue.hpp"

namespace rapport::kit {
namespace {

/// A group on its way through the workers.
struct Batch {
    Batch(std::span<Work> works_, std::size_t workers) : works(works_), done(works_.size()), pinned(workers) {}

    std::span<Work> works;
    std::vector<Performer::Done> done;
    std::vector<std::vector<std::size_t>> pinned;  ///< by worker, in order
    std::vector<std::size_t> free;                 ///< for whoever comes first
    std::atomic<std::size_t> next = 0;             ///< of `free`
    std::atomic<std::size_t> turns = 0;            ///< taken before each commit: who saw another's has a later one
};

/// The consumer whose order the work must keep.
const Consumer* consumer_of(const Work& work) {
    if (const auto* delivery = std::get_if<Delivery>(&work)) return &delivery->consumer;
    if (const auto* change = std::get_if<NewEpoch>(&work)) return &change->consumer;
    return nullptr;
}

/// One connection and the thread that works on it.
class Worker {
public:
    /// `alone` is shared by those who run beside others, and taken by one that keeps getting into their way.
    Worker(const RouteTable& routes, const Clock& clock, const std::string& dsn, std::shared_mutex& alone)
        : routes_(routes), clock_(clock), dsn_(dsn), alone_(alone), thread_([this] { serve(); }) {}
    ~Worker() {
        batches_.close();
        thread_.join();
    }

    /// Does its part of the batch, then counts `finished` down.
    void push(Batch& batch, std::size_t self, std::latch& finished) { batches_.push({&batch, self, &finished}); }

private:
    struct Part {
        Batch* batch;
        std::size_t self;
        std::latch* finished;
    };

    void serve() {
        for (;;) {
            auto parts = batches_.take(1, std::chrono::steady_clock::now() + std::chrono::hours(1));
            if (parts.empty() && batches_.closed()) return;
            for (const Part& part : parts) {
                Batch& batch = *part.batch;
                for (const std::size_t i : batch.pinned[part.self]) batch.done[i] = run(batch, batch.works[i]);
                for (auto i = batch.next++; i < batch.free.size(); i = batch.next++)
                    batch.done[batch.free[i]] = run(batch, batch.works[batch.free[i]]);
                part.finished->count_down();
            }
        }
    }

    /// Until it is not another transaction that is in the way.
    Performer::Done run(Batch& batch, const Work& work) {
        constexpr int beside_others = 3, most = 10;
        for (int tries = 1;; ++tries) {
            std::shared_lock shared(alone_, std::defer_lock);
            std::unique_lock unique(alone_, std::defer_lock);
            if (tries <= beside_others) shared.lock();
            else unique.lock();
            try {
                return in_transaction(batch, work);
            } catch (const StoreError& error) {
                if (performer_) performer_->forget();
                if (db_) db_->rollback();
                if (error.kind() == StoreError::Kind::busy && tries < most) continue;
                return {.outcome = {.error = error, .retry = error.is_transient()}};
            } catch (const std::exception& error) {
                performer_->forget();
                db_->rollback();
                return {.outcome = {.error = Error(Code::internal, "an error of ours: " + std::string(error.what()))}};
            }
        }
    }

    Performer::Done in_transaction(Batch& batch, const Work& work) {
        if (!db_) {
            db_ = Db::open(dsn_, Db::Mode::write);
            performer_.emplace(routes_, clock_, *db_);
        }
        db_->begin();
        Performer::Done done = performer_->perform(work, [this] {
            db_->rollback();
            db_->begin();
        });
        for (const bus::Event& event : done.events) Sequencer::stage(*db_, event);
        performer_->store_cursors();
        done.turn = batch.turns++;
        db_->commit();
        return done;
    }

    const RouteTable& routes_;
    const Clock& clock_;
    const std::string& dsn_;
    std::shared_mutex& alone_;
    std::unique_ptr<Db> db_;
    std::optional<Performer> performer_;
    Queue<Part> batches_;
    std::thread thread_;
};

class PoolRunner final : public Runner {
public:
    PoolRunner(const RouteTable& routes, const Clock& clock, Db& db, std::string dsn, std::size_t writers)
        : clock_(clock), dsn_(std::move(dsn)), sequencer_(db, routes.definition.name) {
        for (std::size_t i = 0; i < writers; ++i)
            workers_.push_back(std::make_unique<Worker>(routes, clock, dsn_, alone_));
    }

    Committed run(std::span<Work> group, std::chrono::nanoseconds) override {
        Batch batch(group, workers_.size());
        distribute(batch);
        change_memory(batch);
        Committed committed;
        for (Performer::Done& done : batch.done) {
            const auto& error = done.outcome.error;
            untold_ |= !done.events.empty() || (error && error->code() == Code::in_doubt);
            committed.jobs_started |= done.jobs_started;
            committed.outcomes.push_back(std::move(done.outcome));
        }
        try {
            if (untold_) committed.events = sequencer_.assign(clock_.now());
            untold_ = false;
        } catch (const StoreError& error) {
            spdlog::error("what was told waits for its place in the history: {}", error.message());
            doubt(batch, committed);
        }
        return committed;
    }

    bool has_unpublished_events() const override { return untold_; }
    bus::Watermark watermark() const override { return sequencer_.watermark(); }

private:
    void distribute(Batch& batch) {
        for (std::size_t i = 0; i < batch.works.size(); ++i) {
            const Consumer* consumer = consumer_of(batch.works[i]);
            if (!consumer) batch.free.push_back(i);
            // Always the same worker, which so knows its cursor.
            else
                batch.pinned[std::hash<std::string>()(consumer->name() + consumer->source) % workers_.size()].push_back(
                    i);
        }
        std::vector<std::size_t> wanted;
        for (std::size_t i = 0; i < workers_.size(); ++i)
            if (i < batch.free.size() || !batch.pinned[i].empty()) wanted.push_back(i);
        std::latch finished(static_cast<std::ptrdiff_t>(wanted.size()));
        for (const std::size_t i : wanted) workers_[i]->push(batch, i, finished);
        finished.wait();
    }

    static void change_memory(const Batch& batch) {
        std::vector<const Performer::Done*> committed;
        for (const Performer::Done& done : batch.done)
            if (!done.at_commit.empty()) committed.push_back(&done);
        std::ranges::sort(committed, {}, &Performer::Done::turn);
        for (const Performer::Done* done : committed)
            for (const auto& act : done->at_commit) act();
    }

    /// Who is told `ok` may rely on the watermark that it finds then: without a place in the history nothing is ok yet.
    static void doubt(const Batch& batch, Committed& committed) {
        for (std::size_t i = 0; i < batch.done.size(); ++i)
            if (!batch.done[i].events.empty())
                committed.outcomes[i] = {
                    .error = StoreError(StoreError::Kind::lost, "the store went away before all of it was done"),
                    .retry = true};
    }

    const Clock& clock_;
    const std::string dsn_;
    Sequencer sequencer_;
    std::shared_mutex alone_;
    std::vector<std::unique_ptr<Worker>> workers_;
    bool untold_ = true;  // what an earlier process may have left
};

}  // namespace

std::unique_ptr<Runner> pool_runner(const RouteTable& routes, const Clock& clock, Db& db, const std::string& dsn,
                                    std::size_t writers) {
    return std::make_unique<PoolRunner>(routes, clock, db, dsn, writers);
}

}  // namespace rapport::kit
