// SPDX-License-Identifier: MIT
#include "bus/security/folder_watch.hpp"

#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

#include "bus/base/error.hpp"

namespace rapport::bus {
namespace {

// An editor makes several changes of one.
constexpr Loop::Duration settled{20};

}  // namespace

FolderWatch::FolderWatch(Loop& loop, const std::filesystem::path& folder, std::function<void()> on_change)
    : loop_(loop), on_change_(std::move(on_change)), fd_(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {
    constexpr auto changes = IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_ATTRIB;
    if (fd_ < 0 || ::inotify_add_watch(fd_, folder.c_str(), changes) < 0) {
        const int error = errno;
        if (fd_ >= 0) ::close(fd_);
        throw Error(Code::failed_precondition,
                    "cannot watch " + folder.string() + ": " + std::generic_category().message(error));
    }
    loop_.watch_fd(fd_, [this] { changed(); });
}

FolderWatch::~FolderWatch() {
    if (settles_) loop_.cancel(settling_);
    loop_.unwatch_fd(fd_);
    ::close(fd_);
}

void FolderWatch::changed() {
    std::array<char, 4'096> events;  // which files does not matter
    while (::read(fd_, events.data(), events.size()) > 0) {
    }
    if (settles_) loop_.cancel(settling_);
    settles_ = true;
    settling_ = loop_.after(settled, [this] {
        settles_ = false;
        on_change_();
    });
}

}  // namespace rapport::bus
