// SPDX-License-Identifier: MIT
// Stores that are locked, full, not to be written, gone, or those of yesterday.
#include <fmt/format.h>

#include <fstream>

#include "services/kit/store/db.hpp"
#include "services/kit/testing/postgresql.hpp"
#include "services/kit/testing/postgresql_server.hpp"
#include "tests/faults/case.hpp"
#include "tests/faults/mount.hpp"
#include "tests/integration/api.hpp"

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
    std::string log_of(const std::string& service) const {
        std::ifstream in(deployment_.state() / "log" / (service + ".log"));
        return {std::istreambuf_iterator<char>(in), {}};
    }
    static int times(std::string_view what, const std::string& in) {
        int count = 0;
        for (auto at = in.find(what); at != in.npos; at = in.find(what, at + 1)) ++count;
        return count;
    }
    int status_of_list() const { return deployment_.http().get("/api/v1/complaints?limit=1").status; }
};

/// Locks a store whose service writes without a pause: SQLite gives nobody a turn, so a try may find it taken for 5 s.
void lock(kit::Db& store) {
    for (int tries = 1;; ++tries) try {
            return store.begin();
        } catch (const Error&) {
            if (tries == 6) throw;
        }
}

TEST_F(Store, LockedByAnotherProcess) {
    start();
    for (const auto* service : {"registry", "complaints", "notifier"}) {
        const auto another = open(service);
        lock(*another);
        std::this_thread::sleep_for(7s);  // a service waits for 5 s before it says so
        another->rollback();
        recovers(fmt::format("the store of {} was locked", service));
    }
    conclude("registry's, complaints' and notifier's store locked for 7 s each");
}

/// It takes more room than what a full disk may have left in pages.
nlohmann::json large_complaint() {
    auto complaint = integration::complaint_about("large");
    complaint["text"] = std::string(19'000, 'x');
    return complaint;
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
        auto http = deployment_.http();
        const auto refused = http.post("/api/v1/complaints", large_complaint(), {});
        EXPECT_EQ(refused.status, 503) << refused.body;
        EXPECT_EQ(refused.json().value("reason", ""), "store_full") << refused.body;
        EXPECT_EQ(refused.body.find("SQL"), std::string::npos) << refused.body;
        const auto ready = http.get("/readyz");
        EXPECT_EQ(ready.status, 503);
        EXPECT_NE(ready.body.find(R"({"service":"complaints","state":"full")"), std::string::npos) << ready.body;
        EXPECT_NE(deployment_.rapport({"doctor"}).out.find("is in trouble (full)"), std::string::npos);
    }
    recovers("the disk was full");
    EXPECT_TRUE(until([&] { return deployment_.http().get("/readyz").status == 200; }, 30s));
    conclude("the state's disk full until nothing was acknowledged for 2 s");
    const auto log = log_of("complaints");
    EXPECT_GE(times("is in trouble (", log), 1) << log;
    EXPECT_EQ(times("is in trouble (", log), times("takes changes again", log))
        << "once when it begins, once when over";
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

TEST_F(Store, Damaged) {
    start();
    load_->get_on(200);
    load_->stop();
    deployment_.stop();
    const auto file = store_of("complaints");
    {
        // What a bad disk leaves of it: its schema and half of its pages.
        auto whole = open("complaints");
        whole->rows<std::int64_t>("pragma wal_checkpoint(truncate)");
        whole.reset();
        std::fstream pages(file, std::ios::in | std::ios::out | std::ios::binary);
        const auto half = static_cast<std::streamoff>(fs::file_size(file) / 2);
        pages.seekp(half);
        pages << std::string(static_cast<std::size_t>(half), 'Z');
    }
    try {
        deployment_.start();
    } catch (const std::runtime_error& error) {
        // It cannot even begin: then that is what it says.
        EXPECT_NE(std::string(error.what()).find("is damaged"), std::string::npos) << error.what();
        return;
    }
    auto http = deployment_.http();
    EXPECT_TRUE(until(
        [&] {
            http.get("/api/v1/complaints?limit=100&search=client");
            http.post("/api/v1/complaints", large_complaint(), {});
            return http.get("/readyz").status == 503;
        },
        30s));
    EXPECT_NE(http.get("/readyz").body.find(R"("state":"damaged")"), std::string::npos);
    EXPECT_EQ(deployment_.rapport({"doctor"}).exit, 1);
    EXPECT_EQ(times("in trouble (damaged)", log_of("complaints")), 1);
    deployment_.stop();
}

/// The end of a store is gone, as a bad sector or an older file copied back leaves it: the source does not know that,
/// those who follow it must.
TEST_F(Store, TheEndIsLost) {
    start();
    load_->get_on(100);
    load_->stop();
    for (int i = 0; i < 30; ++i)
        ASSERT_EQ(deployment_.http().post("/api/v1/parties", {{"name", fmt::format("party {}", i)}}, {}).status, 201);
    deployment_.crash();
    const auto log = store_of("registry").string() + "-wal";
    fs::resize_file(log, fs::file_size(log) / 2);
    deployment_.start();
    ASSERT_TRUE(until([&] { return log_of("complaints").find("registry lost the end") != std::string::npos; }, 20s));
    auto http = deployment_.http();
    const auto party = http.post("/api/v1/parties", {{"name", "made after the loss"}}, {});
    ASSERT_EQ(party.status, 201) << party.body;
    const auto opened = http.post("/api/v1/complaints", {{"party", party.json().at("id")}, {"subject", "known"}}, {});
    EXPECT_EQ(opened.status, 201) << opened.body;
    const auto lost = "the end of the history was lost";
    for (const std::vector<std::string>& verb : {std::vector<std::string>{"lag"}, {"events", "verify"}, {"doctor"}})
        EXPECT_NE(deployment_.rapport(verb).out.find(lost), std::string::npos) << verb.back();
    EXPECT_EQ(deployment_.rapport({"events", "verify"}).exit, 1);
    EXPECT_EQ(deployment_.rapport({"events", "acknowledge", "registry"}).exit, 0);
    EXPECT_EQ(deployment_.rapport({"events", "verify"}).exit, 0);
    for (const std::vector<std::string>& verb : {std::vector<std::string>{"lag"}, {"doctor"}})
        EXPECT_EQ(deployment_.rapport(verb).out.find(lost), std::string::npos) << verb.back();
    fmt::print("ok     Store.TheEndIsLost: the write-ahead log of registry cut to half\n");
    deployment_.stop();
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
