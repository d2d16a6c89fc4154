// SPDX-License-Identifier: MIT
#include "services/cli/completion.hpp"

#include <gmock/gmock-matchers.h>

#include <CLI/CLI.hpp>
#include <array>
#include <cstdio>
#include <fstream>

#include "bus/testing/test_bus.hpp"

namespace rapport::cli {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class CompletionTest : public ::testing::Test {
protected:
    CompletionTest() {
        auto* tail = app.add_subcommand("tail", "Shows what happens: [all] of it");
        tail->add_option("-o,--output", text_, "how")->type_name("pretty|json");
        tail->add_option("--state", text_, "it's where")->type_name("DIR");
        tail->add_flag("--errors", flag_, "only those");
        auto* dead = app.add_subcommand("dead", "letters");
        dead->add_subcommand("show", "one")->add_option("ROW", text_, "which");
        dead->add_subcommand("list", "all");
    }

    /// What real bash offers when the last of the words is being completed.
    std::vector<std::string> offered(const std::string& words) {
        const bus::testing::TempFolder folder;
        const auto script = folder.path() / "script";
        std::ofstream(script)
            << bash_completion(app) << "COMP_WORDS=(" << words
            << ")\nCOMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n_rapport\nprintf '%s\\n' \"${COMPREPLY[@]}\"\n";
        FILE* const bash = ::popen(("bash '" + script.string() + "' 2>&1").c_str(), "r");
        std::vector<std::string> lines;
        std::array<char, 200> line;
        while (std::fgets(line.data(), line.size(), bash)) {
            lines.emplace_back(line.data());
            lines.back().pop_back();
            if (lines.back().empty()) lines.pop_back();
        }
        EXPECT_EQ(::pclose(bash), 0);
        return lines;
    }

    CLI::App app{"", "rapport"};

private:
    std::string text_;
    bool flag_ = false;
};

TEST_F(CompletionTest, OfBashKnowsVerbsTheirPartsOptionsAndChoices) {
    EXPECT_THAT(offered("rapport t"), ElementsAre("tail"));
    EXPECT_THAT(offered("rapport tail --"), ElementsAre("--help", "--output", "--state", "--errors"));
    EXPECT_THAT(offered("rapport tail -o ''"), ElementsAre("pretty", "json"));
    EXPECT_THAT(offered("rapport tail --errors --output j"), ElementsAre("json"));
    EXPECT_THAT(offered("rapport dead s"), ElementsAre("show"));
    EXPECT_THAT(offered("rapport dead show --h"), ElementsAre("--help"));
}

TEST_F(CompletionTest, OfZshNamesWhatEachIsFor) {
    EXPECT_THAT(zsh_completion(app), AllOf(HasSubstr("'--output[how]:pretty|json:(pretty json)'"),
                                           HasSubstr(R"('--state[it'\''s where]:DIR:_files -/')"),
                                           HasSubstr(R"(tail\:"Shows what happens\: \[all\] of it")"),
                                           HasSubstr("'dead show') _arguments")));
}

}  // namespace
}  // namespace rapport::cli
