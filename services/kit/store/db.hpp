// SPDX-License-Identifier: MIT
#pragma once
#include <array>
#include <functional>
#include <memory>
#include <span>
#include <tuple>
#include <vector>

#include "bus/base/error.hpp"
#include "bus/base/fields.hpp"
#include "bus/base/wire.hpp"

namespace rapport::kit {

/// What went wrong in a store, told by what one can do about it. Its message says that, and its details carry
/// `reason`: `store_` and the kind.
class StoreError : public Error {
public:
    /// What is the matter.
    enum class Kind : unsigned char {
        busy,        ///< somebody else holds it: try again
        full,        ///< no room on its disk, or no more than it may take
        no_memory,   ///< none is left for it
        unwritable,  ///< not to be opened or written: rights, a read-only mount, a database that is a standby
        failing,     ///< its disk reports errors
        damaged,     ///< what is there is no store, or not whole
        away,        ///< not to be reached, and nothing was kept
        lost,        ///< the connection went while it committed: whether that was kept is in doubt
        conflict,    ///< a constraint said no
        broken,      ///< anything else: a mistake of ours
    };
    explicit StoreError(Kind kind);
    StoreError(Kind kind, const std::string& message);
    Kind kind() const { return kind_; }
    /// Whether the trouble is the store's and not the work's: the same work is to come again, as it stands.
    bool is_transient() const { return kind_ != Kind::conflict && kind_ != Kind::broken; }

private:
    Kind kind_;
};
constexpr auto names_of(StoreError::Kind) {
    using namespace std::literals;
    return std::array{"busy"sv,    "full"sv, "no_memory"sv, "unwritable"sv, "failing"sv,
                      "damaged"sv, "away"sv, "lost"sv,      "conflict"sv,   "broken"sv};
}

/// A value bound to a `?`. Text is copied when the statement runs, so a view need only live until then; text that is
/// moved in is kept.
class Param {
public:
    /// What a parameter is to the engine.
    enum class Kind : char { null = 'n', text = 't', integer = 'i', number = 'd' };

    // Implicit, so that a statement's values are written as they are.
    // NOLINTBEGIN(google-explicit-constructor)
    Param(std::nullptr_t) {}
    Param(std::string_view text) : kind(Kind::text), text(text) {}
    Param(const char* text) : Param(std::string_view(text)) {}
    Param(const std::string& text) : Param(std::string_view(text)) {}
    Param(std::string&& text) : kind(Kind::text), held(std::move(text)) {}
    Param(double number) : kind(Kind::number), number(number) {}
    template <std::integral T>
    Param(T value) : kind(Kind::integer), integer(static_cast<std::int64_t>(value)) {}
    Param(Instant instant) : kind(Kind::text), held(to_text(instant)) {}
    Param(Day day) : kind(Kind::text), held(to_text(day)) {}
    Param(const Uuid& uuid) : kind(Kind::text), held(to_text(uuid)) {}
    template <Named E>
    Param(E value) : Param(name_of(value)) {}
    template <class T>
    Param(const std::optional<T>& value) {
        if (value) *this = Param(*value);
    }
    // NOLINTEND(google-explicit-constructor)

    std::string_view as_text() const { return held.empty() ? text : std::string_view(held); }

    Kind kind = Kind::null;
    std::string_view text;
    std::string held;
    std::int64_t integer = 0;
    double number = 0;
};

/// One column of a row that was read.
struct Column {
    bool null = true;
    std::string text;
    long long integer = 0;
    double number = 0;
};

/// One connection to a SQLite file or a PostgreSQL schema, with its prepared statements. For one thread at a time. SQL
/// names its parameters `?`; it is written once for both, dialect() tells where that cannot be. A connection that was
/// lost is opened anew by the first use outside of a transaction.
class Db {
public:
    /// Which engine it is.
    enum class Dialect { sqlite, postgresql };
    /// What the connection is for; one that reads cannot write.
    enum class Mode { write, read };
    /// What a transaction may notice of others beside it. SQLite has one writer, so there it is always serial.
    enum class Isolation {
        serial,     ///< nothing: as if one after another; StoreError busy if that cannot be, to be tried again
        committed,  ///< each statement sees what others have committed
    };

