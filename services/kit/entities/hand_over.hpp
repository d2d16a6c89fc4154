// SPDX-License-Identifier: MIT
#pragma once
#include "services/kit/questions.hpp"
#include "services/kit/routes.hpp"
#include "services/kit/store/table.hpp"

namespace rapport::kit {
namespace detail {

/// How a column names a party, or a user.
template <class Tag>
std::vector<std::string> names_in(const std::optional<Id<Tag>>&, const std::string& id) {
    return {id};
}
inline std::vector<std::string> names_in(const std::optional<std::string>&, const std::string& id) {
    const auto names = names_of_user(id);
    return {names.begin(), names.end()};
}

template <class Tag>
void name(std::optional<Id<Tag>>& whose, const Uuid& to) {
    whose = Id<Tag>(to);
}
inline void name(std::optional<std::string>& whose, const Uuid& to) { whose = to_text(to); }

}  // namespace detail

/// All that meet these conditions, newest first.
template <Described T>
std::vector<T> all_of(const View& view, const Table<T>& table, std::span<const Condition> conditions) {
    std::vector<T> all;
    ListOptions options{.limit = 200};
    do {
        auto page = table.list(view, options, conditions);
        std::ranges::move(page.items, std::back_inserter(all));
        options.after = page.next;
    } while (options.after);
    return all;
}

/// The reaction to the event by which another service retires a party or a user: what belonged to them goes to whom the
/// event names in `hand_over_to`. Nothing happens if it names nobody.
///
/// These are the entities of `table` whose `column` names the event's subject and that meet `which`. The column's field
/// `whose` is set, and `keep(unit, before, after)` stores the entity and tells of it. The table outlives the route.
template <class D, Described T, class M, class Keep>
Route hands_over(const Event<D>& event, const Table<T>& table, std::string_view column, M T::*whose,
                 const Condition& which, Keep keep) {
    return EventRoute{EventRoute::As::reaction, std::string(event.type),
                      [&table, column, whose, which, keep](Unit& unit, const bus::Event& told) {
                          const auto to = decode_stored<D>(told.data).hand_over_to;
                          if (!to) return;
                          for (const std::string& name : detail::names_in(M{}, told.subject)) {
                              const Condition conditions[] = {{column, name}, which};
                              for (const T& before : all_of(unit, table, conditions)) {
                                  T after = before;
                                  detail::name(after.*whose, *to);
                                  keep(unit, before, std::move(after));
                              }
                          }
                      }};
}

}  // namespace rapport::kit
