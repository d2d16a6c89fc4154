// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <map>
#include <span>

#include "bus/base/codec.hpp"
#include "bus/events/event.hpp"
#include "services/kit/job.hpp"
#include "services/kit/method.hpp"
#include "services/kit/own_parties.hpp"
#include "services/kit/store/db.hpp"
#include "services/kit/timer.hpp"

namespace rapport::kit {

/// What services answered to a question, as MessagePack, by service.
using Answers = std::map<std::string, std::string>;

/// A handler refers to something that this service's projection does not know (yet). The kit asks the source how far it
/// is, waits until the projection is there, runs the handler once more, and only then answers not_found.
class UnknownReference : public Error {
public:
    /// `field` of the request named something of `source` that is not there: `what` it would be, if the field is not
    /// called that.
    UnknownReference(std::string source, const std::string& field, std::string_view what = {});
    const std::string& source() const { return source_; }

private:
    std::string source_;
};

/// Records that people quote by a number, `C-2026-000123`: its letter, and their table, which has the number in the
/// column `number`. Tables of one service may share a letter; each letter belongs to one service (services/README.md).
struct Numbered {
    char letter;
    std::string table;
};
/// Parties that an event concerns beside those that the kit finds in its data.
struct Concerning {
    std::vector<Uuid> parties;
};
/// `concerning(action.party)`: nobody for nothing.
template <class PartyId>
Concerning concerning(const std::optional<PartyId>& party) {
    return party ? Concerning{{*party}} : Concerning{};
}

/// What a query sees: one snapshot, the time, who asks, and which parties' things they see.
class View {
public:
    View(Db& db, Instant now, Actor actor, OwnParties own = {})
        : db_(db), now_(now), actor_(std::move(actor)), own_(std::move(own)) {}
    Db& db() const { return db_; }
    Instant now() const { return now_; }
    const Actor& actor() const { return actor_; }
    /// What tables that have an owner show; SQL that a service writes itself has to ask.
    const OwnParties& own_parties() const { return own_; }
    /// The same for what the service itself has to know: nothing is left out. None of it may come into an answer.
    View unscoped() const { return {db_, now_, actor_}; }

private:
    Db& db_;
    Instant now_;
    Actor actor_;
    OwnParties own_;
};

/// permission_denied for a caller who sees the things of some parties alone, of what concerns all: `what` says it,
/// "a rule tells of all parties".
void check_sees_all(const View& view, std::string_view what);

/// The unit of work of one command, event, timer or job result: what is stored and told in it commits together or not
/// at all. Handlers run one after another on the service's writer thread and never wait for anything.
class Unit : public View {
public:
    /// What the work was caused by, for the events that it tells.
    struct Origin {
        const bus::Event* cause = nullptr;  ///< the event that is handled, if it is one
        std::optional<std::string> traceparent;
        std::optional<std::string> correlation;
    };
    Unit(Db& db, Instant now, Actor actor, std::string service, Origin origin, OwnParties own = {});

    /// Tells the world, after commit, that this happened to `subject`. resource_exhausted for data over 1 MiB.
    /// The parties that it concerns are found in the data: what a table with an owner tells names the owner, and
    /// Definition::party_fields says where other data does.
    template <class T>
    void emit(const Event<T>& type, const Uuid& subject, const T& data) {
        emit(type.type, subject, any_of(data), now(), {});
    }
    /// The same of what concerns parties that the data does not name.
    template <class T>
    void emit(const Event<T>& type, const Uuid& subject, const T& data, Concerning concerning) {
        emit(type.type, subject, any_of(data), now(), std::move(concerning));
    }
    /// The same for something that happened at another time, as imports know it.
    template <class T>
    void emit(const Event<T>& type, const Uuid& subject, const T& data, Instant happened) {
        emit(type.type, subject, any_of(data), happened, {});
    }

    template <class IdType>
    IdType new_id() const {
        return IdType(new_uuid(now()));
    }
    /// The next number of that letter and this year, `C-2026-000123`. Unique. A request that fails leaves no gap on
    /// SQLite, and may leave one on PostgreSQL. std::logic_error for a letter that the definition does not declare.
    std::string next_number(char letter);

