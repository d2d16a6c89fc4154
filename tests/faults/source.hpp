// SPDX-License-Identifier: MIT
#pragma once
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "bus/events/event.hpp"
#include "bus/events/publisher.hpp"
#include "bus/server/server.hpp"

namespace rapport::faults {

/// A service of another make: it tells what the test has it tell, and answers for its history. Nothing else.
class Source {
public:
    Source(const std::string& bus, const std::string& name);
    ~Source();

    /// Adds an event to the history: those who ask are told of it.
    void add(const std::string& type, const std::string& subject, std::string data);
    std::int64_t last() const;
    /// Publishes what comes after `after`, some at a time; returns at once.
    void publish(std::int64_t after);

private:
    void answer(const bus::Request& request);
    void publish_some(std::int64_t after);

    const std::string name_, epoch_;
    mutable std::mutex mutex_;
    std::vector<bus::Event> events_;
    bus::Loop loop_;
    bus::Publisher publisher_;
    bus::Server server_;
    std::thread thread_;
};

}  // namespace rapport::faults
