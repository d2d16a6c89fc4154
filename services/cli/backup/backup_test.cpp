// SPDX-License-Identifier: MIT
#include "services/cli/backup/backup.hpp"

#include <gmock/gmock-matchers.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "bus/base/codec.hpp"
#include "bus/base/error.hpp"
#include "bus/testing/test_bus.hpp"
#include "services/cli/backup/restore.hpp"
#include "services/cli/backup/sites.hpp"
#include "services/cli/state_dir.hpp"
#include "services/kit/method.hpp"
#include "services/kit/store/migrations.hpp"

namespace rapport::cli::backup {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

bus::Event happened() {
    return {.id = new_uuid(SystemClock().now()),
            .source = "complaints",
            .type = "complaints.opened",
            .subject = "one",
            .time = SystemClock().now(),
            .actor = {.id = "user:ada", .kind = "person"},
            .data = any_of(kit::Nothing{})};
}

/// A deployment that is stopped: stores of complaints and accounts, a setting, a key.
class BackupTest : public ::testing::Test {
protected:
    BackupTest() {
        make_folder(state_);
        make_store("complaints", 3);
        make_store("accounts", 1);
        put(state_ / "accounts.key", "secret");
        put(state_ / "config/notifier.toml", "log_level = \"debug\"\n");
        put(state_ / "keys/bus.key", "also secret");
    }

    static void make_folder(const fs::path& folder) {
        fs::create_directories(folder);
        fs::permissions(folder, fs::perms::owner_all);
    }
    static void put(const fs::path& file, const std::string& text) {
        fs::create_directories(file.parent_path());
        std::ofstream(file, std::ios::binary) << text;
    }
    static std::string text_of(const fs::path& file) {
        std::ostringstream text;
        text << std::ifstream(file, std::ios::binary).rdbuf();
        return text.str();
    }
    static std::unique_ptr<kit::Db> open(const fs::path& state, const std::string& service) {
        return kit::Db::open("sqlite:" + (state / (service + ".db")).string(), kit::Db::Mode::write);
    }
    void make_store(const std::string& service, int events) {
        const auto db = open(state_, service);
        kit::migrate(*db, {});
        tell(*db, service, events);
    }
    static void tell(kit::Db& db, const std::string& service, int events) {
        db.begin();
        kit::Outbox outbox(db, service);
        std::vector<bus::Event> all(static_cast<std::size_t>(events));
        for (auto& event : all) event = happened();
        outbox.append(db, all, SystemClock().now());
        db.commit();
    }
    static std::int64_t events_in(const fs::path& state, const std::string& service) {
        return kit::Outbox::verify(*open(state, service), service).events;
    }
    static std::string epoch_in(const fs::path& state, const std::string& service) {
        return kit::Outbox::verify(*open(state, service), service).epoch;
    }

    Manifest save() { return back_up({.state = state_, .to = backup_, .version = "1.2.3"}, out_); }
    RestoreOptions to(const fs::path& state) const { return {.from = backup_, .state = state, .version = "1.2.3"}; }
    /// What restoring says when it is refused, having checked that nothing was made.
    std::string refusal(const RestoreOptions& options) {
        try {
            restore(options, out_);
        } catch (const Error& error) {
            if (options.state != state_) {
                EXPECT_FALSE(fs::exists(options.state / "complaints.db"));
                EXPECT_FALSE(fs::exists(options.state / "config/notifier.toml"));
            }
            return error.message();
        }
        return "it was restored";
    }

