// SPDX-License-Identifier: MIT
#pragma once
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

/// For entities of which there is nothing more to check than what their fields say.
inline constexpr auto nothing_more = [](auto&&...) {};

/// Answers one entity.
template <Described T>
Route on(const Query<ById<typename Table<T>::IdType>, T>& query, const Table<T>& table) {
    return QueryRoute{detail::info_of(query, "query"), query.roles, [&table](View& view, std::string_view params) {
                          const auto asked = decode_request<ById<typename Table<T>::IdType>>(Any{std::string(params)});
                          return encode(table.get(view, asked.id));
                      }};
}
/// Answers a page of a list. The start-up checks that each of its filters has its index.
template <Described T>
Route on(const Query<ListOf<T>, Page<T>>& query, const Table<T>& table) {
    return QueryRoute{detail::info_of(query, "query"), query.roles,
                      [&table](View& view, std::string_view params) {
                          return encode(table.page(view, decode_request<ListOf<T>>(Any{std::string(params)})));
                      },
                      [&table](Db& db) { table.check_filters(db); }};
}
/// The same by a handler of its own, which asks that table.
template <class Req, Described T, class O>
Route on(const Query<Req, Page<T>>& query, const Table<T>& table, O* object, Page<T> (O::*handler)(View&, const Req&)) {
    return QueryRoute{detail::info_of(query, "query"), query.roles,
                      [object, handler](View& view, std::string_view params) {
                          return encode((object->*handler)(view, decode_request<Req>(Any{std::string(params)})));
                      },
                      [&table](Db& db) { table.check_filters(db); }};
}
/// Creates an entity: has an id and the time in `created_at`, then `complete(unit, entity)` checks it and fills the
/// rest, then it is stored and told.
template <Described T, class E, class Complete = decltype(nothing_more)>
Route create(const Command<New<T>, T>& command, const Table<T>& table, const Event<E>& event,
             Complete complete = nothing_more) {
    return CommandRoute{detail::info_of(command, "command"),
                        command.roles,
                        [&table, event, complete](Unit& unit, std::string_view params) {
                            T entity = decode_request<New<T>>(Any{std::string(params)}).entity;
                            entity.id = unit.new_id<typename Table<T>::IdType>();
                            entity.created_at = unit.now();
                            complete(unit, entity);
                            add(unit, table, entity, event);
                            return encode(entity);
                        },
                        detail::keeper<T>(),
                        detail::meaning_of<New<T>>,
                        {tells(event)}};
}
/// Changes an entity: loads it, checks the version, edits it; then `check(unit, before, after)` refuses or completes
/// what became of it; then it is stored and told, if anything changed.
template <Described T, class E, class Check = decltype(nothing_more)>
Route change(const Command<Edit<T>, T>& command, const Table<T>& table, const Event<E>& event,
             Check check = nothing_more) {
    return CommandRoute{detail::info_of(command, "command"),
                        command.roles,
                        [&table, event, check](Unit& unit, std::string_view params) {
                            const auto edit = decode_request<Edit<T>>(Any{std::string(params)});
                            const T before = table.get(unit, edit.id());
                            check_version(edit.version(), before.version);
                            T after = before;
                            apply_patch(after, edit);
                            check(unit, before, after);
                            save(unit, table, before, after, event);
                            return encode(after);
                        },
                        detail::keeper<T>(),
                        detail::meaning_of<Edit<T>>,
                        {tells(event)}};
}

/// Does something with an entity: loads the one of the request's `id`, checks its `version`; then
/// `act(unit, entity, request)` refuses or changes the entity; then it is stored and told, if anything changed.
template <Described T, class Request, class E, class Act>
Route act(const Command<Request, T>& command, const Table<T>& table, const Event<E>& event, Act act) {
    return CommandRoute{detail::info_of(command, "command"),
                        command.roles,
                        [&table, event, act](Unit& unit, std::string_view params) {
                            const auto request = decode_request<Request>(Any{std::string(params)});
                            const T before = table.get(unit, request.id);
                            check_version(request.version, before.version);
                            T after = before;
                            act(unit, after, request);
                            save(unit, table, before, after, event);
                            return encode(after);
                        },
                        detail::keeper<T>(),
                        detail::meaning_of<Request>,
                        {tells(event)}};
}

}  // namespace rapport::kit
