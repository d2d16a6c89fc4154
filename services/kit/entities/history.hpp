// SPDX-License-Identifier: MIT
#pragma once
#include <functional>

#include "services/kit/routes.hpp"
#include "services/kit/store/table.hpp"

/// What was: a record as it was at an earlier time, and what happened to it. Both are read from the history of what was
/// told; who may see the record may see them.
namespace rapport::kit {

/// A record by its id, as it is or was.
template <class IdType>
struct ByIdAsOf {
    IdType id;
    std::optional<Instant> as_of;
    static constexpr auto fields = describe(
        Field{"id", &ByIdAsOf::id, "its id"},
        Field{"as_of", &ByIdAsOf::as_of, "as it was known here at that time; without the moves that could be made"});
};

/// What happened to a record is asked for, newest first.
template <class IdType>
struct HistoryOf {
    IdType id;
    std::optional<std::int64_t> before;
    std::int64_t limit = 50;
    static constexpr auto fields =
        describe(Field{"id", &HistoryOf::id, "of which record"},
                 Field{"before", &HistoryOf::before, "`next` of the page before", between(1, 9e15)},
                 Field{"limit", &HistoryOf::limit, "how many, 200 at most", between(1, 200), defaulted});
};
/// A page of that.
struct RecordHistory {
    std::vector<bus::CloudEvent> items;
    std::optional<std::int64_t> next;
    static constexpr auto fields = describe(
        Field{"items", &RecordHistory::items, "what was told of it, newest first, with who did it and what changed"},
        Field{"next", &RecordHistory::next, "give it as `before` to get the following page; none: this was the last"});
};

/// What was told about a subject before that sequence, newest first. Who sees some parties alone sees what concerns
/// these, of what is `owned`.
RecordHistory history_of(const View& view, const Uuid& subject, bool owned, std::optional<std::int64_t> before,
                         std::int64_t limit);
/// In which fields of an event's data a record stands: one of its name, or of the name that an earlier version gave it.
struct ToldIn {
    std::string name;
    std::string_view was = {};
};
/// The record that the newest event about it, told by that time, has in such a field: MessagePack.
/// invalid_argument for a time to come; not_found, naming `as_of`, where nothing was told by then or it was erased.
std::string told_by(const View& view, const Uuid& subject, bool owned, const ToldIn& in, Instant as_of);

namespace detail {

/// The route beside that of a get: `get_loan` → `loan_history`, `/loans/{id}` → `/loans/{id}/history`.
QueryRoute history_beside(const bus::MethodInfo& get, Roles roles, const Shape& request,
                          std::function<std::string(View&, std::string_view params)> run);

}  // namespace detail

/// The route of a get that also answers what the record was (`as_of`), where an event that the service tells has it in
/// a field of its own, and beside it the record's history.
/// `get` answers what it is now; it refuses whoever may not see it.
template <Described T, class IdType, class R>
Route remembered(const Query<ById<IdType>, R>& query, const Table<T>& table,
                 std::function<R(View&, const ById<IdType>&)> get) {
    const bool owned = table.has_owner();
    bus::MethodInfo info = detail::info_of(query, "query");
    info.request.bytes = request_schema_of(shape_of<ByIdAsOf<IdType>>());
    QueryRoute route{info, query.roles, [get, owned, &table](View& view, std::string_view params) {
                         const auto asked = decode_request<ByIdAsOf<IdType>>(Any{std::string(params)});
                         R now = get(view, {asked.id});
                         if (!asked.as_of) return encode(now);
                         const ToldIn in{requests::field_name_of(shape_of<T>().name), requests::told_as<T>()};
                         R then{};
                         static_cast<T&>(then) =
                             table.todays(decode_stored<T>(told_by(view, asked.id, owned, in, *asked.as_of)));
                         return encode(then);
                     }};
    route.untold = UntoldRecord{
        &shape_of<T>(), {request_schema_of(shape_of<ById<IdType>>())}, [get](View& view, std::string_view params) {
            return encode(get(view, decode_request<ById<IdType>>(Any{std::string(params)})));
        }};
    if (table.has_moves()) route.moves = &table.moves();
    route.beside = {detail::history_beside(
        info, query.roles, shape_of<HistoryOf<IdType>>(), [get, owned](View& view, std::string_view params) {
            const auto asked = decode_request<HistoryOf<IdType>>(Any{std::string(params)});
            get(view, {asked.id});
            return encode(history_of(view, asked.id, owned, asked.before, asked.limit));
        })};
    return route;
}

}  // namespace rapport::kit
