// SPDX-License-Identifier: MIT
#pragma once
#include <functional>

#include "bus/base/filter.hpp"
#include "services/kit/entities/moves.hpp"
#include "services/kit/store/conditions.hpp"
#include "services/kit/store/derivation.hpp"
#include "services/kit/store/list_plan.hpp"
#include "services/kit/unit.hpp"

namespace rapport::kit {

/// What a list method takes, whatever it lists. A service's own list request adds its filters and hands both to
/// Table::list.
struct ListOptions {
    std::int64_t limit = 50;
    std::optional<std::string> after;  ///< the cursor of the page before, of the same list
    /// Words that all must be there, however they are written (words_of()); of scripts without blanks any part of one.
    /// The last may be a beginning, unless very many have it as it stands. On SQLite an entity is found by its words
    /// once it is committed.
    std::optional<std::string> search;
    /// One of the table's sorts, downwards with a `-` before it; none: newest first. What has no value comes last.
    std::optional<std::string> sort;
    std::optional<std::string> where = {};  ///< a filter (bus/base) on declared columns and lists
};

/// How many entities have each value of a field.
struct ValueCount {
    std::optional<std::string> value;
    std::int64_t count = 0;
    static constexpr auto fields =
        describe(Field{"value", &ValueCount::value, "the value; left out: those without one"},
                 Field{"count", &ValueCount::count, "how many have it"});
};
/// The same of all its values.
struct Counts {
    std::vector<ValueCount> items;
    std::string counted = "exact";
    std::optional<std::int64_t> left_out;
    static constexpr auto fields = describe(
        Field{"items", &Counts::items, "by value, the most frequent first, 200 at most"},
        Field{"counted", &Counts::counted, "exact, or at_least: where there are more than 10,000 in all"},
        Field{"left_out", &Counts::left_out, "how many have other values than these; none: there are no more values"});
};

/// How a kind of entity lies in its table: `row $row, id text unique, version bigint, <columns>, body text`; and each
/// of its lists in `row bigint, value text, primary key (value, row)` with an index on row. Text is sorted by its
/// bytes, by both engines.
struct TableSpec {
    std::string_view name;                      ///< of the table; with search also `<name>_search`
    std::vector<std::string_view> columns;      ///< fields that are columns of their own, to filter and sort by
    std::vector<std::string_view> search = {};  ///< fields whose words are searched
    std::vector<std::string_view> sorts = {};   ///< columns that a list may be sorted by, ascending, absent ones last
    std::vector<std::string_view> lists = {};   ///< lists of text to filter by, each with a table `<name>_<list>`
    /// Which of the columns and lists are names: found by and sorted by their name_key(). A column has it beside it, as
    /// `<column>_key`; a list's table has nothing else.
    std::vector<std::string_view> names = {};
    /// The column that says whose it is: the party's id; or the list that does, where it may be several parties'.
    /// Callers who see some parties alone see what is theirs, also if it is another's as well. None: everybody's.
    std::string_view owner = {};
};

/// See TableSpec::owner.
struct OwnedBy {
    std::string_view field;
};
constexpr OwnedBy owned_by(std::string_view field) { return {field}; }

/// Who asks for moves.
inline Asking asking(const View& view) { return {view.now(), &view.actor()}; }

/// The table of that name in which entities of a shape lie, as the purposes of their fields say.
TableSpec table_of(std::string_view name, const Shape& entity, OwnedBy owner = {});

/// Where entities are kept: the part of Table that knows no type.
class EntityStore {
public:
    EntityStore(const Shape& shape, TableSpec spec);

    std::optional<std::string> find(const View& view, std::string_view column, const Param& value) const;
    /// aborted if the stored version is not `version` (0: it must be new, else already_exists). not_found, naming the
    /// field, if it is to be a party's that the caller does not see.
    void put(const View& view, const Uuid& id, std::int64_t version, const void* entity) const;
    /// Stores a new one under that version. already_exists if there is one of that id.
    void adopt(const View& view, const Uuid& id, std::int64_t version, const void* entity) const;
    void erase(Db& db, const Uuid& id) const;
    /// One page of bodies, and how many there are in all; not `exact`: at least so many.
    struct Found {
        std::vector<std::string> bodies;  ///< MessagePack
        std::optional<std::string> next;
        std::int64_t total = 0;
        bool exact = true;
    };
    Found list(const View& view, const ListOptions& options, std::span<const Condition> conditions) const;
    /// How many of those that a list has have each value of a column.
    Counts counts(const View& view, const ListOptions& options, std::span<const Condition> conditions,
                  std::string_view by) const;
    /// The bodies of `select … from NAME REST`, MessagePack.
    std::vector<std::string> rows(const View& view, std::string_view rest, std::span<const Param> params) const;

