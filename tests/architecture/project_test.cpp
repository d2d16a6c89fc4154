// SPDX-License-Identifier: MIT
#include <gmock/gmock-more-matchers.h>
#include <gtest/gtest.h>

#include "tests/architecture/rules.hpp"

namespace rapport::architecture {
namespace {

using testing::IsEmpty;

const Tree& project() {
    static const Tree tree = read_tree(RAPPORT_SOURCE_DIR);
    return tree;
}

TEST(Project, IsReadAsAWhole) {
    EXPECT_THAT(project().files, testing::Contains(testing::Field(&File::path, "tests/architecture/project_test.cpp")));
}

TEST(Project, IncludesOnlyWhatEachAreaMay) { EXPECT_THAT(includes(project()), IsEmpty()); }

TEST(Project, HasAReadmeInEveryFolder) { EXPECT_THAT(readmes(project()), IsEmpty()); }

TEST(Project, SaysWhatEachPublicTypeIsFor) {
    std::size_t types = 0;
    for (const auto& file : project().files) types += file.types.size();
    EXPECT_GT(types, 800U);
    EXPECT_THAT(documentation(project()), IsEmpty());
}

TEST(Project, NamesTheLicenceInEverySourceFile) { EXPECT_THAT(licences(project()), IsEmpty()); }

TEST(Project, HasNothingElseAtTheTop) { EXPECT_THAT(top_level(project()), IsEmpty()); }

}  // namespace
}  // namespace rapport::architecture
