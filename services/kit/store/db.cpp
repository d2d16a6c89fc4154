// SPDX-License-Identifier: MIT
#include "services/kit/store/db.hpp"

#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <algorithm>
#include <chrono>
#include <unordered_map>

#include "bus/base/retry.hpp"
#include "services/kit/store/dsn.hpp"
#include "services/kit/store/open_error.hpp"

namespace rapport::kit {
namespace {

using Kind = StoreError::Kind;

/// What is told of each kind of trouble, and when it is worth coming again where that takes somebody who does
/// something.
struct Trouble {
    Code code;
    std::string_view message;
    bool needs_somebody = false;
};

Trouble trouble_of(Kind kind) {
    switch (kind) {
        case Kind::busy:
            return {Code::unavailable, "the store is in use by another program: try again"};
        case Kind::full:
            return {Code::unavailable, "the store has no room left: make room on its disk", true};
        case Kind::no_memory:
            return {Code::unavailable, "no memory is left for the store: give its machine or container more", true};
        case Kind::unwritable:
            return {Code::unavailable,
                    "the store cannot be opened or written: see who owns its files, their modes, and whether its disk "
                    "or database is read-only",
                    true};
        case Kind::failing:
            return {Code::unavailable,
                    "the disk of the store reports errors: see its room and limits, and the system's log", true};
        case Kind::damaged:
            return {Code::unavailable,
                    "the store is damaged: stop its service and bring back a backup (rapport restore)", true};
        case Kind::away:
            return {Code::unavailable, "the store cannot be reached"};
        case Kind::lost:
            return {Code::in_doubt, "the store went away while it committed: whether it did is not known"};
        case Kind::conflict:
            return {Code::already_exists, "the store refused: it is there already"};
        case Kind::broken:
            break;
    }
    return {Code::internal, "the store refused"};
}

Error error_of(Kind kind, const std::string& message) {
    const auto [code, unused, needs_somebody] = trouble_of(kind);
    if (code != Code::unavailable) return {code, message};
    return unavailable(message, "store_" + std::string(name_of(kind)),
                       needs_somebody ? std::optional(std::chrono::milliseconds(10'000)) : std::nullopt);
}

Kind kind_of_sqlite(int result) {
    switch (result & 0xff) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return Kind::busy;
        case SQLITE_FULL:
            return Kind::full;
        case SQLITE_NOMEM:
            return Kind::no_memory;
        case SQLITE_IOERR:
            return result == SQLITE_IOERR_NOMEM ? Kind::no_memory : Kind::failing;
        case SQLITE_READONLY:
        case SQLITE_CANTOPEN:
        case SQLITE_PERM:
            return Kind::unwritable;
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return Kind::damaged;
        case SQLITE_CONSTRAINT:
            return Kind::conflict;
        default:
            return Kind::broken;
    }
}

/// 25006 comes from a server that has become a standby, 53300 from one that has no place left.
Kind kind_of_postgresql(std::string_view sqlstate) {
    const std::string_view group = sqlstate.substr(0, 2);
    if (group == "23") return Kind::conflict;
    if (group == "40" || group == "55" || sqlstate == "57014") return Kind::busy;
    if (sqlstate == "53200") return Kind::no_memory;
    if (sqlstate == "53300" || sqlstate == "53400") return Kind::away;
    if (group == "53") return Kind::full;
    if (sqlstate == "25006") return Kind::unwritable;
    if (group == "58") return Kind::failing;
    if (sqlstate == "XX001" || sqlstate == "XX002") return Kind::damaged;
    if (group == "08" || group == "57" || group.find_first_not_of(' ') == group.npos) return Kind::away;
    return Kind::broken;
}

[[noreturn]] void refuse(Kind kind, const std::string& which) {
    // A mistake of ours is looked for by what the engine calls it; everything else says what to do.
    if (kind == Kind::broken) throw StoreError(kind, "the store refused (" + which + ")");
    throw StoreError(kind);
}

/// SOCI's own message carries SQL and bound values: it is never passed on, only what kind of trouble it is.
template <class Work>
auto guarded(Work work) {
    try {
        return work();
    } catch (const soci::sqlite3_soci_error& error) {
        refuse(kind_of_sqlite(error.result()), "SQLite result " + std::to_string(error.result()));
    } catch (const soci::postgresql_soci_error& error) {
        refuse(kind_of_postgresql(error.sqlstate()), "SQLSTATE " + error.sqlstate());
    } catch (const soci::soci_error& error) {
        throw StoreError(error.get_error_category() == soci::soci_error::connection_error ? Kind::away : Kind::broken);
    }
}

/// `?` → `:p1`, which is what SOCI binds by. Our SQL has no question mark in a literal.
std::string with_names(std::string_view sql) {
    std::string named;
    int count = 0;
    for (const char c : sql) {
        if (c == '?') named += ":p" + std::to_string(++count);
        else named += c;
    }
    return named;
}

/// A prepared statement and the places that it reads its parameters from and writes its columns to.
struct Prepared {
    struct Place {
        Column column;
        soci::indicator indicator = soci::i_null;
    };

    Prepared(soci::session& session, std::string_view sql, std::span<const Param> params,
             std::span<const Param::Kind> kinds)
        : statement(session), in(params.size()), out(kinds.size()), columns(kinds.size()) {
        for (std::size_t i = 0; i < in.size(); ++i) bind<true>(in[i], params[i].kind);
        for (std::size_t i = 0; i < out.size(); ++i) bind<false>(out[i], kinds[i]);
        statement.alloc();
        statement.prepare(with_names(sql));
        statement.define_and_bind();
    }

    template <bool input>
    void bind(Place& place, Param::Kind kind) {
        const auto exchange = [&](auto& value) {
            if constexpr (input) statement.exchange(soci::use(value, place.indicator));
            else statement.exchange(soci::into(value, place.indicator));
        };
        switch (kind) {
            case Param::Kind::null:
            case Param::Kind::text:
                return exchange(place.column.text);
            case Param::Kind::integer:
                return exchange(place.column.integer);
            case Param::Kind::number:
                return exchange(place.column.number);
        }
    }

    void set(std::span<const Param> params) {
        for (std::size_t i = 0; i < params.size(); ++i) {
            const Param& param = params[i];
            in[i].indicator = param.kind == Param::Kind::null ? soci::i_null : soci::i_ok;
            in[i].column.text.assign(param.as_text());
            in[i].column.integer = param.integer;
            in[i].column.number = param.number;
        }
    }

    soci::statement statement;
    bool spoiled = false;
    std::size_t used = 0;        ///< when it was last
    std::vector<Place> in, out;  // never resized: SOCI keeps their addresses
    std::vector<Column> columns;
};

std::string why_not_opened(const Dsn& place, const soci::soci_error& error) {
    if (const auto* sqlite = dynamic_cast<const soci::sqlite3_soci_error*>(&error))
        return why_sqlite_cannot_open(place.address, sqlite->result());
    std::string said = error.get_error_message();
    constexpr std::string_view of_soci = "Cannot establish connection to the database.";
    if (said.starts_with(of_soci)) said.erase(0, of_soci.size());
    said.erase(0, said.find_first_not_of(" \n"));
    said.erase(said.find_last_not_of(" \n") + 1);
    return place.without_secrets(std::move(said));
}

/// Before the first connection of the process: a connection is for one thread at a time, so it needs no lock of its
/// own, and nobody asks how much memory SQLite has, which it would count under one lock for all.
void configure_sqlite() {
    [[maybe_unused]] static const bool once = [] {
        sqlite_api::sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
        sqlite_api::sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
        return true;
    }();
}

}  // namespace

StoreError::StoreError(Kind kind) : StoreError(kind, std::string(trouble_of(kind).message)) {}
StoreError::StoreError(Kind kind, const std::string& message) : Error(error_of(kind, message)), kind_(kind) {}

/// A statement that waits for the commit, with parameters of its own.
struct Postponed {
    std::string sql;
    std::vector<Param> params;
};

struct Db::State {
    State(Dsn place_, Mode mode_)
        : place(std::move(place_)),
          dialect(place.engine == Dsn::Engine::sqlite ? Dialect::sqlite : Dialect::postgresql),
          mode(mode_) {}
    ~State() {
        prepared.clear();  // before the session that they belong to
    }

    const Dsn place;
    const Dialect dialect;
    const Mode mode;
    soci::session session;
    std::unordered_map<std::string, std::unique_ptr<Prepared>> prepared;  ///< by SQL and kinds of parameters
    std::string key;                                                      ///< of the one that is looked for
    std::vector<Postponed> at_commit;
    std::size_t statements = 0;
    std::size_t uses = 0;              ///< of those that are prepared
    std::size_t before_savepoint = 0;  ///< how many of them were there when the savepoint was set
    bool in_transaction = false;
    bool failed = false;  ///< PostgreSQL takes nothing more in this transaction, and would end a commit as a rollback
    bool away = false;
    bool spoiled = false;  ///< one of `prepared` is
    std::chrono::steady_clock::time_point next_try;

    void connect();
    void connect_sqlite();
    void connect_postgresql();
    void reconnect();
    /// Whether the engine has a transaction open: of some troubles, and of a commit that fails, it ends one by itself.
    bool still_open() {
        if (dialect == Dialect::sqlite)
            return !sqlite3_get_autocommit(static_cast<soci::sqlite3_session_backend*>(session.get_backend())->conn_);
        const auto* postgresql = static_cast<soci::postgresql_session_backend*>(session.get_backend());
        return PQtransactionStatus(postgresql->conn_) != PQTRANS_IDLE;
    }

    Prepared& statement(std::string_view sql, std::span<const Param> params, std::span<const Param::Kind> kinds) {
        key.assign(sql);
        for (const Param& param : params)
            key += static_cast<char>(param.kind == Param::Kind::null ? Param::Kind::text : param.kind);
        auto found = prepared.find(key);
        if (found == prepared.end()) {
            // Made first: one that cannot be prepared leaves nothing behind.
            auto made = std::make_unique<Prepared>(session, sql, params, kinds);
            if (prepared.size() >= Db::max_prepared) forget_one();
            found = prepared.emplace(key, std::move(made)).first;
        }
        found->second->used = ++uses;
        found->second->set(params);
        return *found->second;
    }
    /// What was not used for longest goes: callers make ever new statements by what they ask for. None is under way
    /// when another is looked for.
    void forget_one() {
        prepared.erase(std::ranges::min_element(
            prepared, {}, [](const auto& one) { return std::pair(one.second->spoiled, one.second->used); }));
    }

    /// One whose execution threw is thrown away once the transaction is over: what SOCI allocated for it, it would
    /// forget at the next execution.
    bool execute(Prepared& statement) {
        try {
            return statement.statement.execute(true);
        } catch (...) {
            statement.spoiled = spoiled = true;
            throw;
        }
    }

    /// Every use of the session.
    template <class Work>
    auto use(Work work) {
        if (spoiled && !in_transaction) {
            std::erase_if(prepared, [](const auto& one) { return one.second->spoiled; });
            spoiled = false;
        }
        if (away && !in_transaction) reconnect();
        try {
            return guarded(work);
        } catch (const StoreError& error) {
            // A standby may have a primary beside it, which another connection finds.
            away |= error.kind() == Kind::away || (error.kind() == Kind::unwritable && dialect == Dialect::postgresql);
            failed |= in_transaction && dialect == Dialect::postgresql;
            throw;
        }
    }
};

/// The cause goes beside the error: of all errors of the engine, those of opening hold neither SQL nor values.
void Db::State::connect() try {
    if (dialect == Dialect::sqlite) connect_sqlite();
    else connect_postgresql();
} catch (const soci::soci_error& error) {
    const auto cause = why_not_opened(place, error);
    try {
        guarded([] { throw; });
    } catch (const StoreError& told) {
        throw OpenError(told.kind(), told.message(), cause);
    }
}

void Db::State::connect_sqlite() {
    configure_sqlite();
    session.open(soci::sqlite3, "dbname=\"" + place.address + "\" timeout=5");
    for (const char* pragma :
         {"pragma journal_mode=wal", "pragma synchronous=full", "pragma foreign_keys=on", "pragma temp_store=memory",
          "pragma cache_size=-16000", "pragma secure_delete=on", "pragma wal_autocheckpoint=4000"})
        session.once << pragma;
    if (mode == Mode::read) session.once << "pragma query_only=on";
}

void Db::State::connect_postgresql() {
    // Defaults first, so that what the DSN says wins. Without them a machine that vanishes is waited for by the hour.
    const std::string defaults =
        "connect_timeout=5 keepalives_idle=10 keepalives_interval=3 keepalives_count=3 tcp_user_timeout=15000 ";
    try {
        session.open(soci::postgresql, defaults + place.address);
    } catch (const soci::soci_error& error) {
        throw OpenError(Kind::away, StoreError(Kind::away).message(), why_not_opened(place, error));
    }
    session.once << "set client_min_messages = warning";
    // A reply says that it is synced, whatever the server's default is.
    session.once << "select set_config('synchronous_commit', "
                    "replace(current_setting('synchronous_commit'), 'off', 'on'), false)";
    if (!place.schema.empty()) {
        if (mode == Mode::write) session.once << "create schema if not exists " + place.schema;
        session.once << "set search_path to " + place.schema;
    }
    if (mode == Mode::write) return;
    session.once << "set default_transaction_read_only = on";
    session.once << "set default_transaction_isolation = 'repeatable read'";
    session.once << "set plan_cache_mode = force_custom_plan";  // a search's plan depends on how common its words are
    session.once << "set jit = off";
}

void Db::State::reconnect() {
    const auto now = std::chrono::steady_clock::now();
    if (now < next_try) throw StoreError(Kind::away);
    next_try = now + std::chrono::milliseconds(250);
    guarded([this] {
        prepared.clear();
        session.close();
        connect();
    });
    away = false;
}

Db::Db(std::unique_ptr<State> state, Dialect dialect) : state_(std::move(state)), dialect_(dialect) {}
Db::~Db() = default;

std::unique_ptr<Db> Db::open(const std::string& dsn, Mode mode) {
    auto state = std::make_unique<State>(Dsn::of(dsn), mode);
    state->connect();
    const Dialect dialect = state->dialect;
    return std::unique_ptr<Db>(new Db(std::move(state), dialect));
}

std::int64_t Db::run(std::string_view sql, std::span<const Param> params) {
    ++state_->statements;
    return state_->use([&] {
        Prepared& prepared = state_->statement(sql, params, {});
        state_->execute(prepared);
        return static_cast<std::int64_t>(prepared.statement.get_affected_rows());
    });
}

std::int64_t Db::run(std::string_view sql, std::initializer_list<Param> params) {
    return run(sql, std::span(params.begin(), params.size()));
}

void Db::run_at_commit(std::string_view sql, std::span<const Param> params) {
    if (!state_->in_transaction) return static_cast<void>(run(sql, params));
    ++state_->statements;
    state_->at_commit.push_back({std::string(sql), std::vector<Param>(params.begin(), params.end())});
    Postponed& postponed = state_->at_commit.back();
    for (Param& param : postponed.params) {
        if (param.held.empty()) param.held = param.text;
        param.text = {};
    }
}

std::size_t Db::statements() const { return state_->statements; }

std::size_t Db::prepared() const { return state_->prepared.size(); }

void Db::read(std::string_view sql, std::span<const Param> params, std::span<const Param::Kind> kinds,
              const std::function<void(std::span<const Column>)>& on_row) {
    state_->use([&] {
        Prepared& prepared = state_->statement(sql, params, kinds);
        // To the end, always: a statement that is left in the middle would keep its snapshot open.
        for (bool more = state_->execute(prepared); more; more = prepared.statement.fetch()) {
            for (std::size_t i = 0; i < prepared.out.size(); ++i) {
                Prepared::Place& place = prepared.out[i];
                Column& column = prepared.columns[i];
                std::swap(column, place.column);
                column.null = place.indicator == soci::i_null;
            }
            on_row(prepared.columns);
        }
    });
}

void Db::script(std::string_view sql) {
    state_->use([&] {
        while (!sql.empty()) {
            const auto end = std::min(sql.find(";\n"), sql.size());
            const std::string_view one = sql.substr(0, end);
            if (one.find_first_not_of(" \n\t;") != one.npos) state_->session.once << std::string(one);
            sql.remove_prefix(std::min(end + 2, sql.size()));
        }
    });
}

void Db::begin(Isolation isolation) {
    const bool plain = state_->mode == Mode::read || isolation == Isolation::committed;
    const char* sql = "begin";
    if (dialect_ == Dialect::sqlite && state_->mode == Mode::write) sql = "begin immediate";
    if (dialect_ == Dialect::postgresql && !plain) sql = "begin isolation level serializable";
    const bool known_away = state_->away;
    try {
        run(sql);
    } catch (const StoreError& error) {
        // A connection that broke while it was idle shows only now. Nothing was under way, so a new one will do.
        if (error.kind() != Kind::away || known_away) throw;
        run(sql);
    }
    state_->in_transaction = true;
    state_->failed = false;
    state_->at_commit.clear();
}

void Db::commit() {
    if (state_->failed) throw StoreError(Kind::broken, "the store refused part of what was to be committed");
    for (const Postponed& postponed : std::exchange(state_->at_commit, {})) run(postponed.sql, postponed.params);
    try {
        run("commit");
    } catch (const StoreError& error) {
        if (error.kind() == Kind::away) throw StoreError(Kind::lost);
        throw;
    }
    state_->in_transaction = false;
}

void Db::rollback() {
    const bool open = state_->in_transaction;
    try {
        if (open && !state_->away && state_->still_open()) run("rollback");
    } catch (const StoreError&) {
        state_->away = true;  // the server forgets the transaction with the connection
    }
    state_->in_transaction = false;
}

void Db::savepoint() {
    run("savepoint work");
    state_->before_savepoint = state_->at_commit.size();
}
void Db::release() { run("release work"); }
void Db::rollback_to_savepoint() {
    run("rollback to work");
    run("release work");
    state_->at_commit.resize(state_->before_savepoint);
    state_->failed = false;
}

}  // namespace rapport::kit
