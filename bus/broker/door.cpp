// SPDX-License-Identifier: MIT
#include "bus/broker/door.hpp"

#include <fcntl.h>
#include <linux/filter.h>
#include <spdlog/spdlog.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <mutex>
#include <system_error>
#include <utility>

namespace rapport::bus {
namespace {

/// A descriptor to be given up when there is no other, so that who cannot be served can be hung up on.
class Reserve {
public:
    static Reserve& of_process() {
        static Reserve one;
        return one;
    }
    /// Takes whoever comes next and hangs up. Any thread.
    void turn_away(int listening) {
        const std::lock_guard lock(mutex_);
        ::close(fd_);
        const int newcomer = accept(listening, nullptr, nullptr, SOCK_CLOEXEC);
        if (newcomer >= 0) ::close(newcomer);
        fd_ = take();
    }
    static int accept(int listening, sockaddr* address, socklen_t* size, int flags) {
        return static_cast<int>(::syscall(SYS_accept4, listening, address, size, flags));
    }

private:
    static int take() { return ::open("/dev/null", O_RDONLY | O_CLOEXEC); }

    std::mutex mutex_;
    int fd_ = take();
};

// Descriptors that we need ourselves beside those there are.
constexpr std::size_t own = 32, least_room = 8;
// A part of the limit is for those who come before we have closed the door: without a descriptor for one of them ZeroMQ
// would spin on tcp, and abort the process on ipc.
constexpr std::size_t spare_share = 4, least_spare = 64, most_spare = 4'096;
// It opens when so much of the room is free: one in so many.
constexpr std::size_t free_share = 20;

std::size_t room_of_system() {
    rlimit files{};
    if (::getrlimit(RLIMIT_NOFILE, &files) != 0) return least_room;
    const auto there = std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {});
    const std::size_t spare = std::clamp<std::size_t>(files.rlim_cur / spare_share, least_spare, most_spare);
    const std::size_t taken = static_cast<std::size_t>(there) + own + spare;
    return std::max<std::size_t>(files.rlim_cur, taken + least_room) - taken;
}

/// The path of an ipc socket; empty of another.
std::string path_of(int fd) {
    sockaddr_un address{};
    socklen_t size = sizeof address;
    const bool known = ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) == 0;
    return known && address.sun_family == AF_UNIX ? address.sun_path : "";
}

bool is_listening(int fd) {
    int listens = 0;
    socklen_t size = sizeof listens;
    return ::getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) == 0 && listens;
}

/// Where nobody looks for it.
std::string aside(const std::string& path) { return path + ".full"; }

}  // namespace

Door::Door(Guard& guard, std::size_t room) : guard_(guard), room_(room ? room : room_of_system()) {
    Reserve::of_process();  // while there are descriptors
}

Door::~Door() {
    for (const auto& [fd, address] : listening_)
        if (address.closed && !address.path.empty()) std::remove(aside(address.path).c_str());
}

void Door::hear(const ConnectionWatch::News& news) {
    using enum ConnectionWatch::Change;
    if (news.change == listens) {
        const auto path = path_of(news.fd);
        if (!path.empty()) std::remove(aside(path).c_str());  // of a bus that was killed while its door was closed
        listening_[news.fd] = {path, false};
    } else if (news.change == accepted) {
        guard_.connected(news.fd);
        if (guard_.counts().connections > room_) ::shutdown(news.fd, SHUT_RDWR);
    } else if (news.change == down) {
        guard_.disconnected(news.fd);
    } else if (news.change == listens_no_more) {
        if (!is_listening(news.fd)) listening_.erase(news.fd);  // else it is the next one already
    } else {
        return;
    }
    look();
}

void Door::left(int fd) {
    guard_.disconnected(fd);
    look();
}

void Door::look() {
    const std::size_t there = guard_.counts().connections;
    const bool full = there >= room_, roomy = there + room_ / free_share < room_;
    if (full && !std::exchange(closed_, true))
        spdlog::warn("there are {} connections, and room for no more: newcomers wait (the limit of open files)", there);
    if (roomy && std::exchange(closed_, false)) spdlog::info("there is room for connections again");
    for (auto& [fd, address] : listening_) {
        if (closed_ && !address.closed) close(fd, address);
        if (!closed_ && address.closed) open(fd, address);
    }
}

/// Of tcp, whoever comes is not answered and tries again, as if the packet had been lost. Of ipc, there is nobody.
void Door::close(int fd, Address& address) {
    sock_filter nothing{BPF_RET | BPF_K, 0, 0, 0};
    const sock_fprog filter{1, &nothing};
    const int failed = address.path.empty() ? ::setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &filter, sizeof filter)
                                            : std::rename(address.path.c_str(), aside(address.path).c_str());
    if (failed) spdlog::error("newcomers cannot be kept waiting: {}", std::generic_category().message(errno));
    address.closed = true;
}

void Door::open(int fd, Address& address) {
    if (!std::exchange(address.closed, false)) return;
    const int nothing = 0;
    const int failed = address.path.empty() ? ::setsockopt(fd, SOL_SOCKET, SO_DETACH_FILTER, &nothing, sizeof nothing)
                                            : std::rename(aside(address.path).c_str(), address.path.c_str());
    if (failed) spdlog::error("newcomers cannot be let in: {}", std::generic_category().message(errno));
}

}  // namespace rapport::bus

/// What libzmq calls in programs with this file, instead of the C library's. Its threads accept while the loop, which
/// closes the door, may wait for the processor; so the spare descriptors may run out before that.
extern "C" int accept4(int listening, sockaddr* address, socklen_t* size, int flags) {
    using rapport::bus::Reserve;
    const int accepted = Reserve::accept(listening, address, size, flags);
    if (accepted >= 0 || (errno != EMFILE && errno != ENFILE)) return accepted;
    Reserve::of_process().turn_away(listening);
    errno = ECONNABORTED;  // libzmq goes on after it, on tcp and on ipc
    return -1;
}
