// SPDX-License-Identifier: MIT
#pragma once
#include <thread>

#include "services/kit/service/service.hpp"
#include "services/kit/testing/store.hpp"

namespace rapport::testing_kit {

/// A service on a bus, in this process, from its construction to stop() or its end.
class Running {
public:
    Running(kit::Definition definition, const std::string& dsn, const std::string& bus)
        : engine_(std::move(definition), dsn, clock_), service_(engine_, bus), thread_([this] { service_.run(); }) {}
    ~Running() { stop(); }
    void stop() {
        if (!thread_.joinable()) return;
        service_.stop();
        thread_.join();
    }

private:
    SystemClock clock_;
    kit::Engine engine_;
    kit::Service service_;
    std::thread thread_;
};

/// Whether that is so within 20 s; it is looked at every 10 ms.
template <class Wanted>
bool until(Wanted wanted) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!wanted()) {
        if (std::chrono::steady_clock::now() > end) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return true;
}

}  // namespace rapport::testing_kit
