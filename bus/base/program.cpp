// SPDX-License-Identifier: MIT
#include "bus/base/program.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <iostream>
#include <string_view>
#include <system_error>

namespace rapport {
namespace {

constexpr std::size_t most_pending = 32 << 10;

/// What stands in for a stream that is closed can neither be read nor written, as one that is closed cannot.
bool put_standard_streams_in_place() {
    for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
        if (::fcntl(fd, F_GETFD) < 0) ::open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);  // the lowest free
    return ::isatty(STDOUT_FILENO) == 1;
}

/// Of a pipe that somebody else has made one that does not block.
void wait_until_writable() {
    pollfd out{STDOUT_FILENO, POLLOUT, 0};
    ::poll(&out, 1, -1);
}

}  // namespace

StandardOutput::StandardOutput(std::string program)
    : program_(std::move(program)), terminal_(put_standard_streams_in_place()), before_(std::cout.rdbuf(this)) {
    std::signal(SIGPIPE, SIG_IGN);
}

StandardOutput::~StandardOutput() {
    write();
    std::cout.rdbuf(before_);
}

int StandardOutput::end(int exit_code) {
    std::cout.flush();
    // What a library wrote to C's own stream: its reason is known only if it fails now.
    errno = 0;
    const bool well = std::fflush(stdout) == 0 && !std::ferror(stdout);
    if (!well && error_ == 0) error_ = errno != 0 ? errno : EIO;
    if (error_ == 0) return exit_code;
    if (error_ == EPIPE) return exit_code == 0 ? nobody_reads : exit_code;
    std::fprintf(stderr, "%s: cannot write to standard output: %s\n", program_.c_str(),
                 std::generic_category().message(error_).c_str());
    return exit_code == 0 ? 1 : exit_code;
}

StandardOutput::int_type StandardOutput::overflow(int_type c) {
    if (traits_type::eq_int_type(c, traits_type::eof())) return traits_type::not_eof(c);
    const char one = traits_type::to_char_type(c);
    return xsputn(&one, 1) == 1 ? c : traits_type::eof();
}

std::streamsize StandardOutput::xsputn(const char* text, std::streamsize size) {
    const std::string_view all(text, static_cast<std::size_t>(size));
    pending_ += all;
    const bool due = pending_.size() >= most_pending || (terminal_ && all.find('\n') != all.npos);
    return due && !write() ? 0 : size;
}

int StandardOutput::sync() { return write() ? 0 : -1; }

/// After a write that failed nothing more is: a gap in the middle would look like a whole output.
bool StandardOutput::write() {
    std::string_view rest = pending_;
    while (!rest.empty() && error_ == 0) {
        const auto written = ::write(STDOUT_FILENO, rest.data(), rest.size());
        if (written >= 0) rest.remove_prefix(static_cast<std::size_t>(written));
        else if (errno == EAGAIN) wait_until_writable();
        else if (errno != EINTR) error_ = errno;
    }
    pending_.clear();
    return error_ == 0;
}

}  // namespace rapport