    /// See Table.
    void check_filters(Db& db) const;

    /// What is made of a stored entity for finding it: words, keys of names.
    void index(Db& db, const Uuid& id, const void* entity) const;
    /// index() of all of them; nothing if there is nothing to make.
    std::optional<Derivation> derivation() const;
    /// The party that an entity belongs to (TableSpec::owner), if it has one and no other.
    std::optional<Uuid> owner_of(const void* entity) const;
    bool has_owner() const { return !spec_.owner.empty(); }
    std::string_view owner() const { return spec_.owner; }
    /// Makes what is a party's another one's.
    void give(void* entity, const Uuid& from, const Uuid& to) const;

private:
    struct Clause;
    Clause where(const View& view, const ListOptions& options, std::span<const Condition> conditions) const;
    Term term_of(Db& db, const Condition& condition) const;
    void add_filter(Db& db, const std::string& filter, std::vector<Term>& terms) const;
    Term tested(Db& db, const Filter& filter) const;
    bool is_list(std::string_view field) const;
    void write(const View& view, const Uuid& id, std::int64_t version, std::int64_t next, const void* entity) const;
    void check_owner(const View& view, const void* entity, bool is_new) const;
    bool has_owners() const;
    std::vector<std::string> owners_of(const void* entity) const;
    std::string is_own(const OwnParties& own, bool few) const;
    bool has_few(Db& db, const OwnParties& own) const;
    void newest_page(Db& db, const ListOptions& options, Clause clause, Found& found) const;
    void sorted_page(Db& db, const ListOptions& options, const Clause& clause, Found& found) const;
    Param value_of(std::string_view column, const std::string& text) const;
    bool is_name(std::string_view field) const;
    std::string column_of(std::string_view field) const;
    Param found_by(std::string_view field, const Param& value) const;
    Param row_of(Db& db, const Uuid& id) const;
    void index_words(Db& db, const Uuid& id, const void* entity, bool is_new) const;
    void store_list(Db& db, const Uuid& id, const FieldShape& list, const void* entity, bool is_new) const;
    const FieldShape& field(std::string_view name) const;

    const Shape& shape_;
    TableSpec spec_;
    std::vector<const FieldShape*> columns_, search_, lists_, keys_;
    std::string insert_, update_;
};

/// The entities of one kind: `T` is Described and has `id` and `version`.
template <Described T>
class Table {
public:
    using IdType = decltype(T::id);

    /// `what` names one of them in messages: "complaint".
    Table(std::string what, TableSpec spec) : what_(std::move(what)), store_(shape_of<T>(), std::move(spec)) {}
    /// In a table of that name, as the purposes of the fields say: see table_of().
    Table(std::string what, std::string_view name, OwnedBy owner = {})
        : Table(std::move(what), table_of(name, shape_of<T>(), owner)) {}
    /// The same of entities that have moves, which outlive the table.
    Table(std::string_view name, OwnedBy owner, const Moves<T>& moves) : Table(moves.what(), name, owner) {
        moves_ = &moves;
    }
    Table(std::string_view name, const Moves<T>& moves) : Table(name, {}, moves) {}
    Table(TableSpec spec, const Moves<T>& moves) : Table(moves.what(), std::move(spec)) { moves_ = &moves; }

