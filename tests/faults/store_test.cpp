// SPDX-License-Identifier: MIT
// Stores that are locked, full, not to be written, gone, or those of yesterday.
#include <fmt/format.h>

#include <fstream>

#include "services/kit/store/db.hpp"
#include "services/kit/testing/postgresql.hpp"
#include "services/kit/testing/postgresql_server.hpp"
#include "tests/faults/case.hpp"
#include "tests/faults/mount.hpp"

namespace rapport::faults {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

class Store : public Case {
protected:
    fs::path store_of(const std::string& service) const { return deployment_.state() / (service + ".db"); }
    std::unique_ptr<kit::Db> open(const std::string& service) const {
        return kit::Db::open("sqlite:" + store_of(service).string(), kit::Db::Mode::write);
    }
    /// Waits until nothing is acknowledged any more: all clients are told to come again.
    bool stands_still() const {
        auto before = load_->count() + 1;
        auto since = std::chrono::steady_clock::now();
        return until(
            [&] {
                const auto now = std::chrono::steady_clock::now();
                if (const auto count = load_->count(); count != before) before = count, since = now;
                return now - since > 2s;
            },
            30s);
    }
    int status_of_list() const { return deployment_.http().get("/api/v1/complaints?limit=1").status; }
};

TEST_F(Store, LockedByAnotherProcess) {
    start();
    for (const auto* service : {"registry", "complaints", "notifier"}) {
        const auto another = open(service);
        another->begin();
        std::this_thread::sleep_for(7s);  // a service waits for 5 s before it says so
        another->rollback();
        recovers(fmt::format("the store of {} was locked", service));
    }
    conclude("registry's, complaints' and notifier's store locked for 7 s each");
}

/// Takes what room there is.
class Filler {
public:
    explicit Filler(fs::path file) : file_(std::move(file)) {
        std::ofstream out(file_, std::ios::binary);
        for (const std::string some(4'096, 'x');
             out.write(some.data(), static_cast<std::streamsize>(some.size())).flush();) {
        }
    }
    ~Filler() { fs::remove(file_); }

private:
    fs::path file_;
};

TEST_F(Store, DiskFull) {
    if (const auto why = Mount::refused(); !why.empty()) GTEST_SKIP() << why;
    const auto disk = Mount::small(deployment_.state(), 64);
    start();
    {
        const Filler filler(deployment_.state() / "filler");
        EXPECT_TRUE(stands_still()) << "complaints are taken, and nothing is left to keep them in";
        EXPECT_EQ(status_of_list(), 200) << "what is there can still be read";
    }
    recovers("the disk was full");
    conclude("the state's disk full until nothing was acknowledged for 2 s");
    deployment_.stop();
}

TEST_F(Store, NotToBeWritten) {
    if (const auto why = Mount::refused(); !why.empty()) GTEST_SKIP() << why;
    start();
    {
        const auto protection = Mount::read_only(store_of("complaints"));
        deployment_.kill("complaints");
        EXPECT_TRUE(stands_still());
    }
    recovers("the store was not to be written");
    conclude("complaints killed, and its store read-only until nothing was acknowledged for 2 s");
}

class OnPostgresql : public Store {
protected:
    void SetUp() override {
        if (!testing_kit::postgresql_installed()) GTEST_SKIP() << "no PostgreSQL server here";
        server_.emplace();
        fs::create_directories(deployment_.state() / "config");
        for (const auto* service : {"registry", "complaints", "notifier"})
            std::ofstream(deployment_.state() / "config" / (std::string(service) + ".toml"))
                << fmt::format("store = \"{} schema={}\"\n", server_->dsn(), service);
    }
    void TearDown() override {
        if (deployment_.running()) deployment_.stop();
    }
    std::optional<testing_kit::PostgresqlServer> server_;
};

TEST_F(OnPostgresql, StoppedAndStartedAgain) {
    start();
    server_->stop();
    EXPECT_TRUE(stands_still());
    server_->start();
    recovers("PostgreSQL was stopped");
    server_->crash();
    server_->start();
    recovers("PostgreSQL was killed");
    conclude("PostgreSQL shut down until nothing was acknowledged for 2 s, started; crashed, started");
}

/// Back to a backup: what was acknowledged since is gone, and everybody has to notice that the history is another one.
TEST_F(Store, RestoredFromABackup) {
    const auto backup = (deployment_.folder() / "backup").string();
    start();
    load_->get_on(100);
    const auto before = load_->stop();
    const auto saved = deployment_.rapport({"backup", backup});
    ASSERT_EQ(saved.exit, 0) << saved.err;

    load("gone")->get_on(100);
    deployment_.stop();
    const auto restored = deployment_.rapport({"restore", backup, "registry", "complaints", "--replace"});
    ASSERT_EQ(restored.exit, 0) << restored.err;

    deployment_.start();
    load_ = load("after");
    recovers("the stores were restored");
    load_->get_on(100);
    conclude("registry and complaints restored from a backup, with a new epoch", before);
    EXPECT_EQ(subscriber_->heard().epochs, 2);
}

}  // namespace
}  // namespace rapport::faults
