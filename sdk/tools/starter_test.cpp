// SPDX-License-Identifier: MIT
#include "sdk/tools/starter.hpp"

#include <gmock/gmock-matchers.h>

#include <fstream>
#include <iterator>

#include "sdk/host/sample.hpp"

namespace rapport::sdk::tools {
namespace {

using testing::Contains;
using testing::HasSubstr;

std::string refused(const std::string& kind, const std::string& name, const std::filesystem::path& into,
                    const std::filesystem::path& starter = installed_starter()) {
    try {
        make_repository(kind, name, into, starter);
    } catch (const StarterError& error) {
        return error.what();
    }
    return "nothing";
}

TEST(Starter, FillsInTheNameInFilesAndTheirNames) {
    const Folder folder;
    for (const auto* kind : {"rule", "channel"}) {
        const auto name = std::string("acme-") + kind;
        const auto made = make_repository(kind, name, folder.path(), installed_starter());
        EXPECT_THAT(made, Contains(name + ".cpp"));
        EXPECT_THAT(made, Contains(".gitignore"));
        EXPECT_THAT(made, Contains(".github/workflows/build.yml"));
        EXPECT_THAT(made, Contains("data/sample.csv"));
        for (const auto& each : made) {
            std::ifstream file(folder.path() / name / each);
            const std::string text(std::istreambuf_iterator<char>(file), {});
            EXPECT_FALSE(text.empty()) << each;
            EXPECT_EQ(text.find("@name@"), text.npos) << each;
            EXPECT_EQ(text.find("@Name@"), text.npos) << each;
        }
    }
}

TEST(Starter, RefusesWhatIsNoName) {
    const Folder folder;
    for (const auto* name :
         {"", "Acme", "acme loyalty", "acme--loyalty", "-acme", "acme-", "1st", "../acme", "acme/x", "a.b"})
        EXPECT_THAT(refused("rule", name, folder.path()), HasSubstr("is no name for a plugin")) << name;
    EXPECT_THAT(refused("rule", "test", folder.path()), HasSubstr("means something to the build"));
    EXPECT_THAT(refused("gizmo", "acme", folder.path()), HasSubstr("not 'gizmo'"));
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(Starter, LeavesNothingBehindWhereItFailsHalfway) {
    const Folder starter, into;
    for (const auto* file : {"both/x.in", "rule/x/y.in"}) {  // what is a file cannot be a folder
        std::filesystem::create_directories((starter / file).parent_path());
        std::ofstream(starter / file) << "text";
    }
    EXPECT_THAT(refused("rule", "acme", into.path(), starter.path()), HasSubstr("nothing was made: "));
    EXPECT_TRUE(std::filesystem::is_empty(into.path()));
}

TEST(Starter, LeavesWhatIsThereAlone) {
    const Folder folder;
    std::filesystem::create_directory(folder / "acme");
    EXPECT_THAT(refused("rule", "acme", folder.path()), HasSubstr("is there already"));
    EXPECT_TRUE(std::filesystem::is_empty(folder / "acme"));
}

}  // namespace
}  // namespace rapport::sdk::tools
