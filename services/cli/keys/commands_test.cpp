// SPDX-License-Identifier: MIT
#include "services/cli/keys/commands.hpp"

#include <gmock/gmock-matchers.h>
#include <gtest/gtest.h>

#include <sstream>

#include "bus/base/error.hpp"
#include "bus/security/key_file.hpp"
#include "bus/testing/test_bus.hpp"

namespace rapport::cli::keys {
namespace {

using ::testing::HasSubstr;
namespace fs = std::filesystem;

class KeysTest : public ::testing::Test {
protected:
    KeysTest() { init(keys, out); }
    void add_one(const std::string& name, Profile profile = Profile::service) {
        add(keys, {.name = name, .grants = grants_for(profile, name)}, out);
    }
    bus::KeyFile key(const std::string& name) const { return bus::KeyFile::read(keys.key(name)); }

    bus::testing::TempFolder folder;
    bus::KeyFolder keys{folder.path() / "keys"};
    std::ostringstream out;
    const Instant now{1'000'000'000'000};
};

TEST_F(KeysTest, AKeyThatIsAddedIsAFileWithWhichToCome) {
    add_one("crm");
    EXPECT_EQ(key("crm").public_key, keys.read().at("crm").public_key);
    EXPECT_EQ(key("crm").bus, bus::KeyFile::read(keys.bus_key()).public_key);
    EXPECT_THAT(out.str(), HasSubstr("crm may: call *.$events *.$watermark *.$holds *.$info bus.services; serve crm; "
                                     "publish crm; subscribe *\n"));
    EXPECT_THROW(add_one("crm"), Error);
}

TEST_F(KeysTest, ASecretMayStayWithItsOwner) {
    const auto pair = bus::new_key_pair();
    add(keys, {.name = "alice", .grants = grants_for(Profile::op, "alice"), .public_key = pair.public_key}, out);
    EXPECT_EQ(keys.read().at("alice").public_key, pair.public_key);
    EXPECT_FALSE(fs::exists(keys.key("alice")));
    EXPECT_THROW(add(keys, {.name = "bob", .grants = {}, .public_key = "short"}, out), Error);
}

TEST_F(KeysTest, AKeyThatCannotBeWrittenIsNotLetIn) {
    EXPECT_THROW(add(keys, {.name = "crm", .grants = {}, .file = "/nowhere/crm.key"}, out), Error);
    EXPECT_TRUE(keys.read().empty());
}

TEST_F(KeysTest, OnlyAGatewaySpeaksForOthersAndNobodySeesPersonalFieldsUnasked) {
    for (const auto profile : {Profile::none, Profile::service, Profile::gateway, Profile::op, Profile::observer}) {
        const auto grants = grants_for(profile, "x");
        EXPECT_EQ(grants.act_for_others, profile == Profile::gateway);
        EXPECT_EQ(grants.tap, profile == Profile::op);
        EXPECT_FALSE(grants.see_personal);
    }
    EXPECT_EQ(grants_for(Profile::none, "x"), bus::KeyEntry{});
}

TEST_F(KeysTest, ARevokedKeyIsGone) {
    add_one("crm");
    revoke(keys, "crm", out);
    EXPECT_TRUE(keys.read().empty());
    EXPECT_FALSE(fs::exists(keys.key("crm")));
    EXPECT_THROW(revoke(keys, "crm", out), Error);
}

TEST_F(KeysTest, AKeyIsReplacedAndTheOldOneLetInForAWhile) {
    add_one("crm");
    const auto old = key("crm").public_key;
    rotate(keys, "crm", std::chrono::hours(24), now, out);
    const auto entry = keys.read().at("crm");
    EXPECT_NE(entry.public_key, old);
    EXPECT_EQ(entry.public_key, key("crm").public_key);
    EXPECT_EQ(entry.previous, old);
    EXPECT_EQ(entry.previous_until, now + std::chrono::hours(24));
    rotate(keys, "crm", Millis(0), now, out);
    EXPECT_EQ(keys.read().at("crm").previous, std::nullopt);
    EXPECT_THROW(rotate(keys, "erp", Millis(0), now, out), Error);
}

TEST_F(KeysTest, TheBussOwnKeyIsReplacedInTheFilesOfOthersToo) {
    add_one("crm");
    const auto old = bus::KeyFile::read(keys.bus_key());
    rotate(keys, "bus", Millis(0), now, out);
    const auto fresh = bus::KeyFile::read(keys.bus_key());
    EXPECT_NE(fresh.public_key, old.public_key);
    EXPECT_EQ(key("crm").bus, fresh.public_key);
    EXPECT_THAT(out.str(), HasSubstr("start the bus anew"));
}

TEST_F(KeysTest, TheListSaysWhoMayWhat) {
    add_one("alice", Profile::op);
    add_one("crm");
    rotate(keys, "crm", std::chrono::hours(1), now, out);
    std::ostringstream table, json;
    list(keys, false, table);
    EXPECT_THAT(table.str(), HasSubstr("alice            person   admin                call *; subscribe *; tap\n"));
    EXPECT_THAT(table.str(), HasSubstr("its previous key until 2001-09-09T02:46:40.000Z"));
    list(keys, true, json);
    EXPECT_THAT(json.str(), HasSubstr(R"("name": "alice")"));
}

TEST(Duration, IsANumberAndAUnit) {
    EXPECT_EQ(duration_from("0"), Millis(0));
    EXPECT_EQ(duration_from("90s"), Millis(90'000));
    EXPECT_EQ(duration_from("30m"), std::chrono::minutes(30));
    EXPECT_EQ(duration_from("12h"), std::chrono::hours(12));
    EXPECT_EQ(duration_from("7d"), std::chrono::hours(168));
    for (const char* text : {"", "1", "h", "-1h", "1w", "1h2", "999999999h"})
        EXPECT_EQ(duration_from(text), std::nullopt);
}

}  // namespace
}  // namespace rapport::cli::keys
