// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "bus/broker/broker.hpp"
#include "bus/wire/endpoints.hpp"

namespace rapport::bus::testing {

/// A folder of its own that goes with it.
class TempFolder {
public:
    TempFolder();
    ~TempFolder();
    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

/// A broker on a thread of its own, on an ipc path of its own; it listens when the constructor returns.
class TestBus {
public:
    explicit TestBus(BrokerOptions options = {});
    ~TestBus();

    const std::string& url() const { return url_; }
    Endpoints endpoints() const { return Endpoints::of(url_); }

private:
    TempFolder folder_;
    std::string url_;
    Loop loop_;
    std::jthread thread_;
};

/// A program that runs until told otherwise. Nothing is left of it when this goes.
class Process {
public:
    explicit Process(const std::vector<std::string>& arguments);
    ~Process();
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;
    int pid() const { return pid_; }
    void signal(int number) const;
    /// Waits for its end; returns its exit code, or minus the signal that ended it.
    int wait();

private:
    int pid_ = 0;
};

/// `rapport-bus` as it ships, on an ipc path of its own that stays the same from start to start.
class BusProcess {
public:
    BusProcess() : url_("ipc://" + (folder_.path() / "bus").string()) { start(); }
    void start();
    void kill();
    const std::string& url() const { return url_; }
    Process& process() { return *process_; }

private:
    TempFolder folder_;
    std::string url_;
    std::unique_ptr<Process> process_;
};

/// A Majordomo peer written from the RFC alone: a DEALER and frames.
class PlainPeer {
public:
    explicit PlainPeer(const std::string& url);
    void send(const std::vector<std::string>& frames);
    /// The next message that is no HEARTBEAT; empty if none comes within the time.
    std::vector<std::string> receive(std::chrono::milliseconds patience = std::chrono::seconds(5));

private:
    zmq::context_t context_;
    zmq::socket_t socket_;
};

}  // namespace rapport::bus::testing
