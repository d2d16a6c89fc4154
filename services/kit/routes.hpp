// SPDX-License-Identifier: MIT
#pragma once
#include <algorithm>
#include <chrono>
#include <functional>
#include <iterator>
#include <span>
#include <variant>

#include "bus/base/canonical.hpp"
#include "bus/wire/info.hpp"
#include "services/kit/store/derivation.hpp"
#include "services/kit/users.hpp"

namespace rapport::kit {

class MoveTable;

/// A type of event that this service tells.
struct TellsRoute {
    bus::EventInfo info;
    void (*read)(std::string_view body) = nullptr;  ///< throws if a body of that type cannot be read
    const Shape* data = nullptr;                    ///< what its data are
    /// Where a table with an owner tells it: the field of its data that names the party, `contact.party`.
    std::string party = {};
    FormerTypes was = {};  ///< what it was called when earlier versions told it
};

/// A question to every service that answers it.
struct Question {
    std::string method;                ///< `$holds`
    std::string params;                ///< MessagePack
    std::vector<std::string> without;  ///< services that are not asked
};
/// What is asked before a command runs.
struct AsksFirst {
    std::string method;
    std::function<Question(std::string_view params)> question;  ///< of the command's parameters
};

/// A command as the engine runs it.
struct CommandRoute {
    bus::MethodInfo info;
    Roles roles;
    std::function<std::string(Unit&, std::string_view params)> run;
    /// What of a result is stored for a repeated request: its secrets blanked. None: there are no secrets in it.
    std::function<std::string(std::string_view result)> kept = {};
    /// The canonical form of what is asked: by it one request is told from another under the same idempotency key.
    std::string (*meaning)(std::string_view params) = nullptr;
    std::vector<TellsRoute> tells = {};  ///< the types of event that it tells, where it declares them
    std::optional<AsksFirst> asks = {};  ///< none: it runs at once
    bool names_users = false;            ///< its request may name users of ours: the service follows accounts
};
/// A get that answers what was, where nothing that the service tells has the record: it is asked for as it is alone.
struct UntoldRecord {
    const Shape* record = nullptr;  ///< none: another query
    Any request;                    ///< JSON Schema
    std::function<std::string(View&, std::string_view params)> run;
};
/// A query as the engine runs it, in a snapshot on a reader's connection.
struct QueryRoute {
    bus::MethodInfo info;
    Roles roles;
    std::function<std::string(View&, std::string_view params)> run;
    const MoveTable* moves = nullptr;           ///< of the entities that it answers, if they have any
    std::optional<Derivation> derivation = {};  ///< of the table that it reads
    /// Looks at the store when the service starts; std::logic_error where it cannot be asked that way.
    std::function<void(Db&)> check = {};
    std::vector<QueryRoute> beside = {};  ///< what comes with it: counts of a list, the history of a record
    UntoldRecord untold = {};
};
/// An operation as the service runs it, on a thread of its own. Each statement of `run` sees the latest commit.
struct OperationRoute {
    bus::MethodInfo info;
    Roles roles;
    std::function<std::string(View&, std::string_view params)> run;
};
/// An event of this or another service that this service handles.
struct EventRoute {
    /// From where on it is heard, and what may come of it.
    enum class As {
        projection,  ///< from the source's beginning; cleared and run again when the source's epoch changes; emits
                     ///< nothing
        reaction,    ///< from the head when it is new; each event has its effect once
    };
    As as;
    std::string type;  ///< empty, of a reaction alone: every type of every other service
    std::function<void(Unit&, const bus::Event&)> run;
    /// Of a projection: where it keeps what it hears, such as a table, and in which form. Where the store has none of
    /// it, or has it in another form, the engine reads the source anew when it starts.
    std::string kept_in = {}, form = {};
    FormerTypes was = {};  ///< handled as well: what the source called it before
};
/// What is made of what another service says of itself.
struct IntroductionRoute {
    std::function<void(Unit&, const bus::ServiceInfo&)> run;
};
/// What clears a projection of `source` before it is built anew.
struct ClearRoute {
    std::string source;
    std::function<void(Unit&)> run;
};
/// What is done when a timer is due, for the key that it was set for.
struct TimerRoute {
    std::string name;
    std::function<void(Unit&, const std::string& key)> run;
};
/// Runs every `period`, counted from when it was due, as a durable timer.
struct EveryRoute {
    std::string name;
    Millis period;
    std::function<void(Unit&)> run;
};
/// Runs once in the life of a store, before anything else: what a new store begins with.
struct OnceRoute {
    std::string name;
    std::function<void(Unit&)> run;
};
/// A JobResult as the engine takes it.
struct JobOutcome {
    std::string result;                     ///< MessagePack; empty if it failed
    std::optional<std::string> error = {};  ///< why it failed
    bool again = false;                     ///< it may do better later
    Millis after{0};                        ///< not before this, if `again`
    std::string by = {};                    ///< who did it, such as a plugin, for traces
};
/// One queue of a job as the engine runs it: see job().
struct JobRoute {
    std::string kind;
    std::size_t batch;
    int attempts;  ///< how often it is tried before its failure is final
    std::function<std::vector<JobOutcome>(View&, std::span<const std::string> payloads)> run;
    std::function<void(Unit&, std::string_view payload, std::string_view result)> done;
    std::function<void(Unit&, std::string_view payload, const std::string& error)> failed;
};
using Route = std::variant<CommandRoute, QueryRoute, OperationRoute, EventRoute, IntroductionRoute, ClearRoute,
                           TimerRoute, EveryRoute, OnceRoute, JobRoute, TellsRoute>;
/// Everything that a service answers, hears, tells and does by itself: a table.
using Routes = std::vector<Route>;

/// Several tables of routes as one.
template <class... More>
Routes all(Routes first, More... more) {
    (std::ranges::move(more, std::back_inserter(first)), ...);
    return first;
}

/// A request for a page of a table of entities: ListOf, or derived of it.
template <class Req>
concept Listing = requires {
    typename Req::Listed;
};

namespace detail {

template <class M>
bus::MethodInfo info_of(const M& method, const char* kind) {
    bus::MethodInfo info{.name = std::string(method.name), .kind = kind, .doc = std::string(method.doc)};
    if (!method.http.verb.empty()) {
        info.verb = std::string(method.http.verb);
        info.path = std::string(method.http.path);
        info.status = method.http.status;
    }
    const bool reads = std::string_view(kind) == "query";
    for (std::size_t i = 0; i < names_of(Role{}).size(); ++i)
        if (method.roles.admit(static_cast<Role>(i), reads)) info.roles.emplace_back(names_of(Role{})[i]);
    info.request.bytes = request_schema_of(shape_of<typename M::Request>());
    info.result.bytes = schema_of(shape_of<typename M::Result>());
    return info;
}

template <class Req>
std::string meaning_of(std::string_view params) {
    return canonical(decode_request<Req>(Any{std::string(params)}));
}

/// Blanks the result's own text fields that are marked secret; nothing if it has none.
template <class Res>
std::function<std::string(std::string_view)> keeper() {
    const auto is_secret = [](const FieldShape& field) {
        return field.bounds.secret && field.shape->kind == Shape::Kind::text;
    };
    if (std::ranges::none_of(shape_of<Res>().fields(), is_secret)) return {};
    return [is_secret](std::string_view result) {
        Res kept = decode<Res>(result);
        for (const FieldShape& field : shape_of<Res>().fields())
            if (is_secret(field)) field.shape->set_text(member_of(field, &kept), {});
        return encode(kept);
    };
}

/// What a command is asked. Each user that it names must be one of ours who may act.
template <class Req>
Req command_request(const Unit& unit, std::string_view params) {
    auto request = decode_request<Req>(Any{std::string(params)});
    check_users(unit, request);
    return request;
}

template <class R>
JobOutcome outcome_of(JobResult<R> one) {
    if (!one.result && !one.error) throw std::logic_error("a job's run must say a result, or why there is none");
    return {.result = one.error ? std::string() : encode(*one.result),
            .error = std::move(one.error),
            .again = one.again,
            .after = one.after,
            .by = std::move(one.by)};
}

}  // namespace detail

template <class Req, class Res, class T>
Route on(const Command<Req, Res>& command, T* object, Res (T::*handler)(Unit&, const Req&)) {
    return CommandRoute{detail::info_of(command, "command"),
                        command.roles,
                        [object, handler](Unit& unit, std::string_view params) {
                            return encode((object->*handler)(unit, detail::command_request<Req>(unit, params)));
                        },
                        detail::keeper<Res>(),
                        detail::meaning_of<Req>,
                        {},
                        {},
                        names_users(shape_of<Req>())};
}
/// The same by any handler: `Res handler(Unit&, const Req&)`.
template <class Req, class Res, class Handler>
requires std::is_invocable_r_v<Res, const Handler&, Unit&, const Req&> Route on(const Command<Req, Res>& command,
                                                                                Handler handler) {
    return CommandRoute{detail::info_of(command, "command"), command.roles,
                        [handler](Unit& unit, std::string_view params) {
                            const Res result = handler(unit, decode_request<Req>(Any{std::string(params)}));
                            return encode(result);
                        },
                        detail::keeper<Res>(), detail::meaning_of<Req>};
}
template <class Req, class Res, class T>
Route on(const Query<Req, Res>& query, T* object, Res (T::*handler)(View&, const Req&)) {
    static_assert(!Listing<Req>, "name the table, so that its filters are checked: on(query, table, this, &D::list)");
    return QueryRoute{detail::info_of(query, "query"), query.roles,
                      [object, handler](View& view, std::string_view params) {
                          return encode((object->*handler)(view, decode_request<Req>(Any{std::string(params)})));
                      }};
}
template <class Req, class Res, class T>
Route on(const Operation<Req, Res>& operation, T* object, Res (T::*handler)(View&, const Req&)) {
    return OperationRoute{detail::info_of(operation, "operation"), operation.roles,
                          [object, handler](View& view, std::string_view params) {
                              return encode((object->*handler)(view, decode_request<Req>(Any{std::string(params)})));
                          }};
}
/// The same route of a command, before which every service that answers `question` is asked what `about` makes of the
/// request, but for those that the request names in `without`. A service that should answer and does not within 1 s
/// makes the command `unavailable`. The handler finds the answers in Unit::answers().
template <class Req, class Res, class Request>
Route asks(const Query<Req, Res>& question, Req (*about)(const Request&), Route command) {
    const std::string method(question.name);
    std::get<CommandRoute>(command).asks =
        AsksFirst{method, [method, about](std::string_view params) {
                      const auto request = decode_request<Request>(Any{std::string(params)});
                      return Question{method, encode(about(request)), request.without};
                  }};
    return command;
}
/// Keeps what another service tells, as a projection of it. What is kept already stays as it is when the event comes
/// again. A handler that keeps something else than it did before says another `form`: then the source is read anew.
template <class D, class T>
Route project(const Event<D>& event, T* object, void (T::*handler)(Unit&, const D&), std::string_view form = {}) {
    return EventRoute{
        EventRoute::As::projection,
        std::string(event.type),
        [object, handler](Unit& unit, const bus::Event& e) { (object->*handler)(unit, decode_stored<D>(e.data)); },
        std::string(event.type),
        std::string(form),
        event.was};
}
/// Does something because of what a service told.
template <class D, class T>
Route react(const Event<D>& event, T* object, void (T::*handler)(Unit&, const D&)) {
    return EventRoute{
        EventRoute::As::reaction,
        std::string(event.type),
        [object, handler](Unit& unit, const bus::Event& e) { (object->*handler)(unit, decode_stored<D>(e.data)); },
        {},
        {},
        event.was};
}
/// The same for every event of every other service, present and future, undecoded. Each is heard from its head at the
/// moment when it was heard first, which the store remembers. A service does not hear itself: what it tells of an event
/// would be one more event.
template <class T>
Route react_to_every(T* object, void (T::*handler)(Unit&, const bus::Event&)) {
    return EventRoute{EventRoute::As::reaction, "",
                      [object, handler](Unit& unit, const bus::Event& e) { (object->*handler)(unit, e); }};
}
/// Of a service that reacts to every other one: learns what each says of itself (`$info`), soon after it is heard
/// first, after each start of this service, and within 10 s of a change of the events that it tells.
template <class T>
Route learn(T* object, void (T::*handler)(Unit&, const bus::ServiceInfo&)) {
    return IntroductionRoute{
        [object, handler](Unit& unit, const bus::ServiceInfo& info) { (object->*handler)(unit, info); }};
}
template <class T>
Route clear(std::string_view source, T* object, void (T::*handler)(Unit&)) {
    return ClearRoute{std::string(source), [object, handler](Unit& unit) { (object->*handler)(unit); }};
}
/// Does something when a timer is due. One whose stored key is not of its kind fails, and is tried again every minute.
template <class Key, class T>
Route timer(const Timer<Key>& timer, T* object, void (T::*handler)(Unit&, const Key&)) {
    return TimerRoute{std::string(timer.name),
                      [name = std::string(timer.name), object, handler](Unit& unit, const std::string& key) {
                          (object->*handler)(unit, detail::key_from<Key>(name, key));
                      }};
}
template <class Key, class T>
Route timer(const Timer<Key>& timer, const T* object, void (T::*handler)(Unit&, const Key&) const) {
    return TimerRoute{std::string(timer.name),
                      [name = std::string(timer.name), object, handler](Unit& unit, const std::string& key) {
                          (object->*handler)(unit, detail::key_from<Key>(name, key));
                      }};
}
template <class T>
Route timer(const Timer<>& timer, T* object, void (T::*handler)(Unit&)) {
    return TimerRoute{std::string(timer.name),
                      [object, handler](Unit& unit, const std::string&) { (object->*handler)(unit); }};
}
template <class T>
Route every(std::string_view name, Millis period, T* object, void (T::*handler)(Unit&)) {
    return EveryRoute{std::string(name), period, [object, handler](Unit& unit) { (object->*handler)(unit); }};
}
template <class T>
Route once(std::string_view name, T* object, void (T::*handler)(Unit&)) {
    return OnceRoute{std::string(name), [object, handler](Unit& unit) { (object->*handler)(unit); }};
}
/// Runs a job: `run` answers for each payload, in order. It is called on the queue's own thread and may read the store,
/// where each statement sees the latest commit. `done` and `failed`, for what failed for good, are units of work.
template <class P, class R>
Route job(const Job<P, R>& job,
          std::type_identity_t<std::function<std::vector<JobResult<R>>(View&, std::span<const P>)>> run,
          std::type_identity_t<std::function<void(Unit&, const P&, R)>> done,
          std::type_identity_t<std::function<void(Unit&, const P&, const std::string& error)>> failed,
          std::string_view queue = {}) {
    return JobRoute{job.kind(queue),
                    job.batch,
                    job.attempts,
                    [run](View& view, std::span<const std::string> payloads) {
                        std::vector<P> typed;
                        typed.reserve(payloads.size());
                        for (const std::string& payload : payloads) typed.push_back(decode_stored<P>(payload));
                        std::vector<JobOutcome> outcomes;
                        outcomes.reserve(payloads.size());
                        for (JobResult<R>& one : run(view, std::span<const P>(typed)))
                            outcomes.push_back(detail::outcome_of(std::move(one)));
                        return outcomes;
                    },
                    [done](Unit& unit, std::string_view payload, std::string_view result) {
                        done(unit, decode_stored<P>(payload), decode_stored<R>(result));
                    },
                    [failed](Unit& unit, std::string_view payload, const std::string& error) {
                        failed(unit, decode_stored<P>(payload), error);
                    }};
}
template <class D>
TellsRoute tells(const Event<D>& event) {
    return {{std::string(event.type), std::string(event.doc), {schema_of(shape_of<D>())}},
            [](std::string_view body) { decode_stored<D>(body); },
            &shape_of<D>(),
            {},
            event.was};
}

}  // namespace rapport::kit
