// SPDX-License-Identifier: MIT
// A plugin's file that is replaced while the plugin runs.
#include <fstream>

#include "sdk/host/sample.hpp"

namespace rapport::sdk {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class Replaced : public testing::Test {
protected:
    Replaced() {
        put("raw");
        spec_ = sample("raw", "raw");
        spec_.file = file();
        spec_.log = [this](LogLevel, std::string_view line) { log_.emplace_back(line); };
    }
    /// As an installer does it: a new file takes the name.
    void put(const std::string& name) const {
        std::filesystem::copy_file(sample(name, "raw").file, folder_ / "new");
        std::filesystem::rename(folder_ / "new", file());
    }
    std::filesystem::path file() const { return folder_ / "plugin.so"; }
    static double value(RulePlugin& rule) {
        Batch batch{Instant{}};
        batch.add_row({});
        return rule.score(batch)[0].value;
    }

    Folder folder_;
    PluginSpec spec_;
    std::vector<std::string> log_;
};

TEST_F(Replaced, TakesOverAtTheNextCall) {
    RulePlugin rule(spec_);
    EXPECT_EQ(value(rule), 0.5);
    put("raw_next");
    EXPECT_EQ(value(rule), 0.75);
    EXPECT_EQ(rule.description().version, "1.1.0");
    ASSERT_EQ(log_.size(), 1u);
    EXPECT_THAT(log_[0], HasSubstr("version 1.1.0"));
    EXPECT_THAT(log_[0], HasSubstr("takes over from 1.0.0"));
}

TEST_F(Replaced, RunsOnWhereTheNewFileIsRefusedAndSaysSoOnce) {
    RulePlugin rule(spec_);
    for (const auto* broken : {"next_major", "bad_schema", "missing_symbol", "dies_at_load"}) {
        log_.clear();
        put(broken);
        EXPECT_EQ(value(rule), 0.5) << broken;
        EXPECT_EQ(value(rule), 0.5) << broken;
        ASSERT_EQ(log_.size(), 1u) << broken;
        EXPECT_THAT(log_[0], HasSubstr("the new one is refused"));
        EXPECT_THAT(log_[0], HasSubstr("version 1.0.0 runs on"));
    }
}

TEST_F(Replaced, InPlaceRunsOnUntilTheFileIsWhole) {
    RulePlugin rule(spec_);
    std::ifstream source(sample("raw_next", "raw").file, std::ios::binary);
    const std::string whole(std::istreambuf_iterator<char>(source), {});
    std::ofstream(file(), std::ios::binary | std::ios::trunc) << whole.substr(0, 2000);
    EXPECT_EQ(value(rule), 0.5);
    std::ofstream(file(), std::ios::binary | std::ios::trunc) << whole;
    EXPECT_EQ(value(rule), 0.75);
}

TEST_F(Replaced, RunsOnWhereTheFileIsGoneOrOnlyTouched) {
    RulePlugin rule(spec_);
    put("raw");
    EXPECT_EQ(value(rule), 0.5);
    std::filesystem::remove(file());
    EXPECT_EQ(value(rule), 0.5);
    EXPECT_THAT(log_, IsEmpty());
}

TEST_F(Replaced, IsNotTakenOverWhereTheOperatorNamedAHash) {
    spec_.sha256 = RulePlugin(spec_).description().sha256;
    RulePlugin rule(spec_);
    put("raw_next");
    EXPECT_EQ(value(rule), 0.5);
    ASSERT_EQ(log_.size(), 1u);
    EXPECT_THAT(log_[0], HasSubstr("the configuration says " + spec_.sha256));
}

TEST_F(Replaced, IsNotTakenOverInProcess) {
    spec_.isolation = Isolation::in_process;
    RulePlugin rule(spec_);
    put("raw_next");
    EXPECT_EQ(value(rule), 0.5);
}

TEST_F(Replaced, LiftsAQuarantine) {
    auto spec = spec_;
    put("dies");
    RulePlugin rule(spec);
    for (int death = 0; death < 3; ++death) value(rule);
    EXPECT_EQ(refusal([&] { value(rule); }).kind, PluginError::Kind::quarantined);
    put("raw");
    EXPECT_EQ(value(rule), 0.5);
}

}  // namespace
}  // namespace rapport::sdk
