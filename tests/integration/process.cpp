// SPDX-License-Identifier: MIT
#include "tests/integration/process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <stdexcept>
#include <utility>

namespace rapport::integration {
namespace {

using Steady = std::chrono::steady_clock;

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    for (auto& text : texts) pointers.push_back(text.data());
    pointers.push_back(nullptr);
    return pointers;
}

std::vector<std::string> merged(Environment environment) {
    for (char** entry = ::environ; *entry; ++entry) {
        const std::string text = *entry;
        const auto equals = text.find('=');
        environment.try_emplace(text.substr(0, equals), text.substr(equals + 1));
    }
    std::vector<std::string> texts;
    for (const auto& [name, value] : environment) texts.push_back(fmt::format("{}={}", name, value));
    return texts;
}

/// Appends what is there; false at the end.
bool drain(int fd, std::string& text) {
    std::array<char, 16 << 10> buffer;
    const auto got = ::read(fd, buffer.data(), buffer.size());
    if (got > 0) text.append(buffer.data(), static_cast<std::size_t>(got));
    return got > 0;
}

}  // namespace

Process::Process(const std::vector<std::string>& command, const Environment& environment, Output output) {
    std::array<int, 2> out{}, err{};
    if (::pipe2(out.data(), O_CLOEXEC) != 0 || ::pipe2(err.data(), O_CLOEXEC) != 0) throw std::runtime_error("pipe");
    auto arguments = command;
    auto variables = merged(environment);
    const auto argv = pointers_to(arguments), envp = pointers_to(variables);
    if (output != Output::read) ::close(std::exchange(out[0], -1));
    if (output == Output::full_disk) {
        ::close(out[1]);
        out[1] = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
    }
    pid_ = ::fork();
    if (pid_ == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        ::dup2(out[1], STDOUT_FILENO);
        ::dup2(err[1], STDERR_FILENO);
        ::execve(argv[0], argv.data(), envp.data());
        ::_exit(127);
    }
    ::close(out[1]);
    ::close(err[1]);
    out_ = out[0];
    err_ = err[0];
}

Process::~Process() {
    if (pid_ != 0) {
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
    }
    if (out_ >= 0) ::close(out_);
    if (err_ >= 0) ::close(err_);
}

void Process::signal(int number) const {
    if (pid_ != 0) ::kill(pid_, number);
}

bool Process::read(std::chrono::milliseconds limit) {
    std::array<pollfd, 2> both{pollfd{out_, POLLIN, 0}, pollfd{err_, POLLIN, 0}};
    if (::poll(both.data(), both.size(), static_cast<int>(std::max<long>(0, limit.count()))) <= 0) return true;
    if (both[0].revents && !drain(out_, ran_.out)) ::close(std::exchange(out_, -1));
    if (both[1].revents && !drain(err_, ran_.err)) ::close(std::exchange(err_, -1));
    return out_ >= 0 || err_ >= 0;
}

std::optional<std::string> Process::wait_for(const std::string& text, std::chrono::milliseconds limit) {
    const auto until = Steady::now() + limit;
    while (ran_.out.find(text) == ran_.out.npos) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Steady::now());
        if (left.count() <= 0 || !read(left)) return {};
    }
    return ran_.out;
}

Ran Process::wait(std::chrono::milliseconds limit) {
    const auto until = Steady::now() + limit;
    bool open = true;
    for (auto left = limit; open && left.count() > 0;
         left = std::chrono::ceil<std::chrono::milliseconds>(until - Steady::now()))
        open = read(left);
    if (open) ::kill(pid_, SIGKILL);
    int status = 0;
    ::waitpid(std::exchange(pid_, 0), &status, 0);
    if (!open) ran_.exit = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    return ran_;
}

}  // namespace rapport::integration
