// SPDX-License-Identifier: MIT
#include "services/kit/log.hpp"

#include <gtest/gtest.h>
#include <spdlog/formatter.h>
#include <spdlog/spdlog.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <sstream>

#include "bus/base/error.hpp"
#include "bus/base/wire.hpp"

namespace rapport::kit {
namespace {

/// A test's standard error is no terminal under ctest; run by hand it may be one, and then there is no JSON to check.
class LogTest : public testing::Test {
protected:
    std::string logged(const std::function<void()>& work) {
        testing::internal::CaptureStderr();
        start_logging("notes", "info");
        work();
        spdlog::default_logger()->flush();
        return testing::internal::GetCapturedStderr();
    }
    ~LogTest() override {
        spdlog::drop("notes");
        spdlog::set_default_logger(before_);
    }

private:
    std::shared_ptr<spdlog::logger> before_ = spdlog::default_logger();
};

TEST_F(LogTest, EachLineIsOneJsonObjectWhateverTheMessageHolds) {
    const std::string text = logged([] {
        spdlog::info("a \"quoted\"\nline with größe");
        spdlog::warn(std::string("\xff\xfe not text"));
        spdlog::debug("not wanted");
    });
    std::istringstream lines(text);
    std::string line;
    int count = 0;
    while (std::getline(lines, line)) {
        ++count;
        const std::string back = to_json(from_json(line));
        EXPECT_NE(back.find(R"("service":"notes")"), std::string::npos) << line;
        EXPECT_NE(back.find(R"("time":"20)"), std::string::npos) << line;
    }
    EXPECT_EQ(count, 2);
    EXPECT_NE(text.find(R"(a \"quoted\"\nline with größe)"), std::string::npos) << text;
}

/// What a file may grow by, for as long as this lives: as on a disk that is full, what is beyond is not written.
class Room {
public:
    explicit Room(rlim_t bytes) : before_(limit()), signal_(std::signal(SIGXFSZ, SIG_IGN)) {
        const rlimit less{static_cast<rlim_t>(::lseek(STDERR_FILENO, 0, SEEK_CUR)) + bytes, before_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &less);
    }
    ~Room() {
        ::setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, signal_);
    }

private:
    static rlimit limit() {
        rlimit now{};
        ::getrlimit(RLIMIT_FSIZE, &now);
        return now;
    }
    const rlimit before_;
    void (*const signal_)(int);
};

TEST_F(LogTest, ALineThatAFullDiskCutsLeavesTheNextOneWhole) {
    const std::string text = logged([] {
        spdlog::info("first");
        {
            const Room room(20);
            spdlog::info("second");
            spdlog::info("third");
        }
        spdlog::info("fourth");
        {
            const Room room(0);
            spdlog::info("fifth");
        }
        spdlog::info("sixth");
    });
    std::istringstream in(text);
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    ASSERT_EQ(lines.size(), 4U) << text;
    EXPECT_EQ(lines[1].size(), 20U) << "of the second";
    for (const auto& [line, message] : {std::pair{0, "first"}, {2, "fourth"}, {3, "sixth"}})
        EXPECT_NE(to_json(from_json(lines[line])).find(message), std::string::npos) << lines[line];
}

TEST_F(LogTest, NothingInAMessageControlsATerminal) {
    const auto lines = pretty_lines("notes");
    spdlog::memory_buf_t out;
    lines->format({"notes", spdlog::level::info, "a\x1b[31m \u009b31m \u202eb\x07\nc größe"}, out);
    const std::string text(out.data(), out.size());
    EXPECT_NE(text.find("notes a?[31m ?31m ?b?\nc größe\n"), std::string::npos) << text;
    const std::string json = logged([] { spdlog::info("a\x1b \u009b \u202e"); });
    EXPECT_NE(json.find(R"(a\u001b \u009b \u202e)"), std::string::npos) << json;
}

TEST_F(LogTest, RefusesALevelThatIsNone) {
    EXPECT_THROW(start_logging("notes", "loud"), Error);
    EXPECT_NO_THROW(start_logging("notes", "off"));
}

}  // namespace
}  // namespace rapport::kit
