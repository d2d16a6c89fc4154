// SPDX-License-Identifier: MIT
#include "services/kit/engine/outbox.hpp"
#include "services/kit/engine/rehearsal.hpp"
#include "services/kit/engine/runner.hpp"

namespace rapport::kit {
namespace {

/// A dry run writes as a rule, and is always taken back.
bool is_dry_run(const Work& work) {
    const auto* asked = std::get_if<Invocation>(&work);
    return asked && asked->method == dry_run.name;
}

/// A work failed after it had written something, which nothing short of the whole group's end takes back.
struct LeftTraces {};

using std::chrono::steady_clock;

class GroupRunner final : public Runner {
public:
    GroupRunner(const RouteTable& routes, const Clock& clock, Db& db)
        : clock_(clock), db_(db), performer_(routes, clock, db), outbox_(db, routes.definition.name) {}

    Committed run(std::span<Work> group, std::chrono::nanoseconds most) override {
        try {
            try {
                return together(group, Savepoints::none, most);
            } catch (const LeftTraces&) {
                undo();
                return together(group, Savepoints::each, most);
            }
        } catch (const Error& error) {
            undo();
            if (group.size() <= 1) {
                Committed nothing;
                for (std::size_t i = 0; i < group.size(); ++i)
                    nothing.outcomes.push_back({.error = error, .retry = passing(error)});
                return nothing;
            }
        }
        return one_by_one(group);
    }

    bool has_unpublished_events() const override { return false; }
    bus::Watermark watermark() const override { return outbox_.watermark(); }

private:
    /// With a savepoint SQLite keeps a copy of every page that changes after it, so there is none until one is needed:
    /// what fails has as a rule written nothing yet. Dry runs have one at once, or their group would always run twice.
    enum class Savepoints { none, each };

    Committed together(std::span<Work> group, Savepoints savepoints, std::chrono::nanoseconds most) {
        const auto begun = steady_clock::now();
        Committed committed;
        std::vector<std::function<void()>> at_commit;
        db_.begin();
        if (std::exchange(stale_, false)) reload();
        for (const Work& work : group) {
            if (!committed.outcomes.empty() && steady_clock::now() - begun >= most) break;
            const bool alone = savepoints == Savepoints::each || is_dry_run(work);
            Performer::Done done = alone ? in_savepoint(work) : in_the_open(work);
            committed.outcomes.push_back(std::move(done.outcome));
            erase_data(committed.events, done.erased);
            std::move(done.events.begin(), done.events.end(), std::back_inserter(committed.events));
            std::move(done.at_commit.begin(), done.at_commit.end(), std::back_inserter(at_commit));
            committed.jobs_started |= done.jobs_started;
        }
        outbox_.append(db_, committed.events, clock_.now());
        performer_.store_cursors();
        db_.commit();
        for (const auto& act : at_commit) act();
        return committed;
    }

    Performer::Done in_the_open(const Work& work) {
        const std::size_t before = db_.statements();
        return performer_.perform(work, [&] {
            if (db_.statements() != before) throw LeftTraces();
        });
    }

    Performer::Done in_savepoint(const Work& work) {
        bool open = true;
        db_.savepoint();
        Performer::Done done = performer_.perform(work, [&] {
            db_.rollback_to_savepoint();
            open = false;
        });
        if (open) db_.release();
        return done;
    }

    Committed one_by_one(std::span<Work> group) {
        Committed all;
        for (Work& work : group) {
            Committed one = run({&work, 1}, std::chrono::nanoseconds::max());
            std::move(one.outcomes.begin(), one.outcomes.end(), std::back_inserter(all.outcomes));
            std::move(one.events.begin(), one.events.end(), std::back_inserter(all.events));
            all.jobs_started |= one.jobs_started;
        }
        return all;
    }

    /// Where the history ends is read again by the next group: a store that is in trouble cannot say it now.
    void undo() {
        db_.rollback();
        performer_.forget();
        stale_ = true;
    }
    void reload() {
        try {
            outbox_.reload(db_);
        } catch (...) {
            stale_ = true;
            throw;
        }
    }

    const Clock& clock_;
    Db& db_;
    Performer performer_;
    Outbox outbox_;
    bool stale_ = false;  ///< the outbox knows of what was rolled back
};

}  // namespace

std::unique_ptr<Runner> group_runner(const RouteTable& routes, const Clock& clock, Db& db) {
    return std::make_unique<GroupRunner>(routes, clock, db);
}

}  // namespace rapport::kit
