// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "bus/base/fields.hpp"

namespace rapport::cli {

/// One process of a running deployment.
struct Process {
    std::string name;                 ///< `bus`, `gateway`, or the service's name
    std::optional<std::int64_t> pid;  ///< absent while it is down

    static constexpr auto fields = describe(Field{"name", &Process::name, "bus, gateway, or the service's name"},
                                            Field{"pid", &Process::pid, "absent while it is down"});
};

/// What `rapport up` tells the other verbs about what it runs, in `run.json` of the state folder.
struct RunFile {
    std::int64_t pid = 0;             ///< of `rapport up` itself
    std::string bus;                  ///< endpoint for requests
    std::optional<std::string> http;  ///< `http://HOST:PORT` once the gateway listens
    bool ready = false;
    std::vector<Process> processes;

    static constexpr auto fields =
        describe(Field{"pid", &RunFile::pid, "of rapport up"}, Field{"bus", &RunFile::bus, "endpoint for requests"},
                 Field{"http", &RunFile::http, "where the gateway listens"},
                 Field{"ready", &RunFile::ready, "everything answers", defaulted},
                 Field{"processes", &RunFile::processes, "what is run"});
};

/// The folder in which one deployment keeps everything it must not lose.
class StateDir {
public:
    /// `path` need not exist yet; a relative one is taken from the current folder.
    explicit StateDir(const std::filesystem::path& path);
    /// `$XDG_DATA_HOME/rapport`, or `~/.local/share/rapport`.
    static std::filesystem::path by_default();

    const std::filesystem::path& path() const { return path_; }
    std::filesystem::path logs() const { return path_ / "log"; }
    std::filesystem::path keys() const { return path_ / "keys"; }
    std::filesystem::path token() const { return path_ / "admin.token"; }
    std::filesystem::path run_file() const { return path_ / "run.json"; }
    std::filesystem::path lock_file() const { return path_ / "lock"; }

    /// What runs on it now; nothing if nothing does. Error(internal) if its run file cannot be read.
    std::optional<RunFile> running() const;
    /// Replaces the run file in one step.
    void write(const RunFile& run) const;

private:
    std::filesystem::path path_;
};

/// Holds a state folder for this process, creating it if need be (mode 0700); files of an earlier version that are open
/// to others are tightened. It ends with the process, however that ends.
class StateLock {
public:
    /// Error(failed_precondition) if another process holds it, or if it is somebody else's or open to others.
    explicit StateLock(const StateDir& state);
    ~StateLock();
    StateLock(const StateLock&) = delete;
    StateLock& operator=(const StateLock&) = delete;

    /// The process that holds the folder, if one does. Takes nothing.
    static std::optional<int> holder(const StateDir& state);

private:
    int fd_ = -1;
};

}  // namespace rapport::cli
