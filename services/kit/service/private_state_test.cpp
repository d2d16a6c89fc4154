// SPDX-License-Identifier: MIT
#include "services/kit/service/private_state.hpp"

#include <gmock/gmock-matchers.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "bus/base/error.hpp"
#include "services/kit/store/db.hpp"
#include "services/kit/testing/store.hpp"

namespace rapport::kit {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

mode_t mode_of(const fs::path& path) {
    struct stat found {};
    return ::stat(path.c_str(), &found) == 0 ? found.st_mode & 0777 : 0;
}

/// The umask of the process as it was, afterwards.
class PrivateState : public ::testing::Test {
protected:
    PrivateState() : before_(::umask(022)) {}
    ~PrivateState() override { ::umask(before_); }
    fs::path file(const std::string& name, mode_t mode) const {
        const auto path = fs::path(store_.folder()) / name;
        std::ofstream(path) << "x";
        ::chmod(path.c_str(), mode);
        return path;
    }

    const mode_t before_;
    testing_kit::TestStore store_{"sqlite"};
};

TEST_F(PrivateState, AFolderIsTakenIfItIsForItsOwnerAlone) {
    const fs::path folder = store_.folder();
    for (const mode_t mode : {0700U, 0500U, 0600U}) {
        ::chmod(folder.c_str(), mode);
        EXPECT_NO_THROW(require_private(folder)) << std::oct << mode;
    }
    for (const mode_t mode : {0755U, 0750U, 0705U, 0710U, 0701U, 0770U, 0777U, 0720U}) {
        ::chmod(folder.c_str(), mode);
        try {
            require_private(folder);
            ADD_FAILURE() << std::oct << mode;
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), Code::failed_precondition);
            EXPECT_THAT(error.message(), HasSubstr("chmod go= " + folder.string()));
        }
    }
    ::chmod(folder.c_str(), 0700);
    EXPECT_NO_THROW(require_private(folder / "not there"));
}

TEST_F(PrivateState, AFolderOfSomebodyElseIsRefusedWithWhatToDo) {
    if (::geteuid() != 0) GTEST_SKIP() << "only root can give a folder away";
    ASSERT_EQ(::chown(store_.folder().c_str(), 65'534, 65'534), 0);
    try {
        require_private(store_.folder());
        ADD_FAILURE();
    } catch (const Error& error) {
        EXPECT_THAT(error.message(), HasSubstr("belongs to user 65534"));
        EXPECT_THAT(error.message(), HasSubstr("chown"));
    }
}

TEST_F(PrivateState, AStoreAndWhatSqliteKeepsBesideItAreForItsUserAlone) {
    keep_files_private();
    const auto db = Db::open(store_.dsn(), Db::Mode::write);
    db->script("create table t (x bigint);\n");
    int files = 0;
    for (const auto& each : fs::directory_iterator(store_.folder())) {
        ++files;
        EXPECT_EQ(mode_of(each.path()), 0600U) << each.path();
    }
    EXPECT_EQ(files, 3) << "the store, its write-ahead log, its shared memory";
}

TEST_F(PrivateState, TheFilesOfAStoreOfAnEarlierVersionAreTightened) {
    {
        const auto db = Db::open(store_.dsn(), Db::Mode::write);
        db->script("create table t (x bigint);\n");
        for (const auto& each : fs::directory_iterator(store_.folder())) ASSERT_EQ(mode_of(each.path()), 0644U);
        tighten_store(store_.dsn());
        for (const auto& each : fs::directory_iterator(store_.folder())) EXPECT_EQ(mode_of(each.path()), 0600U);
    }
    tighten_store("postgresql:host=nowhere");
}

TEST_F(PrivateState, TighteningLeavesTheOwnersRightsAndWhatIsNoFile) {
    const auto open = file("open", 0666), program = file("program", 0755), closed = file("closed", 0400);
    const fs::path folder = fs::path(store_.folder()) / "folder", link = fs::path(store_.folder()) / "link";
    fs::create_directory(folder);
    const auto elsewhere = testing_kit::TestStore("sqlite");
    const auto target = fs::path(elsewhere.folder()) / "target";
    std::ofstream(target) << "x";
    fs::create_symlink(target, link);
    tighten_files_in(store_.folder());
    EXPECT_EQ(mode_of(open), 0600U);
    EXPECT_EQ(mode_of(program), 0700U);
    EXPECT_EQ(mode_of(closed), 0400U);
    EXPECT_EQ(mode_of(folder), 0755U);
    EXPECT_EQ(mode_of(target), 0644U) << "a link leads to what may be somebody else's";
    EXPECT_NO_THROW(tighten_files_in(fs::path(store_.folder()) / "not there"));
}

}  // namespace
}  // namespace rapport::kit
