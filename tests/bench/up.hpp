// SPDX-License-Identifier: MIT
#pragma once
#include "bus/base/codec.hpp"
#include "tests/bench/bench.hpp"

namespace rapport::bench {

/// What `rapport up` writes for the other verbs.
struct RunFile {
    std::int64_t pid = 0;
    std::string bus;
    std::optional<std::string> http;
    bool ready = false;
    static constexpr auto fields =
        describe(Field{"pid", &RunFile::pid, "of rapport up"}, Field{"bus", &RunFile::bus, "endpoint for requests"},
                 Field{"http", &RunFile::http, "http://HOST:PORT"},
                 Field{"ready", &RunFile::ready, "everything answers", defaulted});
};

/// A deployment as it ships, on a state folder of its own; ready when the constructor returns.
class Up {
public:
    /// Of the programs in that folder; of those beside this one without it.
    explicit Up(const std::vector<std::string>& services = {}, const std::filesystem::path& programs = {});
    ~Up();
    const RunFile& run() const { return run_; }
    std::string token() const;
    std::filesystem::path state() const { return folder_.path() / "state"; }
    double seconds_to_ready() const { return seconds_; }

private:
    bus::testing::TempFolder folder_;
    Process process_;
    RunFile run_;
    double seconds_ = 0;
};

/// All of a file.
std::string content(const std::filesystem::path& path);

}  // namespace rapport::bench
