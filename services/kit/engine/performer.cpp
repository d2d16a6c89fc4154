// SPDX-License-Identifier: MIT
#include "services/kit/engine/performer.hpp"

#include <algorithm>

#include "bus/base/retry.hpp"
#include "services/kit/engine/engine.hpp"
#include "services/kit/engine/rehearsal.hpp"
#include "services/kit/engine/replies.hpp"

namespace rapport::kit {
namespace {

bool store_trouble(const Error& error) {
    const auto* store = dynamic_cast<const StoreError*>(&error);
    return store && store->is_transient();
}

Millis backoff(std::int64_t attempts) {
    return Millis(500) * (std::int64_t{1} << std::min<std::int64_t>(attempts, 10));
}

Error unsure(const UnknownReference& unknown) {
    return unavailable(unknown.message() + "; it may be among events of " + unknown.source() +
                           " that wait for an operator (rapport dead list)",
                       "dead_letters", Millis(10'000));
}

/// Others have to be asked before the command can run.
class AnswersWanted : public Error {
public:
    explicit AnswersWanted(Question question)
        : Error(Code::unavailable, "other services have to be asked first"), question_(std::move(question)) {}
    const Question& question() const { return question_; }

private:
    Question question_;
};

bool is_dry(const Invocation& invocation) { return invocation.dry; }
template <class Other>
bool is_dry(const Other&) {
    return false;
}

/// The first after `now`, counted from when it was due.
Instant next_due(Instant due, Millis period, Instant now) { return due + period * ((now - due) / period + 1); }

}  // namespace

Actor actor_of(const bus::Header& header) { return header.actor.value_or(Actor{.id = "anonymous", .kind = "program"}); }

std::string answerer_prefix(const std::string& question) { return "answers." + question + '.'; }

bool passing(const Error& error) {
    return store_trouble(error) || error.code() == Code::unavailable || error.code() == Code::deadline_exceeded;
}

/// The command that is asked for, as its caller would call it, but for the key: each dry run is one of its own.
Performer::Done Performer::rehearse(const Invocation& asked, const std::function<void()>& take_back) {
    Invocation command = asked;
    try {
        auto request = decode_request<DryRun>(Any{asked.params});
        if (routes_.commands.find(request.method) == routes_.commands.end() || request.method == dry_run.name)
            throw invalid("method", "must be a command of " + routes_.definition.name);
        command.method = std::move(request.method);
        command.params = std::move(request.params.bytes);
    } catch (const Error& error) {
        return {.outcome = {.error = error}};
    }
    command.header.idem.reset();
    command.dry = true;
    return perform(Work(std::move(command)), take_back);
}

Performer::Done Performer::perform(const Work& work, const std::function<void()>& take_back) {
    if (const auto* asked = std::get_if<Invocation>(&work); asked && !asked->dry && asked->method == dry_run.name)
        return rehearse(*asked, take_back);
    try {
        return std::visit(
            [&](const auto& w) {
                Unit unit = unit_of(w);
                Done done;
                const bool dry = is_dry(w);
                if (dry) unit.rehearse();
                done.outcome.result = apply(unit, w);
                if (dry) {
                    for (bus::Event& event : unit.emitted()) routes_.parties.complete(event);
                    done.outcome.result = rehearsed(done.outcome.result, unit.emitted(), unit.stand_ins());
                }
                if (unit.discarded()) {
                    take_back();
                    return done;
                }
                done.events = std::move(unit.emitted());
                for (bus::Event& event : done.events) routes_.parties.complete(event);
                done.erased = unit.erased();
                done.jobs_started = unit.started_jobs();
                done.at_commit = std::move(unit.waiting_for_commit());
                return done;
            },
            work);
    } catch (const UnknownReference& unknown) {
        take_back();
        const auto* invocation = std::get_if<Invocation>(&work);
        if (invocation && invocation->references == Invocation::References::open)
            return {.outcome = {.error = unknown, .unknown_source = unknown.source()}};
        // Who put aside some of what the source told cannot say that it is not there.
        if (invocation && Inbox::put_aside(db_, {bus::Follower::From::start, unknown.source()}))
            return {.outcome = {.error = unsure(unknown)}};
        return {.outcome = failed(work, unknown)};
    } catch (const AnswersWanted& wanted) {
        take_back();
        return {.outcome = {.error = wanted, .asks = wanted.question()}};
    } catch (const Error& error) {
        if (store_trouble(error)) throw;
        take_back();
        return {.outcome = failed(work, error)};
    } catch (const std::exception& error) {
        take_back();
        return {.outcome = failed(work, Error(Code::internal, "an error of ours: " + std::string(error.what())))};
    }
}

Outcome Performer::failed(const Work& work, const Error& error) {
    if (passing(error)) return {.error = error, .retry = true};
    std::visit([&](const auto& w) { put_off(w, error); }, work);
    return {.error = error};
}

/// An event that cannot be handled is parked, so that it never blocks the rest.
void Performer::put_off(const Delivery& delivery, const Error& error) {
    inbox_.park(db_, delivery.consumer, delivery.event, error.message(), clock_.now());
    moved_[delivery.consumer] = {delivery.event.epoch, delivery.event.sequence, delivery.event.id};
}

/// It is a bug of the service's that a result cannot be taken: the job is kept, and tried ever more rarely.
void Performer::put_off(const QueuedJob& job, const Error&) { try_later(job.id, clock_.now(), backoff(job.attempts)); }

/// It comes again, or its hour would block those after it.
void Performer::put_off(const DueTimer& timer, const Error&) {
    constexpr Millis pause(60'000);
    const auto every = routes_.every.find(timer.name);
    const Instant next =
        every == routes_.every.end() ? clock_.now() + pause : next_due(timer.due, every->second.period, clock_.now());
    db_.run("update kit_timers set due = ?, since = ? where name = ? and key = ? and due = ?",
            {next, clock_.now(), timer.name, timer.key, timer.due});
}

void Performer::try_later(const std::string& job, Instant now, Millis wait) {
    db_.run("update kit_jobs set attempts = attempts + 1, due = ?, since = ? where id = ?", {now + wait, now, job});
}

void Performer::store_cursors() {
    for (const auto& [consumer, cursor] : moved_) inbox_.move(db_, consumer, cursor);
    moved_.clear();
}

void Performer::forget() {
    moved_.clear();
    inbox_.reload();
}

bus::Cursor Performer::at(const Consumer& consumer) {
    const auto pending = moved_.find(consumer);
    return pending != moved_.end() ? pending->second : inbox_.cursor(db_, consumer);
}

Unit Performer::unit_for(const Invocation& invocation) {
    const bus::Header& header = invocation.header;
    const Actor actor = actor_of(header);
    return {db_,
            clock_.now(),
            actor,
            routes_.definition.name,
            {.traceparent = header.traceparent, .correlation = header.idem},
            own_parties_of(actor, routes_.definition, invocation.method)};
}
Unit Performer::unit_for(const Delivery& delivery) {
    const bus::Event& event = delivery.event;
    return {db_,
            clock_.now(),
            self(routes_.definition.name),
            routes_.definition.name,
            {&event, delivery.traceparent ? delivery.traceparent : event.traceparent,
             event.correlationid ? event.correlationid : to_text(event.id)}};
}
Unit Performer::unit_for(const QueuedJob& job) {
    Unit unit(db_, clock_.now(), self(routes_.definition.name), routes_.definition.name,
              {.traceparent = job.trace, .correlation = job.correlation});
    if (job.quiet) unit.be_quiet();
    return unit;
}
template <class Other>
Unit Performer::unit_for(const Other&) {
    return {db_, clock_.now(), self(routes_.definition.name), routes_.definition.name, {}};
}

std::string Performer::apply(Unit& unit, const Invocation& invocation) {
    const auto route = routes_.commands.find(invocation.method);
    if (route == routes_.commands.end()) throw Error(Code::unimplemented, "there is no method " + invocation.method);
    if (std::chrono::steady_clock::now() >= invocation.deadline)
        throw Error(Code::deadline_exceeded, "not started within the time given");
    if (!allowed(route->second.roles, unit.actor(), false))
        throw Error(Code::permission_denied,
                    "your roles do not allow " + routes_.definition.name + "." + invocation.method);
    const std::string params = routes_.asked(db_, route->second.info, invocation.params);
    if (!invocation.header.idem) return run(unit, route->second, params, invocation);
    const std::string key = Replies::key_of(unit.actor().id, invocation.method, *invocation.header.idem);
    const Replies::Asked asked{.meaning = route->second.meaning(params), .bytes = invocation.params};
    if (auto stored = Replies::claim(db_, key, asked, unit.now())) return *std::move(stored);
    std::string result = run(unit, route->second, params, invocation);
    const auto& kept = route->second.kept;
    Replies::store(db_, key, asked, kept ? kept(result) : result, unit.now());
    return result;
}

/// What this service itself has to say is asked in the transaction of the command, and whoever calls: nothing is left
/// out of it.
std::string Performer::run(Unit& unit, const CommandRoute& route, const std::string& params,
                           const Invocation& invocation) {
    if (route.asks) {
        const Question question = route.asks->question(params);
        if (!invocation.answers) throw AnswersWanted(question);
        Answers answers = *invocation.answers;
        if (const auto own = routes_.queries.find(question.method); own != routes_.queries.end()) {
            View all = unit.unscoped();
            answers[routes_.definition.name] = own->second.run(all, question.params);
        }
        unit.take_answers(std::move(answers));
    }
    return route.run(unit, params);
}

std::string Performer::apply(Unit& unit, const Delivery& delivery) {
    const bus::Event& event = delivery.event;
    const bus::Cursor cursor = at(delivery.consumer);
    if (event.epoch == cursor.epoch && event.sequence <= cursor.sequence) return {};  // had it
    if (event.epoch != cursor.epoch || event.sequence != cursor.sequence + 1)
        throw Error(Code::unavailable, "an earlier event is still to come");
    if (inbox_.blocked(db_, delivery.consumer, event.subject))
        inbox_.park(db_, delivery.consumer, event, "waits behind an earlier event of the same subject", unit.now());
    else routes_.handle(unit, delivery);
    moved_[delivery.consumer] = {event.epoch, event.sequence, event.id};
    return {};
}

std::string Performer::apply(Unit& unit, const NewEpoch& change) {
    if (change.consumer.as == bus::Follower::From::start)
        if (const auto clear = routes_.clears.find(change.consumer.source); clear != routes_.clears.end())
            for (const ClearRoute& route : clear->second) route.run(unit);
    if (change.broken) Inbox::note_loss(db_, change.consumer, change.cursor.epoch, *change.broken, unit.now());
    moved_[change.consumer] = change.cursor;
    return {};
}

std::string Performer::apply(Unit& unit, const DueTimer& timer) {
    const bool still = db_.row<std::string>("select due from kit_timers where name = ? and key = ? and due = ?",
                                            {timer.name, timer.key, timer.due})
                           .has_value();
    if (!still) return {};  // moved or cancelled meanwhile
    const Timer<std::string> set{timer.name};
    if (const auto route = routes_.every.find(timer.name); route != routes_.every.end()) {
        unit.after(set, timer.key, next_due(timer.due, route->second.period, unit.now()) - unit.now());
        route->second.run(unit);
        return {};
    }
    unit.cancel(set, timer.key);
    const auto route = routes_.timers.find(timer.name);
    if (route == routes_.timers.end()) throw Error(Code::internal, "no route for the timer " + timer.name);
    route->second.run(unit, timer.key);
    return {};
}

std::string Performer::apply(Unit& unit, const FirstStart& first_start) {
    const bool first = db_.run("insert into kit_meta (name, value) values (?, ?) on conflict (name) do nothing",
                               {"once." + first_start.name, unit.now()}) > 0;
    if (first) routes_.once.at(first_start.name).run(unit);
    return {};
}

std::string Performer::apply(Unit& unit, const Answerer& answerer) {
    const std::string name = answerer_prefix(answerer.question) + answerer.service;
    if (!answerer.answers) db_.run("delete from kit_meta where name = ?", {name});
    else db_.run("insert into kit_meta (name, value) values (?, ?) on conflict (name) do nothing", {name, unit.now()});
    return {};
}

std::string Performer::apply(Unit& unit, const Introduction& introduction) {
    for (const IntroductionRoute& route : routes_.introductions) route.run(unit, introduction.info);
    return {};
}

std::string Performer::apply(Unit& unit, const QueuedJob& job) {
    const JobRoute& route = routes_.job(job.kind);
    if (job.outcome.error && job.outcome.again && job.attempts + 1 < route.attempts) {
        try_later(job.id, unit.now(), std::max(job.outcome.after, backoff(job.attempts)));
        return {};
    }
    if (db_.run("delete from kit_jobs where id = ?", {job.id}) == 0) return {};  // its result was taken before
    if (job.outcome.error) route.failed(unit, job.payload, *job.outcome.error);
    else route.done(unit, job.payload, job.outcome.result);
    return {};
}

std::string Performer::apply(Unit& unit, const Redrive& redrive) {
    const auto letter = Inbox::letter(db_, redrive.row);
    if (!letter) throw Error(Code::not_found, "row: there is no such dead letter");
    const Delivery delivery{
        {letter->consumer == "projection" ? bus::Follower::From::start : bus::Follower::From::head, letter->source},
        decode_stored<bus::Event>(letter->event)};
    Unit again = unit_of(delivery);
    routes_.handle(again, delivery);
    Inbox::drop(db_, redrive.row);
    std::ranges::move(again.emitted(), std::back_inserter(unit.emitted()));
    for (const Uuid& party : again.erased()) unit.erase_told(party);
    for (auto& act : again.waiting_for_commit()) unit.at_commit(std::move(act));
    return encode(Nothing{});
}

}  // namespace rapport::kit
