// SPDX-License-Identifier: MIT
#include "services/cli/target.hpp"

#include <gmock/gmock-matchers.h>
#include <gtest/gtest.h>

#include <CLI/CLI.hpp>

#include "bus/base/error.hpp"
#include "services/cli/state_dir.hpp"
#include "services/cli/verbs.hpp"

namespace rapport::cli {
namespace {

using ::testing::HasSubstr;
using Variables = std::map<std::string, std::string>;

const std::string tcp = "tcp://10.0.0.1:5550", ipc = "ipc:///run/bus", other = "tcp://10.9.9.9:1";
const Variables state_set{{"RAPPORT_STATE", "/other"}}, bus_set{{"RAPPORT_BUS", other}},
    key_set{{"RAPPORT_KEY", "/other.key"}},
    all_set{{"RAPPORT_STATE", "/other"}, {"RAPPORT_BUS", other}, {"RAPPORT_KEY", "/other.key"}},
    all_empty{{"RAPPORT_STATE", ""}, {"RAPPORT_BUS", ""}, {"RAPPORT_KEY", ""}};

struct Case {
    const char* what;
    TargetFlags flags;
    Variables environment;
    std::string state;  ///< empty: the default
    std::string bus, key;
    bool state_named;
};

const Case cases[] = {
    {"nothing says anything", {}, {}, "", "", "", false},
    {"variables that are empty say nothing", {}, all_empty, "", "", "", false},
    {"the environment names a folder", {}, state_set, "/other", "", "", true},
    {"the environment names a bus", {}, bus_set, "", other, "", false},
    {"a key without a bus is for none", {}, key_set, "", "", "", false},
    {"of the environment a bus wins over a folder", {}, all_set, "/other", other, "/other.key", true},
    {"--state wins over RAPPORT_STATE", {.state = "/mine"}, state_set, "/mine", "", "", true},
    {"--state wins over RAPPORT_BUS", {.state = "/mine"}, bus_set, "/mine", "", "", true},
    {"--state wins over RAPPORT_KEY", {.state = "/mine"}, key_set, "/mine", "", "", true},
    {"--state wins over all of them", {.state = "/mine"}, all_set, "/mine", "", "", true},
    {"--bus wins over RAPPORT_STATE", {.bus = tcp}, state_set, "", tcp, "", false},
    {"--bus wins over RAPPORT_BUS", {.bus = tcp}, bus_set, "", tcp, "", false},
    {"--bus over TCP takes RAPPORT_KEY", {.bus = tcp}, all_set, "", tcp, "/other.key", false},
    {"--bus on this machine takes no key", {.bus = ipc}, all_set, "", ipc, "", false},
    {"--key wins over RAPPORT_KEY", {.bus = tcp, .key = "/my.key"}, all_set, "", tcp, "/my.key", false},
    {"--key goes with RAPPORT_BUS", {.key = "/my.key"}, bus_set, "", other, "/my.key", false},
    {"RAPPORT_BUS on this machine takes no key", {}, {{"RAPPORT_BUS", ipc}, {"RAPPORT_KEY", "/k"}}, "", ipc, "", false},
    {"both, where a verb looks at both", {.state = "/mine", .bus = tcp}, all_set, "/mine", tcp, "/other.key", true},
};

TEST(Target, IsWhatTheFlagsSayThenTheEnvironmentThenTheDefault) {
    for (const Case& each : cases) {
        const auto target = target_of(each.flags, each.environment);
        EXPECT_EQ(target.state, each.state.empty() ? StateDir::by_default().string() : each.state) << each.what;
        EXPECT_EQ(target.bus, each.bus) << each.what;
        EXPECT_EQ(target.key, each.key) << each.what;
        EXPECT_EQ(target.state_named, each.state_named) << each.what;
        EXPECT_EQ(target.actor().has_value(), target.key.empty()) << each.what << ": the key says who asks";
    }
}

TEST(Target, OfAKeyThatNoBusTakesIsRefused) {
    for (const auto& [flags, environment] : {std::pair<TargetFlags, Variables>{{.key = "/my.key"}, {}},
                                             {{.key = "/my.key"}, state_set},
                                             {{.state = "/mine", .key = "/my.key"}, bus_set},
                                             {{.bus = ipc, .key = "/my.key"}, {}}}) {
        try {
            target_of(flags, environment);
            ADD_FAILURE() << "taken";
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), Code::invalid_argument);
            EXPECT_THAT(error.what(), HasSubstr("--bus tcp://HOST:PORT"));
        }
    }
}

TEST(Target, IsNotNamedTwice) {
    for (const auto& [both, arguments, taken] : {std::tuple{Both::refused, "verb --state a --bus b", false},
                                                 {Both::refused, "verb --bus b --state a", false},
                                                 {Both::refused, "verb --state ''", false},
                                                 {Both::refused, "verb --bus ''", false},
                                                 {Both::refused, "verb --key ''", false},
                                                 {Both::refused, "verb --state a", true},
                                                 {Both::allowed, "verb --state a --bus b", true},
                                                 {Both::allowed, "verb --state ''", false}}) {
        CLI::App app;
        TargetFlags flags;
        add_target_options(*app.add_subcommand("verb", ""), flags, both);
        if (taken) EXPECT_NO_THROW(app.parse(arguments)) << arguments;
        else EXPECT_THROW(app.parse(arguments), CLI::ParseError) << arguments;
    }
}

/// CLI11 reads a variable for all verbs at once: with an option that several share, one verb's overwrites another's.
TEST(Target, IsReadFromTheEnvironmentInOnePlaceAlone) {
    CLI::App app;
    Action action;
    add_all_verbs(app, action);
    const std::function<void(const CLI::App&)> look = [&](const CLI::App& verb) {
        for (const auto* option : verb.get_options())
            for (const auto* name : {"--state", "--bus", "--key"})
                EXPECT_TRUE(!option->check_name(name) || option->get_envname().empty()) << verb.get_name() << name;
        for (const auto* part : verb.get_subcommands(std::function<bool(const CLI::App*)>())) look(*part);
    };
    look(app);
}

}  // namespace
}  // namespace rapport::cli
