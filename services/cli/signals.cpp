// SPDX-License-Identifier: MIT
#include "services/cli/signals.hpp"

#include <sys/signalfd.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <system_error>

namespace rapport::cli {
namespace {

int blocked_as_fd(std::initializer_list<int> numbers) {
    sigset_t set;
    sigemptyset(&set);
    for (const int number : numbers) sigaddset(&set, number);
    ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
    const int fd = ::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    if (fd < 0) throw std::system_error(errno, std::generic_category(), "signalfd");
    return fd;
}

}  // namespace

Signals::Signals(bus::Loop& loop, std::initializer_list<int> numbers, std::function<void(int)> on_signal)
    : loop_(loop), fd_(blocked_as_fd(numbers)) {
    loop_.watch_fd(fd_, [fd = fd_, handle = std::move(on_signal)] {
        signalfd_siginfo info{};
        while (::read(fd, &info, sizeof info) == sizeof info) handle(static_cast<int>(info.ssi_signo));
    });
}

Signals::~Signals() {
    loop_.unwatch_fd(fd_);
    ::close(fd_);
}

}  // namespace rapport::cli
