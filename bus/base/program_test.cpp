// SPDX-License-Identifier: MIT
#include "bus/base/program.hpp"

#include <fcntl.h>
#include <gmock/gmock-matchers.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <functional>
#include <iostream>

namespace rapport {
namespace {

using ::testing::HasSubstr;

/// Where a program's standard output goes.
enum class Out { pipe, full_disk, reader_gone, closed, not_for_writing };

struct Ended {
    int status = -1;  ///< 128 + the signal that ended it
    std::string out, err;
};

void put_output(Out where, int pipe) {
    ::close(STDOUT_FILENO);
    if (where == Out::pipe) ::dup2(pipe, STDOUT_FILENO);
    if (where == Out::full_disk) ::open("/dev/full", O_WRONLY);
    if (where == Out::not_for_writing) ::open("/dev/null", O_RDONLY);
    if (where == Out::reader_gone) {
        std::array<int, 2> ends{};
        if (::pipe(ends.data()) != 0) ::_exit(99);
        const int write = ::dup(ends[1]);
        ::close(ends[0]);
        ::close(ends[1]);
        ::dup2(write, STDOUT_FILENO);
        ::close(write);
    }
}

std::string all_of(int fd) {
    std::string text;
    std::array<char, 4'096> buffer;
    for (ssize_t got; (got = ::read(fd, buffer.data(), buffer.size())) > 0;)
        text.append(buffer.data(), static_cast<std::size_t>(got));
    ::close(fd);
    return text;
}

/// A program whose main() is `body` with its output there.
Ended run(Out where, const std::function<int(StandardOutput&)>& body) {
    std::array<int, 2> out{}, err{};
    EXPECT_EQ(::pipe(out.data()) + ::pipe(err.data()), 0);
    std::fflush(nullptr);  // or the child writes it again
    const pid_t pid = ::fork();
    if (pid == 0) {
        ::dup2(err[1], STDERR_FILENO);
        put_output(where, out[1]);
        for (const int fd : {out[0], out[1], err[0], err[1]}) ::close(fd);
        int status = 0;
        {
            StandardOutput output("probe");
            status = output.end(body(output));
        }
        ::_exit(status);
    }
    ::close(out[1]);
    ::close(err[1]);
    Ended ended{.out = all_of(out[0]), .err = all_of(err[0])};
    int status = 0;
    ::waitpid(pid, &status, 0);
    ended.status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    return ended;
}

using Print = void (*)();
const std::array<std::pair<const char*, Print>, 4> ways{
    std::pair<const char*, Print>{"a line, flushed", [] { std::cout << "line" << std::endl; }},
    {"a line that is left to the end", [] { std::cout << "line\n"; }},
    {"much, flushed early", [] { std::cout << std::string(200'000, 'x') << std::flush << "and more\n"; }},
    {"C's own stream", [] { std::puts("line"); }}};

TEST(StandardOutput, ArrivesWholeAndTheProgramEndsAsItWould) {
    for (const auto& [what, print] : ways)
        for (const int status : {0, 5}) {
            const auto ended = run(Out::pipe, [&, &print = print](StandardOutput&) { return print(), status; });
            EXPECT_EQ(ended.status, status) << what;
            EXPECT_EQ(ended.err, "") << what;
            EXPECT_THAT(ended.out, ::testing::EndsWith("\n")) << what;
        }
}

TEST(StandardOutput, ThatCannotBeWrittenIsSaidAndIsNoSuccess) {
    for (const auto& [where, why] : {std::pair{Out::full_disk, "No space left on device"},
                                     {Out::closed, "Bad file descriptor"},
                                     {Out::not_for_writing, "Bad file descriptor"}})
        for (const auto& [what, print] : ways) {
            const auto ended = run(where, [&, &print = print](StandardOutput&) { return print(), 0; });
            EXPECT_EQ(ended.status, 1) << what;
            EXPECT_EQ(ended.err, std::string("probe: cannot write to standard output: ") + why + "\n") << what;
        }
}

TEST(StandardOutput, WhoseReaderWentAwayEndsInSilenceAndIsNoSuccess) {
    for (const auto& [what, print] : ways) {
        const auto ended = run(Out::reader_gone, [&, &print = print](StandardOutput&) { return print(), 0; });
        EXPECT_EQ(ended.status, nobody_reads) << what;
        EXPECT_EQ(ended.err, "") << what;
    }
}

TEST(StandardOutput, DoesNotHideAnotherFailure) {
    for (const auto where : {Out::full_disk, Out::reader_gone})
        EXPECT_EQ(run(where, [](StandardOutput&) { return std::cout << "line\n", 3; }).status, 3);
}

TEST(StandardOutput, OfAProgramThatPrintsNothingIsNotAskedFor) {
    for (const auto where : {Out::full_disk, Out::reader_gone, Out::closed})
        EXPECT_EQ(run(where, [](StandardOutput&) { return 0; }).status, 0);
}

TEST(StandardOutput, ThatFailedShowsAtOnceToWhoeverGoesOnPrinting) {
    const auto ended = run(Out::full_disk, [](StandardOutput&) {
        int lines = 0;
        while (std::cout && lines < 10) {
            std::cout << "line" << std::endl;
            ++lines;
        }
        std::cerr << lines << " lines\n";
        return 0;
    });
    EXPECT_THAT(ended.err, HasSubstr("1 lines\n"));
}

/// A file that is opened when standard output is closed would else take its number, and what is printed.
TEST(StandardOutput, ThatIsClosedIsNotTheNextFileThatIsOpened) {
    const std::string file = ::testing::TempDir() + "/not-to-be-printed-into-" + std::to_string(::getpid());
    const auto ended = run(Out::closed, [&](StandardOutput&) {
        const int opened = ::open(file.c_str(), O_WRONLY | O_CREAT, 0600);
        std::cout << "line" << std::endl;
        return opened > STDERR_FILENO ? 0 : 7;
    });
    EXPECT_EQ(ended.status, 1);
    const int written = ::open(file.c_str(), O_RDONLY);
    EXPECT_EQ(all_of(written), "");
    ::unlink(file.c_str());
}

}  // namespace
}  // namespace rapport