    /// `dsn`: `sqlite:PATH`, or `postgresql:CONNINFO` with an optional ` schema=NAME`. Throws StoreError.
    static std::unique_ptr<Db> open(const std::string& dsn, Mode mode);
    ~Db();
    Dialect dialect() const { return dialect_; }

    /// Runs a statement that returns no rows; the number of rows that it touched.
    std::int64_t run(std::string_view sql, std::initializer_list<Param> params = {});
    std::int64_t run(std::string_view sql, std::span<const Param> params);
    /// Runs a statement just before the commit, in the order of these calls; not at all if the transaction, or the
    /// savepoint that it was called after, is taken back. At once where there is no transaction.
    void run_at_commit(std::string_view sql, std::span<const Param> params);
    /// How many statements that may write were run, or put off until the commit, so far.
    std::size_t statements() const;
    /// How many statements are kept prepared; the one that was not used for longest makes room for a new one.
    std::size_t prepared() const;
    static constexpr std::size_t max_prepared = 512;
    /// Runs several statements divided by semicolons at line ends, for migrations.
    void script(std::string_view sql);

    /// Reads rows as tuples of std::string, std::int64_t, double, or optionals of those where a column may be null.
    template <class... T>
    std::vector<std::tuple<T...>> rows(std::string_view sql, std::span<const Param> params) {
        constexpr Param::Kind kinds[] = {kind_of<T>()...};
        std::vector<std::tuple<T...>> result;
        read(sql, params, kinds, [&](std::span<const Column> columns) {
            [&]<std::size_t... I>(std::index_sequence<I...>) { result.emplace_back(value_of<T>(columns[I])...); }
            (std::index_sequence_for<T...>{});
        });
        return result;
    }
    template <class... T>
    std::vector<std::tuple<T...>> rows(std::string_view sql, std::initializer_list<Param> params = {}) {
        return rows<T...>(sql, std::span(params.begin(), params.size()));
    }
    /// The first row, if there is one.
    template <class... T>
    std::optional<std::tuple<T...>> row(std::string_view sql, std::initializer_list<Param> params = {}) {
        auto all = rows<T...>(sql, params);
        if (all.empty()) return {};
        return std::move(all.front());
    }

    void begin(Isolation isolation = Isolation::serial);
    /// StoreError lost if it cannot be known whether it was kept; otherwise, having thrown, it was not.
    void commit();
    /// Ends the transaction if there still is one. Never throws.
    void rollback();
    /// A point within the transaction that can be gone back to. They do not nest.
    void savepoint();
    void release();
    void rollback_to_savepoint();

private:
    template <class T>
    static constexpr Param::Kind kind_of() {
        if constexpr (shapes::Wrapped<T>) return kind_of<typename shapes::Unwrap<T>::type>();
        else if constexpr (std::same_as<T, std::string>) return Param::Kind::text;
        else if constexpr (std::same_as<T, std::int64_t>) return Param::Kind::integer;
        else return Param::Kind::number;
    }
    template <class T>
    static T value_of(const Column& column) {
        if constexpr (shapes::Wrapped<T>) {
            if (column.null) return {};
            return value_of<typename shapes::Unwrap<T>::type>(column);
        } else if constexpr (std::same_as<T, std::string>) return column.text;
        else if constexpr (std::same_as<T, std::int64_t>) return column.integer;
        else return column.number;
    }

    struct State;
    Db(std::unique_ptr<State> state, Dialect dialect);
    void read(std::string_view sql, std::span<const Param> params, std::span<const Param::Kind> kinds,
              const std::function<void(std::span<const Column>)>& on_row);

    std::unique_ptr<State> state_;
    Dialect dialect_;
};

}  // namespace rapport::kit
