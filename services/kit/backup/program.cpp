// SPDX-License-Identifier: MIT
#include "services/kit/backup/program.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

#include "bus/base/error.hpp"

extern char** environ;

namespace rapport::kit {
namespace {

std::vector<std::string> with_ours(const std::map<std::string, std::string>& more) {
    std::vector<std::string> all;
    for (char** entry = environ; *entry; ++entry) {
        const std::string_view text(*entry);
        if (!more.contains(std::string(text.substr(0, text.find('='))))) all.emplace_back(text);
    }
    for (const auto& [name, value] : more) all.push_back(fmt::format("{}={}", name, value));
    return all;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> all;
    for (std::string& text : texts) all.push_back(text.data());
    all.push_back(nullptr);
    return all;
}

/// To its end; the last 2,000 bytes.
std::string read_tail(int fd) {
    std::string text;
    std::array<char, 4'096> some;
    for (;;) {
        const auto count = ::read(fd, some.data(), some.size());
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) break;
        text.append(some.data(), static_cast<std::size_t>(count));
        if (text.size() > 2'000) text.erase(0, text.size() - 2'000);
    }
    text.erase(text.find_last_not_of(" \r\n") + 1);
    return text;
}

/// Starts it with its standard error in the pipe. The error number of what kept it from starting, or 0.
int spawn(std::vector<std::string> command, std::vector<std::string> environment, int err, pid_t& pid) {
    auto arguments = pointers(command), variables = pointers(environment);
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_adddup2(&files, err, STDERR_FILENO);
    const int error = ::posix_spawnp(&pid, arguments[0], &files, nullptr, arguments.data(), variables.data());
    posix_spawn_file_actions_destroy(&files);
    return error;
}

}  // namespace

void run_program(const std::vector<std::string>& command, const std::map<std::string, std::string>& environment) {
    std::array<int, 2> err{};
    if (::pipe2(err.data(), O_CLOEXEC) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
    pid_t pid = 0;
    const int error = spawn(command, with_ours(environment), err[1], pid);
    ::close(err[1]);
    const std::string said = error == 0 ? read_tail(err[0]) : std::string();
    ::close(err[0]);
    if (error != 0)
        throw Error(Code::failed_precondition, fmt::format("{} cannot be run ({}): install what brings it",
                                                           command.front(), std::generic_category().message(error)));
    int status = 0;
    while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    if (status != 0) throw Error(Code::failed_precondition, fmt::format("{} failed: {}", command.front(), said));
}

}  // namespace rapport::kit
