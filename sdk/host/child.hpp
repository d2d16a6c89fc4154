// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "sdk/host/fd.hpp"
#include "sdk/host/plugins.hpp"
#include "sdk/host/wire.hpp"

namespace rapport::sdk {

/// A child process is gone, or was ended for missing its deadline. The message is a clause: "was ended by signal 11
/// (…)".
struct Death : std::runtime_error {
    Death(bool missed, const std::string& how) : runtime_error(how), missed_deadline(missed) {}
    bool missed_deadline;
};

/// A thread that starts processes and lives as long as they may: the kernel ends a child of ours when the thread that
/// started it ends.
class Spawner {
public:
    Spawner();
    ~Spawner();
    Spawner(const Spawner&) = delete;
    Spawner& operator=(const Spawner&) = delete;

    /// Runs `job` on the thread and waits for it.
    void run(const std::function<void()>& job);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// One rapport-plugin-host with one plugin in it. One thread at a time.
class Child {
public:
    using Log = std::function<void(LogLevel, std::string_view)>;

    /// PluginError::host where the program cannot be started. `library` is what it loads.
    Child(Spawner& spawner, const std::filesystem::path& program, const Fd& library, std::uint64_t memory_limit);
    /// Ends the process, and whatever it started, at once.
    ~Child();
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    /// Sends a frame and waits for the answer; what the plugin logs meanwhile goes to `log`. Throws Death;
    /// the process is then gone.
    Frame exchange(FrameType type, std::span<const std::byte> body, std::chrono::milliseconds deadline, const Log& log);
    /// Waits for a frame that was not asked for.
    Frame await(std::chrono::milliseconds deadline, const Log& log);

private:
    using Deadline = std::chrono::steady_clock::time_point;

    void send(const void* data, std::size_t size, Deadline deadline);
    void receive(void* data, std::size_t size, Deadline deadline);
    Frame receive_answer(Deadline deadline, const Log& log);
    void wait_for(short events, Deadline deadline);
    std::string reap();
    [[noreturn]] void gone();
    [[noreturn]] void missed();

    Fd socket_;
    pid_t pid_ = -1;
};

}  // namespace rapport::sdk
