// SPDX-License-Identifier: MIT
#include "services/cli/sockets_dir.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "bus/base/error.hpp"
#include "bus/testing/test_bus.hpp"

namespace rapport::cli {
namespace {

namespace fs = std::filesystem;
using Folder = bus::testing::TempFolder;

class SocketsDirTest : public ::testing::Test {
protected:
    SocketsDirTest() { runtime(folder_.path()); }
    ~SocketsDirTest() override { ::unsetenv("XDG_RUNTIME_DIR"); }
    static void runtime(const fs::path& path) {
        fs::create_directories(path);
        ::setenv("XDG_RUNTIME_DIR", path.c_str(), 1);
    }

    Folder folder_;
    StateDir state_{folder_.path() / "state"};
};

TEST_F(SocketsDirTest, IsOursAloneAndGoneAfterwards) {
    fs::path path;
    {
        const SocketsDir sockets(state_);
        path = sockets.path();
        EXPECT_EQ(path.parent_path(), folder_.path());
        struct stat info {};
        ASSERT_EQ(::stat(path.c_str(), &info), 0);
        EXPECT_EQ(info.st_mode & 0777, 0700u);
        std::ofstream(path / "bus") << "a socket";
    }
    EXPECT_FALSE(fs::exists(path));
}

TEST_F(SocketsDirTest, IsAnotherForAnotherState) {
    const SocketsDir one(state_), other(StateDir(folder_.path() / "other"));
    EXPECT_NE(one.path(), other.path());
}

TEST_F(SocketsDirTest, IsEmptiedOfWhatWasLeftBehind) {
    const fs::path path = SocketsDir(state_).path();
    fs::create_directory(path);
    fs::permissions(path, fs::perms::owner_all);
    std::ofstream(path / "bus") << "left behind";
    const SocketsDir sockets(state_);
    EXPECT_TRUE(fs::is_empty(path));
}

TEST_F(SocketsDirTest, RefusesAFolderThatOthersMayEnter) {
    const fs::path path = SocketsDir(state_).path();
    fs::create_directory(path);
    fs::permissions(path, fs::perms::all);
    EXPECT_THROW(SocketsDir{state_}, Error);
}

TEST_F(SocketsDirTest, IsInTmpWhereTheRuntimeFolderHasTooLongAPath) {
    runtime(folder_.path() / std::string(90, 'x'));
    const SocketsDir sockets(state_);
    EXPECT_EQ(sockets.path().parent_path(), "/tmp");
    EXPECT_LE((sockets.path() / "bus.pub").string().size(), 107u);
}

}  // namespace
}  // namespace rapport::cli
