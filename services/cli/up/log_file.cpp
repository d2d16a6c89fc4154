// SPDX-License-Identifier: MIT
#include "services/cli/up/log_file.hpp"

#include <fcntl.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <system_error>

namespace rapport::cli::up {

namespace fs = std::filesystem;

LogFile::LogFile(fs::path path) : path_(std::move(path)) { open(); }

LogFile::~LogFile() {
    if (fd_ >= 0) ::close(fd_);
}

void LogFile::open() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    std::error_code none;
    size_ = fs::file_size(path_, none);
    if (none) size_ = 0;
}

void LogFile::append(std::string_view line) {
    if (size_ >= largest) {
        std::error_code ignored;  // then the file grows on
        fs::rename(path_, path_.string() + ".1", ignored);
        open();
    }
    char end = '\n';
    const std::array parts{iovec{const_cast<char*>(line.data()), line.size()}, iovec{&end, 1}};
    const auto written = ::writev(fd_, parts.data(), parts.size());
    if (written > 0) size_ += static_cast<std::uintmax_t>(written);
    last_.emplace_back(line);
    if (last_.size() > remembered) last_.pop_front();
}

bool is_warning(std::string_view line) {
    using namespace std::literals;
    constexpr std::array marks{R"("level":"warn)"sv, R"("level":"err)"sv, R"("level":"crit)"sv,
                               "[warning]"sv,        "[error]"sv,         "[critical]"sv};
    return std::any_of(marks.begin(), marks.end(), [&](auto mark) { return line.find(mark) != line.npos; });
}

}  // namespace rapport::cli::up
