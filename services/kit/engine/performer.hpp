// SPDX-License-Identifier: MIT
#pragma once
#include <functional>

#include "services/kit/engine/route_table.hpp"

namespace rapport::kit {

/// Does work on one connection, within the transaction that is open there. For one thread at a time.
class Performer {
public:
    /// What one work did.
    struct Done {
        Outcome outcome;
        std::vector<bus::Event> events;  ///< to be stored in the same transaction
        std::vector<Uuid> erased = {};   ///< parties of whom what was told before this loses its data
        bool jobs_started = false;
        std::vector<std::function<void()>> at_commit = {};  ///< Unit::at_commit()
        std::size_t turn = 0;                               ///< where several commit at once: in this order
    };

    Performer(const RouteTable& routes, const Clock& clock, Db& db) : routes_(routes), clock_(clock), db_(db) {}

    /// Runs it. Should it fail, or be a trial, `take_back` is called, which leaves a transaction without what it
    /// stored; then what becomes of a failure is stored there: a poison event is parked, a job or timer put off. Throws
    /// StoreError when it is the store that is in trouble.
    Done perform(const Work& work, const std::function<void()>& take_back);
    /// Stores the cursors that were moved, before the commit.
    void store_cursors();
    /// The transaction was rolled back.
    void forget();

private:
    Done rehearse(const Invocation& asked, const std::function<void()>& take_back);
    // What each kind of work does.
    std::string apply(Unit& unit, const Invocation& invocation);
    std::string apply(Unit& unit, const Delivery& delivery);
    std::string apply(Unit& unit, const NewEpoch& change);
    std::string apply(Unit& unit, const DueTimer& timer);
    std::string apply(Unit& unit, const QueuedJob& job);
    std::string apply(Unit& unit, const Redrive& redrive);
    std::string apply(Unit& unit, const FirstStart& first_start);
    /// The unit of that work, as the definition declares it.
    template <class W>
    Unit unit_of(const W& work) {
        Unit unit = unit_for(work);
        unit.number(routes_.definition.numbered);
        unit.follow_users(routes_.follows_users);
        return unit;
    }
    std::string apply(Unit& unit, const Answerer& answerer);
    std::string apply(Unit& unit, const Introduction& introduction);
    /// The handler's answer.
    std::string run(Unit& unit, const CommandRoute& route, const std::string& params, const Invocation& invocation);
    // Who does it, and because of what.
    Unit unit_for(const Invocation& invocation);
    Unit unit_for(const Delivery& delivery);
    Unit unit_for(const QueuedJob& job);
    template <class Other>
    Unit unit_for(const Other&);
    // What is stored about its failure.
    void put_off(const Delivery& delivery, const Error& error);
    void put_off(const QueuedJob& job, const Error& error);
    void put_off(const DueTimer& timer, const Error& error);
    void try_later(const std::string& job, Instant now, Millis wait);
    template <class Other>
    void put_off(const Other&, const Error&) {}

    Outcome failed(const Work& work, const Error& error);
    bus::Cursor at(const Consumer& consumer);

    const RouteTable& routes_;
    const Clock& clock_;
    Db& db_;
    Inbox inbox_;
    std::map<Consumer, bus::Cursor> moved_;
};

/// Who asks; somebody without a name if the header says nothing.
Actor actor_of(const bus::Header& header);
/// How the names in kit_meta begin of those who answer a question; the service's follows.
std::string answerer_prefix(const std::string& question);
/// Whether it may go better later, as it is.
bool passing(const Error& error);

}  // namespace rapport::kit
