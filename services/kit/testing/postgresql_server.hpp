// SPDX-License-Identifier: MIT
#pragma once
#include <csignal>
#include <filesystem>
#include <memory>
#include <string>

#include "bus/testing/test_bus.hpp"

namespace rapport::testing_kit {

/// A PostgreSQL server of a test's own, to be stopped and killed. It takes connections when the constructor returns.
class PostgresqlServer {
public:
    PostgresqlServer() { start(); }
    /// One below a folder that stays, with what was stored there before; `settings` as postgres takes them: `-c
    /// NAME=VALUE`.
    PostgresqlServer(std::filesystem::path folder, std::vector<std::string> settings)
        : kept_(std::move(folder)), settings_(std::move(settings)) {
        start();
    }
    /// Ends it, in order where its folder stays: killed, it would leave shared memory behind.
    ~PostgresqlServer();
    PostgresqlServer(const PostgresqlServer&) = delete;
    PostgresqlServer& operator=(const PostgresqlServer&) = delete;
    /// What was stored before is there again. StoreError if it takes no connections within half a minute.
    void start();
    /// Ends it as its service manager does; connections are closed.
    void stop() { end(SIGINT); }
    /// Ends it as a power failure does.
    void crash() { end(SIGQUIT); }
    std::string dsn() const;

private:
    void end(int signal);

    std::string folder() const { return (kept_.empty() ? folder_.path() : kept_).string(); }

    bus::testing::TempFolder folder_;
    std::filesystem::path kept_;
    std::vector<std::string> settings_;
    std::unique_ptr<bus::testing::Process> process_;  ///< while it runs
};

}  // namespace rapport::testing_kit
