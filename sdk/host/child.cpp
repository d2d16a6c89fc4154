// SPDX-License-Identifier: MIT
#include "sdk/host/child.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <mutex>
#include <thread>

#include "sdk/host/inherited.hpp"

extern char** environ;

namespace rapport::sdk {
namespace {

using Kind = PluginError::Kind;

constexpr std::size_t most_lines = 1'000;  // in one call

/// What the child needs of our environment: never what may hold a secret of ours.
std::vector<char*> environment() {
    constexpr std::string_view wanted[] = {
        "PATH=", "LANG=", "LC_", "TZ=", "LD_LIBRARY_PATH=", "ASAN_OPTIONS=", "TSAN_OPTIONS=", "UBSAN_OPTIONS="};
    std::vector<char*> kept;
    for (char** each = environ; *each; ++each)
        for (const auto& prefix : wanted)
            if (std::string_view(*each).starts_with(prefix)) kept.push_back(*each);
    kept.push_back(nullptr);
    return kept;
}

struct Attributes {
    Attributes(int socket, int library) {
        posix_spawn_file_actions_init(&files);
        posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        posix_spawn_file_actions_adddup2(&files, STDERR_FILENO, STDOUT_FILENO);
        posix_spawn_file_actions_adddup2(&files, socket, inherited_socket);
        posix_spawn_file_actions_adddup2(&files, library, inherited_library);
        posix_spawn_file_actions_addclosefrom_np(&files, inherited_library + 1);
        posix_spawnattr_init(&process);
        sigset_t none, all;
        sigemptyset(&none);
        sigfillset(&all);
        posix_spawnattr_setsigmask(&process, &none);
        posix_spawnattr_setsigdefault(&process, &all);
        // A group of its own: Ctrl-C is for the service, which ends its children in its own time.
        posix_spawnattr_setpgroup(&process, 0);
        posix_spawnattr_setflags(&process, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
    }
    Attributes(const Attributes&) = delete;
    Attributes& operator=(const Attributes&) = delete;
    ~Attributes() {
        posix_spawn_file_actions_destroy(&files);
        posix_spawnattr_destroy(&process);
    }
    posix_spawn_file_actions_t files;
    posix_spawnattr_t process;
};

/// Above the numbers that the child gets them under, so that handing one over never overwrites the other.
Fd clear_of_inherited(int fd) { return Fd{::fcntl(fd, F_DUPFD_CLOEXEC, inherited_library + 1)}; }

}  // namespace

struct Spawner::Impl {
    std::mutex mutex;
    std::condition_variable changed;
    const std::function<void()>* job = nullptr;
    bool ending = false;
    std::thread thread;

