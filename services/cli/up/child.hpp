// SPDX-License-Identifier: MIT
#pragma once
#include <sys/types.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bus/loop.hpp"
#include "services/cli/up/restarts.hpp"

namespace rapport::cli::up {

/// One process, in a process group of its own (Ctrl-C does not reach it), killed by the system if we die. Belongs to
/// its loop's thread, which must be the main one: the system watches the thread that made a child, not the process.
class Child {
public:
    /// What a process says and how it ends; called on the loop's thread.
    struct Handlers {
        std::function<void(std::string_view line)> on_output;  ///< each line of its standard output
        std::function<void(std::string_view line)> on_log;     ///< each line of its standard error
        /// It is gone; nothing follows. May destroy the Child.
        std::function<void(Ended how)> on_end;
    };

    /// Starts `command`, whose first element is the program's path. A program that cannot be run ends with status 127
    /// and says why on its standard error. Throws std::system_error if the system gives no process or pipe.
    Child(bus::Loop& loop, const std::vector<std::string>& command, Handlers handlers);
    /// Kills what still runs.
    ~Child();
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    pid_t pid() const;
    void signal(int number);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace rapport::cli::up
