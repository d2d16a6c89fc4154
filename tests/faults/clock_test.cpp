// SPDX-License-Identifier: MIT
// A machine whose clock jumps.
#include <glob.h>

#include <filesystem>
#include <fstream>

#include "tests/faults/case.hpp"

namespace rapport::faults {
namespace {

namespace fs = std::filesystem;

/// Debian's libfaketime, which stands in for the clock in what is started with it; empty if it is not installed.
std::string faketime() {
    glob_t found{};
    std::string path;
    if (::glob("/usr/lib/*/faketime/libfaketimeMT.so.1", 0, nullptr, &found) == 0) path = found.gl_pathv[0];
    ::globfree(&found);
    return path;
}

class Clock : public Case {
protected:
    void SetUp() override {
        const auto library = faketime();
        if (library.empty()) GTEST_SKIP() << "libfaketime is not here: Debian's package faketime brings it";
        set("+0");
        deployment_.environment({{"LD_PRELOAD", library},
                                 {"FAKETIME_TIMESTAMP_FILE", file()},
                                 {"FAKETIME_NO_CACHE", "1"},
                                 {"FAKETIME_DONT_FAKE_MONOTONIC", "1"}});
    }
    fs::path file() const { return deployment_.folder() / "clock"; }
    /// Sets the clock of all processes that much off, in one step.
    void set(const std::string& offset) const {
        const auto fresh = file().string() + ".new";
        std::ofstream(fresh) << offset << '\n';
        fs::rename(fresh, file());
    }
};

TEST_F(Clock, ADayForwards) {
    start();
    set("+1d");
    recovers("the clock was set a day ahead");
    load_->get_on(20);
    conclude("the clock set a day ahead under load");
}

TEST_F(Clock, ADayBackwards) {
    start();
    set("-1d");
    recovers("the clock was set a day back");
    load_->get_on(20);
    conclude("the clock set a day back under load");
}

}  // namespace
}  // namespace rapport::faults