    /// Has the timer run for that key at `due`, instead of when it was to before.
    template <class Key>
    void at(const Timer<Key>& timer, const std::type_identity_t<Key>& key, Instant due) {
        set_timer(timer.name, detail::timer_key(key), due, {});
    }
    void at(const Timer<>& timer, Instant due) { set_timer(timer.name, timer.key, due, {}); }
    /// The same after a while, which begins anew if the clock is set back behind now.
    template <class Key>
    void after(const Timer<Key>& timer, const std::type_identity_t<Key>& key, Millis wait) {
        set_timer(timer.name, detail::timer_key(key), now() + wait, now());
    }
    void after(const Timer<>& timer, Millis wait) { set_timer(timer.name, timer.key, now() + wait, now()); }
    template <class Key>
    void cancel(const Timer<Key>& timer, const std::type_identity_t<Key>& key) {
        cancel_timer(timer.name, detail::timer_key(key));
    }
    void cancel(const Timer<>& timer) { cancel_timer(timer.name, timer.key); }
    /// Starts a job after commit, in one of its queues if it has several. Its result comes back as work of its own.
    template <class P, class R>
    void start(const Job<P, R>& job, const std::type_identity_t<P>& payload, std::string_view queue = {}) {
        start_job(job.kind(queue), encode(payload));
    }

    /// What every service answered to the question that the command asks first (kit::asks); this one among them.
    const Answers& answers() const { return answers_; }

    /// The event that is handled, or nothing.
    const bus::Event* cause() const { return origin_.cause; }
    /// Events of this unit are of an import: nobody is told. Events caused by quiet ones are quiet by themselves.
    void be_quiet() { quiet_ = true; }
    bool quiet() const { return quiet_; }
    /// The party is erased: what was told of it before, and has no place in the history yet, loses its data. For
    /// erase_history().
    void erase_told(const Uuid& party) { erased_.push_back(party); }
    const std::vector<Uuid>& erased() const { return erased_; }
    /// For a trial: the caller is answered what would have come of it, and nothing is kept or told.
    void discard() { discarded_ = true; }
    bool discarded() const { return discarded_; }
    /// Changes what is kept in memory: runs after the commit, before the caller is answered, in the order of commits;
    /// never of a trial, nor of what the store did not take. It must not throw.
    void at_commit(std::function<void()> act) { at_commit_.push_back(std::move(act)); }
    /// From the engine, for a dry run of a command: discarded, and numbers are not drawn.
    void rehearse() { discarded_ = rehearsed_ = true; }
    /// What a rehearsal was given for the numbers that it drew.
    const std::vector<std::string>& stand_ins() const { return stand_ins_; }

    /// What the definition declares, from the engine. It outlives the unit.
    void number(std::span<const Numbered> numbered) { numbered_ = numbered; }
    /// Whether the service keeps what accounts tell of users, from the engine.
    void follow_users(bool follows) { follows_users_ = follows; }
    bool follows_users() const { return follows_users_; }
    /// For the engine, before the handler runs.
    void take_answers(Answers answers) { answers_ = std::move(answers); }
    /// What the engine takes over after the handler returned.
    std::vector<bus::Event>& emitted() { return emitted_; }
    std::vector<std::function<void()>>& waiting_for_commit() { return at_commit_; }
    bool started_jobs() const { return started_jobs_; }

private:
    void emit(std::string_view type, const Uuid& subject, Any data, Instant happened, Concerning concerning);
    void start_job(std::string_view job, const std::string& payload);
    void set_timer(std::string_view name, std::string_view key, Instant due, std::optional<Instant> since);
    void cancel_timer(std::string_view name, std::string_view key);

    std::string service_;
    Origin origin_;
    std::vector<Uuid> erased_;
    bool quiet_ = false, discarded_ = false, rehearsed_ = false, started_jobs_ = false, follows_users_ = false;
    std::span<const Numbered> numbered_;
    std::vector<std::string> stand_ins_;  ///< for numbers, of a rehearsal
    std::vector<bus::Event> emitted_;
    std::vector<std::function<void()>> at_commit_;
    Answers answers_;
};

/// The error aborted, with the current version in its details, and the record as it is now if that is said.
Error old_version(std::int64_t current, Any record = {});
/// aborted with the current version in details, unless `named` is absent or equal to it.
void check_version(std::optional<std::int64_t> named, std::int64_t current);

}  // namespace rapport::kit
