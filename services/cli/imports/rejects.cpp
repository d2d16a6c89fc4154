// SPDX-License-Identifier: MIT
#include "services/cli/imports/rejects.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

#include "bus/base/error.hpp"

namespace rapport::cli::imports {

namespace {

[[noreturn]] void cannot_write(const std::filesystem::path& path) {
    throw Error(Code::failed_precondition,
                "cannot write " + path.string() + ": " + std::generic_category().message(errno != 0 ? errno : EIO));
}

}  // namespace

void Rejects::create() {
    if (path_.has_parent_path()) std::filesystem::create_directories(path_.parent_path());
    const int fd = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0) cannot_write(path_);
    ::close(fd);
    file_.open(path_, std::ios::binary);
    const std::array<std::string, 3> header{"line", "reason", "row"};
    kit::CsvWriter(file_).row(header);
}

void Rejects::add(std::size_t line, const std::string& reason, const std::string& raw) {
    ++size_;
    if (path_.empty()) {
        if (first_.size() < remembered) first_.push_back("line " + std::to_string(line) + ": " + reason);
        return;
    }
    if (!file_.is_open()) create();
    const std::array<std::string, 3> row{std::to_string(line), reason, raw};
    kit::CsvWriter(file_).row(row);
    errno = 0;
    file_.flush();
    if (!file_) cannot_write(path_);
}

}  // namespace rapport::cli::imports
