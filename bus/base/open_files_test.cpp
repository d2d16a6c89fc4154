// SPDX-License-Identifier: MIT
#include "bus/base/open_files.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

namespace rapport {
namespace {

/// Gives the limit back with the test.
class OpenFiles : public testing::Test {
protected:
    OpenFiles() { ::getrlimit(RLIMIT_NOFILE, &before_); }
    ~OpenFiles() override { ::setrlimit(RLIMIT_NOFILE, &before_); }
    rlimit now() const {
        rlimit files{};
        ::getrlimit(RLIMIT_NOFILE, &files);
        return files;
    }
    rlimit before_{};
};

TEST_F(OpenFiles, MayBeAsManyAsTheSystemAllows) {
    const rlimit low{64, before_.rlim_max};
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &low), 0);
    EXPECT_EQ(allow_many_open_files(), before_.rlim_max);
    EXPECT_EQ(now().rlim_cur, before_.rlim_max);
}

TEST_F(OpenFiles, StayWhatTheyAreWhereThatIsAllThatIsAllowed) {
    ASSERT_EQ(allow_many_open_files(), before_.rlim_max);
    EXPECT_EQ(allow_many_open_files(), before_.rlim_max);
    EXPECT_EQ(now().rlim_max, before_.rlim_max);
}

}  // namespace
}  // namespace rapport
