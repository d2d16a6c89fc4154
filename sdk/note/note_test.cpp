// SPDX-License-Identifier: MIT
#include "sdk/note/note.hpp"

#include <gmock/gmock-matchers.h>
#include <gtest/gtest.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <vector>

#include "sdk/include/rapport/plugin.h"
#include "sdk/note/exports.hpp"

namespace rapport::sdk {
namespace {

using testing::StartsWith;

std::vector<char> content_of(const std::string& sample) {
    const auto build = std::filesystem::read_symlink("/proc/self/exe").parent_path().parent_path();
    std::ifstream file(build / "sample-plugins" / ("sample_" + sample + ".so"), std::ios::binary);
    std::vector<char> content(std::istreambuf_iterator<char>(file), {});
    EXPECT_FALSE(content.empty()) << sample;
    return content;
}

std::optional<Note> note_in(const std::vector<char>& content) { return read_note(std::as_bytes(std::span(content))); }

TEST(Note, SaysWhatThePluginIs) {
    const auto note = note_in(content_of("nps"));
    ASSERT_TRUE(note);
    EXPECT_EQ(note->abi_major, RAPPORT_ABI_MAJOR);
    EXPECT_EQ(note->abi_minor, RAPPORT_ABI_MINOR);
    EXPECT_EQ(note->kind, RAPPORT_KIND_RULE);
    EXPECT_EQ(note->id, "com.example.nps");
    EXPECT_EQ(note->version, "1.0.0");
    EXPECT_EQ(note->toolchain, RAPPORT_TOOLCHAIN);
}

TEST(Note, IsTheSameFromCAndFromCpp) { EXPECT_EQ(note_in(content_of("raw"))->id, "com.example.raw"); }

TEST(Note, IsMissingWhereThereIsNone) { EXPECT_FALSE(note_in(content_of("no_note"))); }

TEST(Note, NamesTheSanitizer) {
    EXPECT_EQ((Note{.toolchain = "GCC 12.2.0 sanitizer=address"}).sanitizer(), "address");
    EXPECT_EQ((Note{.toolchain = "GCC 12.2.0"}).sanitizer(), "");
}

TEST(Note, IsNotLookedForInWhatIsNoLibrary) {
    const auto refused = [](const std::vector<char>& content) -> std::string {
        try {
            note_in(content);
        } catch (const NoteError& error) {
            return error.what();
        }
        return "nothing";
    };
    EXPECT_EQ(refused({}), "is not an ELF file");
    EXPECT_EQ(refused(std::vector<char>(10'000, 'x')), "is not an ELF file");
    auto other = content_of("raw");
    other[4] = 1;  // 32 bits
    EXPECT_EQ(refused(other), "is built for another kind of machine");
    auto program = content_of("raw");
    program[16] = 2;  // ET_EXEC
    EXPECT_EQ(refused(program), "is not a shared library");
    auto cut = content_of("raw");
    cut.resize(100);
    EXPECT_THAT(refused(cut), StartsWith("is cut off"));
    auto code_is_missing = content_of("raw");
    code_is_missing.resize(2000);  // what the note says is there, not all that would be loaded
    EXPECT_THAT(refused(code_is_missing), StartsWith("is cut off"));
}

std::vector<std::string> exports_of(const std::string& sample) {
    std::vector<std::string> names;
    const auto content = content_of(sample);
    const auto exports = read_exports(std::as_bytes(std::span(content)));
    for (const auto& each : exports.value()) names.push_back((each.unique ? "unique " : "") + each.name);
    return names;
}

TEST(Exports, AreTheEntryAloneWhereThePluginIsBuiltAsItShould) {
    EXPECT_THAT(exports_of("nps"), testing::ElementsAre("rapport_plugin_entry"));
    EXPECT_THAT(exports_of("raw"), testing::ElementsAre("rapport_plugin_entry"));
}

TEST(Exports, NameWhatIsOneForTheWholeProcess) {
    EXPECT_THAT(exports_of("clashing"), testing::Contains("rapport_plugin_entry"));
    EXPECT_THAT(exports_of("clashing"), testing::Contains(testing::StartsWith("unique _ZN4acme")));
}

// With AddressSanitizer this also shows that nothing outside the bytes is read.
TEST(Note, ToleratesMutatedFiles) {
    const auto sound = content_of("raw");
    std::mt19937 random(7);
    int found = 0;
    for (int round = 0; round < 20'000; ++round) {
        auto mutated = sound;
        const std::size_t reach = round % 2 ? 1024 : mutated.size();  // half of them in the headers and notes
        for (int changes = 1 + static_cast<int>(random() % 8); changes > 0; --changes)
            mutated[random() % std::min(reach, mutated.size())] = static_cast<char>(random());
        if (random() % 8 == 0) mutated.resize(random() % mutated.size());
        mutated.shrink_to_fit();
        try {
            found += note_in(mutated).has_value();
            read_exports(std::as_bytes(std::span(mutated)));
        } catch (const NoteError&) {
            continue;
        }
    }
    EXPECT_GT(found, 0);
}

}  // namespace
}  // namespace rapport::sdk
