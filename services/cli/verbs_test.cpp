// SPDX-License-Identifier: MIT
#include "services/cli/verbs.hpp"

#include <gmock/gmock-matchers.h>
#include <gtest/gtest.h>

#include <CLI/CLI.hpp>

namespace rapport::cli {
namespace {

using ::testing::StartsWith;

std::string said_of(const std::string& arguments) {
    CLI::App app;
    Action action;
    add_all_verbs(app, action);
    try {
        app.parse(arguments);
    } catch (const CLI::ParseError&) {
        return unknown_verb(app).value_or("something else is wrong");
    }
    return "nothing is wrong";
}

TEST(CommandLine, NamesTheVerbThatWasMeant) {
    EXPECT_EQ(said_of("tal"), "rapport has no tal; did you mean tail?");
    EXPECT_EQ(said_of("tal --since 10m"), "rapport has no tal; did you mean tail?");
    EXPECT_EQ(said_of("dead lst"), "dead has no lst; did you mean list?");
    EXPECT_EQ(said_of("plugin chekc x.so"), "plugin has no chekc; did you mean check?");
    EXPECT_THAT(said_of("dance"), StartsWith("rapport has no dance; there are up, "));
}

TEST(CommandLine, DoesNotTakeOtherMistakesForAVerb) {
    for (const auto* arguments : {"", "dead", "tail --no-such-option", "call desk", "--no-such-option"})
        EXPECT_EQ(said_of(arguments), "something else is wrong") << arguments;
    EXPECT_EQ(said_of("tail 'tal.*'"), "nothing is wrong");
    EXPECT_EQ(said_of("demo --state somewhere --seed 7 --beside"), "nothing is wrong");
}

}  // namespace
}  // namespace rapport::cli