    void work() {
        std::unique_lock lock(mutex);
        for (;;) {
            changed.wait(lock, [&] { return job || ending; });
            if (!job) return;
            (*job)();
            job = nullptr;
            changed.notify_all();
        }
    }
};

Spawner::Spawner() : impl_(std::make_unique<Impl>()) {
    impl_->thread = std::thread([this] { impl_->work(); });
}

Spawner::~Spawner() {
    {
        const std::lock_guard lock(impl_->mutex);
        impl_->ending = true;
    }
    impl_->changed.notify_all();
    impl_->thread.join();
}

void Spawner::run(const std::function<void()>& job) {
    std::unique_lock lock(impl_->mutex);
    impl_->job = &job;
    impl_->changed.notify_all();
    impl_->changed.wait(lock, [&] { return !impl_->job; });
}

Child::Child(Spawner& spawner, const std::filesystem::path& program, const Fd& library, std::uint64_t memory_limit) {
    int pair[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
        throw PluginError(Kind::host, std::string("no socket pair for a plugin host: ") + std::strerror(errno));
    socket_ = Fd{pair[0]};
    const Fd theirs{pair[1]};
    const Fd their_socket = clear_of_inherited(theirs.get()), their_library = clear_of_inherited(library.get());
    const auto path = program.string(), parent = std::to_string(::getpid()), memory = std::to_string(memory_limit);
    const char* arguments[] = {path.c_str(), parent.c_str(), memory.c_str(), nullptr};
    const Attributes attributes(their_socket.get(), their_library.get());
    auto kept = environment();
    int failed = 0;
    spawner.run([&] {
        failed = ::posix_spawn(&pid_, path.c_str(), &attributes.files, &attributes.process,
                               const_cast<char**>(arguments), kept.data());
    });
    if (failed != 0) {
        pid_ = -1;
        throw PluginError(Kind::host, path + " cannot be started: " + std::strerror(failed) +
                                          "; install it beside the service's program");
    }
}

Child::~Child() { reap(); }

std::string Child::reap() {
    if (pid_ < 0) return "is gone";
    int status = 0;
    ::kill(-pid_, SIGKILL);  // the group: what the plugin may have started goes too
    while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    pid_ = -1;
    if (WIFEXITED(status)) return "ended itself with exit code " + std::to_string(WEXITSTATUS(status));
    const auto signal = WTERMSIG(status);
    return "was ended by signal " + std::to_string(signal) + " (" + ::strsignal(signal) + ")";
}

void Child::gone() {
    // The socket closes a moment before the process can be waited for: give it that moment, so that its own end is what
    // we report.
    for (int waited = 0; waited < 100; ++waited) {
        siginfo_t info{};
        if (::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid == pid_)
            break;
        ::poll(nullptr, 0, 1);
    }
    throw Death(false, reap());
}

void Child::missed() {
    reap();
    throw Death(true, "did not answer within its deadline and was ended");
}

void Child::wait_for(short events, Deadline deadline) {
    for (;;) {
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now()).count();
        if (left <= 0) missed();
        pollfd poll{socket_.get(), events, 0};
        const int ready = ::poll(&poll, 1, static_cast<int>(std::min<std::int64_t>(left, 3'600'000)));
        if (ready > 0 || (ready < 0 && errno != EINTR)) return;
    }
}

void Child::send(const void* data, std::size_t size, Deadline deadline) {
    const auto* at = static_cast<const std::byte*>(data);
    while (size > 0) {
        const auto sent = ::send(socket_.get(), at, size, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent > 0) {
            at += sent;
            size -= static_cast<std::size_t>(sent);
        } else if (errno == EAGAIN) {
            wait_for(POLLOUT, deadline);
        } else if (errno != EINTR) {
            gone();
        }
    }
}

void Child::receive(void* data, std::size_t size, Deadline deadline) {
    auto* at = static_cast<std::byte*>(data);
    while (size > 0) {
        const auto got = ::recv(socket_.get(), at, size, MSG_DONTWAIT);
        if (got > 0) {
            at += got;
            size -= static_cast<std::size_t>(got);
        } else if (got < 0 && errno == EAGAIN) {
            wait_for(POLLIN, deadline);
        } else if (got == 0 || errno != EINTR) {
            gone();
        }
    }
}

Frame Child::receive_answer(Deadline deadline, const Log& log) {
    for (std::size_t lines = 1;; ++lines) {
        FrameHeader header;
        receive(&header, sizeof header, deadline);
        if (header.length > max_frame) {
            reap();
            throw Death(false, "sent a frame larger than 256 MiB and was ended");
        }
        Frame frame(header);
        receive(frame.data.get(), frame.size, deadline);
        if (frame.type != FrameType::log) return frame;
        if (std::chrono::steady_clock::now() >= deadline) missed();  // who never stops to talk never answers
        if (lines == most_lines) log(LogLevel::warning, "it logs too much: the rest of this call's lines is left out");
        if (lines >= most_lines) continue;
        Reader line(frame.body());
        const auto level = line.get<std::uint32_t>();
        log(static_cast<LogLevel>(std::min<std::uint32_t>(level, 3)), line.text());
    }
}

Frame Child::exchange(FrameType type, std::span<const std::byte> body, std::chrono::milliseconds deadline,
                      const Log& log) {
    if (pid_ < 0) throw Death(false, "is gone");
    if (body.size() > max_frame) throw PluginError(Kind::input, "a call carries at most 256 MiB: use smaller batches");
    const auto until = std::chrono::steady_clock::now() + deadline;
    const FrameHeader header{static_cast<std::uint32_t>(body.size()), static_cast<std::uint32_t>(type)};
    send(&header, sizeof header, until);
    send(body.data(), body.size(), until);
    return receive_answer(until, log);
}

Frame Child::await(std::chrono::milliseconds deadline, const Log& log) {
    return receive_answer(std::chrono::steady_clock::now() + deadline, log);
}

}  // namespace rapport::sdk
