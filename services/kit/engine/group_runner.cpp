// SPDX-License-Identifier: MIT
#include "services/kit/engine/outbox.hpp"
#include "services/kit/engine/runner.hpp"

namespace rapport::kit {
namespace {

class GroupRunner final : public Runner {
public:
    GroupRunner(const RouteTable& routes, const Clock& clock, Db& db)
        : clock_(clock), db_(db), performer_(routes, clock, db), outbox_(db, routes.definition.name) {}

    Committed run(std::span<Work> group) override {
        try {
            return together(group);
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

    bool untold() const override { return false; }
    bus::Watermark watermark() const override { return outbox_.watermark(); }

private:
    Committed together(std::span<Work> group) {
        Committed committed;
        db_.begin();
        for (const Work& work : group) {
            db_.savepoint();
            bool released = false;
            Performer::Done done = performer_.perform(work, [&] {
                db_.rollback_to_savepoint();
                released = true;
            });
            if (!released) db_.release();
            committed.outcomes.push_back(std::move(done.outcome));
            std::move(done.events.begin(), done.events.end(), std::back_inserter(committed.events));
            committed.jobs_started |= done.jobs_started;
        }
        outbox_.append(db_, committed.events, clock_.now());
        performer_.store_cursors();
        db_.commit();
        return committed;
    }

    Committed one_by_one(std::span<Work> group) {
        Committed all;
        for (Work& work : group) {
            Committed one = run({&work, 1});
            std::move(one.outcomes.begin(), one.outcomes.end(), std::back_inserter(all.outcomes));
            std::move(one.events.begin(), one.events.end(), std::back_inserter(all.events));
            all.jobs_started |= one.jobs_started;
        }
        return all;
    }

    void undo() {
        db_.rollback();
        performer_.forget();
        outbox_.reload(db_);
    }

    const Clock& clock_;
    Db& db_;
    Performer performer_;
    Outbox outbox_;
};

}  // namespace

std::unique_ptr<Runner> group_runner(const RouteTable& routes, const Clock& clock, Db& db) {
    return std::make_unique<GroupRunner>(routes, clock, db);
}

}  // namespace rapport::kit