    bus::testing::TempFolder folder_;
    fs::path state_ = folder_.path() / "state", backup_ = folder_.path() / "backup", empty_ = folder_.path() / "empty";
    std::ostringstream out_;
};

TEST_F(BackupTest, ItComesBackWithNewEpochs) {
    const auto manifest = save();
    EXPECT_THAT(out_.str(), HasSubstr("complaints              3 events"));
    restore(to(empty_), out_);
    EXPECT_EQ(events_in(empty_, "complaints"), 3);
    EXPECT_EQ(events_in(empty_, "accounts"), 1);
    EXPECT_NE(epoch_in(empty_, "complaints"), manifest.stores.front().inventory.history.epoch);
    EXPECT_EQ(manifest.stores.front().service, "complaints");
    EXPECT_EQ(epoch_in(state_, "complaints"), manifest.stores.front().inventory.history.epoch);
    EXPECT_EQ(text_of(empty_ / "accounts.key"), "secret");
    EXPECT_EQ(text_of(empty_ / "config/notifier.toml"), "log_level = \"debug\"\n");
    EXPECT_EQ(text_of(empty_ / "keys/bus.key"), "also secret");
    EXPECT_EQ(fs::status(empty_ / "keys/bus.key").permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(BackupTest, ItIsForItsOwnerAlone) {
    save();
    EXPECT_EQ(fs::status(backup_).permissions(), fs::perms::owner_all);
    for (const auto& file : {"manifest.json", "complaints.db", "files/accounts.key"})
        EXPECT_EQ(fs::status(backup_ / file).permissions(), fs::perms::owner_read | fs::perms::owner_write) << file;
    EXPECT_FALSE(fs::exists(backup_ / "complaints.db-wal"));
}

TEST_F(BackupTest, AFolderThatIsThereIsNotTaken) {
    fs::create_directory(backup_);
    EXPECT_THROW(save(), Error);
    EXPECT_TRUE(fs::is_empty(backup_));
}

TEST_F(BackupTest, ADeploymentWithoutStoresHasNothingToSave) {
    EXPECT_THROW(back_up({.state = empty_, .to = backup_, .version = "1.2.3"}, out_), Error);
    EXPECT_FALSE(fs::exists(backup_));
}

TEST_F(BackupTest, AStoreThatSettingsNameMustBeThere) {
    put(state_ / "config/registry.toml", "store = \"sqlite:" + (folder_.path() / "gone.db").string() + "\"\n");
    EXPECT_THROW(save(), Error);
    EXPECT_FALSE(fs::exists(backup_));
}

TEST_F(BackupTest, SettingsPlaceAStoreElsewhere) {
    put(state_ / "config/complaints.toml", "store = \"sqlite:" + (folder_.path() / "complaints.db").string() +
                                               "\"\nseverity_rule = \"rapport.severity\"\n");
    fs::rename(state_ / "complaints.db", folder_.path() / "complaints.db");
    EXPECT_EQ(save().stores.size(), 2);
    fs::rename(folder_.path() / "complaints.db", folder_.path() / "before.db");
    restore(to(empty_), out_);
    EXPECT_EQ(events_in(folder_.path(), "complaints"), 3);
}

TEST_F(BackupTest, WhatIsDamagedIsRefusedByName) {
    struct Damage {
        const char* what;
        std::function<void()> done;
        const char* said;
    };
    const Damage damages[] = {
        {"a byte of a store",
         [&] {
             std::fstream file(backup_ / "complaints.db", std::ios::in | std::ios::out | std::ios::binary);
             file.seekp(5'000).put('!');
         },
         "complaints.db is damaged: its SHA-256"},
        {"a store cut short", [&] { fs::resize_file(backup_ / "accounts.db", 100); },
         "accounts.db is damaged: it has 100 bytes"},
        {"a store gone", [&] { fs::remove(backup_ / "accounts.db"); }, "accounts.db is missing"},
        {"a key", [&] { put(backup_ / "files/accounts.key", "5ecret"); }, "accounts.key is damaged"},
        {"the manifest", [&] { put(backup_ / "manifest.json", "{\"format\": 1"); }, "manifest.json is damaged"},
        {"no manifest", [&] { fs::remove(backup_ / "manifest.json"); }, "is no backup"},
    };
    for (const auto& damage : damages) {
        save();
        damage.done();
        EXPECT_THAT(refusal(to(empty_)), HasSubstr(damage.said)) << damage.what;
        EXPECT_THROW(check(to(empty_), out_), Error) << damage.what;
        fs::remove_all(backup_);
    }
}

TEST_F(BackupTest, ABackupOfANewerVersionIsRefused) {
    save();
    auto older = to(empty_);
    older.version = "1.2.2";
    EXPECT_THAT(refusal(older), HasSubstr("was made by version 1.2.3: upgrade this program (1.2.2) first"));
}

TEST_F(BackupTest, NothingIsOverwrittenUnlessAsked) {
    save();
    tell(*open(state_, "complaints"), "complaints", 2);
    EXPECT_THAT(refusal(to(state_)), HasSubstr("complaints has a store already"));
    EXPECT_EQ(events_in(state_, "complaints"), 5);

    auto replace = to(state_);
    replace.replace = true;
    put(state_ / "accounts.key", "newer");
    put(state_ / "config/notifier.toml", "log_level = \"warn\"\n");
    restore(replace, out_);
    EXPECT_EQ(events_in(state_, "complaints"), 3);
    EXPECT_EQ(text_of(state_ / "accounts.key"), "secret");
    EXPECT_EQ(text_of(state_ / "config/notifier.toml"), "log_level = \"warn\"\n")
        << "settings are the deployment's own";
    int aside = 0;
    for (const auto& file : fs::directory_iterator(state_))
        aside += file.path().string().find(".before-") != std::string::npos;
    EXPECT_EQ(aside, 3) << "complaints.db, accounts.db, accounts.key";
}

TEST_F(BackupTest, OneServiceCanComeBackAlone) {
    save();
    auto one = to(empty_);
    one.services = {"complaints"};
    restore(one, out_);
    EXPECT_TRUE(fs::exists(empty_ / "complaints.db"));
    EXPECT_FALSE(fs::exists(empty_ / "accounts.db"));
    EXPECT_FALSE(fs::exists(empty_ / "accounts.key"));
    one.services = {"billing"};
    one.state = folder_.path() / "another";
    EXPECT_THAT(refusal(one), HasSubstr("has no store of billing; it has complaints, accounts"));
}

TEST_F(BackupTest, ARunningDeploymentIsNotRestoredInto) {
    save();
    const StateLock running{StateDir(empty_)};
    EXPECT_THAT(refusal(to(empty_)), HasSubstr("another rapport up"));
}

TEST_F(BackupTest, WhatFailsInTheMiddleIsTakenBack) {
    save();
    make_folder(empty_);
    fs::create_directory(empty_ / "complaints.db.restoring");
    put(empty_ / "complaints.db.restoring/file", "");
    EXPECT_ANY_THROW(restore(to(empty_), out_));
    EXPECT_FALSE(fs::exists(empty_ / "accounts.db"));
    EXPECT_FALSE(fs::exists(empty_ / "config/notifier.toml"));
}

}  // namespace
}  // namespace rapport::cli::backup
