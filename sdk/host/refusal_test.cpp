// SPDX-License-Identifier: MIT
// Which files are refused, and in what words.
#include <fstream>

#include "sdk/host/sample.hpp"

namespace rapport::sdk {
namespace {

using testing::HasSubstr;
using Kind = PluginError::Kind;

struct Case {
    const char* name;
    const char* file;
    Kind kind;
    const char* words;
};

std::ostream& operator<<(std::ostream& out, const Case& each) { return out << each.name; }

class Refusal : public testing::TestWithParam<Case> {};

TEST_P(Refusal, NamesTheFaultAndWhatToDo) {
    const auto& [name, file, kind, words] = GetParam();
    for (const auto isolation : {Isolation::child, Isolation::in_process}) {
        auto spec = sample(file, "raw");
        spec.isolation = isolation;
        const auto error = refusal([&] { RulePlugin plugin(spec); });
        EXPECT_EQ(to_string(error.kind), to_string(kind)) << error.what();
        EXPECT_THAT(error.what(), HasSubstr(words));
    }
}

INSTANTIATE_TEST_SUITE_P(
    Broken, Refusal,
    testing::Values(Case{"NoNote", "no_note", Kind::no_note, "carries no plugin note"},
                    Case{"NextMajor", "next_major", Kind::abi,
                         "is built against plugin ABI 2.1, this host has 1.1; update Rapport"},
                    Case{"NextMinor", "next_minor", Kind::abi, "ABI 1.99"},
                    Case{"NoteDiffers", "other_note", Kind::contract,
                         "its note says com.example.raw 2.0.0, its entry com.example.raw 1.0.0"},
                    Case{"NoEntry", "no_entry", Kind::load, "the plugin does not load"},
                    Case{"ShortEntry", "short_entry", Kind::contract, "its entry is shorter"},
                    Case{"NoScore", "no_score", Kind::contract, "incomplete table of functions"},
                    Case{"BadSchema", "bad_schema", Kind::contract, "settings schema of com.example.raw is unsound"},
                    Case{"MissingSymbol", "missing_symbol", Kind::load, "rapport_nobody_defines_this"},
                    Case{"MissingFile", "is_not_there", Kind::file, "cannot be read: No such file"}),
    [](const auto& tested) { return tested.param.name; });

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
TEST(Refused, APluginBuiltWithASanitizer) {
    const auto error = refusal([] { RulePlugin plugin(sample("sanitized", "raw")); });
    EXPECT_EQ(error.kind, Kind::sanitizer);
    EXPECT_THAT(error.what(), HasSubstr("built with the address sanitizer"));
}
#endif

TEST(Refused, AnIdOtherThanTheConfiguredOne) {
    const auto error = refusal([] { RulePlugin plugin(sample("raw", "other")); });
    EXPECT_EQ(error.kind, Kind::kind);
    EXPECT_THAT(error.what(),
                HasSubstr("is the plugin 'com.example.raw', the configuration names 'com.example.other'"));
}

TEST(Refused, AChannelWhereARuleIsNeeded) {
    EXPECT_THAT(refusal([] { RulePlugin plugin(sample("unruly_channel", "unruly")); }).what(),
                HasSubstr("is a channel; a rule is needed here"));
    EXPECT_THAT(refusal([] { ChannelPlugin plugin(sample("raw", "raw")); }).what(),
                HasSubstr("is a rule; a channel is needed here"));
}

TEST(Refused, AChannelInTheServicesOwnProcess) {
    auto spec = sample("unruly_channel", "unruly");
    spec.isolation = Isolation::in_process;
    EXPECT_THAT(refusal([&] { ChannelPlugin plugin(spec); }).what(), HasSubstr("channels run in a child"));
}

TEST(Refused, AFileThatIsNotALibrary) {
    const Folder folder;
    auto spec = sample("raw", "raw");
    spec.file = folder / "text.so";
    std::ofstream(spec.file) << "#!/bin/sh\n";
    EXPECT_THAT(refusal([&] { RulePlugin plugin(spec); }).what(), HasSubstr("is not an ELF file"));
    std::ofstream(spec.file, std::ios::trunc).flush();
    EXPECT_THAT(refusal([&] { RulePlugin plugin(spec); }).what(), HasSubstr("is not an ELF file"));
    spec.file = folder.path();
    EXPECT_EQ(refusal([&] { RulePlugin plugin(spec); }).kind, Kind::file);
}

TEST(Refused, AFileOrFolderThatOthersMayWrite) {
    using std::filesystem::perms;
    const Folder folder;
    auto spec = sample("raw", "raw");
    std::filesystem::copy_file(spec.file, folder / "raw.so");
    spec.file = folder / "raw.so";
    RulePlugin fine(spec);
    std::filesystem::permissions(spec.file, perms::others_write, std::filesystem::perm_options::add);
    const auto error = refusal([&] { RulePlugin plugin(spec); });
    EXPECT_EQ(error.kind, Kind::untrusted);
    EXPECT_THAT(error.what(), HasSubstr("chmod go-w"));
    std::filesystem::permissions(spec.file, perms::others_write, std::filesystem::perm_options::remove);
    std::filesystem::permissions(folder.path(), perms::others_write, std::filesystem::perm_options::add);
    EXPECT_EQ(refusal([&] { RulePlugin plugin(spec); }).kind, Kind::untrusted);
}

TEST(Refused, AFileWithAnotherHash) {
    auto spec = sample("raw", "raw");
    const auto right = RulePlugin(spec).description().sha256;
    spec.sha256 = right;
    RulePlugin fine(spec);
    spec.sha256[0] = spec.sha256[0] == '0' ? '1' : '0';
    const auto error = refusal([&] { RulePlugin plugin(spec); });
    EXPECT_EQ(error.kind, Kind::untrusted);
    EXPECT_THAT(error.what(), HasSubstr("has SHA-256 " + right));
}

TEST(Refused, AHostProgramThatIsNotThere) {
    auto spec = sample("raw", "raw");
    spec.host = "/nowhere/rapport-plugin-host";
    const auto error = refusal([&] { RulePlugin plugin(spec); });
    EXPECT_EQ(error.kind, Kind::host);
    EXPECT_THAT(error.what(), HasSubstr("/nowhere/rapport-plugin-host cannot be started"));
}

TEST(Refused, SettingsThatThePluginItselfDoesNotTake) {
    auto spec = sample("unruly_rule", "unruly");
    spec.settings = R"({"at_start": "throw"})";
    const auto error = refusal([&] { RulePlugin plugin(spec); });
    EXPECT_EQ(error.kind, Kind::settings);
    EXPECT_THAT(error.what(), HasSubstr("cannot start like this"));
    spec.settings = R"({"at_start": "abort"})";
    EXPECT_EQ(refusal([&] { RulePlugin plugin(spec); }).kind, Kind::died);
}

}  // namespace
}  // namespace rapport::sdk
