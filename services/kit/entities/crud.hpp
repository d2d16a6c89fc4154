// SPDX-License-Identifier: MIT
#pragma once
#include "services/kit/entities/history.hpp"
#include "services/kit/entities/lists.hpp"
#include "services/kit/routes.hpp"
#include "services/kit/store/table.hpp"

/// What every entity is asked for, one line each. A desk names them beside its own handlers; its table outlives them.
namespace rapport::kit {

/// Stores a new entity and tells of it: `E` is Changed<T> or derived of it.
template <Described T, class E>
void add(Unit& unit, const Table<T>& table, T& entity, const Event<E>& event) {
    table.put(unit, entity);
    E told{};
    told.entity = entity;
    unit.emit(event, entity.id, told);
}

/// Stores what became of an entity and tells what changed. False, and nothing is stored or told, if nothing did.
template <Described T, class E>
bool save(Unit& unit, const Table<T>& table, const T& before, T& after, const Event<E>& event) {
    auto changes = changes_between(before, after);
    if (changes.empty()) return false;
    table.put(unit, after);
    E told{};
    told.entity = after;
    told.changes = std::move(changes);
    unit.emit(event, after.id, told);
    return true;
}

/// A type of event about a table's entities: it concerns whose they are.
template <Described T, class E>
TellsRoute tells(const Event<E>& event, const Table<T>& table) {
    TellsRoute route = tells(event);
    if (!table.owner().empty())
        route.party = requests::field_name_of(shape_of<T>().name).append(".").append(table.owner());
    return route;
}

/// Entities that somebody of ours has to see to. A new one is whose created it, unless said otherwise.
template <class T>
concept HasOwner = std::same_as<decltype(T::owner), std::optional<UserId>>;

/// For entities of which there is nothing more to check than what their fields say.
inline constexpr auto nothing_more = [](auto&&...) {};

/// What a method answers of an entity: the entity; of one that has moves also the moves of the caller.
template <class R, class T>
concept AnswerOf = std::same_as<R, T> || std::same_as<R, Shown<T>>;

namespace detail {

template <class R, Described T>
R shown_as(const View& view, const Table<T>& table, T entity) {
    if constexpr (std::same_as<R, T>) return entity;
    else return table.shown(view, std::move(entity));
}
template <class R, Described T>
std::string answer(const View& view, const Table<T>& table, T entity) {
    return encode(shown_as<R>(view, table, std::move(entity)));
}
/// aborted with `version` and `current` in its details, the entity as the caller would be answered it, unless `named`
/// is absent or its version.
template <class R, Described T>
void check_current(const View& view, const Table<T>& table, std::optional<std::int64_t> named, const T& entity) {
    if (named && *named != entity.version) throw old_version(entity.version, Any{answer<R>(view, table, entity)});
}
/// std::logic_error if a method does not show the moves that its entities have, or shows some that they have not.
template <class R, Described T>
void check_shows_moves(std::string_view method, const Table<T>& table) {
    if (std::same_as<R, T> == table.has_moves())
        throw std::logic_error(std::string(method) + ": Shown<> is what methods answer of entities that have moves");
}
template <Described T>
const MoveTable* moves_of(const Table<T>& table) {
    return table.has_moves() ? &table.moves() : nullptr;
}

}  // namespace detail

/// Answers one entity, as it is or was (`as_of`), and beside it its history.
template <Described T, AnswerOf<T> R>
Route on(const Query<ById<typename Table<T>::IdType>, R>& query, const Table<T>& table) {
    detail::check_shows_moves<R>(query.name, table);
    using IdType = typename Table<T>::IdType;
    return remembered<T, IdType, R>(query, table, [&table](View& view, const ById<IdType>& asked) {
        return detail::shown_as<R>(view, table, table.get(view, asked.id));
    });
}
/// The same by a handler of its own, which refuses whoever may not see that entity of the table.
template <Described T, AnswerOf<T> R, class O>
Route on(const Query<ById<typename Table<T>::IdType>, R>& query, const Table<T>& table, O* object,
         R (O::*handler)(View&, const ById<typename Table<T>::IdType>&)) {
    detail::check_shows_moves<R>(query.name, table);
    using IdType = typename Table<T>::IdType;
    return remembered<T, IdType, R>(query, table, [object, handler](View& view, const ById<IdType>& asked) {
        return (object->*handler)(view, asked);
    });
}
/// Answers a page of a list. The start-up checks that each of its filters has its index.
template <Described T, AnswerOf<T> R>
Route on(const Query<ListOf<T>, Page<R>>& query, const Table<T>& table) {
    detail::check_shows_moves<R>(query.name, table);
    bus::MethodInfo info = detail::info_of(query, "query");
    return QueryRoute{info,
                      query.roles,
                      [&table](View& view, std::string_view params) {
                          const auto request = decode_request<ListOf<T>>(Any{std::string(params)});
                          auto page = table.page(view, request);
                          if constexpr (std::same_as<R, T>) {
                              return cut(encode(page), request.only, shape_of<R>());
                          } else {
                              const bool moves =
                                  keeps(request.only, "allowed_moves") || keeps(request.only, "blocked_moves");
                              return cut(moves ? encode(table.shown(view, std::move(page))) : encode(page),
                                         request.only, shape_of<R>());
                          }
                      },
                      detail::moves_of(table),
                      table.derivation(),
                      [&table](Db& db) { table.check_filters(db); },
                      detail::beside_list(info, query.roles, table)};
}
/// The same by a handler of its own, which asks that table.
template <class Req, Described T, AnswerOf<T> R, class O>
Route on(const Query<Req, Page<R>>& query, const Table<T>& table, O* object, Page<R> (O::*handler)(View&, const Req&)) {
    detail::check_shows_moves<R>(query.name, table);
    return QueryRoute{detail::info_of(query, "query"),
                      query.roles,
                      [object, handler](View& view, std::string_view params) {
                          const auto request = decode_request<Req>(Any{std::string(params)});
                          std::string page = encode((object->*handler)(view, request));
                          if constexpr (Listing<Req>) return cut(std::move(page), request.only, shape_of<R>());
                          else return page;
                      },
                      detail::moves_of(table),
                      table.derivation(),
                      [&table](Db& db) { table.check_filters(db); }};
}
/// The same route of a list that a handler of its own answers, with counts beside it. They are of the whole table, as
/// far as its caller sees that: not for a handler that refuses or leaves out what others see.
template <Described T>
Route with_counts(Route list, const Table<T>& table) {
    auto& query = std::get<QueryRoute>(list);
    query.beside = detail::beside_list(query.info, query.roles, table);
    return list;
}
/// Creates an entity: has an id, the time in `created_at` and an `owner` (HasOwner), then `complete(unit, entity)`
/// checks it and fills the rest, then it is stored and told.
template <Described T, AnswerOf<T> R, class E, class Complete = decltype(nothing_more)>
Route create(const Command<New<T>, R>& command, const Table<T>& table, const Event<E>& event,
             Complete complete = nothing_more) {
    detail::check_shows_moves<R>(command.name, table);
    return CommandRoute{detail::info_of(command, "command"),
                        command.roles,
                        [&table, event, complete](Unit& unit, std::string_view params) {
                            T entity = detail::command_request<New<T>>(unit, params).entity;
                            entity.id = unit.new_id<typename Table<T>::IdType>();
                            entity.created_at = unit.now();
                            if constexpr (HasOwner<T>)
                                if (!entity.owner) entity.owner = user_acting(unit.actor());
                            complete(unit, entity);
                            add(unit, table, entity, event);
                            return detail::answer<R>(unit, table, std::move(entity));
                        },
                        detail::keeper<R>(),
                        detail::meaning_of<New<T>>,
                        {tells(event, table)},
                        {},
                        names_users(shape_of<New<T>>())};
}
/// Changes an entity: loads it, checks the version, edits it; then `check(unit, before, after)` refuses or completes
/// what became of it; then it is stored and told, if anything changed.
template <Described T, AnswerOf<T> R, class E, class Check = decltype(nothing_more)>
Route change(const Command<Edit<T>, R>& command, const Table<T>& table, const Event<E>& event,
             Check check = nothing_more) {
    detail::check_shows_moves<R>(command.name, table);
    return CommandRoute{detail::info_of(command, "command"),
                        command.roles,
                        [&table, event, check](Unit& unit, std::string_view params) {
                            const auto edit = decode_request<Edit<T>>(Any{std::string(params)});
                            const T before = table.get(unit, edit.id());
                            detail::check_current<R>(unit, table, edit.version(), before);
                            T after = before;
                            apply_patch(after, edit);
                            detail::check_users(unit, before, after);
                            check(unit, before, after);
                            save(unit, table, before, after, event);
                            return detail::answer<R>(unit, table, std::move(after));
                        },
                        detail::keeper<R>(),
                        detail::meaning_of<Edit<T>>,
                        {tells(event, table)},
                        {},
                        names_users(shape_of<Edit<T>>())};
}

/// Does something with an entity: loads the one of the request's `id`, checks its `version`; then
/// `act(unit, entity, request)` refuses or changes the entity; then it is stored and told, if anything changed.
template <Described T, class Request, AnswerOf<T> R, class E, class Act>
Route act(const Command<Request, R>& command, const Table<T>& table, const Event<E>& event, Act act) {
    detail::check_shows_moves<R>(command.name, table);
    return CommandRoute{detail::info_of(command, "command"),
                        command.roles,
                        [&table, event, act](Unit& unit, std::string_view params) {
                            const auto request = detail::command_request<Request>(unit, params);
                            const T before = table.get(unit, request.id);
                            detail::check_current<R>(unit, table, request.version, before);
                            T after = before;
                            act(unit, after, request);
                            save(unit, table, before, after, event);
                            return detail::answer<R>(unit, table, std::move(after));
                        },
                        detail::keeper<R>(),
                        detail::meaning_of<Request>,
                        {tells(event, table)},
                        {},
                        names_users(shape_of<Request>())};
}

/// Makes a move, as the table's Moves say: refuses it, or sets the state that it leads to; then
/// `more(unit, entity, request)` completes it, refuses it, or answers by an optional Blocked what keeps it from being
/// made; for the rest as act().
template <Described T, class Request, AnswerOf<T> R, class E, class More = decltype(nothing_more)>
Route move(const Command<Request, R>& command, const Table<T>& table, const Event<E>& event, More more = nothing_more) {
    return act(command, table, event, [&table, command, more](Unit& unit, T& entity, const Request& request) {
        const T before = entity;
        table.moves().make(entity, command, asking(unit));
        if constexpr (std::is_void_v<decltype(more(unit, entity, request))>) {
            more(unit, entity, request);
        } else if (const std::optional<Blocked> blocked = more(unit, entity, request)) {
            throw table.moves().blocked(before, command, asking(unit), *blocked);
        }
    });
}

}  // namespace rapport::kit
