// SPDX-License-Identifier: MIT
#pragma once
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "services/cli/up/child.hpp"
#include "services/cli/up/log_file.hpp"
#include "services/cli/up/restarts.hpp"

namespace rapport::cli::up {

/// A program to be kept running.
struct Program {
    std::string name;                  ///< for people and files: `bus`, `complaints`
    std::vector<std::string> command;  ///< its path and arguments
};

/// Keeps one program running until it is told to stop. Belongs to its loop's thread, the main one.
class Keeper {
public:
    /// What happens to the process that is kept; called on the loop's thread.
    struct Handlers {
        std::function<void(std::string_view line)> on_output;  ///< a line on its standard output
        std::function<void(std::string_view line)> on_log;     ///< a line of its log, which is in the file already
        std::function<void()> on_change;                       ///< it runs, or no longer
        /// It ended without being told to; `again` is when it will be started. It may be failing() by now.
        std::function<void(Ended how, Millis again)> on_trouble;
    };

    Keeper(bus::Loop& loop, Program program, std::filesystem::path log);
    ~Keeper();
    Keeper(const Keeper&) = delete;
    Keeper& operator=(const Keeper&) = delete;

    /// Before start().
    void handlers(Handlers handlers) { handlers_ = std::move(handlers); }
    void start();
    /// Asks it to end (SIGTERM) and does not start it again.
    void stop();
    /// Ends it now (SIGKILL), after stop().
    void kill();
    /// Nothing while it is down.
    std::optional<pid_t> pid() const { return child_ ? std::optional(child_->pid()) : std::nullopt; }
    /// It ends soon after every start, in the same way.
    bool failing() const { return restarts_.failing(); }
    /// Starts it with other arguments from the next time on.
    void command(std::vector<std::string> command) { program_.command = std::move(command); }
    const Program& program() const { return program_; }
    const LogFile& log() const { return log_; }

private:
    void logged(std::string_view line);
    void ended(Ended how);

    bus::Loop& loop_;
    Program program_;
    LogFile log_;
    Handlers handlers_;
    Restarts restarts_;
    std::optional<Child> child_;
    std::chrono::steady_clock::time_point started_;
    std::optional<bus::Loop::TimerId> waiting_;
    bool stopping_ = false;
};

}  // namespace rapport::cli::up
