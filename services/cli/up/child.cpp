// SPDX-License-Identifier: MIT
#include "services/cli/up/child.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <system_error>
#include <utility>

#include "services/cli/up/lines.hpp"

namespace rapport::cli::up {
namespace {

[[noreturn]] void cannot(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

struct Pipe {
    int read = -1, write = -1;
    Pipe() {
        int ends[2];
        if (::pipe2(ends, O_CLOEXEC) != 0) cannot("pipe");
        read = ends[0];
        write = ends[1];
        ::fcntl(read, F_SETFL, O_NONBLOCK);
    }
    ~Pipe() {
        if (read >= 0) ::close(read);
        ::close(write);
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    int take_read() { return std::exchange(read, -1); }
};

void complain(const char* text) { [[maybe_unused]] const auto written = ::write(2, text, std::strlen(text)); }

/// Between fork and exec: only what is safe there in a process that had threads, so nothing that allocates.
[[noreturn]] void become(char* const* command, int out, int err, pid_t parent) {
    ::setpgid(0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(0);  // it died before the line above
    const int in = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    ::dup2(in, 0);
    ::dup2(out, 1);
    ::dup2(err, 2);
    ::close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
    sigset_t none;
    sigemptyset(&none);
    ::pthread_sigmask(SIG_SETMASK, &none, nullptr);
    ::signal(SIGPIPE, SIG_DFL);
    ::execv(command[0], command);
    complain(command[0]);
    complain(": ");
    complain(::strerrordesc_np(errno));
    complain("\n");
    ::_exit(127);
}

pid_t start(const std::vector<std::string>& command, int out, int err) {
    std::vector<char*> arguments;
    for (const auto& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
    arguments.push_back(nullptr);
    const pid_t self = ::getpid();
    const pid_t pid = ::fork();
    if (pid < 0) cannot("fork");
    if (pid == 0) become(arguments.data(), out, err, self);
    return pid;
}

}  // namespace

struct Child::State {
    bus::Loop& loop;
    Handlers handlers;
    pid_t pid = 0;
    int pid_fd = -1;  ///< readable when the process is gone
    std::unique_ptr<Lines> output, log;

    explicit State(bus::Loop& l, Handlers h) : loop(l), handlers(std::move(h)) {}

    ~State() {
        release();
        if (pid == 0) return;
        ::kill(pid, SIGKILL);
        ::waitpid(pid, nullptr, 0);
    }

    void release() {
        if (pid_fd < 0) return;
        loop.unwatch_fd(pid_fd);
        ::close(std::exchange(pid_fd, -1));
    }

    void reap() {
        int status = 0;
        if (::waitpid(pid, &status, WNOHANG) != pid) return;
        pid = 0;
        release();
        // What it said last is still in the pipes. Their end may never come: a child of its own may hold them.
        output->read();
        log->read();
        const Ended how{WIFSIGNALED(status), WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status)};
        const auto on_end = std::move(handlers.on_end);
        on_end(how);
    }
};

Child::Child(bus::Loop& loop, const std::vector<std::string>& command, Handlers handlers)
    : state_(std::make_unique<State>(loop, std::move(handlers))) {
    Pipe output, log;
    auto& state = *state_;
    state.pid = start(command, output.write, log.write);
    // Not pidfd_open(): the header that declares it in glibc 2.36 is none for C++.
    state.pid_fd = static_cast<int>(::syscall(SYS_pidfd_open, state.pid, 0));
    if (state.pid_fd < 0) cannot("pidfd_open");
    state.output = std::make_unique<Lines>(loop, output.take_read(), state.handlers.on_output);
    state.log = std::make_unique<Lines>(loop, log.take_read(), state.handlers.on_log);
    loop.watch_fd(state.pid_fd, [&state] { state.reap(); });
}

Child::~Child() = default;

pid_t Child::pid() const { return state_->pid; }

void Child::signal(int number) {
    if (state_->pid != 0) ::kill(state_->pid, number);
}

}  // namespace rapport::cli::up
