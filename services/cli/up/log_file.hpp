// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <deque>
#include <filesystem>
#include <string>
#include <string_view>

namespace rapport::cli::up {

/// Where the lines of one program go: `NAME.log`, and `NAME.log.1` for what came before. A disk that takes no more is
/// no reason to stop what runs: such lines are lost.
class LogFile {
public:
    static constexpr std::uintmax_t largest = 16 << 20;  ///< bytes, then a new file begins
    static constexpr std::size_t remembered = 12;        ///< lines

    /// Appends to what is there.
    explicit LogFile(std::filesystem::path path);
    ~LogFile();
    LogFile(const LogFile&) = delete;
    LogFile& operator=(const LogFile&) = delete;

    void append(std::string_view line);
    /// The last few lines of this run, oldest first.
    const std::deque<std::string>& last() const { return last_; }
    const std::filesystem::path& path() const { return path_; }

private:
    void open();

    std::filesystem::path path_;
    int fd_ = -1;
    std::uintmax_t size_ = 0;
    std::deque<std::string> last_;
};

/// Whether a line of a log is a warning or worse, in JSON (`"level":"warning"`) or in plain text (`[warning]`).
bool is_warning(std::string_view line);

}  // namespace rapport::cli::up
