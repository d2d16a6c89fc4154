// SPDX-License-Identifier: MIT
#include "sdk/host/record.hpp"

#include <fstream>

#include "sdk/host/sample.hpp"

namespace rapport::sdk {
namespace {

using testing::HasSubstr;
using Kind = PluginError::Kind;

class Records : public testing::Test {
protected:
    PluginSpec spec(const std::string& name, const std::string& id) const {
        auto spec = sample(name, id);
        spec.records = records_folder();
        return spec;
    }
    std::filesystem::path records_folder() const { return folder_ / "plugins"; }
    PluginRecord record(const std::string& id) const {
        return PluginRecords(records_folder()).find("com.example." + id).value_or(PluginRecord{});
    }
    static Status scored(RulePlugin& rule) {
        Batch batch{Instant{}};
        batch.add_row({});
        return rule.score(batch)[0].status;
    }
    /// A rule that died until it was quarantined.
    RulePlugin quarantined() const {
        RulePlugin rule(spec("dies", "raw"));
        for (int death = 0; death < 3; ++death) scored(rule);
        return rule;
    }

    Folder folder_;
};

TEST_F(Records, SayWhatRuns) {
    const RulePlugin rule(spec("nps", "nps"));
    EXPECT_EQ(record("nps").state, "running");
    EXPECT_EQ(record("nps").version, "1.0.0");
    EXPECT_EQ(record("nps").sha256, rule.description().sha256);
    EXPECT_THAT(record("nps").since, HasSubstr("T"));
}

TEST_F(Records, SayWhatIsRefusedAndWhy) {
    const auto error = refusal([&] { RulePlugin rule(spec("bad_schema", "raw")); });
    EXPECT_EQ(record("raw").state, "refused");
    EXPECT_EQ(record("raw").why, error.what());
}

TEST_F(Records, KeepAQuarantineWhenTheServiceStartsAgain) {
    quarantined();
    EXPECT_EQ(record("raw").state, "quarantined");
    const auto error = refusal([&] { RulePlugin rule(spec("dies", "raw")); });
    EXPECT_EQ(error.kind, Kind::quarantined);
    EXPECT_THAT(error.what(), HasSubstr("rapport plugin lift com.example.raw"));
    EXPECT_EQ(record("raw").state, "quarantined");
}

TEST_F(Records, QuarantineAFileAndNotItsId) {
    quarantined();
    RulePlugin rule(spec("raw", "raw"));
    EXPECT_EQ(scored(rule), Status::scored);
    EXPECT_EQ(record("raw").state, "running");
}

TEST_F(Records, QuarantineAFileWithTheSettingsThatItDiedWith) {
    auto deadly = spec("unruly_rule", "unruly");
    deadly.settings = R"({"at_start": "exit whatever comes"})";
    RulePlugin rule(deadly);
    for (int death = 0; death < 3; ++death) scored(rule);
    EXPECT_EQ(record("unruly").state, "quarantined");
    EXPECT_EQ(refusal([&] { RulePlugin again(deadly); }).kind, Kind::quarantined);
    RulePlugin another(spec("unruly_rule", "unruly"));
    EXPECT_EQ(scored(another), Status::scored);
}

TEST_F(Records, TellForWhichFilesAndSettingsAQuarantineHolds) {
    const PluginRecords records(records_folder());
    struct Case {
        const char *recorded, *sha256, *settings;
        bool holds;
    };
    const Case cases[] = {
        {"", "file", "these", true},        // it died before it had any settings
        {"these", "file", "these", true},   //
        {"these", "file", "other", false},  //
        {"these", "else", "these", false}, {"", "else", "these", false},
    };
    for (const Case& each : cases) {
        records.put({.id = "a", .sha256 = "file", .settings = each.recorded, .state = "quarantined", .why = "dead"});
        EXPECT_EQ(records.quarantined("a", each.sha256, each.settings).has_value(), each.holds)
            << each.recorded << ' ' << each.sha256 << ' ' << each.settings;
    }
}

TEST_F(Records, LetARunningServiceGoOnWhereAQuarantineIsLifted) {
    auto rule = quarantined();
    EXPECT_EQ(refusal([&] { scored(rule); }).kind, Kind::quarantined);
    EXPECT_TRUE(PluginRecords(records_folder()).lift("com.example.raw"));
    EXPECT_FALSE(PluginRecords(records_folder()).lift("com.example.raw")) << "twice";
    EXPECT_EQ(scored(rule), Status::failed) << "it is tried again, and dies again";
}

TEST_F(Records, AreListedByIdAndNoiseIsPassedOver) {
    const PluginRecords records(records_folder());
    EXPECT_TRUE(records.all().empty());
    for (const auto* id : {"b", "a"})
        records.put(
            {.id = id, .version = "", .file = "", .sha256 = "", .state = "running", .why = "\xff", .since = ""});
    std::ofstream(records_folder() / "noise.json") << "[1,";
    const auto all = records.all();
    ASSERT_EQ(all.size(), 2u);
    EXPECT_EQ(all[0].id, "a");
}

}  // namespace
}  // namespace rapport::sdk
