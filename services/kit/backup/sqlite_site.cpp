// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <system_error>

#include "services/kit/backup/site.hpp"
#include "services/kit/store/dsn.hpp"

namespace rapport::kit {
namespace {

namespace fs = std::filesystem;

/// A connection without any of our own settings.
class Raw {
public:
    Raw(const fs::path& file, int flags) : file_(file) {
        const int result = sqlite3_open_v2(file.c_str(), &handle_, flags | SQLITE_OPEN_NOMUTEX, nullptr);
        if (result != SQLITE_OK) {
            sqlite3_close(handle_);
            fail(result);
        }
        sqlite3_busy_timeout(handle_, 5'000);
        sqlite3_extended_result_codes(handle_, 1);
    }
    ~Raw() { sqlite3_close(handle_); }
    Raw(const Raw&) = delete;
    Raw& operator=(const Raw&) = delete;

    int try_run(const char* sql) { return sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr); }
    void run(const char* sql) {
        if (const int result = try_run(sql); result != SQLITE_OK) fail(result);
    }
    sqlite3* handle() { return handle_; }
    [[noreturn]] void fail(int result) const {
        throw Error(Code::failed_precondition, fmt::format("{}: {}", file_.string(), sqlite3_errstr(result)));
    }

private:
    fs::path file_;
    sqlite3* handle_ = nullptr;
};

[[noreturn]] void cannot(const char* what, const fs::path& path) {
    throw Error(Code::failed_precondition,
                fmt::format("cannot {} {}: {}", what, path.string(), std::generic_category().message(errno)));
}

void make_private(const fs::path& file) {
    const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) cannot("create", file);
    ::close(fd);
}

void sync(const fs::path& path) {
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    const bool done = fd >= 0 && ::fsync(fd) == 0;
    if (fd >= 0) ::close(fd);
    if (!done) cannot("sync", path);
}

/// Which of two files it was that failed, SQLite does not tell; what failed, it does.
bool is_of_the_copy(int result) {
    switch (result) {
        case SQLITE_FULL:
        case SQLITE_READONLY:
        case SQLITE_IOERR_WRITE:
        case SQLITE_IOERR_FSYNC:
        case SQLITE_IOERR_DIR_FSYNC:
        case SQLITE_IOERR_TRUNCATE:
            return true;
        default:
            return false;
    }
}

/// All pages in one step: one snapshot, however much is written meanwhile.
void copy_pages(const fs::path& from, const fs::path& to) {
    Raw source(from, SQLITE_OPEN_READWRITE);
    Raw copy(to, SQLITE_OPEN_READWRITE);
    copy.run("pragma synchronous = off");  // synced once, at the end
    sqlite3_backup* const backup = sqlite3_backup_init(copy.handle(), "main", source.handle(), "main");
    if (!backup) copy.fail(sqlite3_errcode(copy.handle()));
    int result = SQLITE_OK;
    do result = sqlite3_backup_step(backup, -1);
    while (result == SQLITE_OK);
    sqlite3_backup_finish(backup);
    if (result != SQLITE_DONE) (is_of_the_copy(result) ? copy : source).fail(result);
}

/// One file, nothing beside it.
void close_up(const fs::path& file) { Raw(file, SQLITE_OPEN_READWRITE).run("pragma journal_mode = delete"); }

void require_sound(Db& db, const fs::path& file) {
    const auto found = db.row<std::string>("pragma integrity_check(1)");
    if (!found || std::get<0>(*found) != "ok")
        throw Error(Code::failed_precondition,
                    file.string() + " is damaged: " + (found ? std::get<0>(*found) : "empty"));
}

class SqliteSite final : public StoreSite {
public:
    explicit SqliteSite(fs::path file) : file_(std::move(file)), draft_(file_.string() + ".restoring") {}

    std::string engine() const override { return "sqlite"; }
    std::string place() const override { return file_.string(); }
    bool occupied() override { return fs::exists(file_); }

    Inventory copy_to(const fs::path& file, const std::string& source) override {
        make_private(file);
        copy_pages(file_, file);
        auto inventory = read_back(file, source);
        close_up(file);
        sync(file);
        return inventory;
    }

    void fill_from(const fs::path& file) override {
        if (occupied()) throw Error(Code::already_exists, file_.string() + " is there already");
        remove_draft();
        fs::create_directories(file_.parent_path());
        make_private(draft_);
        std::ifstream in(file, std::ios::binary);
        std::ofstream out(draft_, std::ios::binary | std::ios::trunc);
        out << in.rdbuf();
        if (!in || !out.flush()) cannot("write", draft_);
    }
    std::unique_ptr<Db> filled() override {
        auto db = Db::open("sqlite:" + draft_.string(), Db::Mode::write);
        require_sound(*db, draft_);
        return db;
    }
    void publish() override {
        close_up(draft_);
        sync(draft_);
        fs::rename(draft_, file_);
        sync(file_.parent_path());
        aside_.clear();
    }
    void discard() override {
        remove_draft();
        if (!aside_.empty()) fs::rename(std::exchange(aside_, {}), file_);
    }

    std::string set_aside(const std::string& stamp) override {
        // Leaving write-ahead mode needs the file for oneself, and puts all of it into one file.
        {
            Raw raw(file_, SQLITE_OPEN_READWRITE);
            if (raw.try_run("pragma journal_mode = delete") != SQLITE_OK)
                throw Error(Code::failed_precondition,
                            file_.string() + " is in use: stop its service before another store takes its place");
        }
        aside_ = file_.string() + "." + stamp;
        fs::rename(file_, aside_);
        return aside_.string();
    }

private:
    static Inventory read_back(const fs::path& file, const std::string& source) {
        try {
            const auto db = Db::open("sqlite:" + file.string(), Db::Mode::read);
            require_sound(*db, file);
            return inventory_of(*db, source);
        } catch (const StoreError& error) {
            throw Error(Code::failed_precondition, file.string() + ": " + error.message());
        }
    }
    void remove_draft() const {
        for (const char* beside : {"", "-wal", "-shm", "-journal"}) fs::remove(draft_.string() + beside);
    }

    fs::path file_, draft_, aside_;
};

}  // namespace

std::unique_ptr<StoreSite> sqlite_site(const std::string& path) { return std::make_unique<SqliteSite>(path); }

std::unique_ptr<StoreSite> StoreSite::at(const std::string& dsn) {
    const auto place = Dsn::of(dsn);
    if (place.engine == Dsn::Engine::sqlite) return sqlite_site(place.address);
    return postgresql_site(place.address, place.schema.empty() ? "public" : place.schema);
}

}  // namespace rapport::kit
