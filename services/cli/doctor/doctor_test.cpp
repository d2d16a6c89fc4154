// SPDX-License-Identifier: MIT
#include <gmock/gmock-more-matchers.h>
#include <gtest/gtest.h>

#include <fstream>

#include "bus/server/server.hpp"
#include "bus/testing/test_bus.hpp"
#include "sdk/host/record.hpp"
#include "services/cli/doctor/check.hpp"
#include "services/cli/doctor/clock.hpp"
#include "services/cli/doctor/folder.hpp"
#include "services/cli/doctor/live.hpp"
#include "services/cli/doctor/plugins.hpp"
#include "services/cli/doctor/stores.hpp"
#include "services/kit/engine/outbox.hpp"
#include "services/kit/store/migrations.hpp"

namespace rapport::cli::doctor {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

auto says(Level level, const std::string& name, const std::string& finding) {
    return AllOf(Field(&Check::level, level), Field(&Check::name, name), Field(&Check::finding, HasSubstr(finding)));
}

TEST(Doctor, EndsWithTheWorstThatItFound) {
    EXPECT_EQ(exit_code({ok("a", "")}), 0);
    EXPECT_EQ(exit_code({ok("a", ""), warning("b", "", "")}), 5);
    EXPECT_EQ(exit_code({warning("b", "", ""), failed("c", "", "")}), 1);
}

TEST(Doctor, SaysWhatToDoBelowWhatIsWrong) {
    const Checks checks{ok("bus", "answers"), failed("disk", "0 free", "make room")};
    EXPECT_EQ(as_lines(checks),
              "ok       bus                    answers\n"
              "failed   disk                   0 free\n"
              "                                → make room\n"
              "1 ok, 0 warnings, 1 failed\n");
    EXPECT_THAT(as_json(checks), HasSubstr("\"remedy\": \"make room\""));
}

TEST(Doctor, KnowsWhenADiskIsFull) {
    constexpr std::uint64_t gib = 1 << 30;
    EXPECT_EQ(room_left("/", 50 * gib, 100 * gib).level, Level::ok);
    EXPECT_EQ(room_left("/", 4 * gib, 100 * gib).level, Level::warning) << "4 %";
    EXPECT_EQ(room_left("/", gib / 2, 2 * gib).level, Level::warning) << "half a GiB";
    EXPECT_EQ(room_left("/", gib / 20, gib).level, Level::failed) << "51 MiB";
    EXPECT_EQ(room_left("/", 0, 0).level, Level::failed);
}

TEST(Doctor, TellsAStoreThatItsServiceFindsInTrouble) {
    EXPECT_FALSE(store_in_use("complaints", {}));
    const auto check = store_in_use("complaints", {.state = "full", .reason = "make room", .since = Instant{0}});
    ASSERT_TRUE(check);
    EXPECT_THAT(*check, says(Level::failed, "store of complaints", "full"));
    EXPECT_EQ(check->remedy, "make room");
}

TEST(Doctor, KnowsWhenAClockWasAhead) {
    const Instant now{1'000'000};
    EXPECT_EQ(clock_against("complaints", now, now).level, Level::ok);
    EXPECT_EQ(clock_against("complaints", now + Millis(2'000), now).level, Level::ok);
    EXPECT_THAT(clock_against("complaints", now + Millis(60'000), now),
                says(Level::failed, "clock of complaints", "60 s in the future"));
}

TEST(Doctor, KnowsWhoIsFarBehind) {
    const Target target{.state = "/srv/desk"};
    EXPECT_FALSE(behind(target, "notifier", "reaction", "complaints", 0, 1'000));
    const auto found = behind(target, "notifier", "reaction", "complaints", 0, 1'001).value();
    EXPECT_THAT(found, says(Level::warning, "lag of notifier", "1001 events behind complaints"));
    EXPECT_EQ(found.command, "rapport lag notifier --state /srv/desk");
}

/// A state folder that is well.
class DoctorOfAFolder : public ::testing::Test {
protected:
    DoctorOfAFolder() {
        fs::create_directories(state_.path());
        fs::permissions(state_.path(), fs::perms::owner_all);
        const auto db = kit::Db::open(dsn(), kit::Db::Mode::write);
        kit::migrate(*db, {});
        const kit::Outbox outbox(*db, "complaints");
    }
    std::string dsn() const { return "sqlite:" + (state_.path() / "complaints.db").string(); }
    void put(const fs::path& name, const std::string& text) const {
        fs::create_directories((state_.path() / name).parent_path());
        std::ofstream(state_.path() / name) << text;
    }

    bus::testing::TempFolder folder_;
    StateDir state_{folder_.path() / "state"};
};

TEST_F(DoctorOfAFolder, FindsNothingWhereAllIsWell) {
    EXPECT_THAT(folder_checks(state_), Not(Contains(Field(&Check::level, Level::failed))));
    EXPECT_THAT(store_checks(state_.path(), true),
                ::testing::ElementsAre(AllOf(says(Level::ok, "store complaints", "0 events, "),
                                             says(Level::ok, "store complaints", " migrations, history whole")),
                                       Field(&Check::name, "disk")));
}

TEST_F(DoctorOfAFolder, SaysOnlyThatThereIsNoFolder) {
    EXPECT_THAT(folder_checks(StateDir(folder_.path() / "none")),
                ::testing::ElementsAre(says(Level::failed, "state folder", "is not there")));
}

TEST_F(DoctorOfAFolder, SeesThatOthersMayLookIn) {
    fs::permissions(state_.path(), fs::perms::owner_all | fs::perms::group_read);
    EXPECT_THAT(folder_checks(state_), Contains(says(Level::failed, "state folder", "open to others (mode 740)")));
    fs::permissions(state_.path() / "complaints.db", fs::perms::owner_all | fs::perms::others_read);
    EXPECT_THAT(store_checks(state_.path(), false),
                Contains(says(Level::failed, "store complaints", "open to others")));
}

TEST_F(DoctorOfAFolder, SeesKeysThatAreOpenAndGrantsThatAreWrong) {
    put("keys/grants.toml", "");
    put("keys/bus.key", "");
    fs::permissions(state_.keys(), fs::perms::owner_all);
    fs::permissions(state_.keys() / "bus.key", fs::perms::owner_all | fs::perms::others_read);
    EXPECT_THAT(folder_checks(state_), Contains(says(Level::failed, "key bus", "open to others")));
    put("keys/grants.toml", "[alice]\npublic = 1\n");
    EXPECT_THAT(folder_checks(state_),
                Contains(AllOf(Field(&Check::level, Level::failed), Field(&Check::name, "keys"))));
}

TEST_F(DoctorOfAFolder, SeesSettingsThatCannotBeRead) {
    put("config/complaints.toml", "store = \n");
    EXPECT_THAT(folder_checks(state_), Contains(says(Level::failed, "settings", "complaints.toml:1")));
}

class DoctorOfPlugins : public DoctorOfAFolder {
protected:
    DoctorOfPlugins() { put("config/complaints.toml", "severity_rule = \"acme.rule\"\n"); }
    void record(const std::string& state, const std::string& why) const {
        records_.put({.id = "acme.rule",
                      .version = "1.0.0",
                      .file = (state_.path() / "rule.so").string(),
                      .sha256 = "",
                      .state = state,
                      .why = why,
                      .since = ""});
    }
    Checks found(const Started& started = {}) const { return plugin_checks(state_, started); }

    sdk::PluginRecords records_{state_.path() / "plugins"};
};

TEST_F(DoctorOfPlugins, SeesThatOneWasRefusedOrIsQuarantinedAndHasAnAdviceForIt) {
    for (const auto* state : {"refused", "quarantined"}) {
        record(state, "of ABI 9");
        EXPECT_THAT(found(), ElementsAre(says(Level::failed, "plugin acme.rule", "of ABI 9")));
        EXPECT_EQ(found().front().command, "rapport plugin lift acme.rule --state " + state_.path().string());
        EXPECT_TRUE(records_.lift("acme.rule")) << "which is what that command does";
        EXPECT_THAT(found(), IsEmpty());
    }
}

TEST_F(DoctorOfPlugins, ForgetsOneThatRunsByNow) {
    record("refused", "of ABI 9");
    record("running", "");
    EXPECT_THAT(found(), ElementsAre(says(Level::ok, "plugins", "1 run")));
}

TEST_F(DoctorOfPlugins, ForgetsOneThatNoSettingsNameAnyMore) {
    record("refused", "of ABI 9");
    put("config/complaints.toml", "severity_rule = \"acme.better\"\n");
    EXPECT_THAT(found(), IsEmpty());
    fs::remove(state_.path() / "config/complaints.toml");
    EXPECT_THAT(found(), IsEmpty());
}

TEST_F(DoctorOfPlugins, ForgetsARefusalFromBeforeItsServiceWasStartedAnew) {
    record("refused", "settings: no such factor");
    const auto now = SystemClock().now();
    EXPECT_THAT(found({{"complaints", now - Millis(60'000)}}), SizeIs(1)) << "it runs since before";
    EXPECT_THAT(found({{"notifier", now + Millis(2'000)}}), SizeIs(1)) << "another service";
    EXPECT_THAT(found({{"complaints", now + Millis(2'000)}, {"notifier", now - Millis(60'000)}}), IsEmpty());
    record("quarantined", "it died");
    EXPECT_THAT(found({{"complaints", now + Millis(2'000)}}), SizeIs(1)) << "a quarantine outlasts its service";
}

TEST_F(DoctorOfPlugins, BlamesTheFileOnlyIfItDoesNotLoad) {
    record("refused", "settings: no such factor");
    EXPECT_THAT(found().front().remedy.value(), HasSubstr("replace " + (state_.path() / "rule.so").string()));
}

TEST(Doctor, WritesCommandsAsAShellTakesThem) {
    EXPECT_EQ(command({"rapport", "ping", "a-b_c", "/x/y.z"}), "rapport ping a-b_c /x/y.z");
    EXPECT_EQ(command({"chmod", "go=", "/my files/it's"}), "chmod go= '/my files/it'\\''s'");
    EXPECT_EQ(command({"x", "", "$(y)"}), "x '' '$(y)'");
}

TEST_F(DoctorOfAFolder, SeesAStoreThatIsDamaged) {
    {
        const auto db = kit::Db::open(dsn(), kit::Db::Mode::write);
        db->script("pragma wal_checkpoint(truncate);\n");
    }
    const auto file = state_.path() / "complaints.db";
    std::fstream out(file, std::ios::in | std::ios::out | std::ios::binary);
    out.seekp(4'096);
    out << std::string(fs::file_size(file) - 4'096, 'x');
    out.close();
    EXPECT_THAT(store_checks(state_.path(), false),
                Contains(AllOf(Field(&Check::level, Level::failed), Field(&Check::name, "store complaints"))));
}

TEST_F(DoctorOfAFolder, SeesThatNothingRuns) {
    EXPECT_THAT(live_checks({.state = state_.path().string()}, "1"),
                ::testing::ElementsAre(says(Level::failed, "bus", "nothing runs on")));
}

}  // namespace
}  // namespace rapport::cli::doctor
