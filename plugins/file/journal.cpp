// SPDX-License-Identifier: MIT
#include "journal.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <vector>

#include "json_line.hpp"

namespace file {
namespace {

[[noreturn]] void fail(const std::string& what) { throw std::system_error(errno, std::generic_category(), what); }

class Descriptor {
public:
    explicit Descriptor(int fd) : fd_(fd) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (fd_ >= 0) ::close(fd_);
    }
    int get() const { return fd_; }

private:
    int fd_;
};

/// A new file is there after a power cut only once its folder is on the disk too.
void sync_folder_of(const std::string& path) {
    const auto slash = path.rfind('/');
    const Descriptor folder(::open(path.substr(0, slash == 0 ? 1 : slash).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (folder.get() < 0 || ::fsync(folder.get()) != 0) fail("the folder of " + path);
}

}  // namespace

/// The file, open and locked against other appenders until this goes.
class Journal::Locked {
public:
    explicit Locked(const std::string& path)
        : fd_(::open(path.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY, 0600)) {
        if (fd_.get() < 0) fail(path);
        while (::flock(fd_.get(), LOCK_EX) != 0)
            if (errno != EINTR) fail(path);
        if (::fstat(fd_.get(), &what_) != 0) fail(path);
        if (!S_ISREG(what_.st_mode)) {
            errno = EINVAL;
            fail(path + " is not a plain file");
        }
        if (what_.st_size == 0) sync_folder_of(path);
    }

    int fd() const { return fd_.get(); }
    const struct stat& what() const { return what_; }

private:
    Descriptor fd_;
    struct stat what_ {};
};

void Journal::learn(Locked& file) {
    const auto& what = file.what();
    if (what.st_dev != device_ || what.st_ino != inode_ || what.st_size < known_)
        known_ = 0;  // another file, or begun anew
    device_ = what.st_dev;
    inode_ = what.st_ino;
    // A line that a killed process wrote may not be on the disk yet, and will be answered for as if it were.
    if (sync_ && known_ < what.st_size && ::fdatasync(file.fd()) != 0) fail(path_);
    std::string rest;
    std::vector<char> block(std::size_t{1} << 16);
    for (auto at = known_; at < what.st_size;) {
        const auto got = ::pread(file.fd(), block.data(), block.size(), at);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) fail(path_);
        at += got;
        rest.append(block.data(), static_cast<std::size_t>(got));
        std::size_t begin = 0;
        for (auto end = rest.find('\n'); end != rest.npos; end = rest.find('\n', begin)) {
            if (const auto key = key_of(std::string_view(rest).substr(begin, end - begin)); !key.empty())
                keys_.emplace(key);
            begin = end + 1;
        }
        known_ += static_cast<off_t>(begin);
        rest.erase(0, begin);
    }
    if (!rest.empty() && ::ftruncate(file.fd(), known_) != 0) fail(path_);
}

void Journal::append(std::string_view key, std::string_view line) {
    Locked file(path_);
    learn(file);
    std::string escaped = json_string(key);
    if (keys_.contains(escaped)) return;
    std::size_t done = 0;
    while (done < line.size()) {
        const auto put = ::write(file.fd(), line.data() + done, line.size() - done);
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) break;
        done += static_cast<std::size_t>(put);
    }
    if (done < line.size() || (sync_ && ::fdatasync(file.fd()) != 0)) {
        const int why = errno;
        if (::ftruncate(file.fd(), known_) != 0) fail(path_);
        errno = why;
        fail(path_);
    }
    known_ += static_cast<off_t>(line.size());
    keys_.insert(std::move(escaped));
}

void Journal::check() { const Locked file(path_); }

}  // namespace file
