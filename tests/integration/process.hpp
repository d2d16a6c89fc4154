// SPDX-License-Identifier: MIT
#pragma once
#include <sys/types.h>

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace rapport::integration {

using Environment = std::map<std::string, std::string>;

/// What a program that has ended leaves.
struct Ran {
    int exit = -1;  ///< its status; 128 + the signal that ended it; -1 if it had to be killed for taking too long
    std::string out, err;
};

/// Where a program's standard output goes.
enum class Output {
    read,          ///< into Ran::out
    full_disk,     ///< /dev/full
    nobody_reads,  ///< a pipe whose reader has gone away
};

/// A program under test, killed with the test. To be started on the main thread.
class Process {
public:
    /// `command` begins with the program's path; `environment` comes beside ours.
    explicit Process(const std::vector<std::string>& command, const Environment& environment = {},
                     Output output = Output::read);
    ~Process();
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    pid_t pid() const { return pid_; }
    void signal(int number) const;
    /// Everything it has written to its standard output, once that holds `text`; nothing if it ends or time is up
    /// before.
    std::optional<std::string> wait_for(const std::string& text, std::chrono::milliseconds limit);
    /// Waits for its end; kills it when time is up.
    Ran wait(std::chrono::milliseconds limit);

private:
    bool read(std::chrono::milliseconds limit);

    pid_t pid_ = 0;
    int out_ = -1, err_ = -1;
    Ran ran_;
};

}  // namespace rapport::integration
