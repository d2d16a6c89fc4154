// SPDX-License-Identifier: MIT
// Processes that are killed, stopped and restarted while clients work.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <thread>

#include "services/kit/store/db.hpp"
#include "tests/faults/case.hpp"

namespace rapport::faults {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

class Kill : public Case {
protected:
    /// Ends it by that signal, and waits until it was started again and everybody gets on.
    void end(const std::string& program, int signal) {
        const pid_t before = deployment_.pid_of(program);
        deployment_.signal(program, signal);
        if (!deployment_.comes_back(program, before)) throw std::runtime_error(program + " was not started again");
        recovers(program + " was ended");
    }
};

TEST_F(Kill, EachProcessUnderLoad) {
    start();
    for (const auto& program : programs()) end(program, SIGKILL);
    conclude(fmt::format("kill -9 of {}", fmt::join(programs(), ", ")));
}

/// Tells when a file is written.
class Writes {
public:
    explicit Writes(const std::filesystem::path& file) : fd_(::inotify_init1(IN_CLOEXEC)) {
        ::inotify_add_watch(fd_, file.c_str(), IN_MODIFY);
    }
    ~Writes() { ::close(fd_); }
    void next() const {
        std::array<char, 4'096> events;
        if (::read(fd_, events.data(), events.size()) <= 0) throw std::runtime_error("inotify");
    }

private:
    int fd_;
};

TEST_F(Kill, AServiceAroundItsCommits) {
    start();
    // From the moment that a commit is written to the log: before it is synced, before the answer, before it is told.
    constexpr std::array moments{0us, 200us, 500us, 1'000us, 2'000us, 4'000us, 8'000us};
    for (const auto& moment : moments) {
        const pid_t before = deployment_.pid_of("complaints");
        const Writes writes(deployment_.state() / "complaints.db-wal");
        writes.next();
        std::this_thread::sleep_for(moment);
        deployment_.kill("complaints");
        ASSERT_TRUE(deployment_.comes_back("complaints", before));
        recovers("complaints was killed");
    }
    conclude(fmt::format("kill -9 of complaints {} times, 0 to 8 ms after it began to write a commit", moments.size()));
}

/// complaints ends, as by kill -9, exactly where it is told to (see failpoint.cpp).
class KillAt : public Kill {
protected:
    /// What its store held when it was dead, and what was known elsewhere.
    struct Left {
        std::int64_t complaints, last;        ///< sequence
        std::int64_t acknowledged, heard_of;  ///< complaints; sequence
    };

    void SetUp() override {
        deployment_.environment({{"LD_PRELOAD", RAPPORT_FAILPOINT_LIBRARY}, {"RAPPORT_FAILPOINT", failpoint()}});
    }
    std::string failpoint() const { return deployment_.folder() / "failpoint"; }

    Left die_at(const std::string& point) {
        const pid_t before = deployment_.pid_of("complaints");
        std::ofstream(failpoint() + ".new") << point;
        fs::rename(failpoint() + ".new", failpoint());
        if (!until([&] { return fs::remove(failpoint() + ".met"); }, 30s))
            throw std::runtime_error("it never came to " + point);
        const auto left = look();
        if (!deployment_.comes_back("complaints", before)) throw std::runtime_error("it was not started again");
        recovers("complaints ended at " + point);
        return left;
    }

private:
    Left look() const {
        const auto store =
            kit::Db::open("sqlite:" + (deployment_.state() / "complaints.db").string(), kit::Db::Mode::read);
        const auto number = [&](const char* sql) { return std::get<0>(*store->row<std::int64_t>(sql)); };
        Left left{.complaints = number("select count(*) from complaints"),
                  .last = number("select coalesce(max(sequence), 0) from kit_events")};
        std::this_thread::sleep_for(20ms);  // what it had sent arrives
        left.acknowledged = static_cast<std::int64_t>(load_->count());
        left.heard_of = subscriber_->heard().last;
        return left;
    }
};

TEST_F(KillAt, BetweenCommitAndReply) {
    start();
    constexpr int times = 10;
    int unanswered = 0;
    for (int i = 0; i < times; ++i) {
        const auto left = die_at("synced complaints.db-wal");
        unanswered += left.complaints > left.acknowledged ? 1 : 0;
    }
    EXPECT_GT(unanswered, 0) << "no commit was one that a client waited for";
    conclude(fmt::format("complaints ended {} times just when a commit was on disk, {} with clients that had no answer",
                         times, unanswered));
}

TEST_F(KillAt, BetweenReplyAndTelling) {
    start();
    constexpr int times = 10;
    int untold = 0;
    for (int i = 0; i < times; ++i) {
        const auto left = die_at("publish complaints.opened");
        untold += left.complaints == left.acknowledged && left.last > left.heard_of ? 1 : 0;
    }
    EXPECT_GT(untold, 0) << "nothing that was answered had still to be told";
    conclude(fmt::format("complaints ended {} times just before it told of a complaint, {} with all of them answered",
                         times, untold));
}

TEST_F(Kill, RollingRestartOfEachProcess) {
    start();
    for (const auto& program : programs()) end(program, SIGTERM);
    conclude(fmt::format("SIGTERM and start of {}", fmt::join(programs(), ", ")));
}

TEST_F(Kill, TheWholeDeploymentAtOnce) {
    start();
    for (const auto& program : programs()) deployment_.kill(program);
    recovers("everything was killed");
    conclude("kill -9 of all processes at once");
}

class Stop : public Case {
protected:
    void each_for(Millis time) {
        start();
        for (const auto& program : programs()) {
            deployment_.signal(program, SIGSTOP);
            std::this_thread::sleep_for(time);
            deployment_.signal(program, SIGCONT);
            recovers(program + " was stopped");
        }
        conclude(fmt::format("{} stopped for {} s each", fmt::join(programs(), ", "), time / 1s));
    }
};

TEST_F(Stop, EachProcessForOneSecond) { each_for(1s); }
TEST_F(Stop, EachProcessForTenSeconds) { each_for(10s); }

/// What was told while nobody could listen, and nothing after it.
TEST_F(Stop, ALostTailThenSilence) {
    start();
    deployment_.signal("notifier", SIGSTOP);
    // Longer than the heartbeats' 3 s: the bus has given its connection up, and what is told now reaches it nowhere.
    std::this_thread::sleep_for(5s);
    recovers("the notifier was stopped");
    load_->stop();
    deployment_.signal("notifier", SIGCONT);
    conclude("the notifier stopped for 5 s under load; nothing told after it goes on");
}

}  // namespace
}  // namespace rapport::faults
