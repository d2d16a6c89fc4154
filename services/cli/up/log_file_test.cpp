// SPDX-License-Identifier: MIT
#include "services/cli/up/log_file.hpp"

#include <gtest/gtest.h>

#include "bus/testing/test_bus.hpp"

namespace rapport::cli::up {
namespace {

namespace fs = std::filesystem;

TEST(LogFile, GoesOnInANewFileAndKeepsTheOneBefore) {
    const bus::testing::TempFolder folder;
    const auto path = folder.path() / "probe.log";
    LogFile log(path);
    const std::string line(1 << 20, 'x');
    for (int i = 0; i < 20; ++i) log.append(line);
    EXPECT_GE(fs::file_size(path.string() + ".1"), LogFile::largest);
    EXPECT_LT(fs::file_size(path), LogFile::largest);
}

TEST(LogFile, AppendsToWhatAnEarlierRunLeft) {
    const bus::testing::TempFolder folder;
    for (const auto* line : {"one", "two"}) LogFile(folder.path() / "probe.log").append(line);
    EXPECT_EQ(fs::file_size(folder.path() / "probe.log"), 8u);
}

TEST(LogFile, RemembersTheLastFewLines) {
    const bus::testing::TempFolder folder;
    LogFile log(folder.path() / "probe.log");
    for (int i = 0; i < 100; ++i) log.append(std::to_string(i));
    EXPECT_EQ(log.last().size(), LogFile::remembered);
    EXPECT_EQ(log.last().back(), "99");
}

TEST(LogFile, TellsWarningsFromTheRest) {
    EXPECT_TRUE(is_warning(R"({"time":"…","level":"warning","message":"x"})"));
    EXPECT_TRUE(is_warning("[2026-11-22 10:00:00.000] [error] x"));
    EXPECT_FALSE(is_warning(R"({"time":"…","level":"info","message":"no error"})"));
}

}  // namespace
}  // namespace rapport::cli::up
