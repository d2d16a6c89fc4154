// SPDX-License-Identifier: MIT
#pragma once
#include "services/kit/routes.hpp"
#include "services/kit/store/table.hpp"

namespace rapport::kit {

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
template <class D, Described T, class Tag, class Keep>
Route hands_over(const Event<D>& event, const Table<T>& table, std::string_view column,
                 std::optional<Id<Tag>> T::*whose, const Condition& which, Keep keep) {
    return EventRoute{EventRoute::As::reaction,
                      std::string(event.type),
                      [&table, column, whose, which, keep](Unit& unit, const bus::Event& told) {
                          const auto to = decode_stored<D>(told.data).hand_over_to;
                          if (!to) return;
                          const Condition conditions[] = {{column, told.subject}, which};
                          for (const T& before : all_of(unit, table, conditions)) {
                              T after = before;
                              after.*whose = Id<Tag>(*to);
                              keep(unit, before, std::move(after));
                          }
                      },
                      {},
                      {},
                      event.was};
}

}  // namespace rapport::kit
