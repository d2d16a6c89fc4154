// SPDX-License-Identifier: MIT
#include "tests/faults/mount.hpp"

#include <sched.h>
#include <sys/mount.h>

#include <cerrno>
#include <system_error>

namespace rapport::faults {
namespace {

void mount(const char* what, const std::filesystem::path& at, const char* type, unsigned long flags,
           const std::string& options = {}) {
    if (::mount(what, at.c_str(), type, flags, options.c_str()) != 0)
        throw std::system_error(errno, std::generic_category(), "mount " + at.string());
}

/// A world of mounts of our own, once.
std::string leave_the_others() {
    if (::unshare(CLONE_NEWNS) != 0) return "a mount namespace is refused: " + std::generic_category().message(errno);
    if (::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0)
        return "mounting is refused: " + std::generic_category().message(errno);
    return {};
}

}  // namespace

std::string Mount::refused() {
    static const std::string why = leave_the_others();
    return why;
}

Mount Mount::small(const std::filesystem::path& folder, std::size_t mebibytes) {
    std::filesystem::create_directories(folder);
    mount("tmpfs", folder, "tmpfs", 0, "size=" + std::to_string(mebibytes) + "m,mode=700");
    return Mount(folder);
}

Mount Mount::read_only(const std::filesystem::path& at) {
    mount(at.c_str(), at, nullptr, MS_BIND);
    mount("none", at, nullptr, MS_REMOUNT | MS_BIND | MS_RDONLY);
    return Mount(at);
}

Mount::~Mount() { ::umount2(at_.c_str(), MNT_DETACH); }

}  // namespace rapport::faults
