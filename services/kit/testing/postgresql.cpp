// SPDX-License-Identifier: MIT
#include "services/kit/testing/postgresql.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace rapport::testing_kit {
namespace {

namespace fs = std::filesystem;

/// An open file and the lock on it, which goes with the last process that has it open.
class Lock {
public:
    explicit Lock(const std::string& path) : fd_(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {}
    Lock(Lock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    ~Lock() {
        if (fd_ >= 0) ::close(fd_);
    }
    bool opened() const { return fd_ >= 0; }
    bool take(int how) const { return ::flock(fd_, how) == 0; }
    bool same_file_as(const std::string& path) const {
        struct stat open {
        }, there{};
        return ::fstat(fd_, &open) == 0 && ::stat(path.c_str(), &there) == 0 && open.st_ino == there.st_ino;
    }
    int fd() const { return fd_; }

private:
    int fd_;
};

std::string programs() {
    const char* named = std::getenv("RAPPORT_PG_BIN");
    return named ? named : "/usr/lib/postgresql/15/bin";
}

std::string shared_folder() {
    return (fs::temp_directory_path() / ("rapport-postgresql-" + std::to_string(::geteuid()))).string();
}

/// Starts the keeper as a process of its own that outlives this one, with the two locks that it is to hold.
void start_keeper(const std::string& folder, const Lock& keeper, const Lock& starting) {
    const std::string script = postgresql_script(), log = folder + "/log";
    const pid_t child = ::fork();
    if (child < 0) throw std::runtime_error("fork failed");
    if (child > 0) {
        ::waitpid(child, nullptr, 0);
        return;
    }
    if (::setsid() < 0 || ::fork() != 0) ::_exit(0);
    const int nothing = ::open("/dev/null", O_RDONLY), out = ::open(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    // The runner waits until nobody has its pipes open: none of our descriptors goes along but the two locks.
    ::dup2(nothing, 0);
    ::dup2(out, 1);
    ::dup2(out, 2);
    const int high_keeper = ::fcntl(keeper.fd(), F_DUPFD, 100), high_starting = ::fcntl(starting.fd(), F_DUPFD, 100);
    ::dup2(high_keeper, 8);
    ::dup2(high_starting, 9);
    ::close_range(3, 7, 0);
    ::close_range(10, ~0U, 0);
    ::execl(script.c_str(), script.c_str(), "keep", folder.c_str(), nullptr);
    ::_exit(127);
}

/// Being a user of the server is a shared lock; its keeper removes the folder when it gets the exclusive one.
Lock become_user(const std::string& folder) {
    for (;;) {
        ::mkdir(folder.c_str(), 0755);
        struct stat made {};
        if (::lstat(folder.c_str(), &made) == 0 && made.st_uid != ::geteuid())
            throw std::runtime_error(folder + " belongs to somebody else");
        const std::string path = folder + "/users";
        Lock user(path);
        if (!user.opened() && errno == ENOENT) continue;  // a leaving keeper removed the folder under us
        if (!user.opened() || !user.take(LOCK_SH)) throw std::system_error(errno, std::generic_category(), path);
        if (user.same_file_as(path)) return user;  // and not the one that a leaving keeper just removed
    }
}

bool start(const std::string& folder) {
    {
        // Whoever holds `starting` starts the server, or is the keeper that does: the others wait here.
        const Lock starting(folder + "/starting");
        starting.take(LOCK_EX);
        const Lock keeper(folder + "/keeper");
        if (keeper.take(LOCK_EX | LOCK_NB)) {
            fs::remove_all(folder + "/server");  // a killed keeper's
            fs::remove(folder + "/ready");
            start_keeper(folder, keeper, starting);
        }
    }
    const Lock starting(folder + "/starting");
    starting.take(LOCK_SH);
    return fs::exists(folder + "/ready");
}

}  // namespace

bool postgresql_installed() { return ::access((programs() + "/postgres").c_str(), X_OK) == 0; }

std::string postgresql_script() { return RAPPORT_POSTGRESQL_SCRIPT; }

std::string postgresql_dsn(const std::string& folder) {
    return "postgresql:host=" + folder + "/server user=rapport dbname=postgres";
}

const std::string& shared_postgresql() {
    static const std::string folder = shared_folder();
    static const Lock user = become_user(folder);
    static const bool started = start(folder);
    static const std::string dsn = postgresql_dsn(folder);
    if (!started) throw std::runtime_error("PostgreSQL did not start: see " + folder + "/log");
    return dsn;
}

}  // namespace rapport::testing_kit