    std::optional<T> find(const View& view, const IdType& id) const { return find_by(view, "id", id); }
    /// By a declared column that is unique.
    std::optional<T> find_by(const View& view, std::string_view column, const Param& value) const {
        const auto body = store_.find(view, column, value);
        if (!body) return {};
        return decode_stored<T>(*body);
    }
    /// not_found, naming the field `id`.
    T get(const View& view, const IdType& id) const {
        auto found = find(view, id);
        if (!found) throw Error(Code::not_found, "id: there is no such " + what_);
        return *std::move(found);
    }
    /// Those that SQL of the service's own finds: `rest` follows `select … from NAME`, such as "where complaint = ?
    /// order by row". All of them at once: what may be many is a list. Like every read, what the caller may see and no
    /// more.
    std::vector<T> rows(const View& view, std::string_view rest, std::initializer_list<Param> params = {}) const {
        std::vector<T> found;
        for (const std::string& body : store_.rows(view, rest, std::span(params.begin(), params.size())))
            found.push_back(decode_stored<T>(body));
        return found;
    }
    /// Stores it under the next version, which it then has. aborted if it was changed since it was read; one with
    /// version 0 is new.
    void put(Unit& unit, T& entity) const {
        ++entity.version;
        store_.put(unit, entity.id, entity.version - 1, &entity);
    }
    /// Stores an entity that another service owned until now, under its id and the version that it had there.
    /// already_exists if it is here.
    void adopt(Unit& unit, const T& entity) const { store_.adopt(unit, entity.id, entity.version, &entity); }
    void erase(Unit& unit, const IdType& id) const { store_.erase(unit.db(), id); }
    /// std::logic_error, saying how to make it, for a `filter` of T that no index begins with.
    void check_filters(Db& db) const { store_.check_filters(db); }
    /// What a store of an earlier version has to make anew, if anything. The table must outlive it.
    std::optional<Derivation> derivation() const {
        auto one = store_.derivation();
        if (one)
            one->make = [this](Db& db, std::string_view body) {
                const T entity = decode_stored<T>(body);
                store_.index(db, entity.id, &entity);
            };
        return one;
    }
    /// Adds that to a service's definition; kit::on of a list does so, too.
    void add_derivation(std::vector<Derivation>& all) const {
        if (auto one = derivation()) all.push_back(*std::move(one));
    }

    Page<T> list(const View& view, const ListOptions& options, std::span<const Condition> conditions) const {
        auto found = store_.list(view, options, conditions);
        Page<T> page{
            .next = std::move(found.next), .total = found.total, .total_is = found.exact ? "exact" : "at_least"};
        for (const std::string& body : found.bodies) page.items.push_back(decode_stored<T>(body));
        return page;
    }

    /// The page that a request asks for, of what meets these conditions as well.
    Page<T> page(const View& view, const ListOf<T>& request, std::span<const Condition> more = {}) const {
        auto conditions = conditions_of(request, view.actor());
        conditions.insert(conditions.end(), more.begin(), more.end());
        return list(view, {request.limit, request.after, request.search, request.sort, request.condition}, conditions);
    }
    /// How many of those that a list request asks for have each value of the field `by`.
    Counts counts(const View& view, const ListOf<T>& request, std::string_view by) const {
        return store_.counts(view, {.search = request.search, .where = request.condition},
                             conditions_of(request, view.actor()), by);
    }

    /// `what` in messages.
    const std::string& what() const { return what_; }
    /// The party that an entity belongs to, if the table has an owner and it has one and no other.
    std::optional<Uuid> owner_of(const T& entity) const { return store_.owner_of(&entity); }
    bool has_owner() const { return store_.has_owner(); }
    /// Makes what is a party's another one's, of a table with an owner; put() stores it.
    void give(T& entity, const Uuid& from, const Uuid& to) const { store_.give(&entity, from, to); }

    /// What an earlier version told of an entity is read as `todays` makes it.
    void formerly(std::function<T(T)> todays) { todays_ = std::move(todays); }
    T todays(T told) const { return todays_ ? todays_(std::move(told)) : std::move(told); }

    bool has_moves() const { return moves_ != nullptr; }
    /// std::logic_error if the entities have none.
    const Moves<T>& moves() const {
        if (!moves_) throw std::logic_error("the table of the " + what_ + " has no moves");
        return *moves_;
    }
    /// What is answered to that caller, of entities that have moves: an entity, or a page of them.
    template <class Entities>
    auto shown(const View& view, Entities entities) const {
        return moves().shown(std::move(entities), asking(view));
    }
    /// The field that says whose it is; empty: everybody's.
    std::string_view owner() const { return store_.owner(); }

private:
    std::string what_;
    EntityStore store_;
    const Moves<T>* moves_ = nullptr;
    std::function<T(T)> todays_;
};

}  // namespace rapport::kit
