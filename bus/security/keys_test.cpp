// SPDX-License-Identifier: MIT
// The files: what a key is, and what a folder of them says.
#include <gmock/gmock-matchers.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <sstream>

#include "bus/security/grants_file.hpp"
#include "bus/security/key_file.hpp"
#include "bus/security/keyring.hpp"
#include "bus/security/toml.hpp"
#include "bus/testing/test_bus.hpp"

namespace rapport::bus {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;

unsigned mode_of(const fs::path& path) {
    struct stat info {};
    return ::stat(path.c_str(), &info) == 0 ? info.st_mode & 0777 : 0;
}

std::string text_of(const fs::path& file) {
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
}

std::string error_of(const std::function<void()>& task) {
    try {
        task();
    } catch (const Error& error) {
        return std::string(name_of(error.code())) + ": " + error.message();
    }
    return "none";
}

class Keys : public ::testing::Test {
protected:
    void write(const std::string& text) const { write_file(keys.grants(), text, 0644); }
    std::string reading() const {
        return error_of([this] { keys.read(); });
    }

    testing::TempFolder folder;
    KeyFolder keys{folder.path() / "state" / "keys"};
    const std::string one = new_key_pair().public_key, two = new_key_pair().public_key;
};

TEST_F(Keys, AFolderIsMadeOnceAndItsSecretIsItsOwnersAlone) {
    keys.init();
    EXPECT_EQ(mode_of(keys.path()), 0700u);
    EXPECT_EQ(mode_of(keys.bus_key()), 0600u);
    EXPECT_EQ(KeyFile::read(keys.bus_key()).name, "bus");
    EXPECT_TRUE(keys.read().empty());
    EXPECT_THAT(error_of([this] { keys.init(); }), HasSubstr("already_exists"));
}

TEST_F(Keys, AKeyThatOthersMayReadIsNotUsed) {
    keys.init();
    fs::permissions(keys.bus_key(), fs::perms::group_read, fs::perm_options::add);
    EXPECT_THAT(error_of([this] { KeyFile::read(keys.bus_key()); }), HasSubstr("chmod 600"));
}

TEST_F(Keys, AKeyFileSaysWhatIsWrongWithItAndNothingOfItsSecret) {
    const auto file = folder.path() / "some.key";
    const auto pair = new_key_pair(), other = new_key_pair();
    const auto problem = [&](const std::string& text) {
        write_file(file, text, 0600);
        return error_of([&] { KeyFile::read(file); });
    };
    const auto secret = "secret = \"" + pair.secret_key + "\"\n";
    for (const auto& [text, said] : std::vector<std::pair<std::string, std::string>>{
             {"name = \"a\"\npublic = \"" + other.public_key + "\"\n" + secret, "do not belong together"},
             {"name = \"a\"\npublic = \"short\"\n" + secret, "40 characters of Z85"},
             {"public = \"" + pair.public_key + "\"\n" + secret, "name"},
             {"name = \"a\"\nsecrets = 1\n" + secret, "secrets: unknown; did you mean `secret`?"},
             {"name = \"a\n" + secret, ":1: "}}) {
        EXPECT_THAT(problem(text), HasSubstr(said));
        EXPECT_THAT(problem(text), Not(HasSubstr(pair.secret_key)));
    }
    EXPECT_THAT(error_of([&] { KeyFile::read(folder.path() / "none.key"); }), HasSubstr("not_found"));
}

TEST_F(Keys, WhatIsAddedIsReadAgain) {
    keys.init();
    const KeyEntry entry{.public_key = one,
                         .kind = KeyKind::person,
                         .roles = {"agent"},
                         .call = {"complaints.*", "*.$info"},
                         .serve = {"crm"},
                         .publish = {"crm"},
                         .subscribe = {"complaints.*"},
                         .tap = true,
                         .see_personal = true,
                         .act_for_others = true};
    keys.add("alice", entry);
    keys.add("bob", {.public_key = two});
    EXPECT_EQ(keys.read().at("alice"), entry);
    EXPECT_EQ(keys.read().at("bob"), (KeyEntry{.public_key = two}));
    EXPECT_EQ(keys.read().at("alice").grants("alice").actor.id, "key:alice");
}

TEST_F(Keys, TwoCannotHaveOneNameNorOneKey) {
    keys.init();
    keys.add("alice", {.public_key = one});
    EXPECT_THAT(error_of([&] { keys.add("alice", {.public_key = two}); }), HasSubstr("already_exists"));
    EXPECT_THAT(error_of([&] { keys.add("bob", {.public_key = one}); }), HasSubstr("`alice` has this key"));
    for (const char* name : {"", "bus", "local", "Alice", "a b", "-a", "a.b", "a\"b"})
        EXPECT_THAT(error_of([&] { keys.add(name, {.public_key = two}); }), HasSubstr("no name of a key")) << name;
}

TEST_F(Keys, AChangeLeavesAllElseInTheFileAsItIs) {
    keys.init();
    write("# mine\n[alice]  # the first\npublic = \"" + one +
          "\"  # hers\ncall = [\n  \"a.*\",\n]\n\n# about bob\n[bob]\npublic = \"" + two + "\"\n");
    const auto fresh = new_key_pair().public_key;
    keys.replace("alice", fresh, Instant{1'000});
    const auto entry = keys.read().at("alice");
    EXPECT_EQ(entry.public_key, fresh);
    EXPECT_EQ(entry.previous, one);
    EXPECT_EQ(entry.previous_until, Instant{1'000});
    EXPECT_EQ(entry.call, std::vector<std::string>{"a.*"});
    keys.replace("alice", one, {});
    EXPECT_EQ(keys.read().at("alice").previous, std::nullopt);
    keys.remove("bob");
    EXPECT_EQ(keys.read().size(), 1u);
    EXPECT_THAT(text_of(keys.grants()), HasSubstr("# mine\n[alice]  # the first\n"));
    EXPECT_THAT(error_of([this] { keys.remove("bob"); }), HasSubstr("not_found"));
    EXPECT_THAT(error_of([&] { keys.replace("bob", two, {}); }), HasSubstr("not_found"));
}

TEST_F(Keys, AMistakeIsNamedWithItsKeyAndField) {
    keys.init();
    const auto alice = "[alice]\npublic = \"" + one + "\"\n";
    for (const auto& [text, said] : std::vector<std::pair<std::string, std::string>>{
             {alice + "calls = [\"*\"]\n", "[alice]: calls: unknown; did you mean `call`?"},
             {alice + "call = \"*\"\n", "[alice] call"},
             {alice + "tap = \"yes\"\n", "[alice] tap"},
             {alice + "kind = \"robot\"\n", "[alice] kind"},
             {"[alice]\n", "public"},
             {"[alice]\npublic = \"x\"\n", "[alice] public: 40 characters"},
             {alice + "previous = \"" + two + "\"\n", "previous_until"},
             {"[Alice]\npublic = \"" + one + "\"\n", "no name of a key"},
             {alice + "[bob]\npublic = \"" + one + "\"\n", "another has the same key"},
             {"[alice\n", "grants.toml:1: "},
             {"[ {", "grants.toml: no TOML"}}) {
        write(text);
        EXPECT_THAT(reading(), HasSubstr(said)) << text;
    }
}

TEST_F(Keys, OneThatWasReplacedIsLetInUntilItsTime) {
    keys.init();
    const Instant until{1'000'000};
    keys.add("alice", {.public_key = one});
    keys.replace("alice", two, until);
    const Keyring before(keys, until - Millis(1)), after(keys, until);
    for (const auto* key : {&one, &two}) {
        ASSERT_NE(before.find(*key), nullptr);
        EXPECT_EQ(before.find(*key)->name, "alice");
    }
    EXPECT_EQ(before.next_change(), until);
    EXPECT_EQ(after.find(one), nullptr);
    EXPECT_NE(after.find(two), nullptr);
    EXPECT_EQ(after.next_change(), std::nullopt);
}

}  // namespace
}  // namespace rapport::bus
