// SPDX-License-Identifier: MIT
#include "bus/broker/listen.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "bus/base/error.hpp"

namespace rapport::bus {
namespace {

int lock(const std::string& path) {
    const auto folder = std::filesystem::path(path).parent_path();
    if (!folder.empty() && ::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST)
        throw Error(Code::invalid_argument, "cannot make the folder " + folder.string() + ": " + std::strerror(errno));
    const std::string name = path + ".lock";
    const int fd = ::open(name.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
    if (fd < 0) throw Error(Code::invalid_argument, "cannot open " + name + ": " + std::strerror(errno));
    if (::flock(fd, LOCK_EX | LOCK_NB) == 0) return fd;
    ::close(fd);
    throw Error(Code::failed_precondition, "another bus listens on ipc://" + path);
}

}  // namespace

Listening::Listening(const std::string& url) {
    constexpr std::string_view ipc = "ipc://";
    if (url.starts_with(ipc)) lock_ = lock(url.substr(ipc.size()));
}

Listening::~Listening() {
    if (lock_ >= 0) ::close(lock_);
}

}  // namespace rapport::bus
