// SPDX-License-Identifier: MIT
#include "sdk/tools/check.hpp"

#include <algorithm>
#include <thread>
#include <vector>

#include "sdk/tools/findings.hpp"

namespace rapport::sdk::tools {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

struct Broken {
    const char* file;
    const char* test;   ///< that fails
    const char* words;  ///< in which it names the fault
};

std::ostream& operator<<(std::ostream& out, const Broken& each) { return out << each.file; }

class BrokenPlugin : public testing::TestWithParam<Broken> {};

TEST_P(BrokenPlugin, HasItsFaultNamedWhileAnotherScoresOn) {
    RulePlugin other(sample("nps", "nps"));
    Batch batch(usual_now);
    batch.add_row({{"survey.nps", std::vector<double>{10, 9, 8, 7, 6}}});
    std::vector<Finding> findings;
    std::size_t unharmed = 0, calls = 0;
    {
        std::jthread beside([&](const std::stop_token& stop) {
            do {
                ++calls;
                unharmed += other.score(batch)[0].value == 20;
            } while (!stop.stop_requested());
        });
        findings = checked(GetParam().file);
    }
    EXPECT_EQ(unharmed, calls);
    EXPECT_FALSE(passed(findings));
    const auto* finding = find(findings, GetParam().test);
    ASSERT_TRUE(finding) << faults(findings);
    EXPECT_EQ(finding->verdict, Verdict::failed) << faults(findings);
    EXPECT_THAT(finding->detail, HasSubstr(GetParam().words));
}

std::vector<Broken> broken() {
    return {
        Broken{"next_major", "loads", "is built against plugin ABI 2."},
            Broken{"next_minor", "loads", "is built against plugin ABI 1.99"},
            Broken{"short_entry", "loads", "its entry is shorter than that of ABI 1.0"},
            Broken{"no_note", "loads", "carries no plugin note"},
            Broken{"other_note", "loads", "its note says com.example.raw 2.0.0, its entry com.example.raw 1.0.0"},
            Broken{"no_entry", "loads", "rapport_plugin_entry"},
            Broken{"missing_symbol", "loads", "rapport_nobody_defines_this"},
            Broken{"dies_at_load", "loads", "was ended by signal 6"},
            Broken{"no_score", "loads", "incomplete table of functions"},
            Broken{"bad_schema", "settings schema", "the settings schema of com.example.raw is unsound"},
            Broken{"fails", "one row", "not today"},
            Broken{"broken_throws", "values", "no row is scored; 200 made-up rows fail, such as row 1: no such thing"},
            Broken{"broken_throws_42", "one row", "threw something that is not a std::exception"},
            Broken{"broken_hangs", "one row", "did not answer within its deadline"},
            Broken{"broken_spins", "one row", "did not answer within its deadline"},
            Broken{"broken_segfault", "one row", "was ended by signal 11 (Segmentation fault)"},
            Broken{"broken_abort", "one row", "was ended by signal 6 (Aborted)"},
            Broken{"broken_exit", "one row", "ended itself with exit code 0"},
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
            Broken{"broken_overflow", "one row", "was ended by signal 11"},
            Broken{"broken_memory", "one row", "more memory than a plugin's process is allowed"},
            Broken{"broken_leaks", "leaks", "bytes with each instance"},
            Broken{"sanitized", "loads", "built with the address sanitizer"},
#endif
            Broken{"broken_nan", "one row", "is not a number"},
            Broken{"broken_no_sum", "one row", "the rule's factors sum to"},
            Broken{"broken_order", "same again", "a score may depend on the row, the settings and row.now() alone"},
            Broken{"clashing", "exports", "some of which every plugin in a process would share"},
    };
}

INSTANTIATE_TEST_SUITE_P(Each, BrokenPlugin, testing::ValuesIn(broken()),
                         [](const auto& tested) { return std::string(tested.param.file); });

class SoundPlugin : public testing::TestWithParam<const char*> {};

TEST_P(SoundPlugin, PassesHoweverItIsBuilt) {
    const auto findings = checked(GetParam());
    EXPECT_EQ(faults(findings), "");
    EXPECT_GE(findings.size(), 12u);
}

INSTANTIATE_TEST_SUITE_P(Each, SoundPlugin,
                         testing::Values("raw", "nps", "twice", "broken_debug_containers", "broken_old_strings",
                                         "broken_stripped"),
                         [](const auto& tested) { return std::string(tested.param); });

TEST(Check, NamesTheSameRowForTheSameSeed) {
    EXPECT_EQ(random_rows({{"n", InputType::number, ""}, {"x", InputType::text, ""}}, 50, 7),
              random_rows({{"n", InputType::number, ""}, {"x", InputType::text, ""}}, 50, 7));
    EXPECT_NE(random_rows({{"n", InputType::number, ""}}, 50, 7), random_rows({{"n", InputType::number, ""}}, 50, 8));
}

TEST(Check, TakesTheRowsThatItIsGiven) {
    CheckOptions options;
    options.rows = [](const Inputs& inputs) {
        Row row(inputs.size());
        row[0] = "nan";
        return std::vector<Row>(3, row);
    };
    const auto findings = checked("unruly_rule", options);
    EXPECT_THAT(faults(findings), HasSubstr("one row: row 1 fails: the rule's value is not a number"));
}

TEST(Check, LetsARuleRefuseMadeUpRowsButNoneOfThoseThatItIsGiven) {
    CheckOptions options;
    EXPECT_EQ(faults(checked("choosy", options)), "");
    EXPECT_THAT(find(checked("choosy", options), "values")->detail, HasSubstr("made-up rows fail, such as row "));
    options.rows = [](const Inputs&) { return std::vector<Row>{{3.0}, {-3.0}}; };
    EXPECT_THAT(faults(checked("choosy", options)), HasSubstr("row 2 fails: a negative number"));
}

TEST(Check, RefusesSettingsThatAreMissing) {
    EXPECT_THAT(faults(checked("unruly_channel")),
                HasSubstr("settings: needs settings that have no default: attempts; give them with --settings"));
}

}  // namespace
}  // namespace rapport::sdk::tools
