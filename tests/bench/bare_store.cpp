// SPDX-License-Identifier: MIT
#include "tests/bench/bare_store.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <chrono>
#include <random>
#include <stdexcept>
#include <vector>

#include "bus/base/id.hpp"

namespace rapport::bench {
namespace {

void check(sqlite3* db, int result, int wanted = SQLITE_OK) {
    if (result != wanted) throw std::runtime_error(sqlite3_errmsg(db));
}

/// One prepared statement; values are bound in order.
class Statement {
public:
    Statement(sqlite3* db, const char* sql) : db_(db) {
        check(db, sqlite3_prepare_v2(db, sql, -1, &statement_, nullptr));
    }
    ~Statement() { sqlite3_finalize(statement_); }
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    template <class... V>
    void run(const V&... values) {
        int at = 0;
        (bind(++at, values), ...);
        while (sqlite3_step(statement_) == SQLITE_ROW) {
        }
        check(db_, sqlite3_reset(statement_));
    }
    bool next() { return sqlite3_step(statement_) == SQLITE_ROW; }
    std::string text(int column) const {
        const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
        return text ? text : "";
    }

private:
    void bind(int at, const std::string& text) {
        check(db_, sqlite3_bind_text(statement_, at, text.data(), static_cast<int>(text.size()), SQLITE_STATIC));
    }
    void bind(int at, std::int64_t number) { check(db_, sqlite3_bind_int64(statement_, at, number)); }

    sqlite3* db_;
    sqlite3_stmt* statement_ = nullptr;
};

struct Handle {
    explicit Handle(const std::string& file) {
        if (sqlite3_open(file.c_str(), &db) != SQLITE_OK) throw std::runtime_error("cannot open " + file);
    }
    ~Handle() { sqlite3_close(db); }
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;
    void run(const std::string& sql) { check(db, sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr)); }
    sqlite3* db = nullptr;
};

std::string first(Handle& from, const char* sql) {
    Statement statement(from.db, sql);
    return statement.next() ? statement.text(0) : throw std::runtime_error("the model store is empty");
}

}  // namespace

struct BareStore::State {
    State(const std::string& model, const std::string& file) : db(file) {
        for (const char* pragma : {"journal_mode=wal", "synchronous=full", "foreign_keys=on", "temp_store=memory",
                                   "cache_size=-16000", "secure_delete=on", "wal_autocheckpoint=4000"})
            db.run(std::string("pragma ") + pragma);
        Handle from(model);
        Statement tables(
            from.db,
            "select sql from sqlite_master where sql is not null and name not like 'sqlite_%' and name not "
            "like '%\\_search\\_%' escape '\\' order by rowid");
        while (tables.next()) db.run(tables.text(0));
        body = first(
            from, "select json_extract(body, '$.complaint') from kit_events where type = 'complaints.opened' limit 1");
        words = first(from, "select text from complaints_search limit 1");
        head = first(from, "select head from kit_events limit 1");
        event = first(from, "select body from kit_events where type = 'complaints.opened' limit 1");
        db.run("insert into kit_counters values ('C-2026', 0)");
    }

    Handle db;
    std::string body, words, head, event;
    std::int64_t written = 0;
};

BareStore::BareStore(const std::string& model, const std::string& file)
    : state_(std::make_unique<State>(model, file)) {}
BareStore::~BareStore() = default;

double BareStore::write(int count) {
    constexpr int batch = 64;
    State& s = *state_;
    Statement find(s.db.db, "select arguments, result from kit_replies where key = ?"),
        number(s.db.db, "update kit_counters set value = value + 1 where name = 'C-2026'"),
        complaint(s.db.db,
                  "insert into complaints (id, version, number, state, open, category, received_via, received_at, "
                  "body) values (?, 1, ?, 'received', 1, 'network', 'phone', '2026-11-22T00:00:00.000Z', ?)"),
        search(s.db.db, "insert into complaints_search (rowid, text) values (last_insert_rowid(), ?)"),
        event(s.db.db,
              "insert into kit_events (sequence, id, type, subject, head, body, salt, digest, chain) "
              "values (?, ?, 'complaints.opened', ?, ?, ?, ?, ?, ?)"),
        reply(s.db.db, "insert into kit_replies values (?, ?, ?, '2026-11-22T00:00:00.000Z')"),
        job(s.db.db,
            "insert into kit_jobs values (?, 'score', ?, '2026-11-22T00:00:00.000Z', 0, null, null, 0, "
            "'2026-11-22T00:00:00.000Z')");
    // A reply's key is a digest, so that each lies somewhere else in its index.
    std::mt19937_64 digests(static_cast<std::uint64_t>(s.written) + 1);
    const std::string salt(32, 'a'), hash(64, 'b'), arguments(32, 'c'), payload(54, 'd');
    const auto start = std::chrono::steady_clock::now();
    for (int done = 0; done < count; done += batch) {
        s.db.run("begin immediate");
        for (int i = 0; i < batch; ++i) {
            const std::string id = to_text(new_uuid(SystemClock().now()));
            const std::string key = fmt::format("{:016x}{:016x}", digests(), digests());
            ++s.written;
            find.run(key);
            number.run();
            complaint.run(id, "C-2026-" + std::to_string(s.written), s.body);
            search.run(s.words);
            job.run(id, payload);
            reply.run(key, arguments, s.body);
            event.run(s.written, id, id, s.head, s.event, salt, hash, hash);
        }
        s.db.run("commit");
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    return count / took.count();
}

}  // namespace rapport::bench
